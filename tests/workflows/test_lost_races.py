"""Lost races: each case is tried once more, then named; no key is locked that nobody changes."""

import ast
import datetime
import logging
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction
from django.utils import timezone
from viewflow.workflow.models import Process

from cases import actions
from cases.access import absences
from cases.errors import LostRace
from cases.lib import lost_races
from cases.models import Case, Membership
from tests.factories import CaseFactory, DepartmentFactory, OfficerFactory, RequestTypeFactory
from workflows import engine
from workflows.jobs import case_jobs
from workflows.models import Presence
from workflows.rights.catalogue import Verb
from workflows.steps import bulk, presence, refusals

ROOMS = ("cases", "workflows", "notifications", "config")
WAITING = """
SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


def waiting() -> int:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        return int(cursor.fetchone()[0])


def aside(do: Callable[[], None]) -> threading.Thread:
    """Do it on a connection of its own."""

    def run() -> None:
        try:
            do()
        finally:
            connection.close()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


@contextmanager
def held(case: Case, *, cross: bool = False) -> Iterator[None]:
    """Somebody else has the case. With `cross`, as soon as one waits for it, its process is asked for too:
    who waited first is then the victim of a deadlock."""
    has_it, done = threading.Event(), threading.Event()

    @transaction.atomic
    def hold() -> None:
        Case.objects.select_for_update(no_key=True).get(pk=case.pk)
        _look_for_deadlocks(after="60s")
        has_it.set()
        if cross:
            while not (waiting() or done.is_set()):
                time.sleep(0.01)
            Process.objects.select_for_update(no_key=True).get(pk=case.process_id)
        else:
            done.wait(30)

    thread = aside(hold)
    has_it.wait(30)
    # Who looks first is the victim; on a busy machine the other takes a while to ask for the second row.
    _look_for_deadlocks(after="3s")
    try:
        yield
    finally:
        done.set()
        thread.join()
        _look_for_deadlocks(after="1s")


def _look_for_deadlocks(*, after: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('deadlock_timeout', %s, false)", [after])


@contextmanager
def impatient() -> Iterator[None]:
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '100ms'")
    yield
    with connection.cursor() as cursor:
        cursor.execute("RESET lock_timeout")


@pytest.mark.django_db(transaction=True)
class TestManyCases:
    def test_a_deadlock_is_tried_again_and_done(self, department, head, officer, caplog):
        caplog.set_level(logging.INFO, "cases.lib.lost_races")
        request_type = RequestTypeFactory(department=department)
        cases = [CaseFactory(request_type=request_type) for _ in range(3)]
        with held(cases[1], cross=True):
            outcome = bulk.perform(Verb.ASSIGN, bulk.chosen(cases), by=head, to=officer, note="")
        assert ([one.pk for one in outcome.done], outcome.refused) == ([one.pk for one in cases], [])
        assert "DeadlockDetected" in caplog.text

    def test_what_is_lost_twice_is_named_and_the_others_are_done(self, department, head, officer):
        request_type = RequestTypeFactory(department=department)
        cases = [CaseFactory(request_type=request_type) for _ in range(3)]
        with held(cases[1]), impatient():
            outcome = bulk.perform(Verb.ASSIGN, bulk.chosen(cases), by=head, to=officer, note="")
        assert [one.pk for one in outcome.done] == [cases[0].pk, cases[2].pk]
        assert outcome.refused == [(cases[1].number, str(LostRace()))]

    def test_a_job_tries_again_and_goes_on(self, department, head, officer):
        long_ago = timezone.now() - datetime.timedelta(days=40)
        request_type = RequestTypeFactory(department=department)
        cases = [
            CaseFactory(request_type=request_type, head=head, officer=officer, resolved=True, now=long_ago)
            for _ in range(2)
        ]
        with held(cases[0], cross=True):
            assert case_jobs.close_resolved() == 2

    def test_an_absence_holds_up_nobody_who_only_names_the_people(self, department, head, officer, colleague):
        case = CaseFactory(request_type__department=department)
        day = timezone.localdate() + datetime.timedelta(days=3)
        noted: list[str] = []
        with transaction.atomic():
            absences.enter(officer, substitute=colleague, since=day, until=day, by=head)
            aside(lambda: noted.append(actions.note(case, by=officer, text="x").message)).join()
        assert noted == ["x"]

    def test_a_step_holds_up_nobody_who_only_points_to_its_case(self, department, head, officer):
        case = CaseFactory(request_type__department=department)
        with transaction.atomic():
            engine.advance(actions.locked(case), by=head)
            aside(lambda: presence.seen(case, by=officer) and None).join()
        assert Presence.objects.filter(case=case, user=officer).exists()


def test_another_error_is_no_lost_race() -> None:
    calls: list[int] = []

    def fail() -> None:
        calls.append(1)
        raise OperationalError("the server closed the connection")

    with pytest.raises(OperationalError):
        lost_races.tried_again(fail)
    assert len(calls) == 1


def test_no_lock_takes_the_key_with_it() -> None:
    """A lock FOR UPDATE holds up every foreign key to its row; nothing of ours changes a key."""
    wrong = [
        f"{path}:{node.lineno}"
        for room in ROOMS
        for path in Path(room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Call)
        and getattr(node.func, "attr", "") == "select_for_update"
        and not any(one.arg == "no_key" for one in node.keywords)
    ]
    assert wrong == []


@pytest.mark.django_db
class TestWhatWaitsForADecision:
    """Among many, nothing is answered that nobody has read."""

    @pytest.fixture
    def receiving(self, head):
        far = DepartmentFactory()
        Membership.objects.create(user=head, department=far, role=Membership.Role.HEAD)
        return far

    @pytest.mark.parametrize("verb", bulk.DECIDING)
    def test_a_transfer_is_not_answered(self, department, head, officer, receiving, verb):
        case = CaseFactory(request_type__department=department, head=head, officer=officer, assigned=True)
        case = actions.transfer(case, to=receiving, by=officer, reason="-")
        to = OfficerFactory(department=receiving) if verb == Verb.ASSIGN else department
        data = {"note": ""} if verb == Verb.ASSIGN else {"reason": "-"}
        outcome = bulk.perform(verb, bulk.chosen([case]), by=head, to=to, **data)
        assert (outcome.done, outcome.refused) == ([], [(case.number, str(refusals.WAITS_FOR_ANSWER))])
        assert case.transfers.unanswered().exists()

    @pytest.mark.parametrize("verb", bulk.DECIDING)
    def test_a_proposed_result_is_not_ended(self, department, head, officer, colleague, receiving, verb):
        case = CaseFactory(request_type__department=department, head=head, officer=officer, proposed=True)
        data = {"to": colleague, "note": ""} if verb == Verb.ASSIGN else {"to": receiving, "reason": "-"}
        outcome = bulk.perform(verb, bulk.chosen([case]), by=head, **data)
        assert outcome.refused == [(case.number, str(refusals.WAITS_FOR_APPROVAL))]
        assert case.proposals.filter(state="open").exists()
