"""Reading a citizen's person is written down, once an hour for each way; what is unusual is shown."""

import datetime
from threading import Thread
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cases import actions
from cases.audit import personal_data_access
from cases.audit.personal_data_access import Context
from cases.models import Case, Reading, User
from notifications.models import Audience, Notice, Unreached
from tests.factories import CaseFactory, RequestTypeFactory
from tests.workflows.views.conftest import Seat, address, text

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
NOON = datetime.datetime(2026, 11, 20, 12, 30, tzinfo=ZoneInfo("Asia/Bangkok"))


def ways(case: Case, reader: User) -> list[str]:
    return list(Reading.objects.filter(case=case, reader=reader).order_by("pk").values_list("way", flat=True))


def test_a_page_with_the_person_is_a_reading_and_one_without_is_none(
    desk: Seat, case: Case, head: User, executive: User
) -> None:
    for person in (head, executive):
        desk(person).page("case", case.number)
    assert (ways(case, head), ways(case, executive)) == (["page"], [])


def test_it_is_one_statement_and_one_row_an_hour(desk: Seat, case: Case, head: User) -> None:
    seat = desk(head)
    for _ in range(3):
        with CaptureQueriesContext(connection) as captured:
            seat.page("case", case.number)
        assert len([one for one in captured if "cases_reading" in one["sql"]]) == 1
    assert ways(case, head) == ["page"]


def test_each_way_is_a_row_of_its_own(desk: Seat, case: Case, clerk: User) -> None:
    seat = desk(clerk)
    seat.page("case", case.number)
    seat.get(address("case", case.number), headers={"referer": "http://testserver/en/staff/?view=all&q=x"})
    seat.get(address("case", case.number), headers={"referer": "http://testserver/en/staff/?view=late"})
    seat.page("pdf", case.number)
    seat.post(address("slip", case.number), {"checked": "id_card"})
    assert sorted(ways(case, clerk)) == ["page", "paper", "search", "slip"]


def test_the_form_of_another_address_shows_the_one_of_now(desk: Seat, case: Case, head: User) -> None:
    with override("en"):
        desk(head).get(reverse("notifications:address", args=[case.number]))
    assert ways(case, head) == ["page"]


def test_a_page_that_answers_a_form_is_read_though_nothing_was_done(
    desk: Seat, case: Case, head: User, clerk: User
) -> None:
    """The form's transaction is rolled back; what was shown has been shown."""
    with override("en"):
        answer = desk(head).post(reverse("notifications:address", args=[case.number]), {"address": "none"})
    assert (answer.status_code, ways(case, head)) == (200, ["page"])
    assert desk(clerk).post(address("clear_words", case.number), {"words": "others"}).status_code == 409
    assert ways(case, clerk) == ["page"]


def test_a_number_that_is_typed_is_a_search(desk: Seat, case: Case, clerk: User) -> None:
    desk(clerk).page("inbox", q=case.number)
    assert ways(case, clerk) == ["search"]


def test_a_refused_step_shows_the_person_too(desk: Seat, case: Case, head: User) -> None:
    desk(head).do(case, "assign", to="")
    assert ways(case, head) == ["page"]


def test_a_letter_to_the_citizen_is_a_reading(desk: Seat, case: Case, head: User) -> None:
    notice = Notice.objects.filter(case=case, audience=Audience.CITIZEN).first()
    assert notice is not None
    desk(head).get(f"/en/staff/notices/{notice.pk}/")
    assert ways(case, head) == ["letter"]


def test_the_list_of_those_to_telephone_is_read_in_as_many_statements(
    desk: Seat, case: Case, head: User
) -> None:
    seat, counts, cases = desk(head), [], [case]
    cases += [CaseFactory(request_type=case.request_type) for _ in range(3)]
    # What the whole city shares is read by the first page.
    seat.get("/en/staff/notices/unreached/")
    for some in (cases[:1], cases[1:]):
        for one in some:
            notice = Notice.objects.filter(case=one, audience=Audience.CITIZEN)[0]
            Unreached.objects.create(case=one, notice=notice)
        with CaptureQueriesContext(connection) as captured:
            seat.get("/en/staff/notices/unreached/")
        counts.append(len(captured))
    assert counts[0] == counts[1]
    assert Reading.objects.filter(way=Context.LIST).count() == 4


def test_it_says_whether_the_case_was_the_readers_own(
    desk: Seat, case: Case, head: User, clerk: User
) -> None:
    for person in (head, clerk):
        desk(person).page("case", case.number)
    assert dict(Reading.objects.values_list("reader", "own")) == {head.pk: True, clerk.pk: False}


