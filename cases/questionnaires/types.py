"""The types of questions: one class says how a kind of question is asked, judged, stored, shown and sampled.

A new type is a member of `QuestionKind` with its migration, a class here, and its name in the catalogue of
words: the form, the administrator's page, the import, the exports and the demo read what they need from the
class.
"""

import datetime
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext
from phonenumber_field.phonenumber import PhoneNumber

from cases.fields.dates import ThaiDateField
from cases.fields.text import Line, Paragraphs, Telephone, needed
from cases.models import Attachment, Question, QuestionKind
from cases.questionnaires.choice_types import AnyOfSeveral, OneOfSeveral, Paper, YesOrNo
from cases.questionnaires.fields import NumberAnswer, PhotoAnswer, TickAnswer
from cases.questionnaires.question_type import QuestionType, SampleSource
from cases.text import telephones
from cases.text.dates import long_date

SHORT, LONG = 200, 2000
YEARS_BACK, YEARS_AHEAD = 5, 2
# Where a number may exceed LARGE, a sample is a multiple of LARGE_STEP at least.
LARGE, LARGE_STEP = 10_000, 40
NEEDED = needed(gettext_lazy("Answer this question."))
NEEDED_PHOTO = needed(gettext_lazy("Choose a photo."))
NEEDED_TICK = needed(gettext_lazy("Tick this line."))


class ShortText(QuestionType):
    """One line of text."""

    kind = QuestionKind.SHORT
    has_length = True

    def sample(self, source: SampleSource) -> str:
        """Draw one of the words."""
        return source.rng.choice(source.words)

    def _field(self) -> forms.Field:
        return Line(max_length=self.question.max_length or SHORT, error_messages=NEEDED)


class LongText(ShortText):
    """Text of several lines."""

    kind = QuestionKind.LONG

    def _field(self) -> forms.Field:
        return Paragraphs(max_length=self.question.max_length or LONG, error_messages=NEEDED)


class Number(QuestionType):
    """A number with at most two decimals, a Decimal when cleaned."""

    kind = QuestionKind.NUMBER
    has_range = True
    may_identify = False

    def stored(self, value: Decimal) -> int | float:
        """Return a whole number where it is one."""
        return int(value) if value == value.to_integral_value() else float(value)

    def text(self, value: Decimal) -> str:
        """Return the digits without an exponent and without noughts at the end."""
        return in_digits(value)

    def sample(self, source: SampleSource) -> Decimal:
        """Draw a small multiple of the smallest number, no larger than the largest."""
        low, high = self.question.minimum or 1, self.question.maximum or 9
        step = max(low, LARGE_STEP) if high > LARGE else low
        return Decimal(min(high, source.rng.randint(1, 9) * step))

    def _field(self) -> forms.Field:
        field = NumberAnswer(error_messages=NEEDED)
        if self.question.minimum is not None:
            least = _("Enter %(limit_value)s or more.")
            field.validators.append(MinValueValidator(self.question.minimum, least))
        if self.question.maximum is not None:
            most = _("Enter %(limit_value)s or less.")
            field.validators.append(MaxValueValidator(self.question.maximum, most))
        return field


class TelephoneNumber(QuestionType):
    """A telephone number as a citizen's own is taken: of any country, Thai unless it says otherwise."""

    kind = QuestionKind.PHONE

    def stored(self, value: PhoneNumber) -> str:
        """Return the number with its country and its extension, such as +6642211234;ext=17."""
        return telephones.stored(value)

    def initial(self, stored: str) -> str:
        """Return the number as somebody would type it."""
        return stored.replace(";ext=", " ext. ")

    def text(self, value: PhoneNumber) -> str:
        """Return the number as one dials it here."""
        return telephones.shown(value)

    def digits(self, stored: str) -> list[str]:
        """Return the digits of the number as one dials them, with its extension."""
        return telephones.digits(stored)

    def sample(self, source: SampleSource) -> PhoneNumber:
        """Draw a mobile number that nobody can have."""
        return telephones.read(f"08 1000 {source.rng.randint(0, 9999):04d}")

    def _field(self) -> forms.Field:
        return Telephone(error_messages=NEEDED)


