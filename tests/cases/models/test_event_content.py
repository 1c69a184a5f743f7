"""What an event holds besides its words: typed, in the shape of its kind, and refused in any other."""

import datetime
import json

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases.events import Kind, build_event, is_recorded
from cases.models import Case, CaseEvent, Subtask
from cases.models.case.event_content import (
    CONTENT,
    ONCE,
    BatchPosition,
    Content,
    DelayPeriod,
    DetailsCorrected,
    DueDateChange,
    DueDateFromArrival,
    FindingChanged,
    Informed,
    OutsideAsked,
    PartyDay,
    PersonCorrected,
    PlanMoved,
    ProposedResult,
    Recalculation,
    Reminder,
    RequestTypeCorrected,
    StageBegun,
    UnansweredTransfer,
    Undone,
)
from tests.factories import DepartmentFactory

DAY, NEXT = datetime.date(2026, 11, 23), datetime.date(2026, 11, 24)
EXAMPLES: dict[type[Content], Content] = {
    DueDateChange: DueDateChange(DAY, NEXT),
    Recalculation: Recalculation(DAY, NEXT, 7),
    DueDateFromArrival: DueDateFromArrival(DAY, NEXT, DAY),
    Reminder: Reminder("late", 1, "head", DAY),
    DelayPeriod: DelayPeriod(DAY, 2),
    BatchPosition: BatchPosition(1, 12),
    UnansweredTransfer: UnansweredTransfer(7),
    ProposedResult: ProposedResult(7),
    StageBegun: StageBegun(2, 4, "ตรวจหน้างาน", "Inspection"),
    Informed: Informed(letter=True),
    PlanMoved: PlanMoved(1, 2, 3, 3),
    OutsideAsked: OutsideAsked("การไฟฟ้า", "Electricity authority"),
    PartyDay: PartyDay(DAY),
    Undone: Undone(7),
    FindingChanged: FindingChanged("ลึก", "Depth", "10", "10", "12", "12"),
    RequestTypeCorrected: RequestTypeCorrected("ถนน", "Road", "ไฟ", "Lamp", DAY, DAY),
    DetailsCorrected: DetailsCorrected("normal", "urgent", "หน้าวัด", "หน้าตลาด", "", ""),
    PersonCorrected: PersonCorrected("last_name phone"),
}


def store(case: Case, kind: str, content: Content | None, part: Subtask | None = None) -> CaseEvent:
    event = build_event(case, Kind(kind), now=timezone.now(), content=content, subtask=part)
    event.save(force_insert=True)
    return CaseEvent.objects.get(pk=event.pk)


@pytest.mark.parametrize("content", EXAMPLES.values())
def test_json_gives_back_what_it_was_given(content: Content) -> None:
    assert type(content).from_json(json.loads(json.dumps(content.to_json()))) == content


@pytest.mark.parametrize("content", EXAMPLES.values())
def test_what_a_later_release_has_added_does_not_keep_an_event_from_being_read(content: Content) -> None:
    assert type(content).from_json(content.to_json() | {"added_later": 1}) == content


def test_every_content_has_a_kind_and_every_kind_is_one_of_an_event() -> None:
    assert set(EXAMPLES) == set(CONTENT.values())
    assert {*ONCE} < {*CONTENT} < set(Kind.values)


@pytest.mark.django_db
class TestTheDatabase:
    @pytest.mark.parametrize("kind", CONTENT)
    def test_keeps_the_content_of_a_kind(self, case: Case, kind: str) -> None:
        content = EXAMPLES[CONTENT[kind]]
        assert store(case, kind, content).content == content
        assert is_recorded(case, Kind(kind), content)

    @pytest.mark.parametrize("kind", CONTENT)
    def test_refuses_an_event_without_the_content_of_its_kind(self, case: Case, kind: str) -> None:
        with pytest.raises(IntegrityError, match="event_has_content_of_kind"), transaction.atomic():
            store(case, kind, None)

    @pytest.mark.parametrize("kind", CONTENT)
    def test_refuses_the_content_of_another_kind(self, case: Case, kind: str) -> None:
        other = UnansweredTransfer if CONTENT[kind] is not UnansweredTransfer else ProposedResult
        with pytest.raises(IntegrityError, match="event_has_content_of_kind"), transaction.atomic():
            store(case, kind, EXAMPLES[other])

    def test_refuses_content_where_the_kind_has_none(self, case: Case) -> None:
        assert store(case, Kind.NOTED, None).content is None
        with pytest.raises(IntegrityError, match="event_has_content_of_kind"), transaction.atomic():
            store(case, Kind.NOTED, BatchPosition(1, 1))

    @pytest.mark.parametrize("kind", ONCE)
    def test_keeps_such_an_event_once(self, case: Case, kind: str) -> None:
        store(case, kind, EXAMPLES[CONTENT[kind]])
        with pytest.raises(IntegrityError, match="event_once"), transaction.atomic():
            store(case, kind, EXAMPLES[CONTENT[kind]])

    @pytest.mark.parametrize("kind", [Kind.EXTENDED, Kind.OFFICER_LEFT])
    def test_keeps_what_may_happen_again_twice(self, case: Case, kind: Kind) -> None:
        for _ in range(2):
            store(case, kind, EXAMPLES[CONTENT[kind]])
        assert case.events.filter(kind=kind).count() == 2

    def test_keeps_one_reminder_of_a_late_part(self, case: Case, head: object) -> None:
        there = DepartmentFactory(code="PHE")
        asked = {"due_on": DAY, "asked_by": head, "asked_at": timezone.now()}
        part = Subtask.objects.create(case=case, department=there, what="ตรวจน้ำ", **asked)
        store(case, Kind.SUBTASK_LATE, None, part)
        with pytest.raises(IntegrityError, match="event_subtask_late_once"), transaction.atomic():
            store(case, Kind.SUBTASK_LATE, None, part)
        for days in (1, 2):
            store(case, Kind.OUTSIDE_REMINDER, Reminder("outside_late", days, "head", DAY), part)
        with pytest.raises(IntegrityError, match="event_outside_reminder_once"), transaction.atomic():
            store(case, Kind.OUTSIDE_REMINDER, Reminder("outside_late", 2, "head", DAY), part)
