"""The administrators' page of the bridge: who we are there, what is which kind, their door."""

import secrets

from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.db.models.functions import Now
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_POST

from cases.db.encryption import Unreadable
from cases.lib.http_client import Unanswered
from cases.limits import rate_limits
from cases.models import Municipality
from cases.views.staff_pages import StaffRequest
from notifications.models import DeliveryChannel, Notice, State, TraffyBridge, TraffyReport
from notifications.pages.traffy.forms import BridgeForm, KindsForm
from notifications.pages.webhooks.views import administrators_page
from notifications.traffy import client, incoming
from notifications.traffy.client import NoCredit, NotDone
from notifications.traffy.filing import ensure_channel

TESTS, HOUR = 30, 60 * 60
BYTES = 32


@sensitive_post_parameters("password")
@administrators_page
@require_http_methods(["GET", "HEAD", "POST"])
def bridge(request: StaffRequest) -> HttpResponse:
    """The settings, and the table of the kinds; each form has its own button."""
    there = TraffyBridge.objects.first() or TraffyBridge()
    sent = request.POST if request.method == "POST" else None
    is_table = sent is not None and "kinds" in sent
    form = BridgeForm(None if is_table else sent, instance=there, label_suffix="")
    kinds = KindsForm(sent if is_table else None)
    chosen = kinds if is_table else form
    if sent is not None and chosen.is_valid():
        with transaction.atomic():
            _store(form, kinds, is_table=is_table)
        messages.success(request, _("Saved. It holds for every report from now on."))
        return redirect("traffy:bridge")
    context = {
        "form": form,
        "kinds": kinds,
        "bridge": TraffyBridge.objects.first(),
        "is_on": Municipality.current().traffy,
        "waiting": TraffyReport.objects.filter(state=TraffyReport.State.WAITING).count(),
        "may_look": client.may_call(there, looks=True),
        "may_send": client.may_call(there, looks=False),
        "address": _address(there),
    }
    return render(request, "staff/setup/traffy/bridge.html", context)


def _store(form: BridgeForm, kinds: KindsForm, *, is_table: bool) -> None:
    if is_table:
        kinds.save()
        return
    row = form.save(commit=False)
    row.hook = row.hook or secrets.token_urlsafe(BYTES)
    # Another user has another token.
    row.token, row.token_until = "", None
    row.save()


@administrators_page
@require_POST
def switch(request: StaffRequest) -> HttpResponse:
    """On or off; the same again is the same. From being switched on, what is reported comes in."""
    on = request.POST.get("on") == "1"
    there = Municipality.objects.first()
    if there is None or (on and not TraffyBridge.objects.exists()):
        messages.error(request, _("Enter how Traffy Fondue knows the municipality first."))
        return redirect("traffy:bridge")
    with transaction.atomic():
        if on and not there.traffy:
            ensure_channel()
            TraffyBridge.objects.update(since=timezone.now(), looked_at=None, next_at=None, trouble="")
        there.traffy = on
        there.save(update_fields=["traffy"])
    told = _("The bridge is on.") if on else _("The bridge is off: nothing comes in, and nothing goes.")
    messages.success(request, told)
    return redirect("traffy:bridge")


@administrators_page
@require_POST
def test(request: StaffRequest) -> HttpResponse:
    """Log in there now, and fetch the types; say in words what came of it."""
    rate_limits.hit("traffy_test", str(request.user.pk), limit=TESTS, seconds=HOUR)
    if not TraffyBridge.objects.exists():
        return redirect("traffy:bridge")
    try:
        client.log_in()
        incoming.learn_types()
    except (NotDone, NoCredit, Unanswered) as error:
        problem = _("Traffy Fondue did not let us in: %(error)s")
        messages.error(request, problem % {"error": error})
    else:
        # There may be calls again for what has waited.
        TraffyBridge.objects.update(next_at=None, trouble="")
        Notice.objects.filter(channel=DeliveryChannel.TRAFFY, state=State.PENDING).update(due_at=Now())
        messages.success(request, _("Traffy Fondue has let us in; its types stand in the table."))
    return redirect("traffy:bridge")


@administrators_page
@require_POST
def new_address(request: StaffRequest) -> HttpResponse:
    """Another secret address for their calls; the one of before ends."""
    TraffyBridge.objects.update(hook=secrets.token_urlsafe(BYTES))
    messages.success(request, _("There is a new address. Enter it at Traffy Fondue; the old one has ended."))
    return redirect("traffy:bridge")


def _address(there: TraffyBridge) -> str:
    if not there.hook or isinstance(there.hook, Unreadable):
        return ""
    return f"{settings.SITE_URL}{reverse('traffy_hook', args=[there.hook])}"
