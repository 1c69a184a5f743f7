"""A guesser has so many tries an hour whatever the number of networks, and the owner always gets in."""

import datetime
from collections.abc import Iterable
from dataclasses import replace

import pytest
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django.utils import timezone

from cases.access import attempts, known_devices
from cases.access.attempts import CASE_PASSWORD, SECOND_FACTOR, STAFF_PASSWORD, Policy
from cases.errors import TooManyTries
from cases.limits import rate_limits
from cases.models import RateCounter

pytestmark = pytest.mark.django_db
NOW = timezone.now()
OWNER, HOME = "officer", "203.0.113.5"
POLICIES = [STAFF_PASSWORD, SECOND_FACTOR, CASE_PASSWORD]


def visit(address: str = HOME, cookie: str = "") -> HttpRequest:
    """A request of a browser with this device cookie."""
    request = RequestFactory(REMOTE_ADDR=address).get("/")
    if cookie:
        request.COOKIES["device"] = cookie
    return request


def tries(
    policy: Policy, request: HttpRequest, account: str = OWNER, *, times: int = 1, minutes: float = 0
) -> int:
    """Fail so many times, so many minutes from now; how often one was let try."""
    now, found = NOW + datetime.timedelta(minutes=minutes), 0
    for _ in range(times):
        try:
            attempts.begin(policy, request, account, now=now).failed()
            found += 1
        except TooManyTries:
            pass
    return found


def networks(count: int) -> Iterable[HttpRequest]:
    return [visit(f"10.{number // 256}.{number % 256}.7") for number in range(count)]


def shut(policy: Policy) -> None:
    """Use up what strangers have at this account."""
    for request in networks(policy.of_account[0]):
        tries(policy, request)
    assert tries(policy, visit("192.0.2.1")) == 0


def succeed(policy: Policy, request: HttpRequest, account: str = OWNER) -> str:
    """Get in; the device cookie that came of it."""
    attempt = attempts.begin(policy, request, account)
    attempt.succeeded()
    return attempt.let_in(HttpResponse()).cookies["device"].value


@pytest.mark.parametrize("policy", POLICIES)
def test_a_guesser_on_many_networks_has_no_more_tries_at_one_account_than_it_says(policy: Policy):
    found = sum(
        tries(policy, request, times=2, minutes=minute)
        for minute in range(0, 60, 15)
        for request in networks(40)
    )
    most, _ = policy.per_hour()
    assert found <= most


def test_a_guesser_on_many_networks_has_no_more_tries_at_all_accounts_than_it_says():
    """Half of the networks have an account of their own, at which they have succeeded."""
    small = replace(STAFF_PASSWORD, of_all=(60, 40 * 60))
    for number, request in enumerate(networks(40)):
        if number % 2:
            attempts.remember(HttpResponse(), request, small.realm, f"own of {number}")
    found = sum(
        tries(small, request, f"person {number}", times=2, minutes=minute)
        for minute in range(0, 60, 10)
        for number, request in enumerate(networks(40))
    )
    assert 150 < found <= small.per_hour()[1] == 300


def test_what_is_said_in_the_documents_is_what_is_counted():
    assert [policy.per_hour() for policy in POLICIES] == [(160, 3000), (30, 3000), (800, 13_200)]


@pytest.mark.parametrize("policy", POLICIES)
def test_the_owners_browser_gets_in_whatever_strangers_do(policy: Policy):
    cookie = succeed(policy, visit())
    shut(policy)
    assert tries(policy, visit("198.51.100.1", cookie)) == 1


@pytest.mark.parametrize("policy", POLICIES)
def test_the_owners_network_gets_in_with_another_browser(policy: Policy):
    succeed(policy, visit())
    shut(policy)
    assert tries(policy, visit()) == 1


@pytest.mark.parametrize("policy", POLICIES)
def test_the_owner_gets_in_from_a_new_network_while_thirty_others_try(policy: Policy):
    for minute in range(0, 120, 30):
        for request in networks(30 if policy != SECOND_FACTOR else 4):
            tries(policy, request, times=6, minutes=minute)
    assert tries(policy, visit(), minutes=120) == 1


def test_one_address_shuts_nobody_out():
    found = [tries(STAFF_PASSWORD, visit("10.0.0.1"), f"person {number}") for number in range(200)]
    assert found == [1] * 100 + [0] * 100
    assert RateCounter.objects.get(key=rate_limits.key_of("staff-log-in-all", "strangers")).count <= 100
    assert tries(STAFF_PASSWORD, visit()) == 1


def test_a_network_with_successes_shares_nothing_with_strangers():
    succeed(STAFF_PASSWORD, visit())
    small = replace(STAFF_PASSWORD, of_all=(20, 40 * 60))
    for number, request in enumerate(networks(20)):
        tries(small, request, f"person {number}")
    assert tries(small, visit("10.200.0.1"), "somebody") == 0
    assert tries(small, visit(), "a colleague") == 1


def test_a_right_password_alone_makes_no_browser_known():
    attempt = attempts.begin(STAFF_PASSWORD, visit(), OWNER)
    attempt.succeeded()
    assert not attempts.is_known(visit(), attempts.STAFF, OWNER)


def test_an_own_account_makes_nobody_known_to_another():
    cookie = succeed(CASE_PASSWORD, visit("10.0.0.1"), "2569-00001")
    assert attempts.is_known(visit("10.9.9.9", cookie), attempts.CASES, "2569-00001")
    assert not attempts.is_known(visit("10.0.0.1", cookie), attempts.CASES, "2569-00002")
    assert not attempts.is_known(visit("10.0.0.1", cookie), attempts.STAFF, "2569-00001")


def test_whoever_holds_the_owners_browser_has_few_tries():
    cookie = succeed(STAFF_PASSWORD, visit())
    stolen = visit("198.51.100.1", cookie)
    assert tries(STAFF_PASSWORD, stolen, times=50) == STAFF_PASSWORD.of_one[0]


@pytest.mark.parametrize("cookie", ["", "x", "x:y:z", "\0", "é" * 50])
def test_a_forged_cookie_is_nobodys(cookie: str):
    assert known_devices.device_of(visit(cookie=cookie), attempts.STAFF, OWNER) == ""


def test_a_cookie_that_was_signed_for_something_else_is_nobodys():
    other = signing.dumps(["n", []], salt="other")
    assert known_devices.device_of(visit(cookie=other), attempts.STAFF, OWNER) == ""


def test_the_cookie_tells_nobody_whose_it_is_and_is_kept_from_scripts():
    response = known_devices.remember(HttpResponse(), visit(), attempts.CASES, "2569-00001")
    cookie = response.cookies["device"]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert "2569" not in str(signing.loads(cookie.value, salt=known_devices.SALT))


def test_the_cookie_stays_small_and_keeps_its_number():
    cookie = ""
    for number in range(30):
        response = known_devices.remember(
            HttpResponse(), visit(cookie=cookie), attempts.CASES, f"case {number}"
        )
        cookie = response.cookies["device"].value
    assert len(cookie) < 1000
    own = known_devices.device_of(visit(cookie=cookie), attempts.CASES, "case 29")
    assert own == known_devices.device_of(visit(cookie=cookie), attempts.CASES, "case 10")
    assert known_devices.device_of(visit(cookie=cookie), attempts.CASES, "case 9") == ""


def test_a_network_is_forgotten_after_ninety_days():
    succeed(STAFF_PASSWORD, visit())
    later = timezone.now() + datetime.timedelta(days=91)
    assert not attempts.is_known(visit(), attempts.STAFF, OWNER, now=later)
