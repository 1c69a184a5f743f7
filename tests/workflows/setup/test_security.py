"""The page of the security log: for administrators, with filters, a table, and no slower with many lines."""

import datetime
from typing import Any

import pytest
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases.audit.security_log import Kind
from cases.models import Case, SecurityEvent, User
from tests.workflows.views.conftest import Desk, Seat, address, text

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


def event(kind: Kind, days: int = 0, **fields: Any) -> SecurityEvent:
    return SecurityEvent.objects.create(kind=kind, at=timezone.now() - days * DAY, **fields)


def shown(page: Any) -> list[str]:
    return [one.kind for one, _details in page.context["rows"]]


def test_it_is_for_administrators(desk: Seat, head: User, clerk: User, executive: User) -> None:
    for person in (head, clerk, executive):
        for page in ("setup_security", "setup_security_table", "setup_readings"):
            assert desk(person).page(page).status_code == 403


def test_it_filters_by_what_who_where_and_when(desk: Seat, administrator: User, officer: User) -> None:
    seat = desk(administrator)
    event(Kind.LOG_IN_FAILED, 3, about=officer, network="203.0.113.0/24")
    event(Kind.LOGGED_OUT, 2, by=officer, network="198.51.100.0/24")
    assert shown(seat.page("setup_security", person=officer.pk)) == ["logged_out", "log_in_failed"]
    assert shown(seat.page("setup_security", network=" 203.0.113.0/24 ")) == ["log_in_failed"]
    assert shown(seat.page("setup_security", kind="logged_out")) == ["logged_out"]
    day = timezone.localdate() - 3 * DAY
    only = {f"until_{part}": getattr(day, part) for part in ("day", "month", "year")}
    assert shown(seat.page("setup_security", **only)) == ["log_in_failed"]


@pytest.mark.parametrize(
    "query",
    [{"kind": "nonsense"}, {"person": "x"}, {"since_day": "31", "since_month": "2", "since_year": "2569"}],
)
def test_a_filter_that_makes_no_sense_shows_nothing(
    desk: Seat, administrator: User, query: dict[str, str]
) -> None:
    page = desk(administrator).page("setup_security", **query)
    assert (shown(page), page.status_code) == ([], 200)
    assert page.context["form"].errors


@pytest.mark.parametrize("before", ["x", "1", "1.", "99999999999999999.1", ".1", "๑.๑", "\x00"])
def test_a_page_that_makes_no_sense_is_not_the_first(desk: Seat, administrator: User, before: str) -> None:
    page = desk(administrator).page("setup_security", before=before)
    assert (shown(page), page.status_code) == ([], 200)
    assert "This page of the list" in text(page)


def test_every_event_stands_on_one_page(desk: Seat, administrator: User, officer: User) -> None:
    at = timezone.now() - DAY
    SecurityEvent.objects.bulk_create(
        SecurityEvent(kind=Kind.LOGGED_IN, by=officer, about=officer, at=at) for _ in range(120)
    )
    seat, older, found = desk(administrator), f"?person={officer.pk}", []
    while older:
        page = seat.get(address("setup_security") + older)
        found += [one.pk for one, _details in page.context["rows"]]
        older = page.context["older"]
    assert len(found) == len(set(found)) == 120


def test_it_takes_as_many_statements_with_many_lines(desk: Seat, administrator: User, officer: User) -> None:
    seat, counts = desk(administrator), []
    # What the whole city shares is read by the first page.
    seat.page("setup_security", person=officer.pk)
    for _ in range(2):
        SecurityEvent.objects.bulk_create(
            SecurityEvent(kind=Kind.LOGGED_IN, by=officer, about=administrator) for _ in range(60)
        )
        with CaptureQueriesContext(connection) as captured:
            seat.page("setup_security", person=officer.pk)
        counts.append(len(captured))
    assert counts[0] == counts[1] <= 10


MILLION = """
INSERT INTO cases_securityevent (at, kind, by_id, about_id, network, device, subject)
SELECT now() - n * interval '1 minute', CASE WHEN n %% 1000 = 0 THEN 'factor_added' ELSE 'logged_in' END,
       %(first)s + n %% 200, CASE WHEN n %% 7 = 0 THEN %(first)s + n %% 190 END,
       '203.0.' || n %% 250 || '.0/24', 'Firefox, Windows', ''
FROM generate_series(1, 100000) AS n
"""


def test_a_page_of_many_lines_is_read_by_an_index(desk: Seat, administrator: User) -> None:
    """Whatever the filter, no plan reads or sorts the table: with a million lines it is as quick."""
    seat, month = desk(administrator), timezone.now() - 60 * DAY
    with connection.cursor() as cursor:
        cursor.execute(MILLION, {"first": administrator.pk})
        cursor.execute("ANALYZE cases_securityevent")
    queries: list[dict[str, Any]] = [
        {},
        {"kind": "factor_added"},
        {"network": "203.0.7.0/24"},
        {"person": administrator.pk},
        {"before": f"{int(month.timestamp() * 1e6)}.5"},
    ]
    for query in queries:
        is_read_by_an_index(seat, query)


def is_read_by_an_index(seat: Desk, query: dict[str, Any]) -> None:
    with CaptureQueriesContext(connection) as captured:
        page = seat.page("setup_security", **query)
    assert len(page.context["rows"]) == 50
    asked = [one["sql"] for one in captured if 'FROM "cases_securityevent"' in one["sql"]]
    assert asked
    with connection.cursor() as cursor:
        for sql in asked:
            cursor.execute(f"EXPLAIN {sql}")
            plan = "\n".join(row[0] for row in cursor.fetchall())
            assert "Seq Scan on cases_securityevent" not in plan, plan


def test_the_table_escapes_and_is_an_event_itself(desk: Seat, administrator: User, case: Case) -> None:
    event(Kind.CASE_OPENED, 1, case=case, network="203.0.113.0/24", device="=1+1")
    answer = desk(administrator).page("setup_security_table", kind="case_opened")
    lines = b"".join(answer.streaming_content).decode().splitlines()
    assert lines[0].lstrip("\ufeff").startswith("Time,Event,By,About,Case")
    assert (len(lines), "'=1+1" in lines[1], case.number in lines[1]) == (2, True, True)
    latest = SecurityEvent.objects.latest("pk")
    assert (latest.kind, latest.subject) == (Kind.LIST_EXPORTED, "security.csv")


def test_no_page_and_no_admin_changes_it(desk: Seat, administrator: User) -> None:
    made = event(Kind.LOGGED_IN, 0, by=administrator)
    desk(administrator).post(address("setup_security"), {"delete": made.pk})
    assert SecurityEvent.objects.filter(pk=made.pk).exists()
    assert SecurityEvent not in admin.site._registry


def test_a_fingerprint_is_told_as_an_unknown_name(desk: Seat, administrator: User) -> None:
    event(Kind.LOG_IN_FAILED, 0, subject="#0123456789ab")
    assert "unknown name #0123456789ab" in text(desk(administrator).page("setup_security"))
