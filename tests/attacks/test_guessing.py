"""Guessing passwords from many networks: how many tries a guesser gets, and that the owner is let in."""

from collections.abc import Callable
from functools import partial

from cases.access.attempts import CASE_PASSWORD, STAFF_PASSWORD
from cases.models import RequestType
from tests.attacks.site import Site
from tests.attacks.strangers import Answer, Stranger, addresses, at_once, statuses
from tests.factories import STAFF_PASSWORD as RIGHT
from tests.factories import FiledFactory

Size = Callable[[int, int], int]
Figure = Callable[[str], None]
LET_IN, WRONG, LATER = 302, 200, 429


def log_in(stranger: Stranger, typed: str = "wrong", username: str = "officer.eng") -> Answer:
    return stranger.post("/staff/login/", username=username, password=typed)


def test_one_address_shuts_no_staff_out(site: Site, size: Size, figure: Figure):
    at_home, thief = Stranger(site.url, "127.150.0.1"), Stranger(site.url, "127.1.0.1")
    assert log_in(at_home, RIGHT).status == LET_IN
    many = size(130, 2021)
    answers = at_once(partial(log_in, thief, username=f"person{number}") for number in range(many))
    # Its network had a hundred, and what was refused used up nobody else's.
    assert statuses(answers)[WRONG] <= 100 * (1 + int(sum(answer.seconds for answer in answers) / 900))
    assert log_in(at_home, RIGHT).status == LET_IN
    assert log_in(Stranger(site.url, "127.151.0.1"), RIGHT, "head.phe").status == LET_IN
    figure(
        f"one address, {len(answers)} tries at the staff's log-in: {dict(statuses(answers))}; staff let in"
    )


def test_many_networks_at_one_officer(site: Site, size: Size, figure: Figure):
    at_home = Stranger(site.url, "127.150.0.1")
    assert log_in(at_home, RIGHT).status == LET_IN
    strangers = [Stranger(site.url, address) for address in addresses(networks=size(12, 60), first=10)]
    tries = size(6, 10)
    answers = at_once(partial(log_in, one) for _ in range(tries) for one in strangers)
    let_try = statuses(answers)[WRONG]
    assert let_try <= STAFF_PASSWORD.per_hour()[0]
    assert log_in(at_home, RIGHT).status == LET_IN
    assert log_in(Stranger(site.url, "127.150.0.9"), RIGHT).status == LET_IN
    figure(
        f"{len(strangers)} networks, {len(answers)} tries at one officer: {let_try} judged (an hour at most "
        f"{STAFF_PASSWORD.per_hour()[0]}); the officer let in, with the known browser and the known network"
    )


def test_many_networks_at_one_case(site: Site, size: Size, figure: Figure):
    case, password = FiledFactory(request_type=RequestType.objects.get(code="road_damage"))

    def track(stranger: Stranger, typed: str = "0000 0000 0000") -> Answer:
        return stranger.post("/track/", user_id=case.number, password=typed)

    strangers = [Stranger(site.url, address) for address in addresses(networks=size(10, 60), first=20)]
    answers = at_once(partial(track, one) for _ in range(size(6, 10)) for one in strangers)
    let_try = statuses(answers)[WRONG]
    assert let_try <= min(CASE_PASSWORD.per_hour()[0], 5 * len(strangers))
    assert track(Stranger(site.url, "127.152.0.1"), password).status == LET_IN
    figure(
        f"{len(strangers)} networks, {len(answers)} tries at one case: {let_try} judged (an hour at most "
        f"{CASE_PASSWORD.per_hour()[0]}); the citizen let in from a network never seen before"
    )


def test_many_networks_at_all_cases(site: Site, size: Size, figure: Figure):
    case, password = FiledFactory(request_type=RequestType.objects.get(code="road_damage"))
    strangers = [Stranger(site.url, address) for address in addresses(networks=size(4, 30), first=30)]

    def track(stranger: Stranger, number: str, typed: str = "0000 0000 0000") -> Answer:
        return stranger.post("/track/", user_id=number, password=typed)

    answers = at_once(
        (
            partial(track, one, f"2569-{90000 + 100 * place + number}")
            for number in range(size(15, 100))
            for place, one in enumerate(strangers)
        ),
        seconds=300,
    )
    let_try = statuses(answers)[WRONG]
    assert let_try <= CASE_PASSWORD.per_hour()[1]
    assert track(Stranger(site.url, "127.153.0.1"), case.number, password).status == LET_IN
    figure(
        f"{len(strangers)} networks, {len(answers)} tries at all cases: {let_try} judged; the citizen let in"
    )
