"""What the figures are asked for: a time, a department, a way to tell apart. What makes no sense in the
address falls back to the last 30 days; only two days in the wrong order are said to be wrong."""

import datetime
import re
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.dates import BUDDHIST_ERA, long_date, speaks_thai
from cases.forms.dates import ThaiDateField
from cases.models import Department, User
from cases.statistics import months_before
from workflows.figures import periods
from workflows.figures.dimensions import DIMENSIONS, By
from workflows.figures.periods import Period

LAST_DAYS, DAYS, DATES = "30", 30, "dates"
MONTHS, YEARS = 13, 3
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
            departments = departments.filter(pk__in=user.roles)
        self.fields["department"].queryset = departments  # type: ignore[attr-defined]
        self.full_clean()

    def clean(self) -> dict[str, Any]:
        """The first day comes before the last; both are needed where days are chosen."""
        data = self.cleaned_data
        since, until = data.get("since"), data.get("until")
        if data.get("period") == DATES and not self.errors:
            if not since or not until:
                self.add_error("since", _("Choose both days."))
            elif until < since:
                self.add_error("until", _("The last day comes before the first."))
        return data

    @property
    def chosen(self) -> Period:
        """The period, with the one before."""
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
        names = (
            "period",
            "department",
            "by",
            *(f"{day}_{part}" for day in ("since", "until") for part in PARTS),
        )
        for name in names:
            if self.data.get(name):
                query[name] = self.data[name]
        for name, value in other.items():
            query[name] = value
        return query.urlencode()


PARTS = ("day", "month", "year")


def _periods(today: datetime.date) -> Any:
    yield LAST_DAYS, _("The last 30 days")
    for n in range(MONTHS):
        first = months_before(today, n)
        yield f"m{first:%Y-%m}", long_date(first).split(" ", 1)[1]
    this = periods.fiscal_year_of(today)
    for begins in range(this, this - YEARS, -1):
        year = begins + 1 + (BUDDHIST_ERA if speaks_thai() else 0)
        yield f"y{begins}", _("Fiscal year %(year)s") % {"year": year}
    yield DATES, _("From one day to another")
