"""What somebody of an outside party sees and does: the step, the answer, the end of it."""

import uuid
from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import outside_links
from cases.access.outside_links import link_of
from cases.actions import findings
from cases.drafts.uploads import DraftUploads
from cases.errors import TooManyTries
from cases.forms.sent import only_shown
from cases.intake.followers import public_place
from cases.intake.similar_cases import area
from cases.lib.lost_races import tried_again
from cases.lib.map_links import map_url
from cases.limits import rate_limits
from cases.limits.rate_limits import DAY, Limit
from cases.models import CaseEvent, OutsideLink, Subtask
from cases.views.idempotency import FIELD, TWICE, SentBefore, answers_again, sent_form, token_in
from workflows.forms.departments import SubtaskForm
from workflows.forms.outside import own_form
from workflows.forms.plan_steps import WorkStepForm
from workflows.rights.subtask_rights import SubtaskVerb
from workflows.steps import outside_work, refusals
from workflows.views.outside import photos

Kind = CaseEvent.Kind
# What the party reads again of what it has said itself.
TOLD = (Kind.OUTSIDE_ANSWERED, Kind.OUTSIDE_PROMISED, Kind.SUBTASK_DONE, Kind.SUBTASK_REFUSED)
GONE, CONFLICT = 410, 409
HOUR, TEN_MINUTES = 60 * 60, 10 * 60
# A village hall can share one network.
OPENED, ENDED = 60, 60
WORDS: dict[SubtaskVerb, tuple[Any, Any, Any]] = {
    SubtaskVerb.FINISH: (
        gettext_lazy("It is done"),
        gettext_lazy("Report it as done"),
        gettext_lazy("Thank you. The municipality goes on now."),
    ),
    SubtaskVerb.ANSWER: (
        gettext_lazy("Write, name a day, send photos"),
        gettext_lazy("Send"),
        gettext_lazy("Thank you. The municipality reads it."),
    ),
    SubtaskVerb.REFUSE: (
        gettext_lazy("We cannot do it"),
        gettext_lazy("Say that we cannot do it"),
        gettext_lazy("Thank you. The municipality reads the reason and decides what to do."),
    ),
}


@never_cache
@require_safe
def open_link(request: HttpRequest, token: str) -> HttpResponse:
    """Exchange the token for a place in the session, and lead on to an address without it. What it answers is
    never a refusal: Django's log would hold the address."""
    try:
        rate_limits.hit("outside_link", rate_limits.network(request), limit=OPENED, seconds=TEN_MINUTES)
    except TooManyTries:
        return _away("outside:ended")
    link = outside_links.open_link(request, token)
    return _away("outside:step", link.pk) if link else _away("outside:ended")


@never_cache
@require_safe
def ended(request: HttpRequest) -> HttpResponse:
    """The page behind a link that opens nothing: its step has ended, or it was withdrawn, or never sent."""
    rate_limits.hit("outside_ended", rate_limits.network(request), limit=ENDED, seconds=TEN_MINUTES)
    return render(request, "outside/ended.html", status=GONE)


@never_cache
@require_safe
def step(request: HttpRequest, pk: uuid.UUID) -> HttpResponse:
    """The step: what is asked, where, by when, what was said, and what can be done."""
    link = link_of(request, pk)
    return render(request, "outside/step.html", _shown(link) | {"offered": _offered(link)})


def _again(request: HttpRequest, before: SentBefore, pk: uuid.UUID, verb: str) -> HttpResponse:
    """The page of the step; the same form was done. Other words in it are a new form's: they stand in one,
    not sent."""
    link, wanted = link_of(request, pk), _verb(verb)
    if before.same or not link.subtask.is_open:
        messages.info(request, TWICE)
        return redirect("outside:step", pk)
    form = _form(link, wanted, request.POST)
    return _page(request, link, wanted, form, problem=refusals.OTHER_WORDS, status=CONFLICT, renew=True)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answers_again(_again)
