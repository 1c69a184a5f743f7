"""The map's sums are what a recount of every life finds, whatever happened."""

import datetime
import re
from collections import Counter
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.models import Q
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import actions
from cases.actions import outside, plan_moves, subtasks
from cases.deadlines.work_calendar import WorkCalendar
from cases.models import Case, CaseEvent, Holiday, RequestType, User, WorkPlan
from tests.factories import CaseFactory, OutsidePartyFactory, OutsidePersonFactory, ResultCodeFactory
from tests.workflows.process_map.conftest import NOW, STAGES, Teller, published, stage, step
from workflows.figures import periods, summed, sums
from workflows.models import ChangedDay, FigureSum
from workflows.process_map import counting, graph, reading
from workflows.process_map import lives as lives_of
from workflows.process_map.counting import EVERY_TYPE, of_type

# Made before the transaction of the first test begins.
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("others", "lives_made")]
ALWAYS = Q(scale="month")


def told(by: str = EVERY_TYPE, covering: Q = ALWAYS) -> reading.Told:
    return reading.told(by, None, covering)


def recounted(cases: list[Case], *, staged: bool) -> dict[tuple[str, str], Counter[int]]:
    """Every move of these cases, found by walking through all of their events."""
    found: dict[tuple[str, str], Counter[int]] = {}
    calendar = WorkCalendar.load()
    for case in cases:
        for (begin, source), (at, target) in _pairs(_walk(case, staged=staged)):
            spent = calendar.working_time(begin, at) / datetime.timedelta(hours=8)
            found.setdefault((source, target), Counter())[round(10 * spent)] += 1
    return found


def _walk(case: Case, *, staged: bool) -> list[tuple[datetime.datetime, str]]:
    """The last place of each moment."""
    places: dict[datetime.datetime, str] = {}
    number = 0
    for event in case.events.order_by("at", "pk"):
        number = {"stage_begun": event.data.get("number"), "reopened": 0}.get(event.kind, number)
        works = event.to_status == "in_progress" and number and staged
        places[event.at] = f"{case.plan_version_id}.{number}" if works else event.to_status
    return list(places.items())


def _pairs(walk: list[tuple[datetime.datetime, str]]) -> Any:
    at, place = walk[0]
    yield (at, ""), (at, place)
    for begin, source in walk[1:]:
        if source != place:
            yield (at, place), (begin, source)
            at, place = begin, source


def test_every_move_is_counted_once(lives: list[Case], tree: RequestType, road: RequestType) -> None:
    sums.sum_up()
    assert told().moves == recounted(lives, staged=False)
    for request_type in (tree, road):
        own = [case for case in lives if case.request_type_id == request_type.pk]
        assert told(of_type(request_type.pk)).moves == recounted(own, staged=True)


def test_a_period_has_the_moves_of_its_days(lives: list[Case]) -> None:
    sums.sum_up()
    today = timezone.localdate()
    period = periods.between(today - datetime.timedelta(days=100), today - datetime.timedelta(days=20))
    wanted = sum(
        period.since <= timezone.localdate(at) <= period.until
        for case in lives
        for _from, (at, _place) in _pairs(_walk(case, staged=False))
    )
    found = told(covering=summed.covering(period)).moves
    assert sum(times.total() for times in found.values()) == wanted > 0


def test_roads_lead_to_results(lives: list[Case]) -> None:
    sums.sum_up()
    results = CaseEvent.objects.filter(to_status__in=["resolved", "rejected", "withdrawn"])
    ended = results.exclude(from_status__in=["resolved", "rejected", "withdrawn"]).count()
    roads = told().roads
    assert sum(times.total() for times in roads.values()) == ended > 0
    assert {road[0] for road in roads} <= {"received", "resolved"}


def test_no_verb_goes_a_way_that_there_is_not(lives: list[Case]) -> None:
    sums.sum_up()
    assert told().strange == {}


def test_a_move_that_no_plan_knows_is_named_with_its_case(teller: Teller, road: RequestType) -> None:
    case = teller.life(road, steps=0)
    last = case.events.get()
    CaseEvent.objects.create(
        case=case,
        kind="closed",
        at=NOW,
        actor="system",
        department=case.department,
        from_status="received",
        to_status="closed",
    )
    sums.sum_up()
    assert last.to_status == "received"
    assert told().strange == told(of_type(road.pk)).strange == {("received", "closed"): {case.pk}}


