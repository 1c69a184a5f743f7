"""Each step of a case is whole: words, states, an action, a form, and the permission that its roles have."""

import pytest

from cases.models import Case, StandardText
from workflows.forms.registry import FORMS
from workflows.rights.catalogue import STEPS, Verb
from workflows.rights.spec import When

EACH = pytest.mark.parametrize("step", STEPS.values(), ids=STEPS)


def test_every_verb_has_a_step_in_the_order_of_the_buttons():
    assert list(STEPS) == list(Verb)


def test_every_step_has_a_form():
    assert set(FORMS) == set(Verb)


def test_every_step_but_the_note_has_an_action():
    # A note is written beside the flow, by `workflows.steps.notes`.
    assert [verb for verb, step in STEPS.items() if step.action is None] == [Verb.NOTE]


@EACH
def test_the_states_are_the_transitions_or_named(step):
    assert bool(step.transition) != bool(step.states)
    assert not step.transition or hasattr(getattr(Case, step.transition), "_django_fsm")


@EACH
def test_the_words_need_nothing_but_what_is_said_of_a_case(step):
    said = {"number": "1", "department": "2", "officer": "3", "due": "4"}
    assert all(str(words) % said for words in (step.name, step.button, step.done))
    assert step.recorded is None or str(step.recorded) % said


@EACH
def test_a_silent_button_says_nothing_of_a_letter(step):
    assert step.silent_button is None or "citizen" not in str(step.silent_button)


@pytest.mark.parametrize("step", StandardText.Step)
def test_a_standard_text_names_its_step_as_the_step_is_called(step):
    assert step.label == str(STEPS[Verb(step.value)].name)


@pytest.mark.parametrize(
    ("when", "waits", "fits"),
    [
        (When.EITHER, True, True),
        (When.EITHER, False, True),
        (When.WITH, True, True),
        (When.WITH, False, False),
        (When.WITHOUT, True, False),
        (When.WITHOUT, False, True),
    ],
)
def test_when_a_step_fits_what_waits(when, waits, fits):
    assert when.holds(waits) is fits
