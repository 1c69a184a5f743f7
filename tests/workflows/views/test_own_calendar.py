"""One's own due dates in a calendar program: what the file says, to whom, and when its address ends."""

import datetime
import hashlib
from typing import Any
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.test import Client
from django.utils import timezone
from icalendar import Calendar

from cases.actions import subtasks
from cases.deadlines.work_calendar import WorkCalendar
from cases.models import Case, RequestType, SecurityEvent, Status, Subtask, User
from tests.factories import CaseFactory, RequestTypeFactory
from workflows.inbox import own_calendar
from workflows.models import CalendarAddress
from workflows.views import own_calendar as pages

pytestmark = pytest.mark.django_db
HOST = urlsplit(settings.SITE_URL).hostname


def fetched(token: str, **headers: Any) -> Any:
    return Client().get(f"/calendar/{token}.ics", headers=headers)


def events(token: str) -> list[Any]:
    answer = fetched(token)
    assert answer.status_code == 200
    return list(Calendar.from_ical(answer.content).walk("VEVENT"))


@pytest.fixture
def mine(case: Case, officer: User) -> Case:
    """A case in the officer's charge, due on a day that is known."""
    Case.objects.filter(pk=case.pk).update(
        officer=officer, status=Status.IN_PROGRESS, due_on=datetime.date(2026, 12, 31)
    )
    return Case.objects.get(pk=case.pk)


def test_the_page_makes_an_address_once_makes_it_anew_and_withdraws_it(desk, officer, mine):
    seat = desk(officer)
    assert "There is none" in seat.page("calendar").text
    shown = seat.post("/en/staff/calendar/").context["shown"]
    assert shown.startswith(f"{settings.SITE_URL}/calendar/")
    token = shown.rsplit("/", 1)[1].removesuffix(".ics")
    page = seat.page("calendar").text
    assert token not in page
    assert "No program has fetched" in page
    kept = CalendarAddress.objects.get(user=officer)
    assert kept.digest == hashlib.sha256(token.encode()).hexdigest()
    assert len(events(token)) == 1
    assert "A program last fetched" in seat.page("calendar").text

    newer = seat.post("/en/staff/calendar/").context["shown"].rsplit("/", 1)[1].removesuffix(".ics")
    assert fetched(token).status_code == 404
    assert fetched(newer).status_code == 200
    seat.post("/en/staff/calendar/", {"end": "1"})
    assert fetched(newer).status_code == 404
    kinds = SecurityEvent.objects.filter(by=officer).values_list("kind", flat=True)
    assert {"calendar_made", "calendar_ended"} <= set(kinds)
    assert Client().get("/en/staff/calendar/").status_code == 302


def test_it_tells_number_kind_and_day_and_nothing_else(officer, mine):
    token = own_calendar.make(officer)
    text = fetched(token).content.decode().replace("\r\n ", "")
    assert "DTSTART;VALUE=DATE:20261231\r\n" in text
    # The end is the first day after: programs show nothing, or the day before, where both are the same.
    assert "DTEND;VALUE=DATE:20270101\r\n" in text
    assert "2569" not in text.replace(mine.number, "")
    (event,) = events(token)
    assert str(event["SUMMARY"]) == f"{mine.number} · {mine.request_type.name_th}"
    for typed in (mine.details, mine.place, mine.first_name, mine.last_name, mine.email, str(mine.phone)):
        assert not typed or typed not in text
    assert (str(event["UID"]), "VTIMEZONE" in text) == (f"{mine.number}@{HOST}", False)
    assert event["DTSTAMP"].dt.utcoffset() == datetime.timedelta(0)
    assert "@" not in text.replace(str(event["UID"]), "")


def test_long_thai_words_come_back_as_they_were(officer, mine):
    name = "ไฟฟ้าสาธารณะ  ดับ, ชำรุด; " + "น้ำท่วมขัง " * 12 + "\\ จบ"
    RequestType.objects.filter(pk=mine.request_type_id).update(name_th=name.strip()[:200])
    content = fetched(own_calendar.make(officer)).content
    assert max(len(line) for line in content.split(b"\r\n")) <= 75
    (event,) = Calendar.from_ical(content).walk("VEVENT")
    assert str(event["SUMMARY"]) == f"{mine.number} · {name.strip()[:200]}"


