"""Rehearsals that people ask for: stored, carried out by the worker, and removed after some weeks."""

import datetime
import logging
import time

from django.db import transaction
from django.utils import timezone

from cases.models import PlanVersion, User
from cases.work_plans.document import Plan
from workflows.models import RehearsalRun
from workflows.rehearsal.changes import Changes
from workflows.rehearsal.plan_replay import PlanReplay
from workflows.rehearsal.report import Replay

log = logging.getLogger(__name__)
KEPT = datetime.timedelta(days=30)
# One that has said nothing for so long was cut off with its worker.
LOST = datetime.timedelta(hours=1)
# Seconds between two words about how far it is.
SAYS = 1.0
State = RehearsalRun.State


def ask(changes: Changes, *, months: int, by: User, now: datetime.datetime | None = None) -> RehearsalRun:
    """Store a rehearsal for the worker. The same one that still waits or runs is returned instead."""
    now, wanted = now or timezone.now(), {"months": months, "changes": changes.to_json(), "by": by}
    waiting = RehearsalRun.objects.filter(state__in=[State.WAITING, State.RUNNING], asked_at__gte=now - LOST)
    found = waiting.filter(**wanted).first()
    return found or RehearsalRun.objects.create(asked_at=now, **wanted)


def of_plan(version: PlanVersion) -> Changes:
    """The changes that try a version of a plan, such as its draft, instead of the one in use."""
    published = PlanVersion.objects.filter(plan=version.plan_id, published_at__isnull=False)
    current = published.filter(replaced_at__isnull=True).first()
    instead = current.content if current else Plan().to_json()
    return Changes(plan={"plan": version.plan_id, "content": version.content, "instead": instead})


def carry_out_waiting() -> int:
    """Carry out every rehearsal that waits, the oldest first; return how many. What another worker has taken
    is left to it."""
    now, done = timezone.now(), 0
    RehearsalRun.objects.filter(state=State.RUNNING, asked_at__lt=now - LOST).update(state=State.FAILED)
    while (run := _taken()) is not None:
        _carry_out(run)
        done += 1
    return done


def _carry_out(run: RehearsalRun) -> None:
    key = run.pk
    try:
        changes, today = Changes.from_json(run.changes), timezone.localdate(run.asked_at)
        kind = PlanReplay if changes.plan else Replay
        report = kind(changes, months=run.months, today=today).run(_Progress(key))
    except Exception:
        # The next one is tried all the same.
        RehearsalRun.objects.filter(pk=key).update(state=State.FAILED)
        log.exception("rehearsal %s failed", key)
        return
    RehearsalRun.objects.filter(pk=key).update(
        state=State.DONE, done=report.cases, total=report.cases, report=report.to_json()
    )


def purge(*, now: datetime.datetime | None = None) -> int:
    """Remove rehearsals of more than KEPT ago; return how many."""
    return RehearsalRun.objects.filter(asked_at__lt=(now or timezone.now()) - KEPT).delete()[0]


@transaction.atomic
def _taken() -> RehearsalRun | None:
    runs = RehearsalRun.objects.select_for_update(skip_locked=True, no_key=True)
    run = runs.filter(state=State.WAITING).order_by("asked_at").first()
    if run is not None:
        run.state = State.RUNNING
        run.save(update_fields=["state"])
    return run


class _Progress:
    """Stores how far a rehearsal is, not more often than somebody looks."""

    def __init__(self, key: int) -> None:
        self.key, self.said_at = key, 0.0

    def __call__(self, done: int, total: int) -> None:
        """Say it."""
        if time.monotonic() - self.said_at >= SAYS or done == 0:
            RehearsalRun.objects.filter(pk=self.key).update(done=done, total=total)
            self.said_at = time.monotonic()
