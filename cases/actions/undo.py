"""Undoing a step within some seconds: naming an officer has an inverse, as long as nothing came of it.

The letters wait those seconds too (`notifications.letters.holds.undoable`); where one has gone, the receiver
of the event refuses, and nothing is undone.
"""

import datetime
from collections.abc import Collection, Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import Exists, OuterRef, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions.step import lock_for_step
from cases.errors import Refused
from cases.events import Kind
from cases.models import Case, CaseEvent, Status, User
from cases.models.case.event_content import Undone

# From these the officer alone has changed; of work in progress more is over.
SIMPLE = (Status.RECEIVED, Status.ASSIGNED)


def is_undoable(event: CaseEvent) -> bool:
    """Return whether the step that has recorded the event can be undone for some seconds."""
    named = event.kind == Kind.ASSIGNED and event.by_id is not None
    return named and event.from_status in SIMPLE and settings.UNDO_SECONDS > 0


def offered(cases: Collection[Case], *, by: User) -> dict[str, int]:
    """Return the steps of this person that can be undone now: the number of each case with the key of its
    last event. One statement, none where nothing can be undone at all."""
    if not cases or not settings.UNDO_SECONDS:
        return {}
    last = (
        _with_transfer(CaseEvent.objects.filter(case__in=cases))
        .order_by("case_id", "-pk")
        .distinct("case_id")
    )
    numbers = {one.pk: one.number for one in cases}
    return {numbers[one.case_id]: one.pk for one in last if _is_offered(one, by)}


@transaction.atomic
def undo_assignment(case: Case, *, event: int, by: User, now: datetime.datetime | None = None) -> Case:
    """Take the case from the officer who was named by this event, the last one: it is with whom it was
    before, and nobody is told. Raises Refused for anybody else, too late, after another step, and where a
    letter has gone."""
    case, step = lock_for_step(case, now)
    last, *before = _with_transfer(case.events.select_related("officer")).order_by("-pk")[:2]
    if last.pk != event or not before:
        raise Refused(_("Something else has happened to the case since, so this cannot be undone."))
    if last.by_id != by.pk or not is_undoable(last) or vars(last)["answers_transfer"]:
        raise Refused(_("This step cannot be undone."))
    if step.now > last.at + datetime.timedelta(seconds=settings.UNDO_SECONDS):
        raise Refused(
            _("It was too late to undo it, the letters are on their way. Assign somebody else instead.")
        )
    case.undo_assignment(last.from_status)
    case.officer = before[0].officer
    return step.commit(Kind.ASSIGN_UNDONE, by=by, content=Undone(last.pk))


def without_undone(events: Iterable[CaseEvent]) -> list[CaseEvent]:
    """Return the events without those that were undone and those that undid them, which citizens never hear
    of."""
    events = list(events)
    undone = {one.content.event for one in events if isinstance(one.content, Undone)}
    return [one for one in events if one.pk not in undone and not isinstance(one.content, Undone)]


def _is_offered(event: CaseEvent, by: User) -> bool:
    fresh = timezone.now() < event.at + datetime.timedelta(seconds=settings.UNDO_SECONDS)
    return fresh and event.by_id == by.pk and is_undoable(event) and not vars(event)["answers_transfer"]


def _with_transfer(events: QuerySet[CaseEvent]) -> QuerySet[CaseEvent]:
    """Let each event say whether its step has accepted a transfer too, which stays accepted."""
    accepted = CaseEvent.objects.filter(case=OuterRef("case"), at=OuterRef("at"), kind=Kind.TAKEN_OVER)
    return events.annotate(answers_transfer=Exists(accepted))
