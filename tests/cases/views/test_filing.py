"""From the form to user ID and password: one case however often it is sent, and shown to its sender only."""

import threading
import uuid

import pytest
from django.db import IntegrityError, connection
from django.test import Client

from cases.access.case_passwords import matches
from cases.drafts import browser_store
from cases.models import Case, CaseEvent, Draft, RequestType, YearCounter
from tests.cases.views.pages import DETAILS, address, at, last_page, send, token_of, write
from tests.factories import CaseFactory

pytestmark = pytest.mark.django_db
DONE = "/en/requests/done/"


def older(client: Client, seconds: int) -> None:
    """Let what the browser was shown be filed so much earlier."""
    session = client.session
    token = session[browser_store.DONE]
    held = browser_store._opened(session[browser_store.FILED][token])
    session[browser_store.FILED] = {token: browser_store._sealed({**held, "at": held["at"] - seconds})}
    session.save()


def test_a_filed_request_shows_its_user_id_and_the_password_that_opens_it(
    client: Client, request_type: RequestType
) -> None:
    assert send(client, request_type).headers["Location"] == DONE
    page, case = client.get(DONE), Case.objects.get()
    assert case.number in page.text
    assert matches(page.context["password"], case.password)


def test_a_reload_still_shows_the_password(client: Client, request_type: RequestType) -> None:
    send(client, request_type)
    assert client.get(DONE).context["password"] == client.get(DONE).context["password"] != ""


def test_after_half_an_hour_the_page_says_how_to_get_a_new_password(
    client: Client, request_type: RequestType
) -> None:
    send(client, request_type)
    older(client, 31 * 60)
    page = client.get(DONE)
    assert page.context["password"] == ""
    assert "Get a new password" in page.text


def test_a_stranger_sees_nothing_on_the_page_after_filing(client: Client, request_type: RequestType) -> None:
    send(client, request_type)
    page = Client().get(DONE)
    assert Case.objects.get().number not in page.text


def test_the_password_is_nowhere_in_the_clear(client: Client, request_type: RequestType) -> None:
    send(client, request_type)
    password = client.get(DONE).context["password"]
    assert password not in str(dict(client.session))
    assert not CaseEvent.objects.filter(message__contains=password).exists()


def test_the_page_with_the_password_is_never_cached(client: Client, request_type: RequestType) -> None:
    send(client, request_type)
    assert "no-store" in client.get(DONE).headers["Cache-Control"]


def test_the_address_of_the_letter_is_masked(client: Client, request_type: RequestType) -> None:
    send(client, request_type)
    page = client.get(DONE)
    assert "s***@citizen.example" in page.text
    assert "somchai@" not in page.text


def test_without_an_address_the_page_asks_to_keep_the_password(
    client: Client, request_type: RequestType
) -> None:
    send(client, request_type, email="")
    assert "write the password down" in client.get(DONE).text


def sent(client: Client, request_type: RequestType, form: dict[str, str]) -> str:
    """Press the last button; where it leads."""
    return str(client.post(address(request_type, "check"), form).headers["Location"])


def test_a_reload_of_the_sent_form_makes_one_case(client: Client, request_type: RequestType) -> None:
    write(client, request_type)
    form = last_page(client, request_type)
    assert [sent(client, request_type, form) for _ in range(3)] == [DONE] * 3
    assert Case.objects.count() == 1


def test_a_page_of_a_form_that_was_sent_leads_to_its_case(client: Client, request_type: RequestType) -> None:
    token = token_of(at(client, request_type, "you"))
    send(client, request_type)
    page = client.post(address(request_type, "you"), {"form_token": token, "first_name": "สมหญิง"})
    assert page.headers["Location"] == DONE
    assert not Draft.objects.exists()


def test_two_forms_make_two_cases_and_the_last_one_is_shown(
    client: Client, request_type: RequestType
) -> None:
    send(client, request_type)
    send(client, request_type)
    assert client.get(DONE).context["case"] == Case.objects.latest("pk")
    assert Case.objects.count() == 2


def test_a_browser_that_was_not_shown_the_page_cannot_send_it(
    client: Client, request_type: RequestType
) -> None:
    write(client, request_type)
    form = {"form_token": str(uuid.uuid4())}
    assert Client().post(address(request_type, "check"), form).headers["Location"] == address(
        request_type, "what"
    )
    assert not Case.objects.exists()


def test_a_browser_that_has_forgotten_its_case_is_told_of_it(
    client: Client, request_type: RequestType
) -> None:
    write(client, request_type)
    form = last_page(client, request_type)
    CaseFactory(form_token=form["form_token"])
    assert sent(client, request_type, form) == DONE
    assert "sent before" in client.get(DONE).text
    assert Case.objects.count() == 1


def test_what_was_changed_in_another_window_is_shown_before_it_is_sent(
    client: Client, request_type: RequestType
) -> None:
    write(client, request_type)
    page = client.post(address(request_type, "check"), {"form_token": "' or 1=1"})
    assert page.status_code == 409
    assert DETAILS in page.text
    assert not Case.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_double_click_makes_one_case_and_both_answers_lead_to_it(request_type: RequestType) -> None:
    browser = Client()
    write(browser, request_type)
    form, answers = last_page(browser, request_type), []
    start = threading.Barrier(2)

    def click() -> None:
        tab = Client()
        for name, cookie in browser.cookies.items():
            tab.cookies[name] = cookie.value
        start.wait()
        answers.append(tab.post(address(request_type, "check"), form))
        connection.close()

    clicks = [threading.Thread(target=click) for _ in range(2)]
    for thread in clicks:
        thread.start()
    for thread in clicks:
        thread.join()
    assert [answer.headers.get("Location") for answer in answers] == [DONE, DONE]
    assert Case.objects.count() == 1
    assert browser.get(DONE).context["password"]


def test_where_the_page_to_come_cannot_be_stored_there_is_no_case_either(
    client: Client, request_type: RequestType
) -> None:
    write(client, request_type)
    form = last_page(client, request_type)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE django_session ADD CHECK (length(session_data) < 9) NOT VALID")
    with pytest.raises(IntegrityError, match="django_session"):
        client.post(address(request_type, "check"), form)
    assert not Case.objects.exists()
    assert not YearCounter.objects.exists()
    assert Draft.objects.exists()
