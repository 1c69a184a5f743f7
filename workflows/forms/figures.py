"""What the figures are asked for: a time, a department, a way to tell apart. An address that says nothing
asks for the last 30 days by department; one that asks for what is not on offer shows nothing and says why."""

import datetime
import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.fields.dates import ThaiDateField
from cases.forms import asked
from cases.models import Department, User
from cases.statistics.public import months_before
from cases.text.dates import BUDDHIST_ERA, month_and_year, speaks_thai
from cases.text.numbers import whole_number
from workflows.figures import dimensions, periods
from workflows.figures.dimensions import DIMENSIONS, By
from workflows.figures.periods import Period

LAST_DAYS, DAYS, DATES = "30", 30, "dates"
MONTHS, YEARS = 13, 3
# What the address of a list behind a number holds besides; a measure is a column of the tables, too.
MEASURE, LISTED = "measure", ("value", "after")
MONTH, YEAR = re.compile(r"m(\d{4})-(\d\d)", re.ASCII), re.compile(r"y(\d{4})", re.ASCII)


def _years(today: datetime.date) -> range:
    return range(today.year, today.year - 6, -1)


class FiguresForm(forms.Form):
    """The address of the figures."""

    use_required_attribute = False

    period = forms.ChoiceField(label=gettext_lazy("Period"), required=False)
    since = ThaiDateField(label=gettext_lazy("From"), required=False, years=_years)
    until = ThaiDateField(label=gettext_lazy("To"), required=False, years=_years)
    department = forms.ModelChoiceField(
        Department.objects.none(),
        label=gettext_lazy("Department"),
        empty_label=gettext_lazy("Every department"),
        required=False,
    )

    def __init__(self, data: QueryDict, *, user: User, today: datetime.date) -> None:
        super().__init__(data, label_suffix="")
        self.today = today
        self.fields["period"].choices = list(_periods(today))  # type: ignore[attr-defined]
        departments = Department.objects.all()
        if not user.has_perm("cases.view_every_case"):
            departments = departments.filter(pk__in=user.departments)
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]
        self.full_clean()

    def clean(self) -> dict[str, Any]:
        """The first day comes before the last; both are needed where days are chosen. Days alone, without a
        period, are refused, not left out."""
        data = self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if (since or until) and not self.data.get("period"):
            self.add_error("period", self.fields["period"].error_messages["required"])
        if data.get("period") == DATES and not self.errors:
            if not since or not until:
                self.add_error("since", _("Choose both days."))
            elif until < since:
                self.add_error("until", _("The last day comes before the first."))
        return data

    def missing(self, *, listed: bool = False) -> list[Any]:
        """What the address asks for that is not on offer, or not any more, by its name. That of a list
        (`listed`) may name a line and a place in it as well."""
        found = asked.missing(self, "by", MEASURE, *(LISTED if listed else ()))
        if self.data.get("by") and self.data["by"] not in DIMENSIONS:
            found.append(_("Grouped by"))
        if not listed:
            return found
        value, after = self.data.get("value"), self.data.get("after")
        if value and dimensions.chosen(self.by, value) is None:
            found.append(DIMENSIONS[self.by].label)
        return [*found, asked.NO_PAGE] if after and whole_number(after) is None else found

    @property
    def chosen(self) -> Period:
        """The period, with the one before; the last 30 days where the address names none on offer."""
        name, today = self.cleaned_data.get("period", ""), self.today
        if name == DATES and not self.errors:
            return periods.between(self.cleaned_data["since"], self.cleaned_data["until"])
        if found := MONTH.fullmatch(name):
            return periods.month(datetime.date(int(found[1]), int(found[2]), 1), today)
        if found := YEAR.fullmatch(name):
            return periods.fiscal_year(int(found[1]), today)
        return periods.last_days(today, DAYS)

    @property
    def department_chosen(self) -> Department | None:
        """The one department that is looked at."""
        return self.cleaned_data.get("department")

    @property
    def by(self) -> By:
        """The way to tell apart; departments where the address says nothing."""
        wanted = self.data.get("by", "")
        return By(wanted) if wanted in DIMENSIONS else By.DEPARTMENT

    def address(self, **other: str) -> str:
        """The query of this choice with something else in it."""
        query = QueryDict(mutable=True)
        for name in (*asked.names(self), "by"):
            if self.data.get(name):
                query[name] = self.data[name]
        for name, value in other.items():
            query[name] = value
        return query.urlencode()


def _periods(today: datetime.date) -> Any:
    yield LAST_DAYS, _("The last 30 days")
    for n in range(MONTHS):
        first = months_before(today, n)
        yield f"m{first:%Y-%m}", month_and_year(first)
    this = periods.fiscal_year_of(today)
    for begins in range(this, this - YEARS, -1):
        year = begins + 1 + (BUDDHIST_ERA if speaks_thai() else 0)
        yield f"y{begins}", _("Fiscal year %(year)s") % {"year": year}
    yield DATES, _("From one day to another")
