"""The pages of webhooks: the list, one with its attempts, the form, and the buttons."""

import datetime
from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db import IntegrityError, transaction
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from cases.db.encryption import Unreadable
from cases.limits import rate_limits
from cases.views.idempotency import TWICE, SentBefore, done_once
from cases.views.staff_pages import StaffRequest, staff_page
from notifications.channels.webhook_health import ATTEMPTS, KEPT
from notifications.letters.webhooks import EVENT_TYPES
from notifications.models import (
    UNSETTLED,
    WebhookAttempt,
    WebhookEndpoint,
    WebhookHealth,
    WebhookSecret,
)
from notifications.pages.webhooks import steps
from notifications.pages.webhooks.forms import EndpointForm, SinceForm, event_choices

P = ParamSpec("P")
HOUR = 60 * 60
TESTS = 30
SHOWN = 100
# In the session: whose secret is to be shown once.
FRESH = "webhook_secret"


def administrators_page(
    view: Callable[Concatenate[StaffRequest, P], HttpResponse],
) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """For those who may set the service up; a 403 for others."""

    @wraps(view)
    def guarded(request: StaffRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        return view(request, *args, **kwargs)

    return staff_page(permission_required("cases.set_up", raise_exception=True)(guarded))


@administrators_page
@require_safe
def webhooks(request: StaffRequest) -> HttpResponse:
    """Every other system, with how it does."""
    waiting = Count("notices", filter=Q(notices__state__in=UNSETTLED))
    rows = WebhookEndpoint.objects.annotate(waiting=waiting).select_related("health")
    return render(request, "staff/setup/webhooks/list.html", {"rows": rows.order_by("-active", "name")})


def _to_list(request: StaffRequest, before: SentBefore) -> HttpResponse:
    messages.info(request, TWICE)
    return redirect("webhooks:webhooks")


@administrators_page
@require_http_methods(["GET", "HEAD", "POST"])
@done_once(_to_list)
def new(request: StaffRequest) -> HttpResponse:
    """Another system: it gets keys, and hears nothing until it is switched on."""
    form = EndpointForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid() and _saved(form):
        request.session[FRESH] = steps.new_keys(form.instance, by=request.user).pk
        return redirect("webhooks:secret", form.instance.pk)
    return render(request, "staff/setup/webhooks/edit.html", {"form": form})


@administrators_page
@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: StaffRequest, pk: int) -> HttpResponse:
    """Name, address and what it hears of."""
    found = get_object_or_404(WebhookEndpoint, pk=pk)
    form = EndpointForm(request.POST if request.method == "POST" else None, instance=found)
    if request.method == "POST" and form.is_valid() and _saved(form):
        messages.success(request, _("Saved. It holds for every event from now on."))
        return redirect("webhooks:endpoint", pk)
    title = WebhookEndpoint.objects.get(pk=pk).name
    return render(request, "staff/setup/webhooks/edit.html", {"form": form, "pk": pk, "title": title})


def _saved(form: EndpointForm) -> bool:
    """Store it, and say whether that could be done: somebody else may have taken the name at this moment."""
    # It may have been switched off meanwhile.
    columns = ["name", "address", "event_types", "restricted"] if form.instance.pk else None
    try:
        with transaction.atomic():
            form.save(commit=False).save(update_fields=columns)
            form.save_m2m()
    except IntegrityError:
        form.add_error("name", _("There is a webhook of this name already."))
        return False
    return True


@administrators_page
@require_safe
def endpoint(request: StaffRequest, pk: int) -> HttpResponse:
    """How it does, its keys, the last attempts, and the buttons."""
    return _page(request, pk)


def _back(request: StaffRequest, before: SentBefore, pk: int) -> HttpResponse:
    messages.info(request, TWICE)
    return redirect("webhooks:endpoint", pk)


@administrators_page
@require_POST
@done_once(_back)
def switch(request: StaffRequest, pk: int) -> HttpResponse:
    """On or off."""
    on = request.POST.get("on") == "1"
    steps.switch(get_object_or_404(WebhookEndpoint, pk=pk), on=on)
    messages.success(request, _("The webhook is on.") if on else _("The webhook is off: nothing is sent."))
    return redirect("webhooks:endpoint", pk)


def _to_secret(request: StaffRequest, before: SentBefore, pk: int) -> HttpResponse:
    """The page with the secret, where it was not seen yet."""
    return redirect("webhooks:secret", pk)


