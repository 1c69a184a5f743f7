"""One question as the administrator writes it: its choices a line each, its condition in words."""

from collections.abc import Collection, Iterable, Sequence
from typing import Any

from django import forms
from django.contrib.admin.widgets import AdminTextInputWidget
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.fields.text import Line, Paragraphs
from cases.models import ConditionTest, Question, QuestionKind
from cases.questionnaires.definitions import wrong_condition
from cases.questionnaires.types import type_named, type_of


class QuestionFields(forms.ModelForm):  # type: ignore[type-arg]
    """What a question says of itself; what its kind of answer does not use is emptied."""

    # The field beside which is said what is wrong with the answers to choose from.
    about_choices: str

    class Meta:
        model = Question
        fields = [
            "kind",
            "required",
            "text_th",
            "text_en",
            "help_th",
            "help_en",
            "minimum",
            "maximum",
            "max_length",
            "stop_th",
            "stop_en",
            "stop_phone",
        ]
        long_texts = ("text_th", "text_en", "help_th", "help_en", "stop_th", "stop_en")
        field_classes = dict.fromkeys((*long_texts, "stop_phone"), Line)
        help_texts = {
            "minimum": gettext_lazy("Of a number; of a date in years from this one, such as −5."),
            "maximum": gettext_lazy("Of a number; of a date in years from this one, such as 2."),
            "max_length": gettext_lazy("In characters; empty for 200 in a short and 2,000 in a long text."),
            "stop_th": gettext_lazy("For example: อย่าเข้าใกล้สายไฟ โทรแจ้งการไฟฟ้าทันที"),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        kinds = [(kind, label) for kind, label in QuestionKind.choices if not type_named(kind).for_staff]
        self.fields["kind"].choices = kinds  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """What the kind of answer needs is there, what it does not use is gone."""
        data = super().clean() or self.cleaned_data
        asked = type_named(data.get("kind"))
        choices = self.given_choices(data)
        if asked.has_choices and len(choices) < 2 and self.about_choices not in self.errors:
            self.add_error(self.about_choices, _("Give at least two answers to choose from."))
        self.instance.choices = choices if asked.has_choices else []
        if not asked.has_range:
            self._empty(data, "minimum", "maximum")
        if not asked.has_length:
            self._empty(data, "max_length")
        low, high = data.get("minimum"), data.get("maximum")
        if low is not None and high is not None and high < low:
            self.add_error("maximum", _("The largest is not smaller than the smallest."))
        return data

    def given_choices(self, data: dict[str, Any]) -> list[dict[str, str]]:
        """The answers to choose from, as they were typed and found good."""
        raise NotImplementedError

    def _empty(self, data: dict[str, Any], *names: str) -> None:
        for name in names:
            data[name] = None
            self.errors.pop(name, None)

    def _get_validation_exclusions(self) -> set[str]:
        """A row is compared with the other rows of the page, not with the version that is stored."""
        return super()._get_validation_exclusions() | {"question_set"}  # type: ignore[misc, no-any-return]


class QuestionRow(QuestionFields):
    """A question as a row of a page: its choices a line each, its short name and its place typed."""

    about_choices = "choice_lines"
    position = forms.IntegerField(
        label=gettext_lazy("Order"), required=False, min_value=1, widget=forms.NumberInput(attrs={"size": 4})
    )
    choice_lines = Paragraphs(
        label=gettext_lazy("Answers to choose from"),
        required=False,
        max_length=10_000,
        widget=forms.Textarea(attrs={"rows": 5, "cols": 60}),
        help_text=gettext_lazy("One on each line, Thai and English with a bar between: บ้าน | Home"),
    )
    key = forms.SlugField(
        label=gettext_lazy("Short name"),
        required=False,
        max_length=40,
        widget=AdminTextInputWidget,
        help_text=gettext_lazy("Latin letters. It names the question in the export and in conditions."),
    )

    class Meta(QuestionFields.Meta):
        fields = [
            "position",
            *QuestionFields.Meta.fields,
            "show_if_key",
            "show_if_test",
            "show_if_value",
            "stop_value",
            "key",
        ]
        field_classes = QuestionFields.Meta.field_classes | dict.fromkeys(
            ("show_if_value", "stop_value"), Line
        )
        widgets = {name: forms.TextInput(attrs={"size": 70}) for name in QuestionFields.Meta.long_texts}
        help_texts = QuestionFields.Meta.help_texts | {
            "show_if_key": gettext_lazy("The short name of an earlier question with answers to choose from."),
            "show_if_value": gettext_lazy("One of its answers, in Thai or English; yes or no."),
            "stop_value": gettext_lazy("Who gives it calls somebody instead; the counter is warned."),
        }

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["choice_lines"].initial = self.instance.choice_lines
        self.fields["show_if_value"].initial = self.instance.show_if_value

    def clean_choice_lines(self) -> list[dict[str, str]]:
        """The choices in both languages; each Thai wording once."""
        lines = [line for line in self.cleaned_data["choice_lines"].splitlines() if line.strip()]
        choices = [_choice(line) for line in lines]
        if repeated(choices):
            raise ValidationError(_("Two of the answers are the same."))
        if any(not one["th"] or len(one["th"]) > 200 or len(one["en"]) > 200 for one in choices):
            raise ValidationError(_("Each answer has 1 to 200 characters, Thai first."))
        return choices

    def given_choices(self, data: dict[str, Any]) -> list[dict[str, str]]:
        """Those of the lines."""
        return data.get("choice_lines") or []


def repeated(choices: Sequence[dict[str, str]]) -> list[int]:
    """The places of the choices whose Thai words stand before already: a choice is known by them."""
    words = [one["th"] for one in choices]
    return [place for place, word in enumerate(words) if word in words[:place]]


def name_rows(rows: Sequence[QuestionRow], *, elsewhere: Collection[str] = ()) -> None:
    """Give a short name to each question that has none; refuse one that stands twice, or elsewhere."""
    taken: set[str] = set(elsewhere)
    for row in rows:
        key = row.cleaned_data.get("key") or ""
        if key and key in taken:
            row.add_error("key", _("Another question has this short name."))
        taken.add(key)
    free = (f"question_{number}" for number in range(1, 10_000) if f"question_{number}" not in taken)
    for row in rows:
        row.instance.key = row.cleaned_data.get("key") or next(free)


def check_conditions(asked: Iterable[QuestionRow | Question]) -> None:
    """A condition names an earlier question that has known answers, and one of these; it is stored as that
    answer's value. So is the answer that ends the form, of the question itself. A question of a block is what
    others wait for, and has been judged with its block."""
    earlier: dict[str, Question] = {}
    for row in asked:
        if isinstance(row, Question):
            earlier[row.key] = row
            continue
        question = row.instance
        if question.show_if_key:
            _check_condition(row, earlier.get(question.show_if_key))
        if question.stop_value:
            _check_stop(row)
        earlier[question.key] = question


def _check_condition(row: QuestionRow, waited_for: Question | None) -> None:
    if row.instance.show_if_test == ConditionTest.MORE:
        if wrong := wrong_condition(row.instance, waited_for):
            row.add_error("show_if_value", wrong)
        return
    asked = type_of(waited_for) if waited_for else None
    if asked is None or not asked.options:
        row.add_error("show_if_key", _("No earlier question of this name has answers to choose from."))
        return
    value = asked.meant_by(row.instance.show_if_value)
    if value is None:
        row.add_error("show_if_value", _("This is not one of the answers of that question."))
        return
    row.instance.show_if_value = value


def _check_stop(row: QuestionRow) -> None:
    value = type_of(row.instance).meant_by(row.instance.stop_value)
    if value is None:
        row.add_error("stop_value", _("The answer that ends the form is not one of this question."))
        return
    row.instance.stop_value = value


def _choice(line: str) -> dict[str, str]:
    thai, _bar, english = line.partition("|")
    return {"th": thai.strip(), "en": english.strip()}
