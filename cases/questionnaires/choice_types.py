"""The types of questions with known answers: one or more of several, yes or no, the state of a paper."""

from typing import ClassVar

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.fields.text import needed
from cases.models import QuestionKind
from cases.models.reference_data import in_reader_language
from cases.questionnaires.question_type import QuestionType, SampleSource
from cases.text.normalization import compared

# Up to so many choices stand below each other; more of them fold into one select.
OPEN_CHOICES = 7
CHOOSE = {
    **needed(gettext_lazy("Choose one of the answers.")),
    "invalid_choice": gettext_lazy("Choose one of the answers of the list."),
}
CHOOSE_ANY = {
    **needed(gettext_lazy("Choose at least one of the answers.")),
    "invalid_choice": gettext_lazy("Choose from the answers of the list."),
}


class _Choices(QuestionType):
    """A question whose answers the administrator has written; an answer is stored as its Thai words."""

    has_choices = True
    may_identify = False

    @property
    def options(self) -> list[tuple[str, str]]:
        """The answers to choose from."""
        return [(one["th"], in_reader_language(one["th"], one["en"])) for one in self.question.choices]

    def meant_by(self, words: str) -> str | None:
        """Return the answer whose Thai or English words these are, however they are spelt."""
        word, choices = compared(words), self.question.choices
        meant = (one["th"] for one in choices if word in (compared(one["th"]), compared(one["en"])))
        return next(meant, None)


class OneOfSeveral(_Choices):
    """One of the answers that the administrator has written."""

    kind = QuestionKind.ONE

    def text(self, value: str) -> str:
        """Return the words of the chosen answer."""
        return self.label_of(value)

    def sample(self, source: SampleSource) -> str:
        """Draw one of the answers."""
        return source.rng.choice([value for value, _label in self.options])

    def _field(self) -> forms.Field:
        options = self.options
        if len(options) > OPEN_CHOICES:
            return forms.ChoiceField(choices=[("", _("Choose an answer")), *options], error_messages=CHOOSE)
        return forms.ChoiceField(choices=options, widget=forms.RadioSelect, error_messages=CHOOSE)


class AnyOfSeveral(_Choices):
    """Any of the answers that the administrator has written, a list of values when cleaned."""

    kind = QuestionKind.SEVERAL

    def text(self, value: list[str]) -> str:
        """Return the words of the chosen answers."""
        return ", ".join(self.label_of(one) for one in value)

    def sample(self, source: SampleSource) -> list[str]:
        """Draw one or two of the answers, in their order."""
        values = [value for value, _label in self.options]
        chosen = source.rng.sample(values, source.rng.randint(1, 2))
        return [value for value in values if value in chosen]

    def _field(self) -> forms.Field:
        return forms.MultipleChoiceField(
            choices=self.options, widget=forms.CheckboxSelectMultiple, error_messages=CHOOSE_ANY
        )


class YesOrNo(OneOfSeveral):
    """Yes or no, stored as `yes` and `no` whatever the language."""

    kind = QuestionKind.YES_NO
    has_choices = False
    YES, NO = "yes", "no"
    WORDS: ClassVar[dict[str, set[str]]] = {
        YES: {"yes", "ใช่", "มี"},
        NO: {"no", "ไม่", "ไม่ใช่", "ไม่มี"},
    }

    @property
    def options(self) -> list[tuple[str, str]]:
        """Yes and no."""
        return [(self.YES, str(_("Yes"))), (self.NO, str(_("No")))]

    def meant_by(self, words: str) -> str | None:
        """Return what one of the usual words for yes or no means."""
        word = compared(words)
        return next((value for value, known in self.WORDS.items() if word in known), None)


class Paper(OneOfSeveral):
    """A paper that the citizen has to hand in: there, missing or not needed."""

    kind = QuestionKind.PAPER
    has_choices = False
    for_staff = True
    THERE, MISSING, NOT_NEEDED = "there", "missing", "not_needed"

    @property
    def options(self) -> list[tuple[str, str]]:
        """What can be said of a paper."""
        return [
            (self.THERE, str(_("There"))),
            (self.MISSING, str(_("Missing"))),
            (self.NOT_NEEDED, str(_("Not needed"))),
        ]

    def meant_by(self, words: str) -> str | None:
        """Return the value that is written out."""
        return words if words in dict(self.options) else None

    def sample(self, source: SampleSource) -> str:
        """Find the paper there."""
        return self.THERE
