"""Rehearsals: with an unchanged set-up they find what happened, with a changed one what would have happened;
they write nothing."""

import datetime
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cases.actions import extension, lifecycle, reopening
from cases.deadlines.work_calendar import WorkCalendar
from cases.models import Case, CaseEvent, Holiday, RequestType, RoutingRule, User
from tests.factories import CaseFactory, DepartmentFactory, RequestTypeFactory, ResultCodeFactory
from workflows.models import RehearsalRun
from workflows.rehearsal import runs
from workflows.rehearsal.changes import Changes
from workflows.rehearsal.report import Replay, Report

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
START = datetime.datetime(2026, 6, 1, 9, tzinfo=datetime.UTC)
TODAY = datetime.date(2026, 11, 27)


@pytest.fixture
def request_type(department: Any) -> RequestType:
    return RequestTypeFactory(code="lamp", department=department, target_working_days=10)


def at(days: int) -> datetime.datetime:
    return START + days * DAY


def begun(request_type: RequestType, head: User, officer: User) -> Case:
    case = CaseFactory(request_type=request_type, now=START)
    lifecycle.assign(case, to=officer, by=head, now=at(1))
    return lifecycle.start(case, by=officer, now=at(1))


def done(case: Case, officer: User, days: int) -> None:
    result = ResultCodeFactory()
    lifecycle.resolve(case, by=officer, result=result, details="Done.", on=at(days).date(), now=at(days))


def replayed(**changes: Any) -> Report:
    return Replay(Changes(**changes), months=12, today=TODAY).run()


def test_the_present_set_up_gives_what_happened(request_type: RequestType, head: User, officer: User) -> None:
    """Pauses, more time and a new beginning are counted as the verbs have counted them."""
    case = begun(request_type, head, officer)
    lifecycle.ask(case, by=officer, question="Which lamp?", now=at(3))
    lifecycle.answer(case, text="The second.", now=at(9))
    to = WorkCalendar.load().shift(Case.objects.get(pk=case.pk).due_on, 3)
    extension.extend(case, to=to, by=head, reason="Rain.", now=at(10))
    done(case, officer, 20)
    reopening.reopen(case, reason="Dark again.", now=at(22))
    lifecycle.assign(case, to=officer, by=head, now=at(23))
    lifecycle.start(case, by=officer, now=at(23))
    done(case, officer, 60)
    found = replayed()
    assert (found.cases, found.judged, found.reproduced) == (1, 1, 1)
    assert found.late == found.late_then == 1


def test_other_targets_make_other_cases_late(request_type: RequestType, head: User, officer: User) -> None:
    """A case done on the eighth working day is late with a target of five, and is an example."""
    case = begun(request_type, head, officer)
    done(case, officer, 10)
    found = replayed(targets={request_type.pk: 5})
    assert (found.late, found.late_then) == (0, 1)
    assert found.by_department == {case.department_id: [1, 0, 1]}
    assert found.examples == [[case.pk, True]]


def test_days_off_give_time(request_type: RequestType, head: User, officer: User) -> None:
    """A day off within the days counted moves the due date by one working day; taken back, not at all."""
    case = begun(request_type, head, officer)
    late = (Case.objects.get(pk=case.pk).due_on - START.date()).days + 1
    done(case, officer, late)
    assert replayed().late == 1
    off = WorkCalendar.load().shift(START.date(), 2)
    assert replayed(days_off=(off,)).late_then == 0
    assert replayed(days_off=(off,), working_days=(off,)).late_then == 1


def test_a_date_that_the_set_up_does_not_give_is_moved(
    request_type: RequestType, head: User, officer: User
) -> None:
    """Where the target has changed since, the date that held stays, and the difference is laid on it."""
    case = begun(request_type, head, officer)
    done(case, officer, 10)
    RequestType.objects.filter(pk=request_type.pk).update(target_working_days=4)
    found = replayed()
    assert (found.late, found.late_then, found.reproduced) == (0, 0, 0)
    assert replayed(targets={request_type.pk: 1}).late_then == 1


