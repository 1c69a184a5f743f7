"""Attempts at a secret: how many a guesser has, and why the owner always gets in.

A stranger meets four limits, narrowest first: a network's tries at one account, everybody's tries at that
account, the network's tries at all accounts, everybody's tries at all. Whoever has been here before meets
only one, of their own, that no stranger can use up: a browser that has succeeded with this account
(cases.access.known_devices), or a network from which somebody has. A network with successes at other accounts
shares the widest limit with its like alone. Of the limits that many share, half is kept for networks that
have hardly tried. What a limit refuses uses up nothing. docs/security.md says how many tries that makes an
hour.

`begin`, `succeeded` and `failed` are the only places where an attempt is judged.
"""

import datetime
import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone
from prometheus_client import Counter

from cases.access import known_devices
from cases.audit import security_log
from cases.errors import TooManyTries
from cases.limits import rate_limits
from cases.limits.rate_limits import Limit
from cases.models import RateCounter, User
from cases.text.normalization import cleaned

MINUTE, HOUR = 60, 60 * 60
KNOWN_FOR = datetime.timedelta(days=90)
# So many tries of a network at one account, or at all, within a day are a newcomer's.
NEW_TO_ACCOUNT, NEW_TO_ALL = 2, 5
R = TypeVar("R", bound=HttpResponseBase)
OUTCOMES = Counter("raprueang_attempts", "Attempts at a password or code", ["secret", "outcome"])