def test_days_that_have_changed_are_counted_anew(
    lives: list[Case], teller: Teller, tree: RequestType, head: User
) -> None:
    sums.sum_up()
    more = [*lives, teller.life(tree), teller.life(tree, steps=3)]
    assert ChangedDay.objects.exists()
    sums.sum_up()
    assert told().moves == recounted(more, staged=False)
    call_command("check_figures")


def test_a_message_moves_nothing(lives: list[Case]) -> None:
    sums.sum_up()
    case = next(case for case in lives if case.is_open)
    actions.send_message(case, text="สวัสดี")
    assert not ChangedDay.objects.exists()


def test_another_holiday_changes_the_times(lives: list[Case]) -> None:
    sums.sum_up()
    days = [timezone.localdate() - datetime.timedelta(days=n) for n in range(40, 60)]
    for day in days:
        Holiday.objects.get_or_create(day=day, defaults={"name_th": "หยุด", "confirmed": True})
    assert sums.sum_up() > 0
    assert told().moves == recounted(lives, staged=False)
    assert (sums.sum_up(), list(sums.differences())) == (0, [])


def test_a_kind_that_becomes_restricted_is_left_out(lives: list[Case], tree: RequestType) -> None:
    sums.sum_up()
    RequestType.objects.filter(pk=tree.pk).update(restricted=True)
    sums.sum_up()
    left = [case for case in lives if case.request_type_id != tree.pk]
    assert told().moves == recounted(left, staged=False)
    assert not FigureSum.objects.filter(by=of_type(tree.pk)).exists()


def test_the_check_finds_a_wrong_sum(lives: list[Case]) -> None:
    sums.sum_up()
    row = FigureSum.objects.filter(scale="day", by=EVERY_TYPE).last()
    assert row is not None
    row.cells["m:received>closed"] = {"0": 1}
    row.save()
    with pytest.raises(CommandError, match="differences"):
        call_command("check_figures")


def test_of_many_roads_the_most_frequent_are_named(lives: list[Case], monkeypatch: Any) -> None:
    monkeypatch.setattr(counting, "MOST_ROADS", 0)
    sums.sum_up()
    assert set(told().roads) == {("",)}


def test_many_days_take_few_statements(lives: list[Case], django_assert_max_num_queries: Any) -> None:
    span = (NOW.date() - datetime.timedelta(days=400), NOW.date())
    assert counting.counted(sums.summed(), *span)
    # The calendar in two, the cases, their events, what outside parties did, the plan.
    with django_assert_max_num_queries(6):
        counting.counted(sums.summed(), *span)


def test_a_run_reads_the_lives_of_changed_days_alone_and_few_at_once(
    lives: list[Case], teller: Teller, road: RequestType, monkeypatch: Any
) -> None:
    sums.sum_up()
    monkeypatch.setattr(lives_of, "CASES_AT_ONCE", 2)
    case = teller.life(road, steps=1)
    days = {timezone.localdate(at) for at in case.events.values_list("at", flat=True)}
    moved = {
        event.case_id
        for event in CaseEvent.objects.filter(lives_of.MOVING)
        if timezone.localdate(event.at) in days
    }
    with CaptureQueriesContext(connection) as asked:
        assert sums.sum_up() == len(days)
    portions = [
        {int(key) for key in found[1].split(", ")}
        for one in asked.captured_queries
        if (found := re.search(r'"cases_caseevent"."case_id" IN \(([0-9, ]+)\)', one["sql"]))
    ]
    assert set[int]().union(*portions) == moved
    assert max(map(len, portions)) <= 2
    assert list(sums.differences()) == []


