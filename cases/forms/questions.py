"""The questions of a kind as form fields: built from their version, judged here, turned into answers."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.html import escape
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.drafts.answer_uploads import AnswerTray
from cases.fields.dates import ThaiDateField
from cases.fields.text import Line, Paragraphs, needed
from cases.models import Answer, Attachment, Question, QuestionSet
from cases.questionnaires.answers import answer
from cases.text.normalization import ascii_digits

SHORT, LONG = 200, 2000
YEARS_BACK, YEARS_AHEAD = 5, 2
# Up to so many choices stand below each other; more of them fold into one select.
OPEN_CHOICES = 7
NUMBER = re.compile(r"[+-]?([0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3})(\.[0-9]{1,2})?")


class NumberAnswer(Line):
    """A number with at most two decimals; Thai digits and thousands in groups are understood."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: Any) -> Any:
        """The number, or None where nothing was typed."""
        text = ascii_digits(self.to_python(value))
        self.validate(text)
        if not text:
            return None
        if not NUMBER.fullmatch(text):
            raise ValidationError(_("Enter a number, for example 12 or 2.5."), code="invalid")
        number = Decimal(text.replace(",", ""))
        self.run_validators(number)
        return number


class PhotoAnswer(forms.Field):
    """The place of one photo on a form; its tray takes it and says what is wrong with it."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
    tray: AnswerTray | None = None

    def clean(self, value: Any) -> Attachment | None:
        """The photo in the tray."""
        if self.tray and self.tray.problems:
            raise ValidationError(self.tray.problems)
        photo = self.tray.photos[0] if self.tray and self.tray.photos else None
        if photo is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return photo


@dataclass
class Asked:
    """A question on a form, for a template: its field, its photo, and the earlier answer it waits for."""

    question: Question
    field: forms.BoundField
    photos: list[Attachment]
    earlier: Question | None

    @property
    def takes_photo(self) -> bool:
        """Whether a photo answers it."""
        return isinstance(self.field.field, PhotoAnswer)

    @property
    def only_if(self) -> str:
        """When it has to be answered, in words; empty for always."""
        if self.earlier is None:
            return ""
        words = {"answer": self.earlier.label_of(self.question.show_if_value), "question": self.earlier.text}
        return _("Only if you answered “%(answer)s” to “%(question)s”") % words


class QuestionForm(forms.Form):
    """A form that also asks a kind's questions: mix it into a form of other fields, call `ask`, then judge.
    Their values leave `cleaned_data` and are in `replies`, by the question's short name."""

    asked: QuestionSet | None = None
    questions: Sequence[Question] = ()
    answer_trays: Mapping[str, AnswerTray] = {}

    def ask(
        self,
        asked: QuestionSet | None,
        *,
        trays: Mapping[str, AnswerTray] | None = None,
        typed: Any = None,
    ) -> None:
        """Add a field for each question. `trays` hold the photos; `typed` (a POST) fills a form that is not
        judged yet."""
        self.asked, self.questions = asked, asked.in_order if asked else []
        self.answer_trays = trays or {}
        for question in self.questions:
            field = field_for(question)
            if isinstance(field, PhotoAnswer):
                field.tray = self.answer_trays.get(question.key)
            self.fields[question.field_name] = field
            if typed is not None and not self.is_bound:
                self.initial[question.field_name] = field.widget.value_from_datadict(
                    typed, {}, question.field_name
                )

    def asked_questions(self) -> Iterator[Asked]:
        """Each question with its field, in order."""
        by_key = {question.key: question for question in self.questions}
        for question in self.questions:
            tray = self.answer_trays.get(question.key)
            earlier = by_key.get(question.show_if_key)
            yield Asked(question, self[question.field_name], tray.photos if tray else [], earlier)

    def clean(self) -> dict[str, Any]:
        """Take the answers aside; one to a question that does not apply is dropped with its error."""
        data = super().clean() or {}
        self.replies: dict[str, Any] = {}
        applies: set[str] = set()
        for question in self.questions:
            value = data.pop(question.field_name, None)
            if not self._applies(question, applies):
                self.errors.pop(question.field_name, None)
                continue
            applies.add(question.key)
            if value not in (None, "", []):
                self.replies[question.key] = value
        return data

    def _applies(self, question: Question, applies: set[str]) -> bool:
        """Whether the earlier answer is there, was asked for itself, and is the one that is waited for."""
        if not question.show_if_key:
            return True
        given = self.replies.get(question.show_if_key)
        chosen = given if isinstance(given, list) else [given]
        return question.show_if_key in applies and question.show_if_value in chosen


