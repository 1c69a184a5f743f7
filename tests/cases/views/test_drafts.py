"""A request in the making: which page comes next, what survives, and who sees it."""

import datetime
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from cases.drafts import ownership
from cases.models import Attachment, Case, Draft, RequestType
from tests.cases.views.pages import (
    DETAILS,
    WHAT,
    WHERE,
    YOU,
    address,
    at,
    errors_of,
    last_page,
    part,
    send,
    token_of,
    typed,
    write,
)
from tests.factories import CaseFactory, RequestTypeFactory
from tests.pictures import picture
from workflows.jobs.case_jobs import purge_drafts

pytestmark = pytest.mark.django_db
PAGES = [WHAT, WHERE, YOU, "check"]
SOI = 'value="ซอย 3"'


def post(client: Client, request_type: RequestType, page: str, **changes: Any) -> Any:
    """Fill in one page and press Continue, or the button that is among the changes."""
    return client.post(address(request_type, page), part(typed(), page) | changes)


def next_page(response: Any) -> str:
    """Where the answer leads: the last part of the address."""
    return str(response.headers["Location"]).rstrip("/").rsplit("/", 1)[-1]


def near(request_type: RequestType) -> Case:
    """An open case of the kind, in front of the temple."""
    request_type.needs_map = True
    request_type.save()
    case: Case = CaseFactory(request_type=request_type, place="หน้าวัดโพธิ์", latitude="17.4", longitude="102.8")
    return case


def test_each_page_leads_to_the_next(client: Client, request_type: RequestType) -> None:
    client.get(address(request_type))
    assert [next_page(post(client, request_type, page)) for page in PAGES[:-1]] == PAGES[1:]


@pytest.mark.parametrize("page", PAGES[1:])
def test_who_jumps_ahead_is_led_to_the_first_page_to_be_done(
    client: Client, request_type: RequestType, page: str
) -> None:
    assert next_page(client.get(address(request_type, page))) == WHAT
    post(client, request_type, WHAT)
    assert next_page(client.get(address(request_type, "check"))) == WHERE


def test_the_kinds_own_address_leads_to_the_page_to_be_done(
    client: Client, request_type: RequestType
) -> None:
    assert next_page(client.get(address(request_type))) == WHAT
    post(client, request_type, WHAT)
    assert next_page(client.get(address(request_type))) == WHERE


@pytest.mark.parametrize("page", PAGES[:-1])
def test_a_page_that_was_done_is_open_again_with_all_its_words(
    client: Client, request_type: RequestType, page: str
) -> None:
    write(client, request_type, soi="ซอย 3")
    words = {WHAT: DETAILS, WHERE: "หน้าวัดโพธิ์", YOU: SOI}
    assert words[page] in client.get(address(request_type, page)).text


@pytest.mark.parametrize("page", PAGES[:-1])
def test_a_change_leads_straight_back_to_the_check_page(
    client: Client, request_type: RequestType, page: str
) -> None:
    write(client, request_type)
    assert next_page(post(client, request_type, page)) == "check"


def test_the_check_page_shows_every_answer_with_a_link_to_change_it(
    client: Client, request_type: RequestType
) -> None:
    page = at(client, request_type, "check", latitude="17.4", longitude="102.8").text
    words = (DETAILS, "หน้าวัดโพธิ์", "17.400000, 102.800000", "ใจดี", "081 234 5678", "somchai@", "99/1", "41000")
    assert [word for word in words if word not in page] == []
    assert f'href="{address(request_type, YOU)}#id_phone"' in page


def test_a_wrong_page_shows_its_errors_again_after_a_reload(
    client: Client, request_type: RequestType
) -> None:
    at(client, request_type, YOU)
    post(client, request_type, YOU, phone="12", soi="ซอย 3")
    page = client.get(address(request_type, YOU))
    assert "phone" in errors_of(page)
    assert (SOI in page.text, 'value="12"' in page.text) == (True, True)


def test_a_wrong_page_is_not_done(client: Client, request_type: RequestType) -> None:
    write(client, request_type)
    post(client, request_type, WHAT, details="short")
    assert next_page(client.get(address(request_type, "check"))) == WHAT


def test_what_is_no_longer_valid_is_asked_again_and_nothing_is_filed(
    client: Client, request_type: RequestType
) -> None:
    write(client, request_type)
    form = last_page(client, request_type)
    RequestType.objects.update(needs_photo=True)
    assert next_page(client.post(address(request_type, "check"), form)) == WHAT
    assert "photos" in errors_of(client.get(address(request_type, WHAT)))
    assert not Case.objects.exists()


