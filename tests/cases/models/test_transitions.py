"""Transfers, proposed results and subtasks: which state leads to which, and that no other way does."""

from typing import Any

import pytest
from django.db import models
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from cases.models import Proposal, Subtask, Transfer, User

NOW, HEAD = timezone.now(), User(username="head")
ANSWER = {"by": HEAD, "now": NOW}
REASONED = {**ANSWER, "reason": "ไม่ใช่งานของเรา"}
# transition → what it is told, from which states, to which one
TRANSITIONS: dict[type[models.Model], dict[str, tuple[dict[str, Any], set[str], str]]] = {
    Transfer: {
        "accept": (ANSWER, {"open"}, "accepted"),
        "send_back": (REASONED, {"open"}, "returned"),
        "decide": (REASONED, {"desk"}, "decided"),
        "override": (ANSWER, {"open", "desk"}, "overridden"),
    },
    Proposal: {
        "approve": (ANSWER, {"open"}, "approved"),
        "send_back": (REASONED, {"open"}, "returned"),
        "void": (ANSWER, {"open"}, "void"),
    },
    Subtask: {
        "assign": ({}, {"asked", "in_work"}, "in_work"),
        "hand_back": ({}, {"in_work"}, "asked"),
        "finish": ({}, {"in_work"}, "done"),
        "refuse": ({}, {"asked", "in_work"}, "refused"),
        "cancel": ({}, {"asked", "in_work"}, "cancelled"),
        # For steps of a work plan alone (tests/workflows/rights/test_step_matrix.py).
        "follow": ({}, set(), "in_work"),
        "send_back": ({}, set(), "returned"),
        "skip": ({}, set(), "skipped"),
    },
}
CELLS = [
    (model, name, str(state), state in sources, told, target)
    for model, rows in TRANSITIONS.items()
    for name, (told, sources, target) in rows.items()
    for state in model.State  # type: ignore[attr-defined]
]


def known(model: type[models.Model]) -> set[str]:
    return {one.name for one in model._meta.get_field("state").get_all_transitions(model)}  # type: ignore[union-attr]


@pytest.mark.parametrize(
    ("model", "name", "state", "told", "target"),
    [(model, name, state, told, target) for model, name, state, legal, told, target in CELLS if legal],
)
def test_a_legal_transition_leads_to_its_state(model, name, state, told, target):
    row = model(state=state)
    getattr(row, name)(**told)
    assert row.state == target


@pytest.mark.parametrize(
    ("model", "name", "state", "told"),
    [(model, name, state, told) for model, name, state, legal, told, _target in CELLS if not legal],
)
def test_every_other_transition_is_refused_and_changes_nothing(model, name, state, told):
    row = model(state=state)
    before = {**vars(row), "_state": None}
    with pytest.raises(TransitionNotAllowed):
        getattr(row, name)(**told)
    assert {**vars(row), "_state": None} == before


@pytest.mark.parametrize("model", TRANSITIONS)
def test_the_table_names_every_transition(model):
    assert known(model) == set(TRANSITIONS[model])


@pytest.mark.parametrize("model", TRANSITIONS)
def test_no_state_is_assigned_by_hand(model):
    row = model()
    with pytest.raises(AttributeError):
        row.state = model.State.values[-1]


def test_an_answer_says_who_gave_it_when_and_why():
    row = Transfer()
    row.send_back(**REASONED)
    assert (row.answered_by, row.answered_at, row.answer) == (HEAD, NOW, "ไม่ใช่งานของเรา")


def test_a_decision_says_who_made_it_when_and_why():
    row = Proposal()
    row.send_back(**REASONED)
    assert (row.decided_by, row.decided_at, row.words) == (HEAD, NOW, "ไม่ใช่งานของเรา")
