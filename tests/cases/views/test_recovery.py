"""Recovery of a password: nobody learns what is known, nobody is locked out, the code opens the own cases."""

import datetime

import pytest
from django.test import Client
from django.utils import timezone

from cases.access.case_passwords import matches
from cases.access.one_time_codes import code_hash, confirm
from cases.models import Case, OneTimeCode, RequestType
from tests.cases.views.pages import log_in, page_of
from tests.factories import FiledFactory
from tests.people import Citizen

pytestmark = pytest.mark.django_db
CODE, EMAIL = "042317", "somchai@citizen.example"
CASES = "/en/track/forgot/cases/"


def ask(client: Client, wanted: str = EMAIL) -> OneTimeCode | None:
    """Ask for a code; the wish that was stored."""
    client.post("/en/track/forgot/", {"wanted": wanted})
    return OneTimeCode.objects.order_by("created").last()


def look_up(one_time_code: OneTimeCode | None, *, email: str = EMAIL, minutes: int = 15) -> None:
    """What the worker does for a wish that fits."""
    assert one_time_code
    ends = timezone.now() + datetime.timedelta(minutes=minutes)
    code = code_hash(one_time_code.pk, CODE)
    OneTimeCode.objects.filter(pk=one_time_code.pk).update(code=code, email=email, expires_at=ends, wanted="")


def type_code(client: Client, code: str = CODE) -> str:
    """Type the code; where it leads."""
    return client.post("/en/track/forgot/code/", {"code": code}).headers.get("Location", "")


@pytest.fixture
def confirmed(client: Client, somchai: Citizen) -> Client:
    """Somchai's browser with his address confirmed."""
    look_up(ask(client))
    assert type_code(client) == CASES
    return client


@pytest.mark.parametrize("wanted", [EMAIL, "nobody@citizen.example", "2569-99999", "14/2569"])
def test_every_wish_gets_the_same_page(client: Client, somchai: Citizen, wanted: str) -> None:
    answer = client.post("/en/track/forgot/", {"wanted": wanted}, follow=True)
    assert answer.redirect_chain == [("/en/track/forgot/code/", 302)]
    assert "If what you typed belongs to a request" in answer.text
    assert wanted not in answer.text


@pytest.mark.parametrize(
    ("typed", "stored"),
    [("14/2569", "2569-00014"), (" Som@Example.COM ", "Som@example.com"), ("๒๕๖๙-๑๔", "2569-00014")],
)
def test_the_wish_is_stored_as_it_is_looked_up(client: Client, typed: str, stored: str, db: None) -> None:
    one_time_code = ask(client, typed)
    assert one_time_code
    assert (one_time_code.wanted, one_time_code.language) == (stored, "en")


@pytest.mark.parametrize("wanted", ["", "  ", "a@b", "x" * 300])
def test_what_can_be_no_wish_is_told(client: Client, wanted: str, db: None) -> None:
    assert "wanted" in client.post("/en/track/forgot/", {"wanted": wanted}).context["form"].errors
    assert not OneTimeCode.objects.exists()


def one_time_code(client: Client, wanted: str, network: str = "127.0.0") -> int:
    return client.post("/en/track/forgot/", {"wanted": wanted}, REMOTE_ADDR=f"{network}.7").status_code


def test_a_fourth_wish_for_one_address_within_an_hour_is_put_off(client: Client, db: None) -> None:
    assert [one_time_code(client, EMAIL) for _ in range(4)] == [302, 302, 302, 429]


def test_nobody_elsewhere_can_use_up_the_wishes_for_an_address(client: Client, db: None) -> None:
    for _ in range(4):
        one_time_code(client, EMAIL, network="198.51.100")
    assert one_time_code(client, EMAIL) == 302


def test_a_network_that_a_town_shares_has_thirty_wishes_an_hour(client: Client, db: None) -> None:
    answers = [one_time_code(client, f"2569-{number}") for number in range(31)]
    assert (answers[29], answers[30]) == (302, 429)