class Date(QuestionType):
    """A calendar day; its range counts in years from this one, −5 to 2 where the question says nothing."""

    kind = QuestionKind.DATE
    has_range = True
    may_identify = False

    def stored(self, value: datetime.date) -> str:
        """Return the day in ISO 8601."""
        return value.isoformat()

    def initial(self, stored: str) -> datetime.date:
        """Return the day."""
        return datetime.date.fromisoformat(stored)

    def text(self, value: datetime.date) -> str:
        """Return the day with the name of its month, in the reader's era."""
        return long_date(value)

    def sample(self, source: SampleSource) -> datetime.date:
        """Draw a day near the citizen's, ahead where the question allows no earlier year."""
        ahead = self.question.minimum is not None and self.question.minimum >= 0
        days = source.rng.randint(1, 9)
        return source.today + datetime.timedelta(days=days if ahead else -days)

    def _field(self) -> forms.Field:
        first = -YEARS_BACK if self.question.minimum is None else self.question.minimum
        last = YEARS_AHEAD if self.question.maximum is None else self.question.maximum
        year = timezone.localdate().year
        field = ThaiDateField(years=lambda today: range(year + last, year + first - 1, -1))
        field.validators.append(_within(year + first, year + last))
        return field


class Tick(QuestionType):
    """A line that is ticked off; a required one has to be."""

    kind = QuestionKind.CHECK
    may_identify = False

    def text(self, value: bool) -> str:
        """Return that it is ticked."""
        return pgettext("line", "Ticked")

    def sample(self, source: SampleSource) -> bool:
        """Tick it."""
        return True

    def _field(self) -> forms.Field:
        return TickAnswer(error_messages=NEEDED_TICK)


class Photo(QuestionType):
    """One photo; a cleaned value is its Attachment."""

    kind = QuestionKind.FILE
    takes_photo = True

    def stored(self, value: Attachment) -> str:
        """Return the key of the photo."""
        return str(value.pk)

    def text(self, value: Attachment) -> str:
        """Return the word that stands for the photo."""
        return _("Photo")

    def attachment(self, value: Attachment) -> Attachment:
        """Return the photo itself."""
        return value

    def sample(self, source: SampleSource) -> None:
        """Draw nothing: the demo invents no photo."""

    def _field(self) -> forms.Field:
        return PhotoAnswer(error_messages=NEEDED_PHOTO)


CLASSES: tuple[type[QuestionType], ...] = (
    ShortText,
    LongText,
    Number,
    TelephoneNumber,
    Date,
    OneOfSeveral,
    AnyOfSeveral,
    YesOrNo,
    Photo,
    Tick,
    Paper,
)
TYPES: dict[str, type[QuestionType]] = {one.kind: one for one in CLASSES}


def type_of(question: Question) -> QuestionType:
    """Return the question as its type; raises KeyError for a kind that is not known."""
    return TYPES[question.kind](question)


def type_named(kind: object) -> type[QuestionType]:
    """Return the class of a kind; the base class, which has nothing, for what is no kind of question."""
    return TYPES.get(str(kind), QuestionType)


def in_digits(value: Decimal) -> str:
    """Return a number as digits, without an exponent and without noughts at the end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def anonymous_kinds() -> list[str]:
    """Return the kinds whose answers identify nobody: what was chosen, counted or dated."""
    return [kind for kind, one in TYPES.items() if not one.may_identify]


def _within(first: int, last: int) -> Callable[[Any], None]:
    def check(day: Any) -> None:
        if not first <= day.year <= last:
            raise ValidationError(_("Choose one of the years of the list."), code="year")

    return check
