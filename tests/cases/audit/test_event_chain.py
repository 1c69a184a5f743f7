"""The history of a case can be proved: whoever changes, removes, adds or cuts off an event is found, and
words that a retention job has erased are not."""

import datetime
import io
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from cases import actions
from cases.audit import daily_heads, event_chain
from cases.errors import Refused
from cases.models import Case, CaseEvent, DailyHead, EventLink
from tests.factories import CaseFactory, HeadFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def case(db: None) -> Case:
    """Received, with three notes: nothing else knows of those."""
    found: Case = CaseFactory()
    head = HeadFactory(department=found.department)
    for text in ("One", "Two", "Three"):
        actions.note(found, text=text, by=head)
    return found


@contextmanager
def past_the_guard() -> Iterator[Any]:
    """Whoever holds the database: no trigger is in the way."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        yield cursor
        cursor.execute("SET LOCAL session_replication_role = origin")


@contextmanager
def retention() -> Iterator[Any]:
    """A retention job that names itself."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL raprueang.retention_job = 'test'")
        yield cursor


def test_each_event_is_linked_to_the_one_before_it(case: Case) -> None:
    links = list(EventLink.objects.filter(case_key=case.pk).order_by("place"))
    assert [one.event_key for one in links] == list(case.events.values_list("pk", flat=True))
    assert [one.place for one in links] == [1, 2, 3, 4]
    assert len({bytes(one.digest) for one in links}) == len({one.salt for one in links}) == 4
    assert not list(event_chain.faults())


@pytest.mark.parametrize(
    ("statement", "what"),
    [
        ("UPDATE cases_caseevent SET message = 'x' WHERE id = %s", "was changed"),
        ("UPDATE cases_caseevent SET at = at + interval '1 second' WHERE id = %s", "was changed"),
        ("UPDATE cases_caseevent SET to_status = 'closed' WHERE id = %s", "was changed"),
        ("UPDATE cases_caseevent SET routed = '{\"a\": 1}' WHERE id = %s", "was changed"),
        ("UPDATE cases_eventlink SET words = '' WHERE event_key = %s", "was changed"),
        ("DELETE FROM cases_caseevent WHERE id = %s", "is missing"),
        ("DELETE FROM cases_eventlink WHERE event_key = %s", "was added"),
    ],
)
def test_an_event_that_is_not_as_it_was_written_is_found(case: Case, statement: str, what: str) -> None:
    second = case.events.order_by("pk")[1].pk
    with past_the_guard() as cursor:
        cursor.execute(statement, [second])
    assert f"{case.number}: event {second} {what}" in list(event_chain.faults())
    with pytest.raises(CommandError, match="faults"):
        call_command("verify_history", stderr=io.StringIO())


def test_an_event_and_its_link_that_are_gone_are_missed_by_the_next_one(case: Case) -> None:
    second, third = case.events.order_by("pk").values_list("pk", flat=True)[1:3]
    with past_the_guard() as cursor:
        cursor.execute("DELETE FROM cases_caseevent WHERE id = %s", [second])
        cursor.execute("DELETE FROM cases_eventlink WHERE event_key = %s", [second])
    (line,) = event_chain.faults()
    assert line == f"{case.number}: event {third} follows an event that is missing"


def test_words_that_a_retention_job_erases_leave_the_chain_whole_and_nothing_to_guess_by(case: Case) -> None:
    event = case.events.latest("pk")
    with retention() as cursor:
        cursor.execute("UPDATE cases_caseevent SET message = '', data = data WHERE id = %s", [event.pk])
    assert EventLink.objects.get(event_key=event.pk).salt is None
    assert not list(event_chain.faults())
    with retention() as cursor:
        cursor.execute("UPDATE cases_caseevent SET to_status = 'closed' WHERE id = %s", [event.pk])
    assert len(list(event_chain.faults())) == 1


def test_what_a_retention_job_destroys_is_counted_and_not_missed(case: Case) -> None:
    last = case.events.latest("pk")
    with retention() as cursor:
        cursor.execute("DELETE FROM cases_caseevent WHERE id = %s", [last.pk])
    assert (list(event_chain.faults()), event_chain.destroyed()) == ([], 1)


