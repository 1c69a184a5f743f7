"""Whose a step of a work plan is: the table kind × doer × state × role × scope. Right, page, verb and
database give the same answer."""

import random
import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.test import Client
from django_fsm import TransitionNotAllowed
from pytest_django.plugin import DjangoDbBlocker
from viewflow.workflow.models import Task

from cases.errors import Refused
from cases.lib.request_cache import one_request
from cases.models import Case, Doer, StepKind, Subtask, User
from tests.workflows.rights.every_step import CLOSED, OPEN, OTHER_HEAD, ROLES, STEPS, World
from tests.workflows.views.conftest import address
from workflows.rights import subtask_rights
from workflows.rights.decided_steps import decided_by
from workflows.rights.subtask_rights import SubtaskVerb
from workflows.steps import execution

pytestmark = pytest.mark.django_db
ONE_IN_FOUR = 0.25
SCOPES = ("open", "confidential")
# Who decides about the case.
DECIDE = {"head", "deputy"}
# Whose a step is, by its doer: who takes it at once, or whose it is while it is in work.
DECIDERS = {
    "head": DECIDE,
    OTHER_HEAD: {"stranger"},
    "clerk": {"clerk"},
    "executive": {"executive"},
}
WORKERS = {"officer": {"officer"}, "department": {"stranger", "helper"}, "citizen": set[str]()}
# Who writes down what an outside party says, which has no page of the staff.
RECORD = DECIDE | {"officer"}
# In a confidential matter nobody but its own department's head and officer has a step.
CONFIDENTIAL = {"officer", "head", "deputy"}


def done_by(doer: str, state: str) -> set[str]:
    """Who may finish it."""
    if state not in OPEN:
        return set()
    if doer in DECIDERS:
        return DECIDERS[doer]
    if doer == "outside":
        return RECORD
    return WORKERS[doer] if state == "in_work" else set()


def own(doer: str, state: str) -> set[str]:
    """Whose page lists it: who does it, decides about it, or names an officer for it."""
    if doer == "department" and state == "asked":
        return {"stranger"}
    if doer == "outside":
        return set()
    return WORKERS["officer"] if doer == "officer" and state in OPEN else done_by(doer, state)


def expected(kind: StepKind, doer: str, state: str, role: str) -> set[str]:
    """What has a button for this person, in other words than the product's."""
    found = set()
    if role in done_by(doer, state):
        found.add("finish")
    if kind == StepKind.PAPERS and role in own(doer, state):
        found.add("ask_papers")
    if kind == StepKind.APPROVE and state == "asked" and role in DECIDERS[doer]:
        found.add("return")
    if doer == "department" and state in OPEN and role == "stranger":
        found |= {"assign", "refuse"}
    if doer == "outside" and state in OPEN and role in RECORD:
        found |= {"answer", "refuse", "send_links", "shut_links"}
    if state in (*OPEN, "refused") and role in DECIDE | {"officer"}:
        found.add("skip")
    if state == "refused" and role in DECIDE:
        found.add("repeat")
    return found


