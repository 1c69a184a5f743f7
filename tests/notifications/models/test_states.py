"""The states of a notice: one table, in the model, in the database and in the documentation."""

from itertools import product
from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models.functions import Now
from django.utils import timezone
from django_fsm import TransitionNotAllowed

from notifications.models import Notice, State
from tests.notifications.conftest import Write

ROAD = {(move.source, move.target) for move in Notice._meta.get_field("state").get_all_transitions(Notice)}
PAIRS = [(old, new) for old, new in product(State.values, State.values) if old != new]
DOCUMENT = Path(__file__).parents[3] / "docs" / "notices.md"


def put(notice: Notice, state: str) -> None:
    """Set the state as no code may, past the trigger."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        cursor.execute("ALTER TABLE notifications_notice DISABLE TRIGGER keep_to_the_road")
        update(notice, state)
        cursor.execute("ALTER TABLE notifications_notice ENABLE TRIGGER keep_to_the_road")


def update(notice: Notice, state: str) -> None:
    """A statement over rows, as delivery uses; everything else as the constraints want it."""
    lease = {"lease": notice.pk, "leased_until": Now()} if state == State.CLAIMED else {}
    Notice.objects.filter(pk=notice.pk).update(
        **{"lease": None, "leased_until": None, **lease},
        state=state,
        secret="",
        sent_at=timezone.now(),
        arrived_at=timezone.now(),
    )


@pytest.mark.parametrize(("old", "new"), PAIRS)
def test_the_database_allows_what_the_model_allows(letter: Notice, old: str, new: str) -> None:
    put(letter, old)
    if (old, new) in ROAD:
        update(letter, new)
        assert Notice.objects.get().state == new
        return
    with pytest.raises(IntegrityError, match="does not go"), transaction.atomic():
        update(letter, new)


def test_a_letter_that_failed_does_not_arrive(letter: Notice) -> None:
    letter.state = State.FAILED
    with pytest.raises(TransitionNotAllowed):
        letter.arrive()


def test_the_document_shows_every_move_and_no_other() -> None:
    lines = DOCUMENT.read_text().split("```mermaid")[1].split("```")[0].splitlines()
    moves = {
        tuple(part.strip() for part in line.split(":")[0].split("-->")) for line in lines if "-->" in line
    }
    assert {move for move in moves if "[*]" not in move} == ROAD


def test_every_state_of_the_document_is_explained() -> None:
    table = DOCUMENT.read_text().split("| state |")[1]
    assert all(f"| {state} |" in table for state in State.values)


def test_passwords_go_before_reminders(write: Write) -> None:
    assert {notice.priority for notice in write(1)} == {0}
