"""The switch with which a member of staff is told of news in this browser, on the page "My log-in"."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from cases.access import push_keys, staff_sessions
from cases.actions import web_push
from cases.db.insert_once import put
from cases.forms.web_push import BrowserForm
from cases.lib.push_services import MAKERS, Browser, host_of, maker_of
from cases.limits import rate_limits
from cases.models import StaffSession
from cases.views.staff_pages import StaffRequest, staff_page
from notifications.models import StaffBrowser

HOUR = 60 * 60
# Changes of mind in an hour, and wrong answers of a browser, for one person.
TRIES = 30


def offer(request: StaffRequest) -> dict[str, Any]:
    """What the switch shows: whether this log-in is told, and what a browser needs to be. Empty while the
    set-up has it off."""
    if not web_push.is_on():
        return {}
    told = StaffBrowser.objects.of([request.user.pk]).filter(log_in=staff_sessions.current(request)).first()
    return {
        "key": push_keys.public_key(),
        "told": told,
        "maker": maker_of(told.service) if told else "",
        "fingerprint": web_push.fingerprint(told.endpoint) if told else "",
        "makers": ", ".join(MAKERS.values()),
        "form": BrowserForm(),
    }


@staff_page
@require_POST
def on(request: StaffRequest) -> HttpResponse:
    """Tell this browser of news for as long as its log-in lasts."""
    rate_limits.hit("staff_browser", str(request.user.pk), limit=TRIES, seconds=HOUR)
    form, log_in = BrowserForm(request.POST), staff_sessions.current(request)
    if not web_push.is_on():
        messages.error(request, _("The municipality does not offer notifications."))
    elif log_in is None:
        messages.error(request, _("Please log out and in again, then switch notifications on."))
    elif not form.is_valid():
        messages.error(request, form.problem)
    else:
        _tell(log_in, form.cleaned_data["browser"])
        messages.success(request, _("Notifications are on: this browser is told when there is news for you."))
    return redirect("staff:security")


@staff_page
@require_POST
def off(request: StaffRequest) -> HttpResponse:
    """Tell this browser no more, and forget it."""
    StaffBrowser.objects.filter(log_in=staff_sessions.current(request)).delete()
    messages.success(request, _("Notifications are off here. The municipality has forgotten this browser."))
    return redirect("staff:security")


@transaction.atomic
def _tell(log_in: StaffSession, browser: Browser) -> None:
    """Keep the browser of a log-in. Of one that somebody else has used before, that person's news is told
    there no more."""
    hashes = web_push.hashes(browser.endpoint)
    StaffBrowser.objects.filter(endpoint_hash__in=hashes).exclude(log_in=log_in).delete()
    given = {
        "endpoint": browser.endpoint,
        "p256dh": browser.p256dh,
        "auth": browser.auth,
        "endpoint_hash": hashes[0],
        "service": host_of(browser.endpoint),
    }
    put(StaffBrowser(log_in=log_in, **given), key=["log_in"], update=list(given))
