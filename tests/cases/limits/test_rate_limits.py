"""Limits: what is counted, what is refused, and for how long."""

import datetime
import math
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import pytest
from django.db import connection
from django.test import RequestFactory
from django.utils import timezone

from cases.errors import TooManyTries
from cases.limits import rate_limits
from cases.limits.rate_limits import Limit
from cases.models import RateCounter

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def _try(times: int = 1, *, who: str = "2569-00001", now: datetime.datetime = NOW) -> None:
    for _ in range(times):
        rate_limits.hit("login", who, limit=3, seconds=600, now=now)


def test_the_try_after_the_limit_is_refused():
    _try(3)
    with pytest.raises(TooManyTries):
        _try()


def test_the_refusal_says_how_long_to_wait():
    _try(3)
    with pytest.raises(TooManyTries) as refusal:
        _try(now=NOW + datetime.timedelta(seconds=540))
    assert refusal.value.wait == 60


def test_one_may_try_again_when_the_window_has_passed():
    _try(3)
    _try(3, now=NOW + datetime.timedelta(seconds=601))


def test_the_others_are_not_held_up():
    _try(3)
    _try(3, who="2569-00002")


def test_after_a_success_only_failures_count_on(django_assert_num_queries):
    _try(3)
    _try(3, who="203.0.113.0/24")
    narrow, wide = (Limit("login", who, 3, 600) for who in ("2569-00001", "203.0.113.0/24"))
    with django_assert_num_queries(1):
        rate_limits.give_back([narrow, wide], forgotten=[narrow])
    _try(3)
    _try(who="203.0.113.0/24")
    with pytest.raises(TooManyTries):
        _try(who="203.0.113.0/24")


def test_a_success_takes_no_more_back_than_there_is():
    _try()
    for _ in range(2):
        rate_limits.give_back(
            [Limit("login", "2569-00001", 3, 600), Limit("login", "nobody", 3, 1)], forgotten=[]
        )
    assert [one.count for one in RateCounter.objects.all()] == [0]


def test_what_a_limit_refuses_uses_up_nothing_wider(django_assert_num_queries):
    narrow, wide = Limit("narrow", "one", 2, 600), Limit("wide", "all", 100, 600)
    for _ in range(20):
        with django_assert_num_queries(1), suppress(TooManyTries):
            rate_limits.count([narrow, wide], now=NOW)
    assert used(narrow, wide) == [2, 2]


def test_what_a_limit_refuses_uses_up_nothing_narrower_either():
    narrow, wide = Limit("narrow", "one", 10, 600), Limit("wide", "all", 2, 600)
    for _ in range(5):
        with suppress(TooManyTries):
            rate_limits.count([narrow, wide], now=NOW)
    assert used(narrow, wide) == [2, 2]


def used(*limits: Limit) -> list[float]:
    return [RateCounter.objects.get(key=limit.key).count for limit in limits]


def admitted(*limits: Limit, tries: int = 1, after: float = 0) -> int:
    """How many of so many tries get through, so many seconds from now."""
    found = 0
    for _ in range(tries):
        with suppress(TooManyTries):
            rate_limits.count(limits, now=NOW + datetime.timedelta(seconds=after))
            found += 1
    return found


def test_what_leaks_slows_down_and_never_closes():
    limit = Limit("all", "all", 10, 600, leaks=True)
    assert admitted(limit, tries=30) == 10
    with pytest.raises(TooManyTries) as refusal:
        rate_limits.count([limit], now=NOW)
    assert refusal.value.wait == 60
    assert [admitted(limit, tries=9, after=60 * minute) for minute in range(1, 6)] == [1] * 5
    assert admitted(limit, tries=30, after=3600) == 10


def test_half_of_what_many_share_is_kept_for_newcomers():
    def of(network: str) -> list[Limit]:
        day = Limit("day", network, math.inf, rate_limits.DAY)
        return [day, Limit("all", "all", 20, 600, leaks=True, newcomers=2)]

    assert admitted(*of("one"), tries=50) == 10
    assert [admitted(*of(f"other {number}"), tries=5) for number in range(6)] == [2, 2, 2, 2, 2, 0]


def test_a_try_may_weigh_more_than_one():
    assert admitted(Limit("bytes", "one", 1000, 600, weight=400), tries=5) == 2
    assert admitted(Limit("bytes", "two", 1000, 600, weight=1001), tries=5) == 0


@pytest.mark.django_db(transaction=True)
def test_those_who_come_at_once_get_no_more_than_the_limit():
    limits = [Limit("narrow", "one", 50, 600), Limit("wide", "all", 7, 600)]

    def one(_: int) -> int:
        try:
            return admitted(*limits)
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as together:
        assert sum(together.map(one, range(48))) == 7
    assert used(*limits) == [7, 7]


def test_the_table_does_not_say_who_tried():
    _try()
    assert not RateCounter.objects.filter(key__contains="2569").exists()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/56"),
        ("nonsense", "unknown"),
    ],
)
def test_a_browser_is_counted_by_its_network(address, network):
    assert rate_limits.network(RequestFactory(REMOTE_ADDR=address).get("/")) == network


def test_a_forged_forwarding_header_is_not_believed():
    request = RequestFactory(REMOTE_ADDR="203.0.113.77").get("/", HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert rate_limits.network(request) == "203.0.113.0/24"


def test_the_proxys_own_entry_is_believed(settings):
    settings.TRUSTED_PROXIES = 1
    header = "198.51.100.1, 203.0.113.9"
    request = RequestFactory(REMOTE_ADDR="10.0.0.1").get("/", HTTP_X_FORWARDED_FOR=header)
    assert rate_limits.network(request) == "203.0.113.0/24"
