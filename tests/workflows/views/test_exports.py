"""Lists taken along with place, time and words: by whom, of which cases, harmless, and written down."""

import csv
import io
import zipfile
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from cases.audit.security_log import Kind
from cases.deadlines.first_reply import first_reply, given_at
from cases.deadlines.work_calendar import WorkCalendar
from cases.models import Case, CaseEvent, Department, KindReader, Reading, SecurityEvent, User
from cases.text.dates import date_and_time
from tests.factories import AreaFactory, CaseFactory, DepartmentFactory, HeadFactory, RequestTypeFactory
from tests.workflows.views.conftest import Desk, Seat, address, text
from workflows.figures import tables

pytestmark = pytest.mark.django_db
WORDS = "=cmd|'/C calc'!A0"
LISTS: list[tuple[str, dict[str, str]]] = [
    ("figures_cases_table", {"measure": "received"}),
    ("inbox_table", {"view": "all"}),
]
both = pytest.mark.parametrize(("name", "query"), LISTS)


@pytest.fixture
def told(department: Department, head: User, officer: User) -> Case:
    """A case of an officer with a place, an area and hostile words, whose second line nobody takes along."""
    area = AreaFactory(name_en="-Riverside")
    case = CaseFactory(
        request_type=RequestTypeFactory(department=department),
        officer=officer,
        resolved=True,
        place="@school",
    )
    words = f"\n {WORDS}\nsecret second line"
    citizen = {"first_name": "Malee", "last_name": "Rakthai", "hide_identity": False}
    Case.objects.filter(pk=case.pk).update(details=words, area=area, **citizen)
    case.refresh_from_db()
    return case


def content(seat: Desk, name: str, extension: str = "csv", **query: str) -> str:
    """What is in the file, of a workbook all its parts."""
    answer: Any = seat.get(address(name, extension), query)
    assert answer.status_code == 200, answer.status_code
    found = b"".join(answer.streaming_content)
    if extension == "xlsx":
        with zipfile.ZipFile(io.BytesIO(found)) as book:
            found = b"".join(book.read(part) for part in book.namelist())
    return found.decode("utf-8-sig")


def rows(seat: Desk, name: str, **query: str) -> dict[str, dict[str, str]]:
    """The rows by their case numbers."""
    found = csv.DictReader(io.StringIO(content(seat, name, **query)))
    return {row["Case number"]: row for row in found}


def words(seat: Desk, name: str = "inbox_table", **query: str) -> dict[str, str]:
    """The first words that a reader takes along, by case."""
    found = rows(seat, name, **({"view": "all"} | query), words="1")
    return {number: row["First words"] for number, row in found.items()}


def taken() -> list[str]:
    """What the log says about what was taken along."""
    events = SecurityEvent.objects.filter(kind=Kind.LIST_EXPORTED).order_by("pk")
    return list(events.values_list("subject", flat=True))


@both
def test_the_head_takes_place_area_times_and_first_words_along(
    desk: Seat, told: Case, head: User, name: str, query: dict[str, str]
) -> None:
    row = rows(desk(head), name, **query, words="1")[told.number]
    reply = CaseEvent.objects.filter(case=told, from_status="received").exclude(to_status="received").get()
    assert told.resolved_at
    moments = [told.received_at, reply.at, told.resolved_at]
    assert [row["Place"], row["Area"], row["First words"]] == ["'@school", "'-Riverside", f"'{WORDS}"]
    with override("en"):
        expected = [date_and_time(moment) for moment in moments]
    assert [row["Time received"], row["Time of the first reply"], row["Time done"]] == expected
    said = content(desk(head), name, **query, words="1")
    citizen = [told.first_name, told.last_name, str(told.phone)[-8:], told.email, "secret second line"]
    assert all(citizen)
    assert [one for one in citizen if one in said] == []


@both
def test_without_the_tick_no_file_has_places_or_words(
    desk: Seat, told: Case, head: User, name: str, query: dict[str, str]
) -> None:
    said = content(desk(head), name, **query)
    assert told.number in said
    assert [one for one in ("calc", "school", "First words", "Riverside") if one in said] == []
    assert (taken(), Reading.objects.count()) == ([f"{name.split('_')[-2]}.csv"], 0)


