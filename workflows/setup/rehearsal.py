"""The page of rehearsals: what is to be changed, how far the worker is, and what would have happened."""

import datetime
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.fields.text import Paragraphs
from cases.models import Case, Department, RequestType, RoutingRule, WorkPlan
from cases.models.reference_data import in_reader_language
from cases.text.dates import long_date, typed_day
from cases.views.staff_pages import StaffRequest
from workflows.models import RehearsalRun
from workflows.rehearsal import report, runs
from workflows.rehearsal.changes import Changes
from workflows.setup.decorators import setup_page
from workflows.setup.routing_forms import Clock, RequestTypes

MONTHS = ((3, 3), (6, 6), (12, 12), (24, 24))
MOST_DAYS = 60
SHOWN = 10


class Days(Paragraphs):
    """Dates, one on each line, in either era."""

    def __init__(self, label: Any) -> None:
        super().__init__(
            label=label,
            required=False,
            max_length=1000,
            help_text=gettext_lazy("One date on each line, such as 2569-12-31."),
            widget=forms.Textarea(attrs={"rows": 3}),
        )

    def clean(self, value: Any) -> tuple[datetime.date, ...]:
        """The days, each once."""
        lines = [line.strip() for line in str(super().clean(value)).splitlines() if line.strip()]
        if len(lines) > MOST_DAYS:
            raise ValidationError(_("At most %(most)s days.") % {"most": MOST_DAYS})
        return tuple(sorted({_day(line) for line in lines}))


