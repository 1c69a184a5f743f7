"""A sample of any size: copies of lives that were told, as consistent as these."""

import random
import re
from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date, datetime, timedelta
from itertools import chain

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.translation import override
from psycopg import sql

from cases.models import (
    OPEN,
    Case,
    CaseEvent,
    Department,
    Duplicate,
    PlanVersion,
    RequestType,
    Status,
    Subtask,
    User,
)
from cases.statistics.public import months_before
from cases.text.dates import buddhist_year
from notifications.models import Notice
from tests import sample_database
from tests.factories import FiledFactory
from tests.thorough import so_many
from tests.workflows.sample.case_queries import READERS, make_large
from workflows.consistency import disagreements
from workflows.demo.stories import Stories
from workflows.figures import sums, town
from workflows.figures.sentences import ENOUGH, sentences
from workflows.inbox import search_index
from workflows.models import CaseSearch, FigureSum
from workflows.rehearsal import history, replay, runs
from workflows.rehearsal.changes import Changes
from workflows.rehearsal.plan_replay import PlanReplay
from workflows.rehearsal.report import Replay
from workflows.sample import CASE_PASSWORD, loading
from workflows.sample.copying import Source, Writer, chunks
from workflows.sample.history import copies
from workflows.sample.offices import Offices
from workflows.sample.patterns import read
from workflows.sample.tables import tables

COUNT = sample_database.CASES
# Longer than the sample goes back.
MONTHS = 130
INDEX = re.compile(r"(?:using|Bitmap Index Scan on) (case\w+)")
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("copy_of_the_sample")]


def last_told() -> int:
    """The key of the last case that was told; the others are copies."""
    keys = Case.objects.order_by("pk").values_list("pk", flat=True)
    return int(keys[loading.lives(COUNT) - 1])


def test_it_has_as_many_cases_as_were_wanted_twenty_offices_and_400_people() -> None:
    assert Case.objects.count() == COUNT
    assert Department.objects.count() == 20
    assert User.objects.filter(memberships__isnull=False).distinct().count() == 400


def test_every_state_occurs_and_about_one_in_twenty_is_open() -> None:
    found = Counter(Case.objects.values_list("status", flat=True))
    assert set(found) == set(Status.values)
    assert 0.04 < sum(found[state] for state in OPEN) / COUNT < 0.09


def test_flow_and_cases_agree() -> None:
    assert list(disagreements()) == []


def test_the_figures_know_all_cases() -> None:
    assert list(sums.differences()) == []
    assert FigureSum.objects.exists()


def test_the_mayors_sentences_are_those_of_a_recount_for_random_months() -> None:
    joined = set(Duplicate.objects.values_list("case", flat=True))
    cases = list(Case.objects.filter(request_type__restricted=False).order_by("pk"))
    order = list(Department.objects.values_list("pk", flat=True))
    months = random.Random(24).sample(town.known_months(), so_many(12, 24))
    with override("en"):
        for month in months:
            told = sentences(town.town(month))
            assert told == list(recounted(month, cases, joined, order)), month


def recounted(month: date, cases: list[Case], joined: set[int], order: list[int]) -> Iterator[str]:
    """The sentences of a month, one case after the other."""
    after, before = months_before(month, -1), months_before(month, 1)

    def within(moment: datetime | None, since: date, until: date) -> bool:
        return moment is not None and since <= timezone.localdate(moment) < until

    came = sum(within(one.received_at, month, after) for one in cases)
    earlier = sum(within(one.received_at, before, month) for one in cases)
    requests = "request" if came == 1 else "requests"
    change = f"{came - earlier} more than" if came > earlier else f"{earlier - came} fewer than"
    compared = "as many as" if came == earlier else change
    assert came
    yield f"In {month:%B %Y} {came} {requests} came in, {compared} in {before:%B}."
    done = [one for one in cases if within(one.resolved_at, month, after)]
    punctual = sum(timezone.localdate(one.resolved_at) <= one.due_on for one in done)
    if len(done) >= ENOUGH:
        yield f"{len(done)} were done, {round(100 * punctual / len(done))} of 100 of them in time."
    elif len(done) == 1:
        yield f"1 was done; done in time: {punctual}."
    else:
        yield (
            f"{len(done)} were done, {punctual} of them in time."
            if done
            else "No request was done in this month."
        )
    late = [
        one
        for one in cases
        if one.pk not in joined
        and timezone.localdate(one.received_at) < after
        and (one.ended_at is None or timezone.localdate(one.ended_at) >= after)
        and one.status != Status.WAITING
        and one.due_on < after - timedelta(days=1)
    ]
    if not late:
        yield "At the end of the month none was late."
        return
    of_department = Counter(one.department_id for one in late)
    worst = max(order, key=lambda pk: of_department[pk])
    kinds = Counter(one.request_type_id for one in late if one.department_id == worst)
    kind = max(kinds, key=lambda pk: (kinds[pk], -pk))
    names = Department.objects.get(pk=worst).name, RequestType.objects.get(pk=kind).name
    count = of_department[worst]
    words = "late case:" if count == 1 else "late cases, above all:"
    yield f"At the end of the month {names[0]} had {count} {words} {names[1]}."


