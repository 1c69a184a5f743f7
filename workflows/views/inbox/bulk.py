"""One step on many cases: which, and what; then what was done, what was refused, and why."""

from dataclasses import replace
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from cases.actions.reachability import deliveries
from cases.audit import citizen_privacy, personal_data_access
from cases.models import Case, User
from cases.views.idempotency import Sent, SentBefore, answers_again, sent_form
from cases.views.staff_pages import StaffRequest, staff_page
from workflows.forms.bulk import FORMS, ManyForm
from workflows.forms.filters import query_of
from workflows.inbox import queries
from workflows.rights.catalogue import STEPS, Verb
from workflows.steps import bulk, refusals, wording
from workflows.steps.bulk import Chosen, Outcome
from workflows.views.lost import lost

CONFLICT = 409


def _again(request: StaffRequest, before: SentBefore, verb: str) -> HttpResponse:
    """The outcome of the same form, as it was told."""
    told: dict[str, Any] = before.outcome or {}
    cases = {one.number: one for one in bulk.cases_of(told.get("done", []))}
    outcome = Outcome([cases[number] for number in told.get("done", []) if number in cases])
    outcome.refused = [(number, why) for number, why in told.get("refused", [])]
    if not before.same:
        messages.warning(request, refusals.OTHER_MANY)
    return _page(request, Verb(verb), outcome, [Chosen.read(one) for one in told.get("undo", [])])


def _undone(request: StaffRequest, before: SentBefore) -> HttpResponse:
    """The outcome of the form that took an assignment back."""
    return _again(request, before, Verb.ASSIGN)


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
@answers_again(_again)
def many(request: StaffRequest, verb: str) -> HttpResponse:
    """The form of a step for the cases that were ticked; by POST the step itself."""
    if verb not in FORMS:
        raise Http404
    wanted = Verb(verb)
    if wanted not in bulk.verbs_for(request.user):
        if request.method != "POST":
            raise Http404
        return lost(request, FORMS[wanted], wording.name(wanted), str(refusals.NOT_ANY_MORE))
    if request.method == "POST":
        rows = [Chosen.read(one) for one in request.POST.getlist("row")[: queries.LONG_PAGE]]
        departments = bulk.departments(rows, by=request.user)
        form = FORMS[wanted](request.POST, by=request.user, departments=departments)
        if form.is_valid():
            came = sent_form(request)
            outcome = bulk.perform(wanted, rows, by=request.user, sent=came, **form.arguments)
            return _told(request, wanted, outcome, came)
        return _form(request, wanted, form, rows)
    numbers = [Chosen.read(one).number for one in request.GET.getlist("case")[: queries.LONG_PAGE]]
    cases = Case.objects.visible_to(request.user).filter(number__in=numbers)
    if not cases:
        messages.warning(request, _("Tick some cases first."))
        return redirect(_back(request.GET))
    form = FORMS[wanted](by=request.user, departments={one.department_id for one in cases})
    return _form(request, wanted, form, bulk.chosen(cases))


@staff_page
@require_POST
@answers_again(_undone)
def undo(request: StaffRequest) -> HttpResponse:
    """Give the cases of an assignment back to the officers who had them."""
    rows, came = [], sent_form(request)
    for typed in request.POST.getlist("row")[: queries.LONG_PAGE]:
        chosen = Chosen.read(typed)
        rows.append((Chosen(chosen.number, chosen.task), chosen.after))
    return _told(request, Verb.ASSIGN, bulk.take_back(rows, by=request.user, sent=came), came)


def _form(request: StaffRequest, verb: Verb, form: ManyForm, rows: list[Chosen]) -> HttpResponse:
    data = request.POST if request.method == "POST" else request.GET
    context = {
        "verb": verb,
        "name": wording.name(verb),
        "button": wording.many_button(verb),
        "form": form,
        "rows": rows,
        "form_token": sent_form(request).key,
        "back": data.get("back", ""),
        "back_url": _back(data),
    }
    return render(request, "staff/bulk.html", context)


def _told(request: StaffRequest, verb: Verb, outcome: Outcome, came: Sent) -> HttpResponse:
    """The outcome, which is the form's from now on."""
    undo = _to_take_back(outcome)
    told = {"done": [one.number for one in outcome.done], "refused": outcome.refused}
    came.use({**told, "undo": [str(row) for row in undo]})
    return _page(request, verb, outcome, undo)


def _page(request: StaffRequest, verb: Verb, outcome: Outcome, undo: list[Chosen]) -> HttpResponse:
    """The outcome; where nothing at all was done it is a conflict. The form that takes it back is the same
    one, however often the page is shown."""
    came = sent_form(request)
    context: dict[str, Any] = {
        "name": wording.name(verb),
        "outcome": outcome,
        "undo": undo,
        "undo_token": came.part("undo").key,
        "to_call": to_call(request.user, verb, outcome),
        "back": request.POST.get("back", ""),
        "back_url": _back(request.POST),
    }
    return render(request, "staff/bulk_done.html", context, status=200 if outcome.done else CONFLICT)


def to_call(user: User, verb: Verb, outcome: Outcome) -> list[tuple[Case, bool]]:
    """The cases whose citizens no letter reaches, and whether this person may know their telephone."""
    if not STEPS[verb].recorded or not outcome.done:
        return []
    found = deliveries(outcome.done)
    silent = [case for case in outcome.done if not found[case.pk].goes]
    known = [case for case in silent if citizen_privacy.may_see(user, case)]
    personal_data_access.note(user, [case for case in known if case.phone], personal_data_access.Context.LIST)
    return [(case, case in known) for case in silent]


def _to_take_back(outcome: Outcome) -> list[Chosen]:
    """The cases as they stand now, each with the officer who had it before instead of its last event."""
    if not outcome.before:
        return []
    cases, officers = zip(*outcome.before, strict=True)
    return [replace(row, after=officer) for row, officer in zip(bulk.chosen(cases), officers, strict=True)]


def _back(data: QueryDict) -> str:
    """The list from which the cases were chosen."""
    query = query_of(QueryDict(data.get("back", "")[:1000]))
    return f"{reverse('staff:inbox')}?{query}"
