"""Logging in with user ID and password: who gets in, for how long, and what everybody else is told."""

import time

import pytest
from django.test import Client
from django.utils import timezone

from cases import actions
from cases.access import citizen_session
from cases.models import Case, RequestType, User
from tests.cases.views.pages import log_in, page_of
from tests.factories import FiledFactory
from tests.people import Citizen

pytestmark = pytest.mark.django_db
WRONG = "0000 0000 0000"


def wind_back(client: Client, **seconds: int) -> None:
    """Let the log-in be so much older: `seen` (the last visit), `since` (the log-in)."""
    session = client.session
    session[citizen_session.KEY] = [
        {**held, **{name: held[name] - by for name, by in seconds.items()}}
        for held in session[citizen_session.KEY]
    ]
    session.save()


def test_user_id_and_password_lead_to_the_result_list(client: Client, somchai: Citizen) -> None:
    assert log_in(client, somchai.case.number, somchai.password).headers["Location"] == "/en/track/cases/"
    page = client.get("/en/track/cases/")
    assert "1 result" in page.text
    assert somchai.case.receipt_number in page.text


def test_the_list_has_the_manuals_columns(logged_in: Client) -> None:
    page = logged_in.get("/en/track/cases/").text
    for column in (
        "Receipt number",
        "Date received",
        "Channel",
        "Title",
        "First name",
        "Last name",
        "Status",
    ):
        assert f">{column}</th>" in page


@pytest.mark.parametrize("wanted", ["x", "0", "99"])
def test_a_page_of_the_list_that_is_none_shows_no_case(
    logged_in: Client, somchai: Citizen, wanted: str
) -> None:
    page = logged_in.get("/en/track/cases/", {"page": wanted})
    assert (page.status_code, somchai.case.receipt_number in page.text) == (200, False)
    assert "There is no such page of this list." in page.text
    assert somchai.case.receipt_number in logged_in.get("/en/track/cases/").text
    assert "รายการนี้ไม่มีหน้าที่ระบุ" in logged_in.get("/track/cases/", {"page": wanted}).text


@pytest.mark.parametrize("spelling", ["{number}", " {number} ", "{receipt}", "{thai}"])
def test_the_user_id_may_be_typed_in_any_spelling(client: Client, somchai: Citizen, spelling: str) -> None:
    number = somchai.case.number
    thai = number.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    typed = spelling.format(number=number, receipt=somchai.case.receipt_number, thai=thai)
    assert log_in(client, typed, somchai.password).status_code == 302


def test_the_password_may_be_typed_with_hyphens_and_thai_digits(client: Client, somchai: Citizen) -> None:
    thai = somchai.password.translate(str.maketrans("0123456789 ", "๐๑๒๓๔๕๖๗๘๙-"))
    assert log_in(client, somchai.case.number, thai).status_code == 302


def test_an_unknown_number_and_a_wrong_password_get_the_same_words(client: Client, somchai: Citizen) -> None:
    pages = [log_in(client, number, WRONG) for number in (somchai.case.number, "2569-99999")]
    words = [page.context["form"].non_field_errors() for page in pages]
    assert list(words[0]) == list(words[1])
    assert words[0]
    assert {page.status_code for page in pages} == {200}


def test_an_unknown_number_takes_as_long_as_a_wrong_password(client: Client, somchai: Citizen) -> None:
    def cost(number: str) -> float:
        """CPU seconds: unlike the clock, they do not wait for other programs."""
        begin = time.process_time()
        log_in(client, number, WRONG)
        return time.process_time() - begin

    log_in(client, "2569-88888", WRONG)
    pairs = [(cost(somchai.case.number), cost("2569-99999")) for _ in range(4)]
    known, unknown = (min(costs) for costs in zip(*pairs, strict=True))
    assert 0.6 < known / unknown < 1.7


def test_a_sixth_wrong_password_is_told_when_to_try_again(client: Client, somchai: Citizen) -> None:
    pages = [log_in(client, somchai.case.number, WRONG) for _ in range(6)]
    assert [page.status_code for page in pages] == [200] * 5 + [429]
    assert int(pages[-1].headers["Retry-After"]) <= 15 * 60
    assert "minutes" in pages[-1].text


def test_a_closed_throttle_is_the_same_for_an_unknown_number(client: Client, db: None) -> None:
    assert [log_in(client, "2569-99999", WRONG).status_code for _ in range(6)][-1] == 429


