"""Another e-mail address for the own case, and all cases of one address together."""

import pytest
from django.test import Client

from cases import actions
from cases.models import Case, OneTimeCode, RequestType
from tests.cases.views.codes import code_of, type_code, wrong
from tests.cases.views.pages import log_in, page_of
from tests.cases.views.test_tracking import wind_back
from tests.factories import FiledFactory
from tests.people import Citizen

pytestmark = pytest.mark.django_db
NEW, OLD = "new@citizen.example", "somchai@citizen.example"


def ask(client: Client, case: Case, email: str = NEW) -> int:
    return int(client.post(page_of(case, "email"), {"email": email}).status_code)


def address_of(case: Case) -> str:
    return str(Case.objects.get(pk=case.pk).email)


def test_the_new_address_is_used_once_its_code_is_typed(logged_in: Client, somchai: Citizen) -> None:
    assert ask(logged_in, somchai.case) == 302
    answer = type_code(logged_in, page_of(somchai.case, "email/code"), code_of(NEW))
    assert answer.headers["Location"] == page_of(somchai.case)
    assert address_of(somchai.case) == NEW
    assert "our letters go to your new e-mail address" in logged_in.get(page_of(somchai.case)).text


def test_an_address_that_looks_misspelt_is_asked_about_and_can_be_right(
    logged_in: Client, somchai: Citizen
) -> None:
    typed = {"email": "new@gmial.com"}
    page = logged_in.post(page_of(somchai.case, "email"), typed)
    assert (page.status_code, "Did you mean new@gmail.com?" in page.text) == (200, True)
    typed["email_is_right"] = "new@gmial.com"
    assert logged_in.post(page_of(somchai.case, "email"), typed).status_code == 302
    assert code_of("new@gmial.com")


def test_until_then_the_old_one_stays(logged_in: Client, somchai: Citizen) -> None:
    ask(logged_in, somchai.case)
    type_code(logged_in, page_of(somchai.case, "email/code"), wrong(code_of(NEW)))
    assert address_of(somchai.case) == OLD


def test_the_old_address_is_told_and_the_new_one_is_not_named(logged_in: Client, somchai: Citizen) -> None:
    ask(logged_in, somchai.case)
    type_code(logged_in, page_of(somchai.case, "email/code"), code_of(NEW))
    letter = somchai.case.notices.get(kind="email_changed")
    assert letter.address == OLD
    assert NEW not in letter.text


def test_a_case_without_an_address_can_get_one(client: Client, request_type: RequestType) -> None:
    citizen = Citizen(*FiledFactory(request_type=request_type, email=""))
    log_in(client, citizen.case.number, citizen.password)
    assert "Give an e-mail address" in client.get(page_of(citizen.case, "email")).text
    ask(client, citizen.case)
    type_code(client, page_of(citizen.case, "email/code"), code_of(NEW))
    assert address_of(citizen.case) == NEW


@pytest.mark.parametrize("email", ["", "new", OLD])
def test_what_cannot_be_the_new_address_is_told(logged_in: Client, somchai: Citizen, email: str) -> None:
    assert ask(logged_in, somchai.case, email) == 200
    assert not OneTimeCode.objects.exists()


def test_after_five_wrong_codes_the_right_one_comes_too_late(logged_in: Client, somchai: Citizen) -> None:
    ask(logged_in, somchai.case)
    code = code_of(NEW)
    for _ in range(5):
        type_code(logged_in, page_of(somchai.case, "email/code"), wrong(code))
    type_code(logged_in, page_of(somchai.case, "email/code"), code)
    assert address_of(somchai.case) == OLD


def test_a_fourth_wish_within_an_hour_is_put_off(logged_in: Client, somchai: Citizen) -> None:
    assert [ask(logged_in, somchai.case, f"new{n}@citizen.example") for n in range(4)] == [302, 302, 302, 429]


def test_the_code_of_one_case_changes_no_other(
    client: Client, somchai: Citizen, request_type: RequestType
) -> None:
    other = Citizen(*FiledFactory(request_type=request_type))
    log_in(client, somchai.case.number, somchai.password)
    ask(client, somchai.case)
    log_in(client, other.case.number, other.password)
    type_code(client, page_of(other.case, "email/code"), code_of(NEW))
    assert address_of(other.case) == OLD


