"""What happens by the clock: each job does its work once, however often it runs."""

import datetime
import threading
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from django.contrib.sessions.models import Session
from django.core.management import call_command
from django.db import connection
from django.utils import timezone

from cases import actions
from cases.deadlines.work_calendar import WorkCalendar
from cases.models import Attachment, Case, CaseEvent, Department, EscalationRule, RateCounter, User
from cases.text.dates import promised
from tests.factories import CaseFactory
from tests.pictures import photo
from workflows.jobs import case_jobs

DAY = datetime.timedelta(days=1)
BETWEEN = ("call_clerk", "remind_of_subtasks")


def count(kind: str) -> int:
    return CaseEvent.objects.filter(kind=kind).count()


def draft() -> Attachment:
    """The photo of a form that was not sent."""
    kept = photo()
    kept.draft = uuid4()
    kept.save()
    return kept


def before_due(case: Case, working_days: int) -> datetime.datetime:
    day = WorkCalendar.load().shift(case.due_on, -working_days)
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(9)))


def test_a_result_is_closed_after_fourteen_days_of_silence(db: None) -> None:
    case = CaseFactory(resolved=True)
    assert case.resolved_at is not None
    last = promised(case.resolved_at, 14)
    assert case_jobs.close_resolved(now=last) == 0
    later = last + datetime.timedelta(minutes=1)
    assert [case_jobs.close_resolved(now=later), case_jobs.close_resolved(now=later)] == [1, 0]
    assert Case.objects.get().status == "closed"


def test_a_reopened_case_is_not_closed(db: None) -> None:
    case = CaseFactory(resolved=True)
    actions.reopen(case, reason="ยังมีหลุม")
    assert case_jobs.close_resolved(now=timezone.now() + 30 * DAY) == 0


def test_photos_of_a_form_that_was_never_sent_go_after_a_day(db: None) -> None:
    path = Path(draft().file.path)
    assert case_jobs.purge_drafts(now=timezone.now() + 23 * DAY / 24) == 0
    assert path.exists()
    assert case_jobs.purge_drafts(now=timezone.now() + DAY + DAY / 24) == 1
    assert not path.exists()
    assert not Attachment.objects.exists()


def test_a_photo_whose_file_is_gone_already_is_purged_too(db: None) -> None:
    Path(draft().file.path).unlink()
    assert case_jobs.purge_drafts(now=timezone.now() + 2 * DAY) == 1


def test_old_counts_of_tries_and_ended_sessions_go(db: None) -> None:
    now = timezone.now()
    RateCounter.objects.create(key="old", since=now - 3 * DAY, count=1)
    RateCounter.objects.create(key="new", since=now, count=1, until=now + DAY)
    Session.objects.create(session_key="ended", session_data="", expire_date=now - DAY)
    assert case_jobs.purge_drafts() == 1
    assert [tally.key for tally in RateCounter.objects.all()] == ["new"]
    assert not Session.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_five_runs_at_once_tell_once(transactional_db: None) -> None:
    now = before_due(CaseFactory(in_progress=True), -1)
    EscalationRule.objects.create(when="late", days=1, to="head")
    told: list[int] = []
    barrier = threading.Barrier(5)

    def run() -> None:
        barrier.wait()
        told.append(case_jobs.escalate(now=now))
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(5)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (sum(told), count("late")) == (1, 1)


@pytest.mark.parametrize(
    "name",
    [
        *["escalate", "remind_of_delays", "recount_due_dates", "close_resolved", "purge_drafts"],
        *[
            "return_left",
            "measure_photos",
            "find_areas",
            "remove_unnamed_files",
            "scan_files",
            "remove_contact_data",
            *BETWEEN,
        ],
    ],
)
def test_each_job_has_a_command_of_its_name(db: None, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    call_command(name)
    assert capsys.readouterr().out.startswith("0 ")


def test_one_more_reminder_costs_few_statements(
    case: Case, department: Department, head: User, officer: User, django_assert_max_num_queries: Any
) -> None:
    request_type, asked = case.request_type, 12
    late = [
        CaseFactory(request_type=request_type, in_progress=True, head=head, officer=officer)
        for _ in range(asked)
    ]
    Case.objects.filter(pk__in=[one.pk for one in late]).update(due_on=timezone.localdate() - 9 * DAY)
    for to in ("head", "officer"):
        EscalationRule.objects.create(when="late", days=1, to=to)
    day = WorkCalendar.load().shift(timezone.localdate(), 1)
    morning = timezone.make_aware(datetime.datetime.combine(day, datetime.time(10)))
    # Process, case, told before, event, letter, and what makes a transaction; the rest is read once.
    with django_assert_max_num_queries(8 * 2 * asked + 20):
        assert case_jobs.escalate(now=morning) == 2 * asked