def test_links_and_heads_are_changed_by_nobody_else(case: Case) -> None:
    daily_heads.take()
    for table in ("cases_eventlink", "cases_dailyhead", "cases_caseevent"):
        for statement in (f"DELETE FROM {table}", f"UPDATE {table} SET digest = digest"):  # noqa: S608
            if table == "cases_caseevent" and "digest" in statement:
                continue
            with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
                connection.cursor().execute(statement)


def test_what_was_written_past_the_trigger_is_linked_behind_the_rest(case: Case) -> None:
    first = case.events.order_by("pk")[0]
    with past_the_guard() as cursor:
        cursor.execute(
            "INSERT INTO cases_caseevent (case_id, kind, at, actor, department_id, from_status, to_status,"
            " message, letter_words) SELECT case_id, 'noted', at, 'system', department_id, '', to_status,"
            " 'x', '' FROM cases_caseevent WHERE id = %s",
            [first.pk],
        )
    (line,) = event_chain.faults()
    assert line.endswith("was added")
    assert event_chain.link_unlinked() == 1
    assert not list(event_chain.faults())
    assert EventLink.objects.filter(case_key=case.pk).latest("place").place == 5


def test_a_day_has_one_head_that_continues_the_one_before(case: Case) -> None:
    now = timezone.now()
    first = daily_heads.take(now=now)
    assert first is not None
    assert (first.day, first.events) == (timezone.localdate(now) - DAY, 4)
    assert daily_heads.take(now=now) is None
    CaseFactory()
    second = daily_heads.take(now=now + DAY)
    assert second is not None
    assert (second.events, second.public_key) == (5, first.public_key)
    assert not list(daily_heads.faults())
    assert daily_heads.published(daily_heads.line_of(second)) == second


def test_what_is_cut_off_at_the_end_is_found_by_the_head(case: Case) -> None:
    daily_heads.take()
    last = case.events.latest("pk")
    with past_the_guard() as cursor:
        cursor.execute("DELETE FROM cases_caseevent WHERE id = %s", [last.pk])
        cursor.execute("DELETE FROM cases_eventlink WHERE event_key = %s", [last.pk])
    assert not list(event_chain.faults())
    (line,) = daily_heads.faults()
    assert line.endswith("4 events then, 3 now")


def test_whoever_makes_the_heads_anew_is_found_by_what_was_published(case: Case, tmp_path: Path) -> None:
    head = daily_heads.take()
    assert head is not None
    kept = tmp_path / "heads.txt"
    kept.write_text(
        f"\ufeffstatement,signature,public_key\r\n{daily_heads.line_of(head)}\r\n", encoding="utf-8"
    )
    out = io.StringIO()
    call_command("verify_history", heads=kept, stdout=out)
    assert "4 events and 1 heads are as they were written" in out.getvalue()

    with past_the_guard() as cursor:
        cursor.execute("DELETE FROM cases_dailyhead")
        cursor.execute("DELETE FROM cases_historykeys")
        cursor.execute("DELETE FROM cases_eventlink")
        cursor.execute("UPDATE cases_caseevent SET message = 'Never said' WHERE case_id = %s", [case.pk])
    event_chain.link_unlinked()
    daily_heads.take()
    assert not [*event_chain.faults(), *daily_heads.faults()]
    errors = io.StringIO()
    with pytest.raises(CommandError, match="1 faults"):
        call_command("verify_history", heads=kept, stderr=errors)
    assert "Another head is stored" in errors.getvalue()


@pytest.mark.parametrize("wrong", ["", "x", "a b c d e f g h", "signature"])
def test_a_line_that_is_none_is_refused(case: Case, wrong: str) -> None:
    head = daily_heads.take()
    assert head is not None
    line = daily_heads.line_of(head)
    if wrong == "signature":
        wrong = line.replace(head.signature, head.signature[::-1])
    with pytest.raises(Refused):
        daily_heads.published(wrong)
    assert DailyHead.objects.count() == 1
    assert CaseEvent.objects.filter(case=case).count() == 4
