"""What a step makes of a copy of the case in memory, so that its letter can be shown before it is done."""

import datetime
from typing import Any

from cases.actions import field_changes
from cases.models import Case
from cases.models.case.event_content import Content, DueDateChange

# The arguments of the step's verb, by their names.
Words = dict[str, Any]


def asked(case: Case, words: Words, now: datetime.datetime) -> None:
    """Ask the citizen."""
    field_changes.asked(case, words["question"])


def resolved(case: Case, words: Words, now: datetime.datetime) -> None:
    """Give the case its result."""
    field_changes.resolved(case, result=words["result"], details=words["details"], on=words["on"], now=now)


def rejected(case: Case, words: Words, now: datetime.datetime) -> None:
    """Reject the case."""
    field_changes.rejected(case, reason=words["reason"], agency=words["agency"], now=now)


def extended(case: Case, words: Words, now: datetime.datetime) -> None:
    """Move the due date."""
    field_changes.extended(case, words["to"])


def reopening_refused(case: Case, words: Words, now: datetime.datetime) -> None:
    """Stay with the result of the case."""
    field_changes.reopening_refused(case, words["agency"])


def taken_up_again(case: Case, words: Words, now: datetime.datetime) -> None:
    """Open the case again."""
    field_changes.taken_up_again(case, now=now)


def unchanged(case: Case, words: Words, now: datetime.datetime) -> None:
    """Leave the case as it is."""


def no_content(case: Case, words: Words) -> Content | None:
    """Return None: the event keeps nothing besides the words."""
    return None


def due_date_change(case: Case, words: Words) -> Content | None:
    """Return both due dates, which the event of an extension keeps."""
    return DueDateChange(case.due_on, words["to"])
