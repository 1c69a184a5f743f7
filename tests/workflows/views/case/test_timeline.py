import datetime
from typing import Any

import pytest

from cases.models import CaseEvent, Department, EscalationRule, Subtask, User
from cases.models.case.event_content import Reminder
from workflows.views.case.timeline import TimelineRow

Kind = CaseEvent.Kind


def row(*, reads_person: bool = True, **fields: Any) -> TimelineRow:
    return TimelineRow(CaseEvent(**fields), reads_person)


@pytest.mark.parametrize(
    ("kind", "name"),
    [
        (Kind.ASSIGNED, "Somchai Jaidee"),
        (Kind.TRANSFERRED, "Roads"),
        (Kind.TAKEN_OVER, "Roads"),
        (Kind.SENT_BACK, "Roads"),
        (Kind.PLACED, "Roads"),
        (Kind.NOTED, ""),
    ],
)
def test_an_event_names_whom_or_what_it_is_about(kind: str, name: str) -> None:
    roads = Department(name_th="Roads", name_en="Roads")
    officer = User(first_name="Somchai", last_name="Jaidee")
    assert row(kind=kind, department=roads, officer=officer).names == name


def test_an_event_of_a_subtask_names_its_department() -> None:
    subtask = Subtask(department=Department(name_th="Water", name_en="Water"))
    assert row(kind=Kind.SUBTASK_DONE, subtask=subtask).names == "Water"


def test_a_reminder_says_whom_it_is_for() -> None:
    reminder = Reminder("late", 1, EscalationRule.To.HEAD, datetime.date(2026, 11, 20)).to_json()
    assert row(kind=Kind.LATE, data=reminder).reminds == str(EscalationRule.To.HEAD.label)
    assert row(kind=Kind.NOTED).reminds == ""


def test_words_about_the_person_are_for_those_who_may_know_the_person() -> None:
    about = next(iter(CaseEvent.ABOUT_PERSON))
    assert row(kind=about, message="Somchai").words == "Somchai"
    assert row(kind=about, message="Somchai", reads_person=False).words == ""
    assert row(kind=Kind.NOTED, message="A note", reads_person=False).words == "A note"