@pytest.mark.parametrize(("page", "before"), [(WHAT, "en"), (WHERE, WHAT), (YOU, WHERE)])
def test_back_keeps_what_was_typed_and_finds_no_fault(
    client: Client, request_type: RequestType, page: str, before: str
) -> None:
    at(client, request_type, page)
    assert (
        next_page(client.post(address(request_type, page), {"details": "short", "soi": "ซอย 3", "back": "1"}))
        == before
    )
    there = client.get(address(request_type, page))
    assert not there.context["form"].errors
    assert ("short" if page == WHAT else SOI if page == YOU else "") in there.text


@pytest.mark.parametrize("page", PAGES)
def test_the_other_language_has_the_same_page_and_words(
    client: Client, request_type: RequestType, page: str
) -> None:
    at(client, request_type, page)
    there = client.post(address(request_type, page), {"details": "short", "switch_language": "th"})
    assert there.headers["Location"] == address(request_type, page).removeprefix("/en")
    shown = client.get(there.headers["Location"])
    assert '<html lang="th">' in shown.text
    assert ("short" if page == WHAT else "") in shown.text


def test_what_is_typed_is_kept_without_a_button(client: Client, request_type: RequestType) -> None:
    at(client, request_type, YOU)
    assert post(client, request_type, YOU, autosave="1", soi="ซอย 3").status_code == 204
    assert SOI in client.get(address(request_type, YOU)).text


def test_words_kept_without_a_button_do_not_undo_a_page(client: Client, request_type: RequestType) -> None:
    write(client, request_type)
    post(client, request_type, YOU, autosave="1")
    assert client.get(address(request_type, "check")).status_code == 200


def test_words_that_come_late_do_not_bring_a_sent_draft_back(
    client: Client, request_type: RequestType
) -> None:
    token = token_of(at(client, request_type, YOU))
    send(client, request_type)
    post(client, request_type, YOU, autosave="1", form_token=token)
    assert not Draft.objects.exists()


def test_what_came_back_in_a_browser_that_was_closed_goes_on_with_its_draft(
    client: Client, request_type: RequestType
) -> None:
    token = token_of(at(client, request_type, YOU))
    again = Client()
    own = token_of(again.get(address(request_type, WHAT)))
    post(again, request_type, YOU, autosave="1", form_token=token, soi="ซอย 3")
    assert own != token
    assert SOI not in client.get(address(request_type, YOU)).text
    kept = post(again, request_type, YOU, autosave="1", form_token=token, came_back=token, soi="ซอย 3")
    assert kept.status_code == 204
    assert SOI in again.get(address(request_type, YOU)).text
    assert token_of(again.get(address(request_type, WHAT))) == token
    assert post(again, request_type, YOU, came_back="no-token").status_code == 302


@pytest.mark.django_db(transaction=True)
def test_an_hour_later_in_a_server_started_anew_it_is_all_there(
    client: Client, request_type: RequestType
) -> None:
    write(client, request_type)
    hour = datetime.timedelta(hours=1)
    Session.objects.update(expire_date=Session.objects.get().expire_date - hour)
    Draft.objects.update(updated=timezone.now() - hour)
    purge_drafts()
    # Nothing but database and cookies is left of the server before.
    connection.close()
    cache.clear()
    again = Client()
    again.cookies = client.cookies
    assert DETAILS in again.get(address(request_type, "check")).text


def test_a_page_whose_draft_is_gone_is_kept_and_the_rest_asked_again(
    client: Client, request_type: RequestType
) -> None:
    there = post(client, request_type, YOU, soi="ซอย 3")
    assert next_page(there) == WHAT
    assert "no longer there" in client.get(there.headers["Location"]).text
    post(client, request_type, WHAT)
    post(client, request_type, WHERE)
    assert "ซอย 3" in client.get(address(request_type, "check")).text


def test_each_kind_has_a_draft_of_its_own(client: Client, request_type: RequestType) -> None:
    other = RequestTypeFactory(code="street_light", department=request_type.department)
    write(client, request_type)
    assert DETAILS not in client.get(address(other, WHAT)).text
    assert client.get(address(request_type, "check")).status_code == 200


def test_nobody_else_sees_a_draft(client: Client, request_type: RequestType) -> None:
    write(client, request_type)
    other = Client()
    assert DETAILS not in other.get(address(request_type, WHAT)).text
    assert next_page(other.get(address(request_type, "check"))) == WHAT


def test_a_draft_is_unreadable_in_the_database_and_in_the_session(
    client: Client, request_type: RequestType
) -> None:
    write(client, request_type)
    with connection.cursor() as cursor:
        cursor.execute("SELECT content FROM cases_draft")
        content = cursor.fetchone()[0]
    assert "somchai" not in content
    assert "somchai" not in str(dict(client.session))


