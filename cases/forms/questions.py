"""The questions of a request type as form fields: built from their version, judged here, turned into
answers."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from cases.models import Answer, Attachment, ConditionTest, Question, QuestionSet
from cases.questionnaires.answer_uploads import AnswerUploads
from cases.questionnaires.answers import answer
from cases.questionnaires.fields import PhotoAnswer
from cases.questionnaires.types import type_of


@dataclass
class Asked:
    """A question on a form, for a template: its field, its photo, and the earlier answer it waits for."""

    question: Question
    field: forms.BoundField
    photos: list[Attachment]
    earlier: Question | None
    # Whether its answer ends the form.
    stops: bool

    @property
    def takes_photo(self) -> bool:
        """Whether a photo answers it."""
        return type_of(self.question).takes_photo

    @property
    def only_if(self) -> str:
        """When it has to be answered, in words; empty for always."""
        if self.earlier is None:
            return ""
        awaited = type_of(self.earlier).label_of(self.question.show_if_value)
        words = {"answer": awaited, "question": self.earlier.text}
        if self.question.show_if_test == ConditionTest.MORE:
            return _("Only if you answered more than %(answer)s to “%(question)s”") % words
        if self.question.show_if_test == ConditionTest.IS_NOT:
            return _("Only if you answered something else than “%(answer)s” to “%(question)s”") % words
        return _("Only if you answered “%(answer)s” to “%(question)s”") % words


class QuestionForm(forms.Form):
    """A form that also asks a request type's questions: mix it into a form of other fields, call `ask`, then
    judge. Their values leave `cleaned_data` and are in `replies`, by the question's short name."""

    asked: QuestionSet | None = None
    questions: Sequence[Question] = ()
    answer_uploads: Mapping[str, AnswerUploads] = {}
    # Those whose answer says that somebody has to be called instead, once the form is judged.
    stopping: Sequence[Question] = ()
    stops = True

    def ask(
        self,
        asked: QuestionSet | None,
        *,
        uploads: Mapping[str, AnswerUploads] | None = None,
        typed: Any = None,
    ) -> None:
        """Add a field for each question. `uploads` hold the photos; `typed` (a POST) fills a form that is not
        judged yet."""
        self.asked = asked
        self.ask_these(asked.in_order if asked else [], uploads=uploads, typed=typed)

    def ask_these(
        self,
        questions: Sequence[Question],
        *,
        uploads: Mapping[str, AnswerUploads] | None = None,
        typed: Any = None,
    ) -> None:
        """`ask` for questions of no request type."""
        self.questions, self.answer_uploads = questions, uploads or {}
        for question in self.questions:
            field = type_of(question).form_field()
            if isinstance(field, PhotoAnswer):
                field.uploads = self.answer_uploads.get(question.key)
            self.fields[question.field_name] = field
            if typed is not None and not self.is_bound:
                self.initial[question.field_name] = field.widget.value_from_datadict(
                    typed, {}, question.field_name
                )

    def asked_questions(self) -> Iterator[Asked]:
        """Each question with its field, in order."""
        by_key = {question.key: question for question in self.questions}
        for question in self.questions:
            uploads = self.answer_uploads.get(question.key)
            earlier = by_key.get(question.show_if_key)
            photos = uploads.photos if uploads else []
            yield Asked(question, self[question.field_name], photos, earlier, question in self.stopping)

    def clean(self) -> dict[str, Any]:
        """Take the answers aside; one to a question that does not apply is dropped with its error. One that
        ends the form is an error, unless the form only warns (`stops` is off)."""
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
        self.stopping = [one for one in self.questions if one.ends_form(self.replies.get(one.key))]
        for question in self.stopping if self.stops else ():
            self.add_error(question.field_name, question.stop)
        return data

    def _applies(self, question: Question, applies: set[str]) -> bool:
        """Whether the earlier answer is there, was asked for itself, and is the one that is waited for."""
        if not question.show_if_key:
            return True
        given = self.replies.get(question.show_if_key)
        return question.show_if_key in applies and question.is_met_by(given)


def cleaned_answers(form: QuestionForm) -> list[Answer]:
    """The unsaved answers of a valid form, in the order of the questions; what was left empty is left out."""
    return [
        answer(question, form.replies[question.key])
        for question in form.questions
        if question.key in form.replies
    ]
