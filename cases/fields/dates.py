"""A date in three selects: the Buddhist era in Thai, the common era in English."""

import datetime
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.text.dates import BUDDHIST_ERA, EARLIEST_BUDDHIST_YEAR, MONTHS_EN, MONTHS_TH, day_of, speaks_thai
from cases.text.normalization import ascii_digits
from cases.text.numbers import whole_number

PARTS = ("day", "month", "year")
Years = Callable[[datetime.date], Sequence[int]]


def last_two_years(today: datetime.date) -> Sequence[int]:
    """This year and the one before: for what has happened."""
    return range(today.year, today.year - 2, -1)


def this_and_next_year(today: datetime.date) -> Sequence[int]:
    """This year and the next one: for what is promised."""
    return range(today.year + 1, today.year - 1, -1)


class ThaiDateWidget(forms.Widget):
    """Day, name of the month, year; the values sent are plain numbers, the year in the common era."""

    template_name = "forms/thai_date.html"
    use_fieldset = True

    def __init__(self, attrs: dict[str, Any] | None = None, *, years: Years = last_two_years) -> None:
        super().__init__(attrs)
        self.years = years

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Three selects, each with its options and what is chosen."""
        context = super().get_context(name, value, attrs)
        chosen = _split(value)
        labels = (_("Day"), _("Month"), _("Year"))
        context["widget"]["selects"] = [
            {"part": part, "label": label, "options": options, "chosen": picked}
            for part, label, options, picked in zip(
                PARTS, labels, self._options(chosen[2]), chosen, strict=True
            )
        ]
        return context

    def value_from_datadict(self, data: Mapping[str, Any], files: Any, name: str) -> tuple[str, ...] | None:
        """What was chosen, as day, month and year; None where nothing was."""
        typed = tuple(ascii_digits(str(data.get(f"{name}_{part}") or "")).strip() for part in PARTS)
        return typed if any(typed) else None

    def value_omitted_from_data(self, data: Mapping[str, Any], files: Any, name: str) -> bool:
        """Whether none of the three selects was on the page."""
        return not any(f"{name}_{part}" in data for part in PARTS)

    def id_for_label(self, id_: str, index: str = "0") -> str:
        """The first of the three, so that an error's link has somewhere to go."""
        return f"{id_}_day" if id_ else id_

    def _options(self, year: str) -> tuple[list[tuple[str, str]], ...]:
        months = MONTHS_TH if speaks_thai() else MONTHS_EN
        typed = whole_number(year)
        years = {typed} if typed is not None and len(year) == 4 else set()
        offered = sorted({*self.years(timezone.localdate()), *years}, reverse=True)
        return (
            [(str(day), str(day)) for day in range(1, 32)],
            [(str(number), name) for number, name in enumerate(months, start=1)],
            [(str(one), str(one + BUDDHIST_ERA if speaks_thai() else one)) for one in offered],
        )


class ThaiDateField(forms.Field):
    """A calendar day; refuses one that does not exist, such as 30 February."""

    widget = ThaiDateWidget
    default_error_messages = {
        "required": _("Choose the day, the month and the year."),
        "invalid": _("This day does not exist. Please check the day, the month and the year."),
    }

    def __init__(self, *, years: Years = last_two_years, **kwargs: Any) -> None:
        super().__init__(**{"widget": ThaiDateWidget(years=years), **kwargs})

    def to_python(self, value: Any) -> datetime.date | None:
        """The date of the three parts; a Buddhist year is taken for what it is."""
        if value in self.empty_values or isinstance(value, datetime.date):
            return value or None
        try:
            day, month, year = (int(part) for part in value)
            return day_of(year, month, day)
        except (ValueError, OverflowError, TypeError) as error:
            raise forms.ValidationError(self.error_messages["invalid"], code="invalid") from error


def _split(value: Any) -> tuple[str, str, str]:
    """The parts of a date, of what was typed before, or of nothing."""
    if isinstance(value, datetime.date):
        return str(value.day), str(value.month), str(value.year)
    if isinstance(value, tuple) and len(value) == len(PARTS):
        day, month, year = value
        number = whole_number(year) or 0
        if number >= EARLIEST_BUDDHIST_YEAR and len(year) == 4:
            year = str(number - BUDDHIST_ERA)
        return day, month, year
    return "", "", ""
