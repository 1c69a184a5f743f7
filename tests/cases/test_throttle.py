"""Counted tries."""

import datetime

import pytest
from django.test import RequestFactory
from django.utils import timezone

from cases import throttle
from cases.errors import TooManyTries
from cases.models import Tally

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def _try(times: int = 1, *, who: str = "2569-00001", now: datetime.datetime = NOW) -> None:
    for _ in range(times):
        throttle.hit("login", who, limit=3, seconds=600, now=now)


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


def test_a_success_forgives():
    _try(3)
    throttle.forgive("login", "2569-00001")
    _try(3)


def test_after_a_success_only_failures_count_on(django_assert_num_queries):
    _try(3)
    _try(3, who="203.0.113.0/24")
    with django_assert_num_queries(1):
        throttle.succeeded(("login", "2569-00001"), ("login", "203.0.113.0/24"), ("login", "all"))
    _try(3)
    _try(who="203.0.113.0/24")
    with pytest.raises(TooManyTries):
        _try(who="203.0.113.0/24")


def test_a_success_takes_no_more_back_than_there_is():
    _try()
    for _ in range(2):
        throttle.succeeded(("login", "nobody"), ("login", "2569-00001"))
    assert [one.count for one in Tally.objects.all()] == [0]


def test_the_table_does_not_say_who_tried():
    _try()
    assert not Tally.objects.filter(key__contains="2569").exists()


@pytest.mark.parametrize(
    ("address", "network"),
    [
        ("203.0.113.77", "203.0.113.0/24"),
        ("2001:db8:1:2:3:4:5:6", "2001:db8:1::/56"),
        ("nonsense", "unknown"),
    ],
)
def test_a_browser_is_counted_by_its_network(address, network):
    assert throttle.network(RequestFactory(REMOTE_ADDR=address).get("/")) == network


def test_a_forged_forwarding_header_is_not_believed():
    request = RequestFactory(REMOTE_ADDR="203.0.113.77").get("/", HTTP_X_FORWARDED_FOR="198.51.100.1")
    assert throttle.network(request) == "203.0.113.0/24"


def test_the_proxys_own_entry_is_believed(settings):
    settings.TRUSTED_PROXIES = 1
    header = "198.51.100.1, 203.0.113.9"
    request = RequestFactory(REMOTE_ADDR="10.0.0.1").get("/", HTTP_X_FORWARDED_FOR=header)
    assert throttle.network(request) == "203.0.113.0/24"
