"""Undoing a step within some seconds, where it has an inverse and as long as nothing came of it.

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

from cases.actions.duplicates import leave_main
from cases.actions.step import lock_for_step
from cases.errors import Refused
from cases.events import Kind
from cases.models import CalendarChange, Case, CaseEvent, Duplicate, Status, Transfer, User
from cases.models.case.event_content import DetailsCorrected, DueDateChange, Undone

# What undoes a step, by what it has recorded.
INVERSE = {
    Kind.ASSIGNED: Kind.ASSIGN_UNDONE,
    Kind.HANDED_BACK: Kind.HAND_BACK_UNDONE,
    Kind.DUPLICATE: Kind.JOIN_UNDONE,
    Kind.EXTENDED: Kind.EXTEND_UNDONE,
    Kind.TIME_CORRECTED: Kind.EXTEND_UNDONE,
    Kind.DETAILS_CORRECTED: Kind.URGENCY_UNDONE,
}
UNDOING = tuple(dict.fromkeys(INVERSE.values()))
# These change who is next. Before the work nothing else changes with them; of work in progress more is over.
HANDS = (Kind.ASSIGNED, Kind.HANDED_BACK, Kind.DUPLICATE)
SIMPLE = (Status.RECEIVED, Status.ASSIGNED)


def is_undoable(event: CaseEvent) -> bool:
    """Return whether the step that has recorded the event can be undone for some seconds."""
    if event.kind not in INVERSE or event.by_id is None or not settings.UNDO_SECONDS:
        return False
    content = event.content
    if isinstance(content, DetailsCorrected):
        # Another point has brought its own area, other words of the place are not cleared: neither is kept.
        return not any((content.was_place, content.to_place, content.was_point, content.to_point))
    return event.kind not in HANDS or event.from_status in SIMPLE


def offered(cases: Collection[Case], *, by: User) -> dict[str, int]:
    """Return the steps of this person that can be undone now: the number of each case with the key of its
    last event. One statement, none where nothing can be undone at all."""
    if not cases or not settings.UNDO_SECONDS:
        return {}
    events = _with_side_effects(CaseEvent.objects.filter(case__in=cases))
    last = events.order_by("case_id", "-pk").distinct("case_id")
    numbers = {one.pk: one.number for one in cases}
    return {numbers[one.case_id]: one.pk for one in last if _is_offered(one, by)}


@transaction.atomic
def undo_step(case: Case, *, event: int, by: User, now: datetime.datetime | None = None) -> Case:
    """Undo the step that this event, the last one, has recorded: the case is with whom it was before, due
    when it was, as urgent as it was, and nobody is told. Raises Refused for anybody else, too late, after
    another step, and where a letter has gone."""
    case, step = lock_for_step(case, now)
    last, *before = _with_side_effects(case.events.select_related("officer")).order_by("-pk")[:2]
    if last.pk != event or not before:
        raise Refused(_overtaken())
    if last.by_id != by.pk or not is_undoable(last) or vars(last)["did_more"]:
        raise Refused(_("This step cannot be undone."))
    if step.now > last.at + datetime.timedelta(seconds=settings.UNDO_SECONDS):
        raise Refused(_too_late(last))
    if isinstance(last.content, DueDateChange):
        _take_time_back(case, last, last.content)
    elif isinstance(last.content, DetailsCorrected):
        case.urgency = last.content.was_urgency
    elif last.kind == Kind.DUPLICATE:
        leave_main(case)
    else:
        case.undo_assignment(last.from_status)
        case.officer = before[0].officer
    return step.commit(INVERSE[Kind(last.kind)], by=by, content=Undone(last.pk))


def without_undone(events: Iterable[CaseEvent]) -> list[CaseEvent]:
    """Return the events without those that were undone and those that undid them, which citizens never hear
    of."""
    events = list(events)
    undone = {one.content.event for one in events if isinstance(one.content, Undone)}
    return [one for one in events if one.pk not in undone and not isinstance(one.content, Undone)]


def _take_time_back(case: Case, event: CaseEvent, moved: DueDateChange) -> None:
    """The due date is that of before. Raises Refused where a change of the holidays was settled meanwhile,
    which has passed the case over by the date that it had."""
    if CalendarChange.objects.filter(settled_at__gte=event.at).exists():
        raise Refused(_overtaken())
    case.due_on = moved.was


def _overtaken() -> str:
    return _("Something else has happened to the case since, so this cannot be undone.")


def _too_late(event: CaseEvent) -> str:
    if event.kind == Kind.ASSIGNED:
        return _("It was too late to undo it, the letters are on their way. Assign somebody else instead.")
    return _("It was too late to undo it, the letters are on their way.")


def _is_offered(event: CaseEvent, by: User) -> bool:
    fresh = timezone.now() < event.at + datetime.timedelta(seconds=settings.UNDO_SECONDS)
    return fresh and event.by_id == by.pk and is_undoable(event) and not vars(event)["did_more"]


def _with_side_effects(events: QuerySet[CaseEvent]) -> QuerySet[CaseEvent]:
    """Let each event say whether its step did more than it says, which would stay: it has recorded another
    one, answered a transfer, or taken duplicates of the case along to its main case."""
    case, at = OuterRef("case"), OuterRef("at")
    besides = CaseEvent.objects.filter(case=case, at=at).exclude(pk=OuterRef("pk"))
    answered = Transfer.objects.filter(case=case, answered_at=at)
    brought = Duplicate.objects.filter(
        main=OuterRef("case__duplicate__main"),
        case__events__kind=Kind.DUPLICATE,
        case__events__message__startswith=OuterRef("case__number"),
    )
    return events.annotate(did_more=Exists(besides) | Exists(answered) | Exists(brought))