class RehearsalForm(forms.Form):
    """What is changed; what is left empty stays as it is."""

    use_required_attribute = False

    months = forms.TypedChoiceField(
        label=gettext_lazy("Cases of the last months"), choices=MONTHS, coerce=int, initial=12
    )
    kinds = RequestTypes(RequestType.objects.none(), label=gettext_lazy("Kinds of request"), required=False)
    days = forms.IntegerField(
        label=gettext_lazy("Their working days would be"),
        required=False,
        min_value=1,
        max_value=365,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "size": 4}),
        error_messages={
            "invalid": gettext_lazy("Enter a number of working days."),
            "min_value": gettext_lazy("Enter a number of working days."),
            "max_value": gettext_lazy("Enter at most 365 working days."),
        },
    )
    days_off = Days(gettext_lazy("Would be holidays as well"))
    working_days = Days(gettext_lazy("Would be no holidays"))
    opens = Clock(label=gettext_lazy("The office would open at"), required=False)
    closes = Clock(label=gettext_lazy("The office would close at"), required=False)
    with_rules = forms.BooleanField(
        label=gettext_lazy("Send the cases by the routing rules of today"), required=False
    )
    rules_added = forms.ModelMultipleChoiceField(
        RoutingRule.objects.none(),
        label=gettext_lazy("With these rules, which are not in use"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    rules_left_out = forms.ModelMultipleChoiceField(
        RoutingRule.objects.none(),
        label=gettext_lazy("Without these rules, which are in use"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, initial: dict[str, Any] | None = None) -> None:
        super().__init__(data, initial=initial, label_suffix="")
        querysets = {
            "kinds": RequestType.objects.filter(active=True),
            "rules_added": RoutingRule.objects.filter(active=False),
            "rules_left_out": RoutingRule.objects.filter(active=True),
        }
        for name, queryset in querysets.items():
            self.fields[name].queryset = queryset  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Kinds go with their days, the office opens before it closes, and something is changed."""
        data = super().clean() or self.cleaned_data
        if bool(data.get("kinds")) != bool(data.get("days")) and not self.errors:
            self.add_error("days", _("Choose the kinds of request and give their working days, or neither."))
        opens, closes = data.get("opens"), data.get("closes")
        if opens and closes and opens >= closes:
            self.add_error("closes", _("The office closes after it opens."))
        if not self.errors and not self.changes:
            self.add_error(None, _("Change something, or there is nothing to rehearse."))
        return data

    @property
    def changes(self) -> Changes:
        """The changes of a valid form."""
        data = self.cleaned_data
        added, left_out = _keys(data["rules_added"]), _keys(data["rules_left_out"])
        return Changes(
            targets={one.pk: data["days"] for one in data["kinds"]},
            days_off=data["days_off"],
            working_days=data["working_days"],
            opens=data["opens"],
            closes=data["closes"],
            rules_added=added,
            rules_left_out=left_out,
            with_rules=bool(data["with_rules"] or added or left_out),
        )


@setup_page
def rehearse(request: StaffRequest) -> HttpResponse:
    """Ask for a rehearsal, and the last ones of this person."""
    form = RehearsalForm(
        request.POST if request.method == "POST" else None, initial={"kinds": request.GET.getlist("kind")}
    )
    if form.is_bound and form.is_valid():
        run = runs.ask(form.changes, months=form.cleaned_data["months"], by=request.user)
        return redirect("staff:setup_rehearsal", run.pk)
    last = RehearsalRun.objects.filter(by=request.user)[:SHOWN]
    context = {"form": form, "last": [(run, _in_words(run)) for run in last]}
    return render(request, "staff/setup/rehearse.html", context)


@setup_page
def rehearsal(request: StaffRequest, pk: int) -> HttpResponse:
    """How far a rehearsal of this person is; then what would have happened."""
    run = get_object_or_404(RehearsalRun, pk=pk, by=request.user)
    context: dict[str, Any] = {"run": run, "changed": _in_words(run)}
    if run.report:
        context |= _report(request, run.report)
    return render(request, "staff/setup/rehearsal.html", context)


def _report(request: StaffRequest, found: dict[str, Any]) -> dict[str, Any]:
    departments = {str(one.pk): one.name for one in Department.objects.all()}
    kinds = {str(one.pk): one.name for one in RequestType.objects.all()}
    examples = report.readable([pk for pk, _late in found["examples"]], Case.objects.visible_to(request.user))
    return {
        "found": found,
        "more": found["late_then"] - found["late"],
        "steps": [_step(one) for one in found.get("steps", [])],
        "departments": _rows(found["by_department"], departments),
        "kinds": [row for row in _rows(found["by_request_type"], kinds) if row[2] != row[3]],
        "moved": sorted(
            (
                (count, *(departments.get(one, one) for one in ways.split()))
                for ways, count in found["moved"].items()
            ),
            reverse=True,
        ),
        "examples": [(examples[pk], late) for pk, late in found["examples"] if pk in examples],
    }


def _step(found: dict[str, Any]) -> dict[str, Any]:
    """The line of a step, with its name in the reader's language."""
    return found | {"name": in_reader_language(found["name_th"], found["name_en"])}


def _rows(table: dict[str, list[int]], names: dict[str, str]) -> list[tuple[str, int, int, int]]:
    """Name, cases, late and late then; what would have been late most often first."""
    rows = [(names.get(key, key), count, late, late_then) for key, (count, late, late_then) in table.items()]
    return sorted(rows, key=lambda row: (-row[3], row[0]))


def _in_words(run: RehearsalRun) -> list[str]:
    """What was changed, a sentence each."""
    changes, said = Changes.from_json(run.changes), []
    if changes.plan:
        plan = WorkPlan.objects.filter(pk=changes.plan["plan"]).first()
        said.append(
            _("The draft of the work plan “%(plan)s”, instead of the version in use.") % {"plan": plan}
        )
    names = {one.pk: one.name for one in RequestType.objects.filter(pk__in=changes.targets)}
    for key, days in changes.targets.items():
        text = ngettext("%(kind)s: %(days)s working day.", "%(kind)s: %(days)s working days.", days)
        said.append(text % {"kind": names.get(key, "?"), "days": days})
    if changes.days_off:
        said.append(_("Holidays as well: %(days)s.") % {"days": _listed(changes.days_off)})
    if changes.working_days:
        said.append(_("No holidays: %(days)s.") % {"days": _listed(changes.working_days)})
    if changes.opens:
        said.append(_("The office opens at %(time)s.") % {"time": f"{changes.opens:%H:%M}"})
    if changes.closes:
        said.append(_("The office closes at %(time)s.") % {"time": f"{changes.closes:%H:%M}"})
    return said + _rules_in_words(changes)


def _rules_in_words(changes: Changes) -> list[str]:
    names = dict(RoutingRule.objects.values_list("pk", "name"))
    said = [str(_("Sent by the routing rules of today."))] if changes.with_rules else []
    for key in changes.rules_added:
        said.append(_("With the rule “%(rule)s”.") % {"rule": names.get(key, "?")})
    for key in changes.rules_left_out:
        said.append(_("Without the rule “%(rule)s”.") % {"rule": names.get(key, "?")})
    return said


def _keys(rules: Any) -> tuple[int, ...]:
    return tuple(rule.pk for rule in rules)


def _listed(days: tuple[datetime.date, ...]) -> str:
    return ", ".join(long_date(day) for day in days)


def _day(text: str) -> datetime.date:
    try:
        return typed_day(text)
    except (ValueError, OverflowError) as error:
        raise ValidationError(_("“%(text)s” is not a date.") % {"text": text[:20]}) from error