def test_rules_send_the_past_elsewhere(request_type: RequestType, head: User, officer: User) -> None:
    """A rule that is not in use yet is tried; one in use can be left out."""
    begun(request_type, head, officer)
    other = DepartmentFactory(code="lights")
    rule = RoutingRule.objects.create(name="Lamps", department=other, active=False)
    rule.kinds.add(request_type)
    assert not replayed(with_rules=True).moved
    found = replayed(with_rules=True, rules_added=(rule.pk,))
    assert found.moved == {f"{request_type.department_id} {other.pk}": 1}


def test_nothing_is_written(request_type: RequestType, head: User, officer: User) -> None:
    """Neither the cases nor the set-up change."""
    case = begun(request_type, head, officer)
    before = (
        Case.objects.filter(pk=case.pk).values().get(),
        CaseEvent.objects.count(),
        Holiday.objects.count(),
    )
    replayed(targets={request_type.pk: 1}, days_off=(TODAY,), opens=datetime.time(10))
    after = Case.objects.filter(pk=case.pk).values().get(), CaseEvent.objects.count(), Holiday.objects.count()
    assert before == after


def test_the_worker_carries_out_what_was_asked(
    client: Client, administrator: User, request_type: RequestType, head: User, officer: User
) -> None:
    """The page stores it, the worker replays it once, the page tells it: the examples to those who may read
    them. Who may not set up gets 403."""
    done(begun(request_type, head, officer), officer, 10)
    client.force_login(administrator)
    sent = {"months": "12", "kinds": [request_type.pk], "days": "5"}
    page = client.post(reverse("staff:setup_rehearse"), sent)
    run = RehearsalRun.objects.get()
    assert page["Location"] == reverse("staff:setup_rehearsal", args=[run.pk])
    assert "progress" in client.get(page["Location"]).content.decode()
    RehearsalRun.objects.filter(pk=run.pk).update(asked_at=at(178))
    assert (runs.carry_out_waiting(), runs.carry_out_waiting()) == (1, 0)
    number = Case.objects.get().number
    assert number not in client.get(page["Location"]).content.decode()
    administrator.user_permissions.add(Permission.objects.get(codename="view_every_case"))
    assert number in client.get(page["Location"]).content.decode()
    client.force_login(head)
    assert client.get(page["Location"]).status_code == 403


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"days": "5"},
        {"days_off": "31-31-2569"},
        {"opens": "17:00", "closes": "08:00"},
        {"opens": "noon"},
        {"months": "7"},
    ],
)
def test_bad_input_is_told(client: Client, administrator: User, sent: dict[str, str]) -> None:
    """Nothing is stored, and what was typed stays."""
    client.force_login(administrator)
    page = client.post(reverse("staff:setup_rehearse"), {"months": "12", **sent})
    assert page.status_code == 200
    assert page.context["form"].errors
    assert not RehearsalRun.objects.exists()


def test_old_rehearsals_are_removed(administrator: User) -> None:
    """After thirty days; one whose worker was cut off is failed, not running for ever."""
    old = runs.ask(Changes(opens=datetime.time(9)), months=3, by=administrator, now=timezone.now() - 31 * DAY)
    RehearsalRun.objects.filter(pk=old.pk).update(state="running")
    runs.carry_out_waiting()
    old.refresh_from_db()
    assert old.state == "failed"
    assert (runs.purge(), RehearsalRun.objects.count()) == (1, 0)


def test_the_command_tells_the_same(
    capsys: pytest.CaptureFixture[str], request_type: RequestType, head: User, officer: User
) -> None:
    """What was and what would have been, by department."""
    done(begun(request_type, head, officer), officer, 10)
    call_command("rehearse", months=36, target=[f"{request_type.code}=5"])
    assert "Late: 0 as it was, 1 as it would have been." in capsys.readouterr().out


def test_changes_are_read_as_they_were_written() -> None:
    """Through JSON and back."""
    changes = Changes(
        targets={3: 5},
        days_off=(TODAY,),
        opens=datetime.time(9, 30),
        rules_added=(4,),
        with_rules=True,
    )
    assert Changes.from_json(changes.to_json()) == changes