def test_a_success_forgets_the_wrong_passwords(client: Client, somchai: Citizen) -> None:
    for _ in range(3):
        for _ in range(4):
            log_in(client, somchai.case.number, WRONG)
        assert log_in(client, somchai.case.number, somchai.password).status_code == 302


def test_one_network_cannot_try_all_numbers(client: Client, db: None) -> None:
    answers = [log_in(client, f"2569-{number:05d}", WRONG).status_code for number in range(101)]
    assert (answers[99], answers[100]) == (200, 429)


def test_whoever_gets_in_uses_up_no_tries_of_the_network(client: Client, somchai: Citizen) -> None:
    answers = {log_in(client, somchai.case.number, somchai.password).status_code for _ in range(101)}
    assert answers == {302}


def test_nobody_elsewhere_can_use_up_the_tries_for_a_case(client: Client, somchai: Citizen) -> None:
    for _ in range(6):
        form = {"user_id": somchai.case.number, "password": WRONG}
        client.post("/en/track/", form, REMOTE_ADDR="198.51.100.7")
    assert log_in(client, somchai.case.number, somchai.password).status_code == 302


def test_another_network_is_not_held_up(client: Client, somchai: Citizen) -> None:
    for number in range(101):
        log_in(client, f"2569-{number + 50000}", WRONG)
    form = {"user_id": somchai.case.number, "password": somchai.password}
    assert client.post("/en/track/", form, REMOTE_ADDR="198.51.100.7").status_code == 302


def test_empty_fields_are_told_and_not_counted(client: Client, db: None) -> None:
    answers = [client.post("/en/track/", {"user_id": "", "password": ""}) for _ in range(8)]
    assert answers[-1].status_code == 200
    assert set(answers[-1].context["form"].errors) == {"user_id", "password"}


def test_the_session_key_changes_at_log_in(
    client: Client, somchai: Citizen, request_type: RequestType
) -> None:
    client.get(f"/requests/{request_type.code}/")
    before = client.session.session_key
    log_in(client, somchai.case.number, somchai.password)
    assert client.session.session_key != before


def test_a_stranger_is_led_to_the_log_in(client: Client, somchai: Citizen) -> None:
    assert client.get(page_of(somchai.case)).headers["Location"] == "/en/track/"
    assert client.get("/en/track/cases/").headers["Location"] == "/en/track/"


def test_a_citizen_does_not_find_another_case(logged_in: Client, request_type: RequestType) -> None:
    other, _ = FiledFactory(request_type=request_type)
    assert logged_in.get(page_of(other)).status_code == 404
    assert logged_in.get("/en/track/cases/2569-99999/").status_code == 404


def test_half_an_hour_idle_ends_it(logged_in: Client, somchai: Citizen) -> None:
    wind_back(logged_in, seen=31 * 60)
    assert logged_in.get(page_of(somchai.case)).status_code == 302


def test_a_visit_within_half_an_hour_keeps_it(logged_in: Client, somchai: Citizen) -> None:
    for _ in range(3):
        wind_back(logged_in, seen=29 * 60, since=29 * 60)
        assert logged_in.get(page_of(somchai.case)).status_code == 200


def test_eight_hours_end_it_in_any_case(logged_in: Client, somchai: Citizen) -> None:
    wind_back(logged_in, since=8 * 60 * 60 + 1)
    assert logged_in.get(page_of(somchai.case)).status_code == 302


def test_a_new_password_ends_it(logged_in: Client, somchai: Citizen) -> None:
    actions.change_password(somchai.case, now=timezone.now())
    assert logged_in.get(page_of(somchai.case)).status_code == 302
    assert logged_in.get("/en/track/cases/").status_code == 302


def test_log_out_ends_it(logged_in: Client, somchai: Citizen) -> None:
    logged_in.post("/en/track/logout/")
    assert logged_in.get(page_of(somchai.case)).status_code == 302


def test_log_out_leaves_a_staff_log_in_alone(logged_in: Client, officer: User) -> None:
    logged_in.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    logged_in.post("/en/track/logout/")
    assert logged_in.session["_auth_user_id"] == str(officer.pk)


def test_staff_are_no_citizens(client: Client, case: Case, officer: User) -> None:
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(page_of(case)).headers["Location"] == "/en/track/"


def test_an_expired_log_in_form_keeps_the_user_id_and_not_the_password(somchai: Citizen) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
    page = log_in(browser, somchai.case.number, somchai.password)
    assert page.status_code == 403
    assert f'value="{somchai.case.number}"' in page.text
    assert somchai.password not in page.text
