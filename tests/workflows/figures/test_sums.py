"""The sums say what a count of the cases says, whatever has happened to them and whoever asks."""

import datetime
import random
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override

from cases import actions
from cases.access import delegations
from cases.models import Case, Department, Feedback, Membership, RequestType, User
from tests.factories import (
    AreaFactory,
    CaseFactory,
    CauseFactory,
    ChannelFactory,
    DepartmentFactory,
    HeadFactory,
    OfficerFactory,
    RequestTypeFactory,
    ResultCodeFactory,
    UnitFactory,
)
from tests.thorough import so_many
from tests.workflows.views.conftest import desk as desk
from workflows.figures import periods, sources, summed, sums
from workflows.figures.board import readable
from workflows.figures.dimensions import By
from workflows.figures.periods import Period
from workflows.figures.sources import Counted, figures_of
from workflows.figures.summed import Summed
from workflows.models import ChangedDay, FigureState, FigureSum

TODAY = timezone.localdate()
STEPS, EACH, CASES = 30, 15, 9
LONG = 500  # days


@pytest.fixture
def town(department: Department, head: User) -> list[Case]:
    """Cases of three kinds, one of them restricted, in two departments, done and open."""
    other = DepartmentFactory(code="PHE")
    request_types = [
        RequestTypeFactory(code="road", department=department, unit=UnitFactory(department=department)),
        RequestTypeFactory(code="light", department=other),
        RequestTypeFactory(code="graft", department=department, restricted=True),
    ]
    return [
        CaseFactory(request_type=request_types[n % 3], **({"resolved": True} if n % 2 else {}))
        for n in range(CASES)
    ]


def happen(cases: list[Case], chance: random.Random) -> None:
    """Something that changes a figure, by a statement of any kind."""
    case, day = chance.choice(cases), timezone.now() - datetime.timedelta(days=chance.randrange(LONG))
    spent = datetime.timedelta(days=chance.randrange(40))
    row = Case.objects.filter(pk=case.pk)
    changes: list[Any] = [
        lambda: row.update(received_at=day),
        lambda: row.filter(resolved_at__isnull=False).update(received_at=day - spent, resolved_at=day),
        lambda: row.update(due_on=timezone.localdate(day)),
        lambda: row.update(department=chance.choice([*Department.objects.all()])),
        lambda: row.update(officer=chance.choice([*User.objects.all()])),
        lambda: row.update(channel=ChannelFactory(code=chance.choice("abc"))),
        lambda: say(case, day, chance),
        lambda: Feedback.objects.filter(case=case).update(at=day),
        lambda: Feedback.objects.filter(case=case, rating__lt=3).delete(),
        lambda: toggle(chance),
    ]
    chance.choice(changes)()


def say(case: Case, day: datetime.datetime, chance: random.Random) -> None:
    events = [*case.events.exclude(feedback__isnull=False).order_by("pk")]
    if events:
        event = chance.choice(events)
        words = {"verdict": chance.choice(Feedback.Verdict.values), "rating": chance.choice([None, 1, 5])}
        Feedback.objects.create(case=case, event=event, at=day, **words)


def toggle(chance: random.Random) -> None:
    request_type = chance.choice([*RequestType.objects.all()])
    RequestType.objects.filter(pk=request_type.pk).update(restricted=not request_type.restricted)


def lookers(*people: User) -> list[User]:
    """The people, and one who works in both departments and heads one, all read anew."""
    both = OfficerFactory(username="both", department__code="PHE")
    engineers = Department.objects.get(code="ENG")
    Membership.objects.create(user=both, department=engineers, role=Membership.Role.HEAD)
    return [User.objects.get(pk=one.pk) for one in (*people, both)]


def told(source: Any, period: Period) -> list[Any]:
    """Everything that a source says, with times as precise as PostgreSQL has them."""
    rows = [*source.totals(period)]
    lines = [line for by in By for line in source.lines(by, period)]
    exact = [(one.value, one.name, _precise(one.row)) for one in lines]
    return [*(_precise(row) for row in rows), sorted(exact, key=str), source.steps(period)]


def _precise(row: Any) -> Any:
    days = [
        None if value is None else round(value, 6)
        for value in (row.median, row.ninety, row.stars, row.reply_days)
    ]
    return (
        days,
        row.open,
        row.late,
        row.received,
        row.done,
        row.punctual,
        row.rated,
        row.reopened,
        row.replied,
        row.prompt,
    )


def agree(user: User, department: Department | None = None) -> None:
    spans = [periods.last_days(TODAY, 30), periods.last_days(TODAY, 130), periods.last_days(TODAY, LONG)]
    spans += [
        periods.fiscal_year(periods.fiscal_year_of(TODAY), TODAY),
        periods.month(TODAY.replace(day=1), TODAY),
    ]
    for period in spans:
        quick = figures_of(user, department)
        assert isinstance(quick, Summed)
        assert told(quick, period) == told(Counted(readable(user, department)), period)


@pytest.mark.parametrize("seed", range(so_many(1, 2)))
def test_after_any_history_the_sums_say_what_a_count_says(town, head, officer, clerk, executive, seed):
    chance, people = random.Random(seed), lookers(head, clerk, executive, officer)
    for step in range(STEPS):
        happen(town, chance)
        if step % EACH == EACH - 1:
            sums.sum_up()
            for person in people:
                agree(User.objects.get(pk=person.pk))
    assert list(sums.differences()) == []


