"""The cases of the past, with what a replay needs of them; nothing of the citizen's person."""

import datetime
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from cases.actions.undo import UNDOING, without_undone
from cases.conditions import Facts, facts_of
from cases.events import Kind
from cases.gazetteer.areas import AreaFinder, finder
from cases.models import OPEN, RUNNING, Answer, Case, CaseEvent, RequestType, Status
from cases.models.case.event_content import DueDateChange
from cases.statistics.public import midnight, months_before
from workflows.rehearsal.replay import COUNTED, Moment

AT_ONCE = 1000


@dataclass
class PastCase:
    """A case as it went: where it was sent first, when it was due and when it was done."""

    row: Case
    moments: list[Moment] = field(default_factory=list)
    answers: list[Answer] = field(default_factory=list)
    first_department: int = 0
    finder: AreaFinder = field(default_factory=lambda: AreaFinder(()))

    @property
    def is_judged(self) -> bool:
        """Whether it was on time or late: it has a result, or somebody works on it. What waits for a main
        case or for the citizen, was rejected or withdrawn, is neither."""
        joined = self.row.status in OPEN and getattr(self.row, "joined", False)
        return not joined and self.row.status in (*RUNNING, Status.RESOLVED, Status.CLOSED)

    def is_late(self, due_on: datetime.date, today: datetime.date) -> bool:
        """Whether it was done after this date, or is not done and the date has passed."""
        done = self.row.resolved_at
        return (timezone.localdate(done) if done else today) > due_on

    def facts(self) -> Facts:
        """What routing rules asked of it."""
        row = self.row
        fields = {name: getattr(row, name) for name in ("community", "latitude", "longitude")}
        # Without a point the case knows its area alone.
        found: list[int | None] = [area.pk for area in self.finder.around(fields)] or [row.area_id]
        return facts_of(
            row.request_type,
            fields,
            subdistrict=row.subdistrict_id or "",
            areas=frozenset(key for key in found if key),
            answers=self.answers,
            at=row.received_at,
        )


def received_within(months: int, today: datetime.date) -> QuerySet[Case]:
    """The cases that were received in this month and in so many before it."""
    found: QuerySet[Case] = Case.objects.filter(received_at__gte=midnight(months_before(today, months)))
    return found


def past_cases(cases: QuerySet[Case], *, with_answers: bool) -> Iterator[list[PastCase]]:
    """The cases in the order of their keys, AT_ONCE at a time: one SQL statement for the areas, and
    three for each part, one more `with_answers`."""
    request_types, areas = {one.pk: one for one in RequestType.objects.all()}, finder()
    last = 0
    while part := list(_columns(cases.filter(pk__gt=last).order_by("pk")[:AT_ONCE])):
        for row in part:
            row.request_type = request_types[row.request_type_id]
        yield _with_history(part, areas, with_answers=with_answers)
        last = part[-1].pk


def _columns(cases: Any) -> Any:
    return cases.select_related("duplicate").only(
        "number",
        "status",
        "request_type",
        "department",
        "received_at",
        "due_on",
        "resolved_at",
        "community",
        "latitude",
        "longitude",
        "area",
        "subdistrict",
        "duplicate__case",
    )


def _with_history(part: list[Case], areas: AreaFinder, *, with_answers: bool) -> list[PastCase]:
    keys = {"case__in": [row.pk for row in part]}
    found = {row.pk: PastCase(row, finder=areas) for row in part}
    for row in part:
        row.joined = getattr(row, "duplicate", None) is not None  # type: ignore[attr-defined]
    events = CaseEvent.objects.filter(**keys, kind__in=[Kind.SUBMITTED, *COUNTED, *UNDOING])
    for event in without_undone(events.order_by("at", "pk")):
        one = found[event.case_id]
        if event.kind == Kind.SUBMITTED:
            one.first_department = event.department_id
        else:
            one.moments.append(_moment(event))
    if with_answers:
        answers = defaultdict(list)
        for answer in Answer.objects.filter(**keys).select_related("question"):
            answers[answer.case_id].append(answer)
        for key, one in found.items():
            one.answers = answers[key]
    return list(found.values())


def _moment(event: CaseEvent) -> Moment:
    content = event.content
    if isinstance(content, DueDateChange):
        return Moment(event.kind, event.at, content.was, content.to)
    return Moment(event.kind, event.at)