@both
@pytest.mark.parametrize("extension", ["csv", "xlsx"])
def test_hostile_words_are_no_formula_in_any_file(
    desk: Seat, told: Case, head: User, name: str, query: dict[str, str], extension: str
) -> None:
    said = content(desk(head), name, extension, **query, words="1")
    assert ("'=cmd|" in said, ">=cmd" in said, ",=cmd" in said, "<f>" in said) == (True, False, False, False)


def test_each_taking_is_one_event_and_each_case_whose_words_are_read_a_reading(
    desk: Seat, told: Case, head: User
) -> None:
    other = CaseFactory(request_type=told.request_type)
    Case.objects.filter(pk=other.pk).update(details=" \n ")
    assert len(words(desk(head), department=str(told.department_id))) == 2
    assert taken() == [f"inbox.csv +words 2 view=all&department={told.department_id}"]
    (reading,) = Reading.objects.all()
    assert (reading.reader, reading.case, reading.way, reading.own) == (head, told, "list", True)
    content(desk(head), "figures_cases_table", "xlsx", measure="received", words="1")
    assert taken()[1] == "cases.xlsx +words 2 measure=received"
    assert Reading.objects.count() == 1
    long = {"since": "1/1/2020", "until": "31/12/2099", "department": str(told.department_id)}
    content(desk(head), "inbox_table", view="all", words="1", **long)
    assert (len(taken()[2]), taken()[2][:25], taken()[2][-1]) == (60, "inbox.csv +words 2 view=a", "…")


def test_words_that_were_looked_for_are_in_the_file_s_list_and_not_in_the_log(
    desk: Seat, told: Case, head: User
) -> None:
    assert words(desk(head), q="school") == {told.number: f"'{WORDS}"}
    assert words(desk(head), q="hospital") == {}
    assert taken() == ["inbox.csv +words 1 +find view=all", "inbox.csv +words 0 +find view=all"]


@both
def test_who_may_not_is_not_offered_the_tick_and_refused_in_words(
    desk: Seat, told: Case, executive: User, head: User, clerk: User, name: str, query: dict[str, str]
) -> None:
    page = "inbox" if name == "inbox_table" else "figures_cases"
    seat = desk(executive)
    shown = text(seat.page(page, **query))
    assert (address(name, "csv") in shown, 'name="words"' in shown) == (True, False)
    answer = seat.get(address(name, "csv"), {**query, "words": "1"})
    assert (answer.status_code, "the clerk alone" in text(answer)) == (403, True)
    assert (taken(), Reading.objects.count()) == ([], 0)
    assert told.number in rows(seat, name, **query)
    for person in (head, clerk):
        assert 'name="words"' in text(desk(person).page(page, **query))


def test_officers_are_offered_no_file_of_the_inbox_and_refused(desk: Seat, told: Case, officer: User) -> None:
    seat = desk(officer)
    shown = text(seat.page("inbox", view="all"))
    assert (told.number in shown, "inbox.csv" in shown) == (True, False)
    for query in ({}, {"words": "1"}):
        assert seat.get(address("inbox_table", "csv"), {"view": "all"} | query).status_code == 403
    assert taken() == []


def test_the_head_of_another_department_takes_nothing_of_this_one(desk: Seat, told: Case) -> None:
    other = HeadFactory(department=DepartmentFactory(code="OTH"))
    assert (words(desk(other)), words(desk(other), "figures_cases_table", view="", measure="received")) == (
        {},
        {},
    )
    assert Reading.objects.count() == 0