def test_every_plan_has_cases() -> None:
    planned = RequestType.objects.filter(work_plan__isnull=False)
    worked = Subtask.objects.exclude(step="").values_list("case__request_type__code", flat=True)
    assert planned.count() == 8
    # By the hour of the day both lives of a rare kind may end before their first step.
    assert len({*planned.values_list("code", flat=True)} - {*worked}) <= 1


def test_a_rehearsal_without_changes_gives_what_happened() -> None:
    """Late or not, for each case of the last year; and to the day, when each that was told was due."""
    unchanged = Replay(Changes(), months=12, today=timezone.localdate())
    told, cases = last_told(), history.received_within(12, unchanged.today)
    calendar = unchanged.present
    for one in chain.from_iterable(history.past_cases(cases, with_answers=False)):
        late = one.is_late(one.row.due_on, unchanged.today)
        assert one.is_late(unchanged.due_then(one), unchanged.today) == late, one.row.number
        if one.row.pk <= told:
            target = one.row.request_type.target_working_days
            due = replay.due(one.row.received_at, one.moments, target, calendar, given=calendar)
            assert due == one.row.due_on, one.row.number
    report = unchanged.run()
    assert (report.cases, report.late_then) == (cases.count(), report.late)
    assert 0 < report.late < report.judged


def test_a_rehearsal_of_the_plans_in_use_finds_what_happened() -> None:
    """No step of a plan is done, late or skipped otherwise than it was."""
    planned, today = 0, timezone.localdate()
    for current in PlanVersion.objects.filter(published_at__isnull=False, replaced_at=None):
        found = PlanReplay(runs.of_plan(current), months=MONTHS, today=today).run()
        planned += found.cases
        assert (found.late, found.examples) == (found.late_then, [])
        for step in found.steps.values():
            assert (step.done, step.late) == (step.done_then, step.late_then), (current, step.name_en)
    assert planned > 50


def test_no_row_points_to_nothing() -> None:
    orphans = sql.SQL(
        "SELECT count(*) FROM {} t LEFT JOIN {} u ON u.{} = t.{} WHERE t.{} IS NOT NULL AND u.{} IS NULL"
    )
    with connection.cursor() as cursor:
        for table in tables():
            for field in table.fields:
                if field.related_model is None:
                    continue
                other = field.related_model._meta
                key, column = sql.Identifier(str(other.pk.column)), sql.Identifier(str(field.column))
                names = (sql.Identifier(table.name), sql.Identifier(other.db_table), key, column, column, key)
                cursor.execute(orphans.format(*names))
                assert cursor.fetchone() == (0,), (table.name, field.column)


def test_the_numbers_of_a_year_have_no_gap_and_the_copies_came_in_their_order() -> None:
    told = last_told()
    for year in Case.objects.values_list("year", flat=True).distinct():
        rows = Case.objects.filter(year=year)
        running = sorted(rows.values_list("running", flat=True))
        assert running == [*range(running[0], running[0] + len(running))]
        came = rows.filter(pk__gt=told).order_by("received_at", "running").values_list("running", flat=True)
        assert [*came] == sorted(came)


def test_letters_speak_of_their_own_case_alone() -> None:
    for text, number in Notice.objects.exclude(case=None).values_list("text", "case__number"):
        assert set(re.findall(r"\b25[0-9]{2}-[0-9]{5}\b", text)) <= {number}