@pytest.mark.django_db(transaction=True)
def test_where_it_cannot_be_written_the_page_goes_on(
    desk: Seat, case: Case, head: User, caplog: pytest.LogCaptureFixture
) -> None:
    seat = desk(head)
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE cases_reading RENAME TO cases_reading_away")
    try:
        page = seat.page("case", case.number)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("ALTER TABLE cases_reading_away RENAME TO cases_reading")
    assert (page.status_code, case.last_name in text(page)) == (200, True)
    said = [line for line in caplog.messages if "reading" in line]
    assert said == [f"The reading of {case.pk} by {head.pk} was not noted: ProgrammingError"]


@pytest.mark.django_db(transaction=True)
def test_it_waits_for_no_step_that_holds_the_case(case: Case, head: User) -> None:
    with transaction.atomic():
        Case.objects.select_for_update().get(pk=case.pk)
        User.objects.select_for_update().get(pk=head.pk)
        thread = Thread(target=_read, args=[case.pk, head.pk])
        thread.start()
        thread.join(timeout=60)
        assert not thread.is_alive()
    assert ways(case, head) == ["page"]


def _read(case: int, head: int) -> None:
    try:
        personal_data_access.note(User.objects.get(pk=head), [Case.objects.get(pk=case)], Context.PAGE)
    finally:
        connection.close()


def test_the_head_and_administrators_see_who_has_read(
    desk: Seat, case: Case, head: User, clerk: User, officer: User, administrator: User, stranger: User
) -> None:
    desk(clerk).page("case", case.number)
    assert address("readers", case.number) in text(desk(head).page("case", case.number))
    assert address("readers", case.number) not in text(desk(clerk).page("case", case.number))
    for person in (head, administrator):
        assert "(clerk)" in text(desk(person).page("readers", case.number))
    codes = [desk(person).page("readers", case.number).status_code for person in (clerk, officer, stranger)]
    assert codes == [403, 403, 404]


def read(reader: User, cases: list[Case], day: datetime.datetime, *, own: bool = False) -> None:
    Reading.objects.bulk_create(
        Reading(reader=reader, case=case, at=day, hour=day, way=Context.PAGE, own=own) for case in cases
    )


@pytest.fixture
def many(case: Case) -> list[Case]:
    """Sixty cases, of which the readings need the keys alone."""
    return [Case(pk=case.pk + 1000 + n) for n in range(60)]


@pytest.mark.parametrize(
    ("usual", "that_day", "own", "told"),
    [
        (0, 19, False, False),
        (0, 20, False, True),
        (6, 20, False, True),
        (7, 20, False, False),
        (15, 45, False, True),
        (0, 60, True, False),
    ],
)
def test_what_is_unusual_is_a_rule(
    clerk: User, many: list[Case], usual: int, that_day: int, own: bool, told: bool
) -> None:
    for days in (7, 6, 5):
        read(clerk, many[:usual], NOON - days * DAY)
    read(clerk, many[:that_day], NOON, own=own)
    found = personal_data_access.unusual(today=NOON.date() + DAY)
    expected = [(NOON.date(), clerk, that_day, usual)] if told else []
    assert [(one.day, one.reader, one.others, one.usual) for one in found] == expected


def test_the_report_leads_to_the_readings(desk: Seat, administrator: User, clerk: User, many: Any) -> None:
    yesterday = timezone.now() - DAY
    cases = [CaseFactory(request_type=RequestTypeFactory()) for _ in range(2)]
    read(clerk, [*cases, *many[:30]], yesterday)
    page = desk(administrator).page("setup_readings")
    (one,) = page.context["unusual"]
    assert (one.reader, one.others) == (clerk, 32)
    shown = desk(administrator).get(address("setup_readings") + one.query)
    assert {row.reader for row in shown.context["rows"]} == {clerk}


def test_the_readings_are_filtered_by_case(desk: Seat, administrator: User, case: Case, head: User) -> None:
    desk(head).page("case", case.number)
    seat = desk(administrator)
    assert len(seat.page("setup_readings", case=case.number).context["rows"]) == 1
    assert seat.page("setup_readings", case="2560-00001").context["rows"] == []


def test_a_note_changes_nothing_of_it(case: Case, head: User) -> None:
    actions.note(case, by=head, text="x")
    assert not Reading.objects.exists()
