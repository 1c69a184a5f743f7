"""What each type of question answers: how it is asked, judged, stored, shown and sampled."""

import datetime
import random
from abc import ABC, abstractmethod
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from django import forms
from django.utils.html import escape

from cases.models import Attachment, Question, QuestionKind


@dataclass(frozen=True)
class SampleSource:
    """What a sample answer is drawn from: chance, the day of the answer, and words for free text."""

    rng: random.Random
    today: datetime.date
    words: Sequence[str] = ("",)


class QuestionType(ABC):
    """How one question of a kind is asked and answered. A cleaned value is what its form field returns.

    The base class uses none of the columns that only some kinds use.
    """

    kind: ClassVar[QuestionKind]
    # Whether the administrator writes the answers to choose from, a smallest and a largest, a longest text.
    has_choices: ClassVar[bool] = False
    has_range: ClassVar[bool] = False
    has_length: ClassVar[bool] = False
    takes_photo: ClassVar[bool] = False
    # Whether an answer may identify a person: exports without personal details leave it out.
    may_identify: ClassVar[bool] = True
    # Whether only staff answer it, as a finding of a step.
    for_staff: ClassVar[bool] = False

    def __init__(self, question: Question) -> None:
        self.question = question

    def form_field(self) -> forms.Field:
        """Build the form field of the question, with its words in the reader's language."""
        field, question = self._field(), self.question
        field.label, field.help_text, field.required = question.text, escape(question.help), question.required
        field.widget.is_required = question.required
        return field

    @property
    def options(self) -> list[tuple[str, str]]:
        """The known answers, each value with its words in the reader's language; none of an open question."""
        return []

    def label_of(self, value: str) -> str:
        """Return the words of a known answer in the reader's language, or the value where it is not known."""
        return dict(self.options).get(value, value)

    def meant_by(self, words: str) -> str | None:
        """Return the value of the known answer that words of either language mean; None if they mean none."""
        return None

    def stored(self, value: Any) -> Any:
        """Return a cleaned value as JSON."""
        return value

    def initial(self, stored: Any) -> Any:
        """Return a stored value as the form field shows it."""
        return stored

    def text(self, value: Any) -> str:
        """Return a cleaned value in words of the active language, for pages, papers and exports."""
        return str(value)

    def digits(self, stored: Any) -> list[str]:
        """Return the digits by which a stored answer is looked for besides its words; none where words do."""
        return []

    def attachment(self, value: Any) -> Attachment | None:
        """Return the photo of a cleaned value; None for a type that takes no photo."""
        return None

    @abstractmethod
    def sample(self, source: SampleSource) -> Any:
        """Draw a cleaned value for the demo; an empty one leaves the question unanswered."""

    @abstractmethod
    def _field(self) -> forms.Field:
        """Build the field that judges an answer; `form_field` adds the words of the question."""