@dataclass(frozen=True)
class Policy:
    """The limits of one secret, each as (so many, in so many seconds). Those that many share leak: so many at
    once, then one after the other. Secrets of one `realm` belong to the same accounts: who has succeeded is
    known to all of them."""

    name: str
    realm: str
    of_one: tuple[int, int]
    of_account: tuple[int, int]
    of_network: tuple[int, int] = (100, 15 * MINUTE)
    of_all: tuple[int, int] = (600, 40 * MINUTE)

    def per_hour(self) -> tuple[int, int]:
        """Return the most tries that strangers have in an hour, at one account and at all together: at all,
        once in unknown networks, and once more in networks that have succeeded at an account of their own."""
        (account, account_time), (everybody, all_time) = self.of_account, self.of_all
        pools = 2
        at_all = pools * (everybody + everybody * HOUR // all_time)
        return account + account * HOUR // account_time, at_all


STAFF, CASES, ADDRESSES = "staff", "cases", "addresses"
# 160 an hour at one person of the staff, 3,000 at all; NIST SP 800-63B-4 (3.2.2) allows 100 in a row.
STAFF_PASSWORD = Policy("staff-log-in", STAFF, of_one=(10, 15 * MINUTE), of_account=(100, 100 * MINUTE))
# Six digits of which three are right: 30 an hour.
SECOND_FACTOR = Policy("second-step", STAFF, of_one=(5, 15 * MINUTE), of_account=(20, 2 * HOUR))
# Asked again inside, before something that matters is changed.
OWN_PASSWORD = Policy("own-password", STAFF, of_one=(10, 15 * MINUTE), of_account=(20, 2 * HOUR))
# The issuer judges who it is: what is counted here are answers that were none, of all people together.
SINGLE_SIGN_ON = Policy("single-sign-on", STAFF, of_one=(30, 15 * MINUTE), of_account=(300, 15 * MINUTE))
# Twelve digits: 800 an hour at one case, 13,200 at all.
CASE_PASSWORD = Policy(
    "log-in", CASES, of_one=(5, 15 * MINUTE), of_account=(200, 20 * MINUTE), of_all=(3000, 50 * MINUTE)
)


class Attempt:
    """One try that was let through; `succeeded` or `failed` settles it."""

    def __init__(self, policy: Policy, request: HttpRequest, account: str, limits: Sequence[Limit]) -> None:
        self.policy, self.request, self.account, self.limits = policy, request, account, limits

    def succeeded(self) -> None:
        """Take it back: only failures count on."""
        OUTCOMES.labels(self.policy.name, "succeeded").inc()
        rate_limits.give_back(self.limits, forgotten=self.limits[:2])

    def failed(self) -> None:
        """Let it count."""
        OUTCOMES.labels(self.policy.name, "failed").inc()

    def let_in(self, response: R) -> R:
        """Know browser and network from now on: every secret that this account asks for was right."""
        return remember(response, self.request, self.policy.realm, self.account)


def begin(
    policy: Policy, request: HttpRequest, account: str, *, now: datetime.datetime | None = None
) -> Attempt:
    """Count one try at this account's secret; raises TooManyTries, and then it must not be judged."""
    limits = _limits(policy, request, account, now or timezone.now())
    try:
        rate_limits.count(limits, now=now)
    except TooManyTries:
        OUTCOMES.labels(policy.name, "refused").inc()
        raise
    return Attempt(policy, request, account, limits)


def staff_account(username: str) -> str:
    """Return the name under which tries at a person of the staff are counted, however it is spelt."""
    return cleaned(unicodedata.normalize("NFKC", username[:200])).casefold()


def own_password_is_right(request: HttpRequest, user: User, typed: str) -> bool:
    """Judge the own password, asked again before something that matters; raises TooManyTries."""
    attempt = begin(OWN_PASSWORD, request, staff_account(user.get_username()))
    right = user.check_password(typed)
    if right:
        attempt.succeeded()
    else:
        attempt.failed()
        security_log.record(security_log.Kind.PROOF_FAILED, by=user, subject="password")
    return right


def is_known(request: HttpRequest, realm: str, account: str, *, now: datetime.datetime | None = None) -> bool:
    """Return whether this browser, or somebody from its network, has succeeded with this account before."""
    if known_devices.device_of(request, realm, account):
        return True
    key = _known(realm, account, rate_limits.network(request))
    return RateCounter.objects.filter(key=key, until__gt=now or timezone.now()).exists()


def remember(response: R, request: HttpRequest, realm: str, account: str) -> R:
    """Know the browser, by a cookie of this response, and its network from now on."""
    network, now = rate_limits.network(request), timezone.now()
    keys = sorted([_known(realm, account, network), _known(realm, "", network)])
    rows = [RateCounter(key=key, until=now + KNOWN_FOR, since=now, count=1) for key in keys]
    RateCounter.objects.bulk_create(
        rows, update_conflicts=True, unique_fields=["key"], update_fields=["until"]
    )
    return known_devices.remember(response, request, realm, account)


def _limits(policy: Policy, request: HttpRequest, account: str, now: datetime.datetime) -> list[Limit]:
    """What this visitor meets, narrowest first."""
    if device := known_devices.device_of(request, policy.realm, account):
        return [Limit(f"{policy.name}-device", f"{device} {account}", *policy.of_one)]
    network, name = rate_limits.network(request), policy.name
    own = Limit(f"{name}-one", f"{network} {account}", *policy.of_one)
    known = RateCounter.objects.filter(until__gt=now).in_bulk(
        [_known(policy.realm, account, network), _known(policy.realm, "", network)]
    )
    if _known(policy.realm, account, network) in known:
        return [own]
    pool = "known" if known else "strangers"
    return [
        own,
        Limit(f"{name}-one-day", own.subject, math.inf, rate_limits.DAY),
        Limit(f"{name}-account", account, *policy.of_account, leaks=True, newcomers=NEW_TO_ACCOUNT),
        Limit(f"{name}-network", network, *policy.of_network),
        Limit(f"{name}-network-day", network, math.inf, rate_limits.DAY),
        Limit(f"{name}-all", pool, *policy.of_all, leaks=True, newcomers=NEW_TO_ALL),
    ]


def _known(realm: str, account: str, network: str) -> str:
    return rate_limits.key_of(f"{realm}-known", f"{network} {account}")