def test_reminders_speak_of_a_day_of_their_own_case() -> None:
    reminders = CaseEvent.objects.filter(kind__in=["late", "due_soon", "unassigned"])
    apart = [abs(event.content.date - timezone.localdate(event.at)) for event in reminders]  # type: ignore[union-attr]
    assert apart
    assert max(apart).days < 60


def test_a_copy_is_found_by_the_words_that_indexing_it_would_write() -> None:
    rows = CaseSearch.objects.values_list("words", "person")
    for case in Case.objects.filter(pk__gt=last_told()).order_by("details")[:: COUNT // 40]:
        copied = [set(vector.split()) for vector in rows.get(pk=case.pk)]
        search_index.index(case)
        indexed = [set(vector.split()) for vector in rows.get(pk=case.pk)]
        assert [one ^ other for one, other in zip(copied, indexed, strict=True)] == [set(), set()]


def test_citizens_and_staff_can_log_in(client: Client) -> None:
    case = Case.objects.earliest("number")
    answer = client.post("/en/track/", {"user_id": case.number, "password": CASE_PASSWORD})
    assert answer.status_code == 302
    assert client.login(username="officer19.eng", password="demo-2569")


def test_the_next_case_goes_on_with_number_and_key() -> None:
    this_year = Case.objects.filter(year=buddhist_year(timezone.now()))
    last, key = this_year.latest("running").running, Case.objects.latest("pk").pk
    case: Case = FiledFactory(request_type=RequestType.objects.get(code="road_damage"))[0]
    assert (case.running, case.pk) == (last + 1, key + 1)


@pytest.fixture
def writers() -> list[Writer]:
    """Twice the same: what writes fifty copies more."""
    told = [case for case in loading.single_cases() if case.pk <= last_told()]
    patterns, offices = read(told), Offices(Stories(random.Random(1)), branches={})
    source, keys = Source(patterns, offices, 7, timezone.now()), loading.highest_keys()
    last = Counter(dict.fromkeys(range(2550, 2580), 50000))
    chunk = next(chunks(copies(patterns, 50, random.Random(7)), patterns, keys=keys, last=last))
    return [Writer(source, chunk), Writer(source, chunk)]


def test_the_same_seed_writes_the_same_rows(writers: list[Writer]) -> None:
    one, other = ([*writer.written()] for writer in writers)
    assert one == other


def _write_then_fail(writer: Writer) -> None:
    writer.write()
    raise RuntimeError(Case.objects.count())


def test_what_fails_leaves_nothing_behind(writers: list[Writer]) -> None:
    before = [table.model._base_manager.count() for table in tables()]
    with pytest.raises(RuntimeError, match=str(COUNT + 50)), loading.all_or_none(loading.highest_keys()):
        _write_then_fail(writers[0])
    assert [table.model._base_manager.count() for table in tables()] == before


def test_it_refuses_where_there_are_cases() -> None:
    with pytest.raises(CommandError, match="already"):
        call_command("load_sample", cases=COUNT)


def test_it_refuses_to_be_smaller_than_the_lives_it_is_copied_from() -> None:
    with pytest.raises(CommandError, match=f"at least {loading.FEWEST}"):
        call_command("load_sample", cases=loading.FEWEST - 1)


def taken(read: Callable[[], object]) -> set[str]:
    """The indexes of the table of cases that PostgreSQL takes for what is read."""
    with CaptureQueriesContext(connection) as asked:
        read()
    found: set[str] = set()
    with connection.cursor() as cursor:
        for statement in asked.captured_queries:
            if statement["sql"].startswith("SELECT") and '"cases_case"' in statement["sql"]:
                cursor.execute(f"EXPLAIN {statement['sql']}")
                found |= set(INDEX.findall("\n".join(row[0] for row in cursor.fetchall())))
    return found


def test_each_index_of_the_table_of_cases_is_taken_by_a_query_that_has_a_name() -> None:
    make_large()
    plans = {name: taken(read) for name, read in READERS.items()}
    assert {name: plan for name, plan in plans.items() if name not in plan} == {}


def test_no_index_of_the_table_of_cases_is_without_a_query() -> None:
    with connection.cursor() as cursor:
        indexes = connection.introspection.get_constraints(cursor, "cases_case")
    plain = {name for name, one in indexes.items() if one["index"] and not one["unique"]}
    # Which cases were asked a question, as a trigger asks before the question is changed.
    assert {name for name in plain if "question_set" not in name} == set(READERS)
