"""The page of the holidays: a year's days, proposals to confirm, days to add and to take back."""

import datetime
from typing import Any

from django import forms
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.fields.dates import ThaiDateField
from cases.fields.text import Line
from cases.models import Holiday
from cases.setup import holidays as days
from cases.text.dates import long_date
from cases.text.numbers import whole_number
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import setup_page
from workflows.setup.index import year_in_words

BACK, AHEAD = 1, 3


class HolidayForm(forms.Form):
    """A day that is added, as the cabinet does during the year."""

    use_required_attribute = False

    day = ThaiDateField(
        label=gettext_lazy("Date"), years=lambda today: range(today.year + AHEAD, today.year - 2, -1)
    )
    name_th = Line(label=gettext_lazy("Thai name"), max_length=200)
    name_en = Line(label=gettext_lazy("English name"), max_length=200, required=False)

    def clean_day(self) -> datetime.date:
        """A day that is none yet."""
        day: datetime.date = self.cleaned_data["day"]
        there = Holiday.objects.filter(day=day).first()
        if there and there.confirmed:
            raise ValidationError(_("This day is a holiday already: %(holiday)s.") % {"holiday": there})
        if there:
            raise ValidationError(_("This day is proposed in the list: confirm it there."))
        return day

    def save(self) -> Holiday:
        """Let the day count."""
        return Holiday.objects.create(**self.cleaned_data)


@setup_page
def holidays(request: StaffRequest) -> HttpResponse:
    """The days of one year; by POST propose, confirm, add or remove."""
    year = _year(request)
    if year is None and "add" in request.POST:
        # Typed on a page that was open over New Year: the day itself says its year.
        year = timezone.localdate().year
    if year is None:
        return _no_year(request)
    form = HolidayForm(request.POST if "add" in request.POST else None, label_suffix="")
    if request.method == "POST" and (form.is_valid() if form.is_bound else True):
        year = _done(request, year, form)
        return redirect(f"{reverse('staff:setup_holidays')}?year={year}")
    found = Holiday.objects.filter(day__year=year).order_by("day")
    context = {
        "form": form,
        "year": year,
        "year_words": year_in_words(year),
        "years": [(one, year_in_words(one)) for one in _years()],
        "holidays": found,
        "waiting": sum(1 for holiday in found if not holiday.confirmed),
        "missing": [year_in_words(one) for one in days.years_without()],
    }
    return render(request, "staff/setup/holidays.html", context)


def _years() -> list[int]:
    this = timezone.localdate().year
    return list(range(this - BACK, this + AHEAD + 1))


def _no_year(request: StaffRequest) -> HttpResponse:
    """Which years there are, for an address that asks for none of them."""
    context = {"missing_years": [_("Year")], "years": [(one, year_in_words(one)) for one in _years()]}
    return render(request, "staff/setup/holidays.html", context)


def _year(request: StaffRequest) -> int | None:
    """The year that was asked for, this one where none was; None for one that is not on offer."""
    typed = request.GET.get("year", "")
    if not typed:
        return timezone.localdate().year
    return {str(one): one for one in _years()}.get(typed)


@transaction.atomic
def _done(request: StaffRequest, year: int, form: HolidayForm) -> int:
    """Do what the button says; the year to show then."""
    if form.is_bound:
        return _added(request, form.save())
    if "propose" in request.POST:
        _proposed(request, year)
    elif "confirm_all" in request.POST:
        _confirmed(request, list(Holiday.objects.filter(day__year=year, confirmed=False)))
    elif found := _one(request, "confirm"):
        _confirmed(request, [found])
    elif found := _one(request, "remove"):
        text = _("%(holiday)s is removed: deadlines run on that day.") % {"holiday": found}
        found.delete()
        messages.success(request, text)
    return year


def _one(request: StaffRequest, button: str) -> Holiday | None:
    number = whole_number(request.POST.get(button, ""))
    return None if number is None else Holiday.objects.filter(pk=number).first()


def _added(request: StaffRequest, holiday: Holiday) -> int:
    messages.success(request, _("%(holiday)s is added.") % {"holiday": holiday})
    if holiday.day.weekday() > 4:
        text = _("%(day)s is a Saturday or a Sunday: the office is closed then anyway.")
        messages.warning(request, text % {"day": long_date(holiday.day)})
    return holiday.day.year


def _proposed(request: StaffRequest, year: int) -> None:
    number = days.propose(year)
    words: dict[str, Any] = {"number": number, "year": year_in_words(year)}
    text = ngettext(
        "%(number)s day of %(year)s is proposed. It counts when you confirm it.",
        "%(number)s days of %(year)s are proposed. They count when you confirm them.",
        number,
    )
    if not number:
        text = _("The library knows no other holiday of %(year)s.")
    messages.success(request, text % words)


def _confirmed(request: StaffRequest, found: list[Holiday]) -> None:
    number = days.confirm(found)
    text = ngettext("%(number)s holiday counts now.", "%(number)s holidays count now.", number)
    messages.success(request, text % {"number": number})