def test_of_a_restricted_kind_the_number_alone_is_told(officer, mine):
    RequestType.objects.filter(pk=mine.request_type_id).update(restricted=True)
    (event,) = events(own_calendar.make(officer))
    assert str(event["SUMMARY"]) == mine.number


def test_what_is_done_waits_or_is_another_persons_is_not_in_it(officer, head, colleague, mine):
    token, theirs = own_calendar.make(officer), own_calendar.make(colleague)
    for state in ("waiting", "resolved", "withdrawn", "closed"):
        CaseFactory(request_type=mine.request_type, head=head, officer=officer, **{state: True})
    assert [str(one["UID"]) for one in events(token)] == [f"{mine.number}@{HOST}"]
    assert events(theirs) == []
    Case.objects.filter(pk=mine.pk).update(officer=colleague)
    assert (len(events(token)), len(events(theirs))) == (0, 1)


def test_the_same_cases_are_the_same_file_and_a_change_is_another(officer, mine):
    token = own_calendar.make(officer)
    first = fetched(token)
    assert first["Cache-Control"] in ("private, max-age=900", "max-age=900, private")
    assert first["Content-Type"] == "text/calendar; charset=utf-8"
    assert "sessionid" not in first.cookies
    again = fetched(token, if_none_match=first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    uid = events(token)[0]["UID"]
    moved = datetime.date(2027, 1, 15)
    Case.objects.filter(pk=mine.pk).update(due_on=moved, changed_at=timezone.now())
    changed = fetched(token, if_none_match=first["ETag"])
    assert changed.status_code == 200
    (event,) = Calendar.from_ical(changed.content).walk("VEVENT")
    assert (event["UID"], event["DTSTART"].dt) == (uid, moved)
    assert event["LAST-MODIFIED"].dt > timezone.now() - datetime.timedelta(minutes=1)


def test_it_ends_with_the_person_and_does_not_come_back(officer, mine):
    token = own_calendar.make(officer)
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert fetched(token).status_code == 404
    person = User.objects.get(pk=officer.pk)
    person.save()
    User.objects.filter(pk=officer.pk).update(is_active=True)
    assert fetched(token).status_code == 404


@pytest.mark.parametrize("token", ["wrong", "x" * 100, "%00", "a/b"])
def test_a_wrong_address_is_not_found_and_guessing_is_slowed_down(token, monkeypatch, db):
    monkeypatch.setattr(pages, "WRONG", 1)
    answers = [fetched(token).status_code for _ in range(3)]
    assert answers[0] == 404
    assert answers[2] == (404 if "/" in token or "%" in token else 429)


def test_a_subtask_for_another_department_has_its_own_day(officer, head, stranger, department):
    there = stranger.memberships.get().department
    kind = RequestTypeFactory(department=department)
    case = CaseFactory(request_type=kind, in_progress=True, head=head, officer=officer)
    day = WorkCalendar.load().shift(timezone.localdate(), 2)
    subtasks.ask_subtask(case, to=there, by=head, what="Look at the pole.", due_on=day)
    subtasks.assign_subtask(Subtask.objects.get(), to=stranger, by=stranger)
    (event,) = events(own_calendar.make(stranger))
    assert (str(event["SUMMARY"]).split(" · ")[0], event["DTSTART"].dt) == (case.number, day)
    assert "pole" not in str(event)
    assert event["UID"] != f"{case.number}@{HOST}"


def test_however_many_cases_there_are_the_statements_are_the_same(
    officer, mine, django_assert_max_num_queries
):
    token = own_calendar.make(officer)
    for _ in range(3):
        made = CaseFactory(request_type=RequestTypeFactory(department=mine.department))
        Case.objects.filter(pk=made.pk).update(officer=officer, status=Status.ASSIGNED)
    fetched(token)
    with django_assert_max_num_queries(7):
        assert len(events(token)) == 4