def test_the_words_are_decided_case_by_case(desk: Seat, told: Case, clerk: User) -> None:
    """A head of another department who is in charge of a secret case here reads its row, not its words."""
    other = HeadFactory(department=DepartmentFactory(code="OTH"))
    secret, open_one = (CaseFactory(request_type=told.request_type) for _ in range(2))
    Case.objects.filter(pk__in=[secret.pk, open_one.pk]).update(officer=other, details="A lamp")
    Case.objects.filter(pk=secret.pk).update(hide_identity=True)
    assert words(desk(other)) == {secret.number: "", open_one.number: "A lamp"}
    assert [one.case for one in Reading.objects.all()] == [open_one]
    assert set(words(desk(clerk)).values()) == {f"'{WORDS}", "A lamp"}


def test_a_restricted_kind_is_taken_along_by_its_readers_alone(
    desk: Seat, told: Case, head: User, clerk: User
) -> None:
    kind = told.request_type
    kind.restricted = True
    kind.save()
    assert (words(desk(head)), words(desk(clerk))) == ({told.number: f"'{WORDS}"}, {})
    named = HeadFactory(department=DepartmentFactory(code="OTH"))
    KindReader.objects.create(kind=kind, user=named)
    assert words(desk(head)) == {}
    figures = {"view": "", "measure": "received"}
    assert words(desk(head), "figures_cases_table", **figures) == {}
    assert words(desk(named)) == {told.number: f"'{WORDS}"}


def test_the_file_of_the_inbox_is_its_whole_list_in_its_order(
    desk: Seat, told: Case, head: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "CASES_AT_ONCE", 2)
    made = [told, *(CaseFactory(request_type=told.request_type) for _ in range(4))]
    for sort in ("age", "new"):
        page = desk(head).page("inbox", view="all", sort=sort).context["page"]
        listed = [row.case.number for row in page.rows]
        assert list(rows(desk(head), "inbox_table", view="all", sort=sort)) == listed
        assert set(listed) == {case.number for case in made}
    assert list(rows(desk(head), "inbox_table", view="all", status="resolved")) == [told.number]


@both
def test_there_is_no_file_of_what_is_not_on_offer(
    desk: Seat, told: Case, head: User, name: str, query: dict[str, str]
) -> None:
    for wrong in ({"words": "2"}, {"department": "999999"}, {"after": "1.1"}, {"color": "red"}):
        assert desk(head).get(address(name, "csv"), query | wrong).status_code == 404, wrong
    assert taken() == []


@both
def test_more_cases_than_are_taken_along_are_refused_in_words(
    desk: Seat,
    told: Case,
    head: User,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
    query: dict[str, str],
) -> None:
    CaseFactory(request_type=told.request_type)
    for module in ("workflows.views.inbox.files", "workflows.views.figures"):
        monkeypatch.setattr(f"{module}.MOST", 1)
    answer = desk(head).get(address(name, "csv"), {**query, "words": "1"})
    assert (answer.status_code, "more than 1 cases" in text(answer)) == (400, True)
    assert taken() == []


@both
def test_more_rows_take_no_statement_more(
    desk: Seat, told: Case, head: User, django_assert_num_queries: Any, name: str, query: dict[str, str]
) -> None:
    seat = desk(head)
    content(seat, name, **query, words="1")
    with django_assert_num_queries(COUNTED[name]):
        content(seat, name, **query, words="1")
    for _ in range(5):
        CaseFactory(request_type=told.request_type)
    with django_assert_num_queries(COUNTED[name]):
        content(seat, name, **query, words="1")


COUNTED = {"figures_cases_table": 9, "inbox_table": 9}


@pytest.mark.parametrize(
    "state", ["received", "assigned", "waiting", "resolved", "rejected", "withdrawn", "closed"]
)
def test_the_moment_of_the_first_reply_is_that_of_the_page(department: Department, state: str) -> None:
    case = CaseFactory(request_type=RequestTypeFactory(department=department), **{state: True})
    found = Case.objects.annotate(moment=given_at()).get(pk=case.pk)
    events = CaseEvent.objects.filter(case=case).order_by("at", "pk")
    said = first_reply(found, events, calendar=WorkCalendar.load(), today=timezone.localdate())
    assert found.moment == (said.given_at if said else None)
    assert (found.moment is None) == (state in ("received", "withdrawn"))
