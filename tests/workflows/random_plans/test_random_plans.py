"""A hypothesis machine presses random verbs on cases of random plans: each is done or refused in words, and
`check_workflow` finds nothing after any.

A plan is published and its cases are brought to several points of their lives once; each run begins there,
and is taken back. A run of one press takes some 75 ms of processor time, the database's included.
PLAN_RUNS=50000 says how many there are, PLAN_PRESSES=15 how long each is, PLAN_SEED=7 with which numbers.
"""

import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from itertools import product
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, rule, run_state_machine_as_test

from cases.models import Department, Doer, StepKind
from tests.cases.actions.test_stages import published
from tests.cases.work_plans.plans import stage, step
from tests.thorough import so_many
from tests.workflows.random_plans.plans import PAIRS, changed, fits, plans, whole
from tests.workflows.random_plans.settled import Settled
from tests.workflows.random_plans.town import Town
from workflows.rights.catalogue import Verb
from workflows.rights.subtask_rights import SubtaskVerb

pytestmark = pytest.mark.django_db
RUNS = int(os.environ.get("PLAN_RUNS") or so_many(200, 2000))
PRESSES = int(os.environ.get("PLAN_PRESSES", "1"))
SEED = int(os.environ.get("PLAN_SEED", "14"))
# So many runs has one test, and so many of them one plan.
OF_A_TEST, OF_A_PLAN = so_many((50, 50), (200, 100))
MANY = st.integers(0, 999)
SAVE = "save"
QUIET: dict[str, Any] = {
    "deadline": None,
    "database": None,
    "suppress_health_check": list(HealthCheck),
    "print_blob": True,
}


@contextmanager
def taken_back() -> Iterator[None]:
    """What is done in the block is taken back."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


class Press(RuleBasedStateMachine):
    """One town, in which anybody presses anything."""

    begun: Town

    def __init__(self) -> None:
        super().__init__()
        self.kept = taken_back()
        self.kept.__enter__()

    def teardown(self) -> None:
        self.kept.__exit__(None, None, None)

    @initialize(data=st.data(), which=MANY)
    def settle(self, data: st.DataObject, which: int) -> None:
        """One of the cases is looked at, at the point of its life to which it was brought."""
        self.town = self.begun.of_one(which, lambda found: found[data.draw(MANY) % len(found)])
        self.anyone = lambda: self.town.pick(self.town.people)

    @rule(which=MANY)
    def goes_on(self, which: int) -> None:
        """The work goes on as it should."""
        self.town.go_on(self.town.case(which))

    @rule(which=MANY)
    def presses_a_button(self, which: int) -> None:
        """Somebody presses what is offered, on the case's page or beside a step."""
        case = self.town.case(which)
        rows = self.town.rows(case)
        row = self.town.pick([None, *rows])
        found: list[Any] = self.town.offered_of(row) if row else self.town.offered(case)
        if found and row:
            self.town.do_step(row, *self.town.pick(found))
        elif found:
            self.town.do(case, *self.town.pick(found))

    @rule(which=MANY, verb=st.sampled_from([*Verb, *SubtaskVerb, SAVE]))
    def tries_anything(self, which: int, verb: Verb | SubtaskVerb | str) -> None:
        """Anybody tries anything with a case or a step."""
        town, case = self.town, self.town.case(which)
        if isinstance(verb, Verb):
            town.do(case, verb, self.anyone())
        elif rows := town.rows(case):
            row = town.pick(rows)
            done = isinstance(verb, SubtaskVerb) and town.do_step(row, verb, self.anyone())
            if not done:
                town.keep(row, self.anyone())

    @rule(which=MANY)
    def citizen_acts(self, which: int) -> None:
        """The citizen answers, writes, withdraws, or says that it is not fixed."""
        self.town.citizen(self.town.case(which))

    @rule(what=st.sampled_from(["leave", "role", "move_house", "away", "hand_on", "switch", "close", "file"]))
    def something_happens(self, what: str) -> None:
        """People and departments come and go, and time passes."""
        town = self.town
        happens: dict[str, Callable[[], Any]] = {
            "leave": lambda: town.leave(self.anyone()),
            "role": lambda: town.role(self.anyone()),
            "move_house": lambda: town.move_house(self.anyone()),
            "away": lambda: town.away(self.anyone(), self.anyone()),
            "hand_on": lambda: town.hand_on(self.anyone(), self.anyone()),
            "switch": lambda: town.switch(town.pick(list(Department.objects.order_by("pk")))),
            "close": lambda: town.close(town.case()),
            "file": town.file_another,
        }
        happens[what]()

    @rule(data=st.data(), which=MANY, what=st.sampled_from(["move", "move", "move", "back", "publish"]))
    def plan_changes(self, data: st.DataObject, which: int, what: str) -> None:
        """A next version is published; a case goes over to it, or back."""
        town, case = self.town, self.town.case(which)
        if what == "publish":
            town.publish(data.draw(changed(self.town.stages)))
        else:
            (town.move_back if what == "back" else town.move)(case, self.anyone())


@pytest.fixture
def settled(db: None) -> Settled:
    """The rows that all towns have."""
    return Settled()


def drawn(number: int, part: int) -> list[Any]:
    """So many random plans, each with its next version, and whether results need approval."""
    found: list[Any] = []

    @seed(SEED + part)
    @settings(max_examples=number, phases=[Phase.generate], **QUIET)
    @given(plans(), st.data(), st.booleans())
    def draw(stages: list[dict[str, Any]], data: st.DataObject, approved: bool) -> None:
        found.append((stages, data.draw(changed(stages)), approved))

    draw()
    return found


@pytest.mark.timeout(0)
@pytest.mark.parametrize("part", range(-(-RUNS // OF_A_TEST)))
def test_whatever_is_pressed_flow_and_cases_agree(part: int, settled: Settled) -> None:
    """Each run is some presses on one case of a town with its plan."""
    pick, runs = random.Random(SEED + part).choice, min(OF_A_TEST, RUNS - part * OF_A_TEST)
    for number, (stages, next_stages, approved) in enumerate(drawn(-(-runs // OF_A_PLAN), part)):
        with taken_back():
            Press.begun = Town(settled, stages, next_stages, pick, approved=approved)
            run_state_machine_as_test(
                seed(SEED + part * OF_A_TEST + number)(Press),
                settings=settings(
                    max_examples=min(OF_A_PLAN, runs - number * OF_A_PLAN),
                    # The choice of a case is a step of its own.
                    stateful_step_count=1 + PRESSES,
                    phases=[Phase.generate, Phase.shrink],
                    **QUIET,
                ),
            )


def test_the_random_plans_have_every_step_that_can_be_published(settled: Settled) -> None:
    """And no other: a new kind or doer belongs into `plans.fits`."""

    def is_published(kind: StepKind, doer: Doer) -> bool:
        with taken_back(), suppress(ValidationError):
            published(settled.request_type, stage("a", step("first")), stage("b", whole("one", kind, doer)))
            return True
        return False

    every = list(product(StepKind, Doer))
    assert [one for one in every if is_published(*one)] == [one for one in every if fits(*one)]


def test_every_kind_and_every_doer_is_pressed() -> None:
    assert {kind for kind, _doer in PAIRS} == set(StepKind)
    assert {doer for _kind, doer in PAIRS} == set(Doer)
