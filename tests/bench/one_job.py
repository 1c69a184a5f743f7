"""One job in a process of its own: `python -m tests.bench.one_job NAME` prints how long it took."""

import datetime
import json
import os
import sys
import time
from collections.abc import Callable

import django
import psutil

django.setup()

from django.db import connection, transaction  # noqa: E402
from django.utils import timezone  # noqa: E402

from cases.deadlines.work_calendar import WorkCalendar  # noqa: E402
from notifications.delivery import worker  # noqa: E402
from notifications.models import DeliveryChannel, Notice, State  # noqa: E402
from tests.bench.jobs import LETTERS, NAMES, OUTBOX  # noqa: E402
from tests.bench.machine import cpu, peak  # noqa: E402
from workflows.jobs import case_jobs  # noqa: E402


def main(name: str) -> None:
    """Run one job, and print what it did."""
    if name == OUTBOX:
        fill_outbox()
    work, postmaster = works(in_office_hours())[name], _postmaster()
    began, before = time.perf_counter(), cpu(os.getpid()) + cpu(postmaster)
    done = work()
    seconds, spent = time.perf_counter() - began, cpu(os.getpid()) + cpu(postmaster) - before
    # Not getrusage: what the parent held when it forked would count there.
    print(json.dumps({"seconds": seconds, "cpu": spent, "done": done, "mb": peak(os.getpid())}))


def works(now: datetime.datetime) -> dict[str, Callable[[], int]]:
    """The jobs as the timetable runs them, in the order of NAMES."""
    found: tuple[Callable[[], int], ...] = (
        lambda: case_jobs.escalate(now=now),
        lambda: case_jobs.remind_of_delays(now=now),
        lambda: case_jobs.close_resolved(now=now),
        lambda: case_jobs.recount_due_dates(now=now),
        lambda: case_jobs.return_left(now=now),
        lambda: case_jobs.purge_drafts(now=now),
        lambda: worker.deliver(seconds=30),
    )
    return dict(zip(NAMES, found, strict=True))


def _postmaster() -> int:
    """The process from which all of PostgreSQL's come."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(psutil.Process(cursor.fetchone()[0]).ppid())


def in_office_hours() -> datetime.datetime:
    """Ten in the morning of today or of the next working day: at night nobody is reminded."""
    calendar, moment = WorkCalendar.load(), timezone.localtime().replace(hour=10, minute=0)
    while not calendar.has_opened(moment):
        moment += datetime.timedelta(days=1)
    return moment


@transaction.atomic
def fill_outbox() -> None:
    """Let the newest letters wait again, to be sent by e-mail; the trigger that keeps letters from going back
    looks away for this once."""
    settled = [State.SENT, State.DELIVERED, State.FAILED]
    newest = Notice.objects.filter(channel=DeliveryChannel.EMAIL, state__in=settled).order_by(
        "-created", "-pk"
    )
    now = timezone.now()
    fresh = {"sent_at": None, "arrived_at": None, "attempts": 0, "created": now, "due_at": now}
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL session_replication_role = replica")
        # One statement takes no more than 65,535 values.
        Notice.objects.filter(pk__in=newest.values("pk")[:LETTERS]).update(state=State.PENDING, **fresh)


if __name__ == "__main__":
    main(sys.argv[1])