def cleaned_answers(form: QuestionForm) -> list[Answer]:
    """The unsaved answers of a valid form, in the order of the questions; what was left empty is left out."""
    return [
        answer(question, form.replies[question.key])
        for question in form.questions
        if question.key in form.replies
    ]


def field_for(question: Question) -> forms.Field:
    """The form field of one question, in the reader's language."""
    field = FIELDS[Question.Kind(question.kind)](question)
    field.label, field.help_text, field.required = question.text, escape(question.help), question.required
    field.widget.is_required = question.required
    return field


def _short(question: Question) -> forms.Field:
    return Line(max_length=question.max_length or SHORT, error_messages=NEEDED)


def _long(question: Question) -> forms.Field:
    return Paragraphs(max_length=question.max_length or LONG, error_messages=NEEDED)


def _number(question: Question) -> forms.Field:
    field = NumberAnswer(error_messages=NEEDED)
    if question.minimum is not None:
        least = _("Enter %(limit_value)s or more.")
        field.validators.append(MinValueValidator(question.minimum, least))
    if question.maximum is not None:
        most = _("Enter %(limit_value)s or less.")
        field.validators.append(MaxValueValidator(question.maximum, most))
    return field


def _date(question: Question) -> forms.Field:
    """The range counts in years from this one: −5 to 2 where the question says nothing."""
    first = -YEARS_BACK if question.minimum is None else question.minimum
    last = YEARS_AHEAD if question.maximum is None else question.maximum
    year = timezone.localdate().year
    field = ThaiDateField(years=lambda today: range(year + last, year + first - 1, -1))
    field.validators.append(_within(year + first, year + last))
    return field


def _within(first: int, last: int) -> Callable[[Any], None]:
    def check(day: Any) -> None:
        if not first <= day.year <= last:
            raise ValidationError(_("Choose one of the years of the list."), code="year")

    return check


def _one(question: Question) -> forms.Field:
    options = question.options
    if len(options) > OPEN_CHOICES:
        return forms.ChoiceField(choices=[("", _("Choose an answer")), *options], error_messages=CHOOSE)
    return forms.ChoiceField(choices=options, widget=forms.RadioSelect, error_messages=CHOOSE)


def _several(question: Question) -> forms.Field:
    return forms.MultipleChoiceField(
        choices=question.options, widget=forms.CheckboxSelectMultiple, error_messages=CHOOSE_ANY
    )


NEEDED = needed(gettext_lazy("Answer this question."))
CHOOSE = {
    **needed(gettext_lazy("Choose one of the answers.")),
    "invalid_choice": gettext_lazy("Choose one of the answers of the list."),
}
CHOOSE_ANY = {
    **needed(gettext_lazy("Choose at least one of the answers.")),
    "invalid_choice": gettext_lazy("Choose from the answers of the list."),
}
FIELDS: dict[Question.Kind, Callable[[Question], forms.Field]] = {
    Question.Kind.SHORT: _short,
    Question.Kind.LONG: _long,
    Question.Kind.NUMBER: _number,
    Question.Kind.DATE: _date,
    Question.Kind.ONE: _one,
    Question.Kind.SEVERAL: _several,
    Question.Kind.YES_NO: _one,
    Question.Kind.FILE: lambda question: PhotoAnswer(error_messages=needed(_("Choose a photo."))),
}
