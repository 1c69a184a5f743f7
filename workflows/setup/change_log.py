"""The page of the change log: what was changed, by whom, when, from what to what."""

import uuid
from typing import Any

from django import forms
from django.http import HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext_lazy as _

from cases.change_log.wording import merged, tables_in_words
from cases.fields.dates import ThaiDateField
from cases.forms import asked
from cases.models import SetupChange, User
from cases.text.numbers import whole_number
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import setup_page
from workflows.setup.files import rows_of

PAGE = 50
YEARS = 10


class LogForm(forms.Form):
    """What, who and when."""

    use_required_attribute = False

    table = forms.ChoiceField(label=_("What"), required=False)
    by = forms.ModelChoiceField(
        User.objects.none(), label=_("By whom"), required=False, empty_label=_("Anybody")
    )
    since = ThaiDateField(
        label=_("From"), required=False, years=lambda today: range(today.year, today.year - YEARS, -1)
    )
    until = ThaiDateField(
        label=_("Until"), required=False, years=lambda today: range(today.year, today.year - YEARS, -1)
    )

    def __init__(self, data: Any) -> None:
        super().__init__(data, label_suffix="", auto_id="log_%s")
        names = list(SetupChange.objects.order_by().values_list("table", flat=True).distinct())
        tables = [("", _("Everything")), *tables_in_words(names)]
        self.fields["table"].choices = tables  # type: ignore[attr-defined]
        people = User.objects.filter(pk__in=SetupChange.objects.order_by().values("by")).order_by("username")
        self.fields["by"].queryset = people  # type: ignore[attr-defined]

    @property
    def missing(self) -> list[Any]:
        """What the address asks for that is not on offer, by its name."""
        found, before = asked.missing(self, "batch", "before"), self.data.get("before")
        if self.data.get("batch") and not _uuid(self.data["batch"]):
            found.append(_("What was changed"))
        return [*found, asked.NO_PAGE] if before and whole_number(before) is None else found

    def lines(self) -> Any:
        """The lines that fit, the newest first; none where the address asks for what is not on offer."""
        found = SetupChange.objects.select_related("by")
        if self.missing:
            return found.none()
        data = self.cleaned_data
        if batch := _uuid(self.data.get("batch", "")):
            found = found.filter(batch=batch)
        if before := self.data.get("before"):
            found = found.filter(pk__lt=before)
        for name, lookup in (
            ("table", "table"),
            ("by", "by"),
            ("since", "at__date__gte"),
            ("until", "at__date__lte"),
        ):
            if data.get(name):
                found = found.filter(**{lookup: data[name]})
        return found.order_by("-pk")


@setup_page
def log(request: StaffRequest) -> HttpResponse:
    """The newest changes, or those before one of them."""
    form = LogForm(request.GET)
    shown = list(form.lines()[: PAGE + 1])
    more = _older(request.GET, shown[PAGE - 1].pk) if len(shown) > PAGE else ""
    newest_last = reversed(shown[:PAGE])
    rows = rows_of(merged(newest_last)[::-1])
    context = {"form": form, "missing": form.missing, "rows": rows, "older": more}
    return render(request, "staff/setup/changes.html", context)


def _uuid(typed: str) -> uuid.UUID | None:
    """The batch that the security log points to; None for what is none."""
    try:
        return uuid.UUID(typed)
    except ValueError:
        return None


def _older(query: QueryDict, pk: int) -> str:
    """The address of the lines before this one."""
    turned = query.copy()
    turned["before"] = str(pk)
    return f"?{turned.urlencode()}"
