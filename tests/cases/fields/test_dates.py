"""A date in three selects."""

import datetime
from typing import Any

import pytest
from django import forms
from django.utils.translation import override

from cases.fields.dates import ThaiDateField


class Form(forms.Form):
    on = ThaiDateField()
    maybe = ThaiDateField(required=False)


def typed(day: Any, month: Any, year: Any) -> Form:
    return Form({"on_day": day, "on_month": month, "on_year": year})


@pytest.mark.parametrize("year", ["2026", "2569", "๒๕๖๙"])
def test_a_year_is_understood_in_both_eras(year: str) -> None:
    form = typed("๒๒", "11", year)
    assert form.is_valid()
    assert form.cleaned_data == {"on": datetime.date(2026, 11, 22), "maybe": None}


def test_the_leap_day_of_a_buddhist_year_exists() -> None:
    assert typed("29", "2", "2567").is_valid()


@pytest.mark.parametrize(
    "parts",
    [("30", "2", "2026"), ("1", "13", "2026"), ("x", "1", "2026"), ("1", "1", "9" * 99), ("1", "", "2026")],
)
def test_a_day_that_does_not_exist_is_refused(parts: tuple[str, str, str]) -> None:
    assert typed(*parts).has_error("on", "invalid")


def test_nothing_chosen_is_said_where_a_date_is_needed() -> None:
    assert typed("", "", "").has_error("on", "required")


def test_what_was_chosen_is_still_chosen_after_an_error() -> None:
    with override("en"):
        page = str(typed("30", "2", "2026")["on"])
    assert '<option value="30" selected>' in page
    assert '<option value="2" selected>February</option>' in page


def test_thai_readers_choose_thai_months_and_buddhist_years() -> None:
    with override("th"):
        page = str(Form(initial={"on": datetime.date(2026, 11, 22)})["on"])
    assert '<option value="11" selected>พฤศจิกายน</option>' in page
    assert '<option value="2026" selected>2569</option>' in page


def test_a_date_outside_the_offered_years_is_still_shown() -> None:
    with override("en"):
        page = str(Form(initial={"on": datetime.date(1999, 1, 2)})["on"])
    assert '<option value="1999" selected>1999</option>' in page


def test_each_select_has_a_label_of_its_own() -> None:
    page = str(Form()["on"])
    for part in ("day", "month", "year"):
        assert f'for="id_on_{part}"' in page
        assert f'id="id_on_{part}"' in page
