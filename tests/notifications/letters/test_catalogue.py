"""The catalogue: one entry for each letter, each with its words and facts."""

import pytest
from django.template.loader import get_template
from django.utils.timezone import now

from cases.actions import reminders
from cases.events import Kind
from cases.models import CaseEvent
from notifications.letters.catalogue import SPECS, is_stale, priority_of
from notifications.letters.content.event_content import FACTS
from notifications.letters.spec import LetterSpec
from notifications.letters.staleness import reminder_ended
from notifications.models import Audience, Letter, Notice, Priority


def test_every_letter_has_exactly_one_spec() -> None:
    assert sorted(spec.letter for spec in SPECS) == sorted(Letter)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.letter)
def test_every_spec_has_a_template_and_facts_that_exist(spec: LetterSpec) -> None:
    assert get_template(f"notices/{spec.letter}.txt")
    assert set(spec.facts) <= set(FACTS)


@pytest.mark.parametrize("spec", SPECS, ids=lambda spec: spec.letter)
def test_a_letter_is_for_one_side(spec: LetterSpec) -> None:
    """Its words are either the citizen's, or the followers', or the staff's."""
    outside = (Audience.CITIZEN, Audience.FOLLOWER)
    assert len({rule.audience if rule.audience in outside else "staff" for rule in spec.rules}) == 1


def test_every_letter_of_a_reminder_is_looked_at_again() -> None:
    events = {*reminders.KINDS.values(), Kind.DELAY_DUE}
    letters = [spec for spec in SPECS if any(rule.event in events for rule in spec.rules)]
    assert {(spec.is_stale, spec.priority) for spec in letters} == {(reminder_ended, Priority.BULK)}


def test_a_letter_of_a_newer_release_goes_as_most_do() -> None:
    notice = Notice(kind="unheard_of", event=CaseEvent(kind="late", at=now()))
    assert priority_of(notice.kind) == Priority.NORMAL
    assert not is_stale(notice)