@administrators_page
@require_POST
@done_once(_to_secret)
def rotate(request: StaffRequest, pk: int) -> HttpResponse:
    """New keys beside those of before, which hold for another day."""
    keys = steps.new_keys(get_object_or_404(WebhookEndpoint, pk=pk), by=request.user)
    request.session[FRESH] = keys.pk
    return redirect("webhooks:secret", pk)


@administrators_page
@require_safe
def secret(request: StaffRequest, pk: int) -> HttpResponse:
    """The newest secret, once after it was made."""
    keys = WebhookSecret.objects.filter(pk=request.session.pop(FRESH, None), endpoint=pk).first()
    if keys is None or isinstance(keys.secret, Unreadable):
        return redirect("webhooks:endpoint", pk)
    return render(request, "staff/setup/webhooks/secret.html", {"keys": keys})


@administrators_page
@require_POST
def test(request: StaffRequest, pk: int) -> HttpResponse:
    """Send a test message now, and say in words what came of it."""
    found = get_object_or_404(WebhookEndpoint, pk=pk)
    rate_limits.hit("webhook_test", str(request.user.pk), limit=TESTS, seconds=HOUR)
    verdict = steps.send_test(found)
    if verdict is None:
        messages.success(request, _("The other system has taken the test message."))
    else:
        problem = _("The other system has not taken the test message: %(error)s")
        messages.error(request, problem % {"error": verdict.words})
    return redirect("webhooks:endpoint", pk)


def _back_from(request: StaffRequest, before: SentBefore, pk: int, notice: UUID) -> HttpResponse:
    return _back(request, before, pk)


@administrators_page
@require_POST
@done_once(_back_from)
def replay(request: StaffRequest, pk: int, notice: UUID) -> HttpResponse:
    """Send one message again."""
    found = get_object_or_404(WebhookEndpoint, pk=pk)
    get_object_or_404(found.notices, pk=notice)
    steps.replay(found, notice, by=request.user)
    messages.success(request, _("The message is on its way again."))
    return redirect("webhooks:endpoint", pk)


@administrators_page
@require_POST
@done_once(_back)
def replay_failed(request: StaffRequest, pk: int) -> HttpResponse:
    """Send everything again that has failed since a day."""
    found = get_object_or_404(WebhookEndpoint, pk=pk)
    form = SinceForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, since=form)
    day = datetime.datetime.combine(form.cleaned_data["since"], datetime.time())
    number = steps.replay_failed(found, since=timezone.make_aware(day), by=request.user)
    text = ngettext(
        "%(count)d message is on its way again.", "%(count)d messages are on their way again.", number
    )
    messages.success(request, text % {"count": number})
    return redirect("webhooks:endpoint", pk)


def _page(request: StaffRequest, pk: int, *, since: SinceForm | None = None) -> HttpResponse:
    """One webhook; a form that was sent keeps what was typed."""
    found = get_object_or_404(WebhookEndpoint.objects.prefetch_related("kinds", "departments"), pk=pk)
    attempts = _attempts(found)
    words = dict(event_choices())
    failed = steps.failed(found).count()
    week_ago = timezone.localdate() - datetime.timedelta(days=7)
    context = {
        "endpoint": found,
        "health": WebhookHealth.objects.filter(endpoint=found).first(),
        "waiting": found.notices.unsettled().count(),
        "failed": failed,
        "events": [words[name] for name in EVENT_TYPES.values() if name in found.event_types],
        "keys": found.secrets.valid(),
        "attempts": attempts,
        "shown": SHOWN,
        "kept": KEPT.days,
        "tries": ATTEMPTS,
        "since": since or (SinceForm(initial={"since": week_ago}) if failed and found.active else None),
        "form": since,
    }
    return render(request, "staff/setup/webhooks/endpoint.html", context)


def _attempts(endpoint: WebhookEndpoint) -> list[tuple[WebhookAttempt, bool]]:
    """The last attempts, the newest first, and whether the message of each can be sent again: by the newest
    of its attempts, once it is settled."""
    attempts = endpoint.attempts.select_related("notice__case").order_by("-at", "-pk")
    words = ("text", "html", "secret")
    rows, seen = [], set[UUID]()
    for one in attempts.defer(*(f"notice__{name}" for name in words))[:SHOWN]:
        message = one.notice and (one.notice.copy_of_id or one.notice.pk)
        newest = message is not None and message not in seen
        seen |= {message} if message else set()
        settled = one.notice is not None and one.notice.is_settled
        rows.append((one, endpoint.active and newest and settled))
    return rows