def test_the_time_of_outside_parties_is_counted_apart(
    road: RequestType, head: User, officer: User, django_assert_max_num_queries: Any
) -> None:
    """Two that are asked at once count once; while the citizen has to answer it is the citizen's time."""
    at = [datetime.datetime(2026, 8, day, 10, tzinfo=timezone.get_default_timezone()) for day in range(3, 29)]
    case = CaseFactory(request_type=road, now=at[0])
    actions.assign(case, to=officer, by=head, now=at[0])
    actions.start(case, by=officer, now=at[1])
    person = OutsidePersonFactory()
    other = OutsidePersonFactory(party=OutsidePartyFactory(code="pwa"))
    for party, moment in ((person.party, at[2]), (other.party, at[3])):
        said: dict[str, Any] = {"what": "ดับไฟ", "due_on": at[9].date(), "by": officer, "now": moment}
        outside.ask_outside(case, to=party, **said)
    first, second = case.subtasks.order_by("pk")
    subtasks.finish_subtask(first, person=person, result="ดับแล้ว", now=at[8])
    actions.ask(case, by=officer, question="ที่ใด", now=at[9])
    subtasks.refuse_subtask(second, person=other, reason="ไม่ใช่ท่อของเรา", now=at[10])
    actions.answer(case, text="ที่นี่", now=at[11])
    actions.resolve(case, by=officer, result=ResultCodeFactory(), details="เรียบร้อย", now=at[14])
    (life,) = lives_of.of(Case.objects.filter(pk=case.pk))
    assert life.outside_within(at[0], at[14]) == [(at[2], at[10])]
    counts = counting.counted(Case.objects.filter(pk=case.pk), at[0].date(), at[20].date())
    found = reading.Told()
    for (_day, _department, by), cells in counts.items():
        for name, cell in cells.items() if by == of_type(road.pk) else ():
            found.add(name, cell)
    worked = WorkCalendar.load().working_time(at[2], at[9]) / datetime.timedelta(hours=8)
    assert {place: dict(times) for place, times in found.outside.items()} == {
        "in_progress": {round(10 * worked): 1}
    }
    whole = WorkCalendar.load().working_time(at[1], at[9]) + WorkCalendar.load().working_time(at[11], at[14])
    assert found.outside_share_of("in_progress") == round(
        100 * worked / (whole / datetime.timedelta(hours=8))
    )
    assert found.outside_share
    assert found.waiting_share
    sums.sum_up()
    call_command("check_figures")


def test_the_states_of_a_case_are_all_its_ways() -> None:
    assert {("", "received"), ("received", "assigned"), ("resolved", "closed")} <= graph.of_statuses()
    assert ("received", "closed") not in graph.of_statuses()


def test_a_plan_goes_on_and_back_by_an_approval(tree: RequestType, plan: WorkPlan) -> None:
    version = plan.versions.get().pk
    ways = graph.of_version(version)
    one, two, three = (graph.place(version, number) for number in (1, 2, 3))
    assert {("assigned", one), (one, two), (two, three), (three, one), (two, "waiting")} <= ways
    assert not {(one, three), (two, one), ("assigned", "in_progress")} & ways


def test_a_stage_that_may_be_empty_is_passed(tree: RequestType, plan: WorkPlan) -> None:
    look, cut, approve = STAGES
    maybe = stage("line", step("line", when={"urgency": "urgent"}))
    version = published(plan, look, maybe, cut, approve).pk
    ways = graph.of_version(version)
    assert (graph.place(version, 1), graph.place(version, 3)) in ways
    assert (graph.place(version, 1), graph.place(version, 4)) not in ways


def test_a_stage_that_is_passed_in_the_same_moment_is_no_stop(
    tree: RequestType, plan: WorkPlan, teller: Teller
) -> None:
    look, cut, approve = STAGES
    published(plan, look, stage("line", step("line", when={"urgency": "urgent"})), cut, approve)
    case = teller.life(tree, steps=40)
    (life,) = lives_of.of(Case.objects.filter(pk=case.pk))
    assert f"{case.plan_version_id}.2" not in {stop.place for stop in life.stops()}


def test_a_case_that_was_moved_to_another_version_goes_on_there(
    tree: RequestType, plan: WorkPlan, head: User, officer: User
) -> None:
    case = CaseFactory(request_type=tree, in_progress=True, officer=officer)
    version = published(plan, stage("first", step("look"), step("measure")), *STAGES[1:])
    moved = plan_moves.move(case, to=version, by=head)
    assert moved.plan_version_id == version.pk
    (life,) = lives_of.of(Case.objects.filter(pk=case.pk))
    before = graph.place(case.plan_version_id, 1)
    assert [stop.place for stop in life.stops()][-2:] == [before, graph.place(version.pk, 1)]
    sums.sum_up()
    assert told(of_type(tree.pk)).strange == {}