def act(request: HttpRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """The form of an answer, the result or a refusal; by POST it is taken."""
    link, wanted = link_of(request, pk), _verb(verb)
    if request.method != "POST":
        status = 200 if link.subtask.is_open else CONFLICT
        return _page(request, link, wanted, _form(link, wanted), status=status)
    uploads = DraftUploads(request, _token(request), accepts_pdf=True)
    uploads.take()
    form = _form(link, wanted, request.POST, uploads)
    if only_shown(request):
        return _page(request, link, wanted, _unjudged(link, wanted, request.POST, uploads))
    valid = form.is_valid()
    try:
        if isinstance(form, WorkStepForm) and form.changed:
            tried_again(lambda: outside_work.keep_findings(link, form.changed))
            form.forget_kept()
        if isinstance(form, WorkStepForm) and form.is_saved_only and valid:
            messages.success(request, _("What you filled in is saved."))
            return redirect("outside:act", pk, verb)
        if not valid:
            return _page(request, link, wanted, form)
        _count(link)
        sent = sent_form(request)
        tried_again(lambda: outside_work.perform(wanted, link, sent=sent, **form.arguments))
    except PermissionDenied:
        return redirect("outside:ended")
    except refusals.REFUSALS as error:
        problem = refusals.reason(error)
        return _page(request, link_of(request, pk), wanted, form, problem=problem, status=CONFLICT)
    messages.success(request, str(WORDS[wanted][2]))
    return redirect("outside:step", pk)


def act_again(request: HttpRequest, pk: uuid.UUID, verb: str) -> HttpResponse:
    """The form with what was typed, after its CSRF token had expired; nothing is done (config.errors)."""
    link, wanted = link_of(request, pk), _verb(verb)
    form = _unjudged(link, wanted, request.POST, None)
    return _page(request, link, wanted, form, problem=refusals.EXPIRED, status=403)


def _away(name: str, *args: object) -> HttpResponse:
    """Lead on, and let no page know from where."""
    response = redirect(name, *args)
    response["Referrer-Policy"] = "no-referrer"
    return response


def _verb(verb: str) -> SubtaskVerb:
    if verb not in [*WORDS]:
        raise Http404
    return SubtaskVerb(verb)


def _count(link: OutsideLink) -> None:
    """At most 20 an hour and 60 a day by one link; raises TooManyTries."""
    key = str(link.pk)
    rate_limits.count([Limit("outside_hour", key, 20, HOUR), Limit("outside_day", key, 60, DAY)])


def _form(
    link: OutsideLink, verb: SubtaskVerb, data: Any = None, uploads: DraftUploads | None = None
) -> SubtaskForm:
    form_class = own_form(verb, planned=link.subtask.is_planned)
    return form_class(data, case=link.subtask.case, subtask=link.subtask, uploads=uploads)


def _unjudged(link: OutsideLink, verb: SubtaskVerb, data: Any, uploads: DraftUploads | None) -> SubtaskForm:
    form = _form(link, verb, data, uploads)
    form.judged = False
    return form


def _token(request: HttpRequest) -> uuid.UUID:
    return token_in(request.POST.get(FIELD)) or uuid.uuid4()


def _offered(link: OutsideLink) -> list[tuple[SubtaskVerb, Any]]:
    return [(verb, words[0]) for verb, words in WORDS.items()] if link.subtask.is_open else []


def _shown(link: OutsideLink) -> dict[str, Any]:
    """What every page says of the step. Nothing of it is the citizen's but the place on the map and the
    pictures of it."""
    subtask: Subtask = link.subtask
    case = subtask.case
    on_map = case.request_type.needs_map
    said = subtask.events.filter(kind__in=TOLD, actor=CaseEvent.Actor.OUTSIDE)
    return {
        "link": link,
        "subtask": subtask,
        "planned": findings.planned(subtask) if subtask.is_planned else None,
        "number": case.number,
        "request_type": case.request_type.name,
        "department": subtask.department,
        "place": public_place(case) if on_map else "",
        "area": area(case) if on_map else "",
        "map_url": map_url(case) if on_map else "",
        "problem_photos": photos.of_problem(subtask),
        "party_photos": photos.of_party(subtask),
        "said": said.select_related("person").order_by("at", "pk"),
    }


def _page(
    request: HttpRequest,
    link: OutsideLink,
    verb: SubtaskVerb,
    form: SubtaskForm,
    *,
    problem: object = "",
    status: int = 200,
    renew: bool = False,
) -> HttpResponse:
    name, button, _thanks = WORDS[verb]
    token = form.uploads.token if form.uploads and not renew else uuid.uuid4()
    context = _shown(link) | {
        "verb": verb,
        "name": name,
        "button": button,
        "form": form,
        "form_token": token,
        "problem": str(problem),
        "offered": link.subtask.is_open,
    }
    return render(request, "outside/act.html", context, status=status)