def test_no_page_of_a_form_is_cached(client: Client, request_type: RequestType) -> None:
    write(client, request_type)
    pages = (client.get(address(request_type, page)) for page in PAGES)
    assert all("no-store" in page.headers["Cache-Control"] for page in pages)


def test_a_sent_draft_is_gone_and_the_next_form_is_empty(client: Client, request_type: RequestType) -> None:
    send(client, request_type)
    assert not Draft.objects.exists()
    assert DETAILS not in client.get(address(request_type, WHAT)).text


def test_looking_at_a_form_stores_no_draft(client: Client, request_type: RequestType) -> None:
    client.get(address(request_type, WHAT))
    assert not Draft.objects.exists()


def test_a_draft_is_removed_after_a_day(client: Client, request_type: RequestType) -> None:
    write(client, request_type, photos=[picture()])
    purge_drafts(now=timezone.now() + datetime.timedelta(hours=25))
    assert not Draft.objects.exists()
    assert not Attachment.objects.exists()


def test_two_saves_at_once_keep_both_pages(client: Client, request_type: RequestType) -> None:
    write(client, request_type)
    stale, fresh = Draft.objects.get(), Draft.objects.get()
    ownership.keep(fresh, WHAT, {"details": ["one"]}, state=Draft.State.TYPED)
    ownership.keep(stale, WHERE, {"place": ["two"]}, state=Draft.State.TYPED)
    stored = Draft.objects.get()
    assert (stored.typed(WHAT)["details"], stored.typed(WHERE)["place"]) == ("one", "two")


def test_only_the_fields_of_a_page_are_kept_and_no_more_than_any_of_them_takes(
    client: Client, request_type: RequestType
) -> None:
    post(client, request_type, WHAT, details="ก" * 30_000, junk="x", first_name="ผิดหน้า")
    kept = Draft.objects.get().typed(WHAT)
    assert set(kept) == {"details", "urgency"}
    assert len(kept["details"]) == 20_000


def test_similar_cases_near_by_are_offered_before_the_person_is_asked(
    client: Client, request_type: RequestType
) -> None:
    case = near(request_type)
    post(client, request_type, WHAT)
    there = post(client, request_type, WHERE, latitude="17.4", longitude="102.8")
    assert next_page(there) == "similar"
    page = client.get(there.headers["Location"])
    assert f"/follow/{case.number}/" in page.text
    assert next_page(client.get(address(request_type, YOU))) == "similar"


def test_who_has_none_of_the_similar_cases_goes_on_and_is_not_asked_twice(
    client: Client, request_type: RequestType
) -> None:
    near(request_type)
    post(client, request_type, WHAT)
    for _ in range(2):
        post(client, request_type, WHERE, latitude="17.4", longitude="102.8")
        assert next_page(client.post(address(request_type, "similar"))) == YOU
    assert next_page(post(client, request_type, WHERE, latitude="17.4", longitude="102.8")) == YOU


def test_another_place_is_looked_at_again(client: Client, request_type: RequestType) -> None:
    near(request_type)
    post(client, request_type, WHAT)
    assert next_page(post(client, request_type, WHERE, latitude="17.5", longitude="102.8")) == YOU
    assert next_page(post(client, request_type, WHERE, latitude="17.4", longitude="102.8")) == "similar"


def test_similar_cases_that_have_ended_meanwhile_are_no_page(
    client: Client, request_type: RequestType
) -> None:
    near(request_type)
    post(client, request_type, WHAT)
    there = post(client, request_type, WHERE, latitude="17.4", longitude="102.8")
    Case.objects.update(latitude=None, longitude=None)
    assert next_page(client.get(there.headers["Location"])) == YOU


def test_a_request_is_sent_although_the_session_was_lost_on_the_check_page(
    client: Client, request_type: RequestType
) -> None:
    write(client, request_type, photos=[picture()])
    button = last_page(client, request_type)
    client.cookies.pop("sessionid")
    answer = client.post(address(request_type, "check"), button)
    assert answer.headers["Location"].endswith("/requests/done/")
    assert Case.objects.get().attachments.count() == 1


def test_without_the_page_another_browser_gets_no_draft(client: Client, request_type: RequestType) -> None:
    write(client, request_type)
    stranger = Client()
    assert DETAILS not in stranger.get(address(request_type, WHAT)).text
    assert next_page(stranger.post(address(request_type, "check"), {"form_token": "no-token"})) == WHAT