def test_a_single_department_is_exact_too(town, clerk, head, department):
    sums.sum_up()
    agree(clerk, department)
    agree(head, department)


def test_verbs_note_their_days(town, clerk):
    sums.sum_up()
    case = next(case for case in town if case.status == "resolved")
    actions.reopen(case, reason="ยังเป็นหลุม", rating=2)
    assert ChangedDay.objects.exists()
    sums.sum_up()
    agree(clerk)


def test_another_area_notes_the_days_of_its_case(town, clerk):
    sums.sum_up()
    Case.objects.filter(pk=town[0].pk).update(area=AreaFactory())
    assert ChangedDay.objects.exists()
    sums.sum_up()
    assert list(sums.differences()) == []


def test_what_changes_no_figure_of_a_day_notes_none(town):
    sums.sum_up()
    case = next(case for case in town if case.status == "received")
    Case.objects.filter(pk=case.pk).update(due_on=TODAY, urgency="urgent")
    assert not ChangedDay.objects.exists()


def test_without_sums_the_cases_are_counted(town, clerk):
    assert isinstance(figures_of(clerk), Counted)


def test_when_a_kind_becomes_restricted_the_cases_are_counted_until_the_sums_know(town, clerk):
    sums.sum_up()
    RequestType.objects.filter(code="road").update(restricted=True)
    assert isinstance(figures_of(clerk), Counted)
    sums.sum_up()
    agree(clerk)


def test_the_sums_say_of_when_they_are(town, clerk):
    now = timezone.now() - datetime.timedelta(hours=1)
    sums.sum_up(now=now)
    assert figures_of(clerk).as_of == summed.as_of() == now


def test_many_days_are_counted_in_turns(town, clerk, monkeypatch):
    monkeypatch.setattr(sums, "DAYS_AT_ONCE", 2)
    for n, case in enumerate(town):
        Case.objects.filter(pk=case.pk).update(received_at=timezone.now() - datetime.timedelta(days=n))
    sums.sum_up()
    assert not ChangedDay.objects.exists()
    agree(clerk)


def test_a_second_run_has_nothing_to_do(town):
    assert (sums.sum_up() > 0, sums.sum_up()) == (True, 0)


def test_the_check_finds_a_wrong_sum(town):
    sums.sum_up()
    call_command("check_figures")
    row = FigureSum.objects.filter(scale="day", by="all", department=0).last()
    row.cells[""]["received"] = 99
    row.save()
    with pytest.raises(CommandError, match="differences"):
        call_command("check_figures")


def test_the_check_leaves_out_days_that_have_changed_since(town):
    sums.sum_up()
    Case.objects.filter(pk=town[0].pk).update(received_at=timezone.now() - datetime.timedelta(days=3))
    call_command("check_figures")


def test_there_is_one_state(db):
    FigureState.objects.create(pk=1)
    with pytest.raises(IntegrityError, match="figures_state_once"):
        FigureState.objects.create(pk=2)


def test_a_source_is_chosen_by_the_state_alone(town, clerk):
    sums.sum_up()
    FigureState.objects.update(as_of=None)
    assert isinstance(sources.figures_of(clerk), Counted)


@pytest.mark.parametrize("by", list(By))
def test_the_page_needs_few_statements_and_says_how_new_it_is(
    town, clerk, desk, django_assert_max_num_queries, by
):
    sums.sum_up()
    seat = desk(clerk)
    with django_assert_max_num_queries(16):
        page = seat.page("figures", by=by).content.decode()
    assert "These numbers are as of" in page


def test_what_is_counted_at_once_says_nothing_of_its_time(town, clerk, desk):
    assert "These numbers are as of" not in desk(clerk).page("figures").content.decode()


def test_figures_by_cause_leave_out_what_has_none(town, clerk, head, desk):
    cause = CauseFactory(request_type=town[0].request_type, name_th="รถบรรทุก", name_en="Lorries")
    case = CaseFactory(request_type=cause.request_type, in_progress=True)
    actions.resolve(case, by=case.officer, result=ResultCodeFactory(), details="เรียบร้อย", cause=cause)
    sums.sum_up()
    agree(clerk)
    (line,) = figures_of(clerk, None).lines(By.CAUSE, periods.last_days(TODAY, 30))
    assert (line.value, line.row.done) == (str(cause.pk), 1)
    assert cause.request_type.name in line.name
    with override("en"):
        assert f"{reverse('staff:inbox')}?view=all&amp;cause={cause.pk}" in (
            desk(clerk).page("figures", by="cause").content.decode()
        )
    actions.reopen(case, reason="ยังเป็นหลุม")
    sums.sum_up()
    assert figures_of(clerk, None).lines(By.CAUSE, periods.last_days(TODAY, 30)) == []
    assert list(sums.differences()) == []


def test_a_deputys_figures_are_exact_too(town, head, officer, clerk):
    stranger = HeadFactory()
    CaseFactory(request_type=town[2].request_type, officer=officer, assigned=True)
    for deputy in (stranger, officer):
        row = delegations.enter(
            head, deputy=deputy, since=TODAY, until=TODAY, order_number="12/2569", by=head
        )
        sums.sum_up()
        agree(User.objects.get(pk=deputy.pk))
        delegations.withdraw(row, by=head)