def test_the_code_opens_the_cases_of_the_address(confirmed: Client, somchai: Citizen) -> None:
    assert somchai.case.number in confirmed.get(CASES).text
    assert confirmed.get(page_of(somchai.case)).status_code == 200


def test_cases_of_another_address_stay_closed(confirmed: Client, request_type: RequestType) -> None:
    other, _ = FiledFactory(request_type=request_type, email="malee@citizen.example")
    assert other.number not in confirmed.get(CASES).text
    assert confirmed.get(page_of(other)).status_code == 404
    assert confirmed.post(CASES, {"number": other.number}).status_code == 404


def test_the_list_of_several_cases_counts_them(confirmed: Client, request_type: RequestType) -> None:
    FiledFactory(request_type=request_type, email="SOMCHAI@citizen.example")
    assert "2 results" in confirmed.get("/en/track/cases/").text


def test_the_code_may_be_typed_with_blanks_and_thai_digits(client: Client, somchai: Citizen) -> None:
    look_up(ask(client))
    assert type_code(client, "๐๔๒ 317") == CASES


def test_a_wrong_code_is_told_and_opens_nothing(client: Client, somchai: Citizen) -> None:
    look_up(ask(client))
    assert type_code(client, "999999") == ""
    assert client.get(CASES).status_code == 302


def test_after_five_wrong_codes_the_right_one_comes_too_late(client: Client, somchai: Citizen) -> None:
    look_up(ask(client))
    for _ in range(5):
        type_code(client, "999999")
    assert type_code(client) == ""
    assert "ask for a new one" in client.get("/en/track/forgot/code/").text


def test_after_15_minutes_the_code_is_over(client: Client, somchai: Citizen) -> None:
    look_up(ask(client), minutes=-1)
    assert type_code(client) == ""


def test_a_code_works_once(confirmed: Client) -> None:
    one_time_code = OneTimeCode.objects.get()
    assert confirm(one_time_code.pk, CODE) is None


def test_a_wish_without_a_code_answers_as_one_with_a_code(client: Client, db: None) -> None:
    ask(client, "nobody@citizen.example")
    for _ in range(5):
        assert type_code(client, "999999") == ""
    assert "ask for a new one" in client.get("/en/track/forgot/code/").text


def test_a_code_of_another_wish_opens_nothing(client: Client, somchai: Citizen) -> None:
    look_up(ask(Client()))
    ask(client, "2569-99999")
    assert type_code(client) == ""


def test_without_a_wish_there_is_no_code_to_type(client: Client, db: None) -> None:
    assert client.get("/en/track/forgot/code/").headers["Location"] == "/en/track/forgot/"
    assert client.get(CASES).headers["Location"] == "/en/track/forgot/"


def test_a_new_password_is_shown_once_and_the_old_one_is_dead(confirmed: Client, somchai: Citizen) -> None:
    confirmed.post(CASES, {"number": somchai.case.number})
    password = confirmed.get(CASES).context["password"]
    assert matches(password, Case.objects.get().password)
    assert password not in confirmed.get(CASES).text
    assert log_in(Client(), somchai.case.number, somchai.password).status_code == 200
    assert log_in(Client(), somchai.case.number, password).status_code == 302


def test_until_then_the_old_password_keeps_working(confirmed: Client, somchai: Citizen) -> None:
    assert log_in(Client(), somchai.case.number, somchai.password).status_code == 302


def test_a_new_password_is_limited_to_three_an_hour(confirmed: Client, somchai: Citizen) -> None:
    answers = [confirmed.post(CASES, {"number": somchai.case.number}).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]


def test_a_case_opened_by_its_password_gives_no_new_ones(logged_in: Client, somchai: Citizen) -> None:
    assert logged_in.post(CASES, {"number": somchai.case.number}).headers["Location"] == "/en/track/cases/"
    assert matches(somchai.password, Case.objects.get().password)
