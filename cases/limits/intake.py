"""How much comes in from one network, and in all: requests, drafts and megabytes.

Beyond it the page keeps what was typed and says whom to telephone. What the staff files is not counted.
"""

import math

from django.conf import settings
from django.http import HttpRequest
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.limits import rate_limits
from cases.limits.rate_limits import Limit
from cases.models import Municipality

HOUR = 60 * 60
# So many requests of a network within a day are a newcomer's.
NEWCOMER = 5
# Each leaks: so many at once, and as many again in an hour; for a network, and in all.
DRAFTS, ALL_DRAFTS = 300, 5000
CHARACTERS, ALL_CHARACTERS = 5_000_000, 50_000_000
MEGABYTES, ALL_MEGABYTES = 150, 2000
# A page typed by hand; only what is longer is counted.
BY_HAND = 2000


def of_case(network: str) -> list[Limit]:
    """The limits of filing: generous for a network, since a village or a town can share one."""
    return [
        Limit("filed-network", network, settings.FILED_PER_NETWORK, HOUR, leaks=True),
        Limit("filed-network-day", network, math.inf, rate_limits.DAY),
        Limit("filed", "all", settings.FILED_IN_ALL, HOUR, leaks=True, newcomers=NEWCOMER),
    ]


def count_draft(network: str, *, new: bool, characters: int) -> None:
    """Count a draft that is new, or so many letters more of what is longer than typed by hand; raises
    TooManyTries."""
    limits = _both("drafts", network, DRAFTS, ALL_DRAFTS, 1) if new else []
    if characters > BY_HAND:
        limits += _both("draft-characters", network, CHARACTERS, ALL_CHARACTERS, characters)
    if network and limits:
        rate_limits.count(limits)


def count_file(request: HttpRequest, size: int) -> None:
    """Count a file of so many bytes that somebody sends who is not of the staff; raises TooManyTries."""
    user = getattr(request, "user", None)
    if user is not None and user.is_authenticated:
        return
    network = rate_limits.network(request)
    rate_limits.count(_both("megabytes", network, MEGABYTES, ALL_MEGABYTES, size / 1024 / 1024))


def sorry(wait: int) -> str:
    """Say when to try again, and whom to telephone."""
    minutes = math.ceil(wait / 60)
    text = ngettext(
        "Very much has been sent from your network just now. Nothing that you typed is lost: please send "
        "it again in %(minutes)s minute.",
        "Very much has been sent from your network just now. Nothing that you typed is lost: please send "
        "it again in %(minutes)s minutes.",
        minutes,
    ) % {"minutes": minutes}
    phone = Municipality.current().phone
    telephone = _("Or telephone us: %(phone)s.") % {"phone": phone}
    return f"{text} {telephone}" if phone else text


def _both(what: str, network: str, own: float, everybody: float, weight: float) -> list[Limit]:
    return [
        Limit(f"{what}-network", network, own, HOUR, leaks=True, weight=weight),
        Limit(what, "all", everybody, HOUR, leaks=True, weight=weight),
    ]
