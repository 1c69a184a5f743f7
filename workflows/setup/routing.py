"""The pages of the routing rules: their order, one rule, and what they would do with a case."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.db.models import Max
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from cases.intake import routing
from cases.models import RequestType, RoutingRule
from cases.views.staff_pages import StaffRequest
from workflows.setup import explain
from workflows.setup.decorators import setup_page
from workflows.setup.routing_forms import RuleForm, TryForm, one_after_the_other


@setup_page
def rules(request: StaffRequest) -> HttpResponse:
    """All rules in their order, what each asks, and which cannot be applied; by POST one goes up or down."""
    if request.method == "POST":
        _move(request)
        return redirect("staff:setup_routing")
    found = list(routing.with_all(RoutingRule.objects.all()))
    rows = [
        (rule, explain.conditions(rule).values(), explain.problems(routing.as_applied(rule)))
        for rule in found
    ]
    broken = sum(1 for rule, _conditions, problems in rows if problems and rule.active)
    context = {"rows": rows, "broken": broken, "without_officer": set(routing.without_officer())}
    return render(request, "staff/setup/routing.html", context)


@setup_page
@transaction.atomic
def new(request: StaffRequest) -> HttpResponse:
    """A new rule, which comes last."""
    if request.method == "POST":
        one_after_the_other()
    last = RoutingRule.objects.aggregate(last=Max("position"))["last"] or 0
    return _written(request, RoutingRule(position=last + 1))


@setup_page
@transaction.atomic
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """One rule, to be changed or removed."""
    if request.method == "POST":
        one_after_the_other()
    rule = get_object_or_404(RoutingRule, pk=pk)
    if request.method == "POST" and "remove" in request.POST:
        rule.delete()
        messages.success(request, _("The rule “%(rule)s” is removed.") % {"rule": rule.name})
        return redirect("staff:setup_routing")
    return _written(request, rule)


@setup_page
def try_out(request: StaffRequest) -> HttpResponse:
    """Which rule would decide about this case, and why the others would not."""
    form = TryForm(request.POST if request.method == "POST" else None, user=request.user)
    context: dict[str, Any] = {"form": form}
    if form.is_bound and form.is_valid():
        facts = form.facts()
        verdicts = explain.judged(facts)
        context |= {
            "verdicts": verdicts,
            "decides": next((one.rule for one in verdicts if one.decides), None),
            "request_type": RequestType.objects.select_related("department", "unit").get(
                pk=facts.request_type
            ),
            "case": form.case,
        }
    return render(request, "staff/setup/routing_try.html", context)


def _written(request: StaffRequest, rule: RoutingRule) -> HttpResponse:
    form = RuleForm(request.POST if request.method == "POST" else None, instance=rule)
    if form.is_bound and form.is_valid():
        saved = form.save()
        text = _("The rule “%(rule)s” is saved. It holds from the next case on.")
        messages.success(request, text % {"rule": saved.name})
        return redirect("staff:setup_routing")
    return render(request, "staff/setup/routing_edit.html", {"form": form, "rule": rule})


@transaction.atomic
def _move(request: StaffRequest) -> None:
    """Let a rule change places with the one before or after it; the order is numbered anew."""
    order = list(RoutingRule.objects.select_for_update(no_key=True))
    keys = [str(rule.pk) for rule in order]
    for way, step in (("up", -1), ("down", 1)):
        pk = request.POST.get(way, "")
        if pk in keys and 0 <= keys.index(pk) + step < len(order):
            place = keys.index(pk)
            order[place], order[place + step] = order[place + step], order[place]
    for number, rule in enumerate(order, start=1):
        if rule.position != number:
            rule.position = number
            rule.save(update_fields=["position"])
