"""The administrators' page of the channels: set up or not, how they do, and a test letter for each."""

from dataclasses import dataclass

from django.contrib import messages
from django.contrib.auth.decorators import permission_required
from django.db.models import Count
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from cases.access import push_keys
from cases.actions import web_push
from cases.limits import rate_limits
from cases.views.staff_pages import StaffRequest, staff_page
from notifications.channels import WAYS
from notifications.models import ChannelHealth, DeliveryChannel, Notice
from notifications.pages.channel_forms import FIELDS, TestForm
from notifications.pages.test_message import send_test, way_of

HOUR = 60 * 60
SET_UP = permission_required("cases.set_up", raise_exception=True)


@dataclass(frozen=True)
class Row:
    """One channel as the page shows it; without a form it is not set up."""

    channel: DeliveryChannel
    waiting: int
    health: ChannelHealth | None
    form: TestForm | None


@staff_page
@SET_UP
@require_safe
def channels(request: StaffRequest) -> HttpResponse:
    """Every channel."""
    return _page(request)


@staff_page
@SET_UP
@require_POST
def test(request: StaffRequest, channel: str) -> HttpResponse:
    """Send a test letter, ten an hour at most, and say in words what came of it."""
    if channel not in FIELDS or not way_of(DeliveryChannel(channel)).is_configured():
        raise Http404
    form = TestForm(request.POST, channel=channel)
    if not form.is_valid():
        return _page(request, form=form, channel=channel)
    rate_limits.hit("channel_test", str(request.user.pk), limit=10, seconds=HOUR)
    verdict = send_test(DeliveryChannel(channel), address=form.address)
    if verdict is None:
        messages.success(request, _("The service has accepted the test letter. See whether it arrives."))
        return redirect("notifications:channels")
    problem = _("The test letter was not accepted: %(error)s") % {"error": verdict.words}
    return _page(request, form=form, channel=channel, problem=problem)


def _page(
    request: StaffRequest, *, form: TestForm | None = None, channel: str = "", problem: str = ""
) -> HttpResponse:
    found = ChannelHealth.objects.in_bulk()
    waiting = dict(Notice.objects.unsettled().values_list("channel").annotate(Count("pk")))
    rows = []
    # Other systems have pages of their own.
    for way in (way for way in WAYS if way.channel in FIELDS):
        name, shown = way.channel, None
        if way.is_configured():
            shown = form if name == channel else TestForm(channel=name, initial=_own(request, name))
        rows.append(Row(name, waiting.get(name, 0), found.get(name), shown))
    context = {"rows": rows, "form": form, "problem": problem, "push_key": _push_key()}
    return render(request, "notices/channels.html", context)


def _push_key() -> str:
    """What the administrator's browser needs for a test notification; nothing while they are off."""
    return push_keys.public_key() if web_push.is_on() else ""


def _own(request: StaffRequest, channel: str) -> dict[str, str]:
    own = getattr(request.user, "email", "") if channel == DeliveryChannel.EMAIL else ""
    return {"address": own}