@pytest.mark.parametrize("page", ["email", "email/code", "others", "others/code"])
def test_a_stranger_is_led_to_the_log_in(client: Client, somchai: Citizen, page: str) -> None:
    assert client.post(page_of(somchai.case, page), {"email": NEW}).headers["Location"] == "/en/track/"


@pytest.mark.parametrize("page", ["email", "email/code", "others", "others/code"])
def test_another_citizen_finds_nothing(logged_in: Client, request_type: RequestType, page: str) -> None:
    other, _ = FiledFactory(request_type=request_type)
    assert logged_in.post(page_of(other, page), {"email": NEW}).status_code == 404


def test_a_log_in_that_has_ended_changes_no_address(logged_in: Client, somchai: Citizen) -> None:
    ask(logged_in, somchai.case)
    wind_back(logged_in, seen=31 * 60)
    type_code(logged_in, page_of(somchai.case, "email/code"), code_of(NEW))
    assert address_of(somchai.case) == OLD


def test_without_a_wish_there_is_no_code_to_type(logged_in: Client, somchai: Citizen) -> None:
    for page in ("email", "others"):
        answer = logged_in.get(page_of(somchai.case, f"{page}/code"))
        assert answer.headers["Location"] == page_of(somchai.case, page)


def together(client: Client, case: Case) -> None:
    """Confirm the address of this case."""
    client.post(page_of(case, "others"))
    type_code(client, page_of(case, "others/code"), code_of(case.email))


def test_the_code_shows_all_cases_of_the_address(
    logged_in: Client, somchai: Citizen, request_type: RequestType
) -> None:
    second, _ = FiledFactory(request_type=request_type, email=OLD.upper())
    assert logged_in.get(page_of(second)).status_code == 404
    together(logged_in, somchai.case)
    assert "2 results" in logged_in.get("/en/track/cases/").text
    assert logged_in.get(page_of(second)).status_code == 200


def test_cases_of_another_address_stay_closed(
    logged_in: Client, somchai: Citizen, request_type: RequestType
) -> None:
    other, _ = FiledFactory(request_type=request_type, email="malee@citizen.example")
    together(logged_in, somchai.case)
    assert logged_in.get(page_of(other)).status_code == 404


def test_a_wrong_code_shows_no_other_case(
    logged_in: Client, somchai: Citizen, request_type: RequestType
) -> None:
    second, _ = FiledFactory(request_type=request_type)
    logged_in.post(page_of(somchai.case, "others"))
    type_code(logged_in, page_of(somchai.case, "others/code"), wrong(code_of(OLD)))
    assert logged_in.get(page_of(second)).status_code == 404


def test_the_page_masks_the_address(logged_in: Client, somchai: Citizen) -> None:
    page = logged_in.get(page_of(somchai.case, "others")).text
    assert "s***@citizen.example" in page
    assert OLD not in page


def test_who_has_confirmed_the_address_goes_on_at_once(logged_in: Client, somchai: Citizen) -> None:
    together(logged_in, somchai.case)
    assert logged_in.get(page_of(somchai.case, "others")).headers["Location"] == "/en/track/cases/"


def test_a_case_without_an_address_has_no_others(client: Client, request_type: RequestType) -> None:
    citizen = Citizen(*FiledFactory(request_type=request_type, email=""))
    log_in(client, citizen.case.number, citizen.password)
    assert client.get(page_of(citizen.case, "others")).status_code == 404
    assert "others/" not in client.get(page_of(citizen.case)).text


def test_a_fourth_code_within_an_hour_is_put_off(logged_in: Client, somchai: Citizen) -> None:
    answers = [logged_in.post(page_of(somchai.case, "others")).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]


def test_who_changes_the_address_of_one_of_several_keeps_that_case(
    logged_in: Client, somchai: Citizen
) -> None:
    together(logged_in, somchai.case)
    ask(logged_in, somchai.case)
    type_code(logged_in, page_of(somchai.case, "email/code"), code_of(NEW))
    assert address_of(somchai.case) == NEW
    assert logged_in.get(page_of(somchai.case)).status_code == 200


def test_a_changed_address_leaves_the_list_of_the_old_one(
    client: Client, logged_in: Client, somchai: Citizen, request_type: RequestType
) -> None:
    second, _ = FiledFactory(request_type=request_type)
    together(logged_in, somchai.case)
    actions.change_email(second, to=NEW)
    assert logged_in.get(page_of(second)).status_code == 404