def within(scope: str, role: str, doer: str, found: set[str]) -> set[str]:
    """The same where the matter has become confidential."""
    if scope == "open":
        return found
    if role not in CONFIDENTIAL:
        return set()
    return found - {"finish", "return", "ask_papers"} if doer == OTHER_HEAD else found


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[World]:
    """The case with all its steps, made once for this module; each test undoes what it does."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield World()
        transaction.set_rollback(True)


@pytest.fixture
def world(made: World, db: None) -> World:
    """The same, with the connection of the test."""
    return made


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("state", [*OPEN, *CLOSED])
def test_each_state_of_each_step(state: str, scope: str, world: World) -> None:
    """Each person is offered what the table says, and the step is of those who do it."""
    world.set_to(state)
    if scope == "confidential":
        world.restrict()
    steps = world.steps()
    for role, person in world.people.items():
        rows = {one.pk for one in decided_by(person) if one.case_id == world.case.pk}
        for key, (kind, doer) in STEPS.items():
            one = steps[key]
            wanted = within(scope, role, doer, expected(kind, doer, state, role))
            with one_request():
                offered = {str(verb) for verb in subtask_rights.offered(person, one, one.case)}
                is_own = subtask_rights.is_own(person, one, one.case)
            assert (key, role, offered) == (key, role, wanted)
            mine = role in own(doer, state) and bool(within(scope, role, doer, {"finish"}))
            assert (key, role, is_own) == (key, role, mine)
            waits = mine and doer in DECIDERS and state == "asked"
            assert (key, role, one.pk in rows) == (key, role, waits)


@pytest.mark.parametrize("scope", SCOPES)
@pytest.mark.parametrize("doer", [*Doer, OTHER_HEAD])
def test_who_reads_the_case(doer: str, scope: str, world: World) -> None:
    """Of the other department everybody, while it does a step and after; its head, while it is to decide."""
    keys = [key for key, (_kind, one) in STEPS.items() if one == doer]
    always = {"officer", "colleague", "head", "deputy", "clerk", "executive"}
    if scope == "confidential":
        world.restrict()
    for state in (*OPEN, *CLOSED):
        world.set_to(state, keys)
        wanted = set(always)
        if doer == "department" and state in (*OPEN, "done"):
            wanted |= {"stranger", "helper", "mate"}
        if doer == OTHER_HEAD and state == "asked":
            wanted |= {"stranger", "helper", "mate"}
        wanted = wanted & CONFIDENTIAL if scope == "confidential" else wanted
        found = {role for role, one in world.people.items() if Case.objects.visible_to(one).exists()}
        assert (state, found) == (state, wanted)


@pytest.mark.parametrize("state", [*OPEN, "refused"])
def test_a_step_is_done_by_those_to_whom_it_is_offered(state: str, world: World) -> None:
    """What is offered is done, or refused in words for want of something; what is not offered is not."""
    world.set_to(state)
    draw, steps, people = random.Random(15), world.steps(), world.people
    for role, person in people.items():
        for key, one in steps.items():
            with one_request():
                offered = subtask_rights.offered(person, one, one.case)
            others = [verb for verb in SubtaskVerb if verb not in offered]
            for verb in offered:
                assert _tried(verb, one, person, people) in ("done", "refused"), (role, key, verb)
            verb = draw.choice(others)
            if draw.random() < ONE_IN_FOUR:
                assert _tried(verb, one, person, people) in ("403", "refused"), (role, key, verb)


@pytest.mark.parametrize("state", [*OPEN, "done", "refused"])
def test_the_page_has_the_buttons_that_are_offered(state: str, world: World) -> None:
    """Beside every step, for everybody who reads the case; others find no such case."""
    world.set_to(state)
    steps = world.steps()
    for role, person in world.people.items():
        client = _desk(person)
        page = client.get(address("case", world.case.number))
        if not Case.objects.visible_to(person).exists():
            assert (role, page.status_code) == (role, 404)
            continue
        found = set(re.findall(r"/subtasks/(\d+)/([a-z_]+)/", page.content.decode()))
        wanted = {
            (str(one.pk), str(verb))
            for one in steps.values()
            for verb in subtask_rights.offered(person, one, one.case)
        }
        assert (role, found) == (role, wanted)


@pytest.mark.parametrize("doer", [*Doer, OTHER_HEAD])
def test_the_page_of_a_step_answers_as_the_right_says(doer: str, world: World) -> None:
    """By GET and POST: the form to those who do it, 403 to other readers, 404 to strangers, or 409 where they
    had to do with the case before; a citizen has to log in."""
    key = next(key for key, (_kind, one) in STEPS.items() if one == doer)
    state = "asked" if doer in DECIDERS else "in_work"
    world.set_to(state, [key])
    row = world.step(key)
    task = Task.objects.filter(process=row.process_id).latest("pk").pk
    where = address("subtask", world.case.number, row.pk, "finish")
    for role, person in world.people.items():
        client, mine = _desk(person), "finish" in expected(*STEPS[key], state, role)
        reads = Case.objects.visible_to(person).exists()
        wanted = 200 if mine else 403 if reads else 404
        assert (role, client.get(where).status_code) == (role, wanted)
        with transaction.atomic():
            answer = client.post(where, {"task": task, "save": "1"}).status_code
            transaction.set_rollback(True)
        # Their departments have other steps of the case, which are not needed any more.
        had = not reads and role in ("stranger", "helper", "mate")
        assert (role, answer) == (role, 302 if mine else 409 if had else wanted)
    anybody = Client()
    for sent in (anybody.get(where), anybody.post(where, {"task": task})):
        assert sent.headers["Location"].startswith(address("login"))


def test_every_kind_doer_and_verb_is_in_the_table() -> None:
    assert {kind for kind, _doer in STEPS.values()} == set(StepKind) - {StepKind.INFORM}
    assert {doer for _kind, doer in STEPS.values()} == {*Doer, OTHER_HEAD}
    assert {*DECIDERS, *WORKERS, Doer.OUTSIDE} == {*Doer, OTHER_HEAD}
    states = {str(one) for one in Subtask.State}
    assert {*OPEN, *CLOSED} == states
    told = {
        verb
        for kind, doer in STEPS.values()
        for state in states
        for role in ROLES
        for verb in expected(kind, doer, state, role)
    }
    # What another department was asked by hand is cancelled, and stands in test_subtask_matrix.
    assert told == {str(one) for one in SubtaskVerb} - {"cancel"}


def _desk(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


class Undo(Exception):
    """Rolls a tried step back."""


def _tried(verb: SubtaskVerb, row: Subtask, person: User, people: dict[str, User]) -> str:
    said: dict[SubtaskVerb, dict[str, Any]] = {
        SubtaskVerb.ASSIGN: {"to": people["mate"]},
        SubtaskVerb.FINISH: {"result": "Done."},
        SubtaskVerb.RETURN: {"to": "first", "reason": "Because."},
        SubtaskVerb.REFUSE: {"reason": "Because."},
        SubtaskVerb.SKIP: {"reason": "Because."},
        SubtaskVerb.CANCEL: {"reason": "Because."},
    }
    task = Task.objects.filter(process=row.process_id).latest("pk").pk
    try:
        with one_request(), transaction.atomic():
            execution.perform_subtask(verb, row, task=task, by=person, **said.get(verb, {}))
            raise Undo
    except Undo:
        return "done"
    except PermissionDenied:
        return "403"
    except (Refused, TransitionNotAllowed):
        return "refused"
