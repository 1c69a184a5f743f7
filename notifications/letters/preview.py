"""The letter that the citizen would get about a step that is not done yet: rendered as the real one is.

The step happens to a copy of the case in memory, by the same code, and the event stays unsaved. So what is
shown is what will be sent, and nothing is written.
"""

import copy
import datetime
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from cases.actions import field_changes
from cases.actions.extension import moved
from cases.events import Kind, drafted
from cases.models import Case, CaseEvent, User
from notifications.letters.outbox import rendered_for
from notifications.letters.recipients import readers_of
from notifications.letters.rendering import Rendered
from notifications.models import Audience
from notifications.models.letter_texts import office_and_changed

Words = dict[str, Any]


@dataclass(frozen=True)
class Step:
    """A step with words for the citizen: the event it makes, which of its fields are these words, and what
    it makes of the case."""

    event: CaseEvent.Kind
    message: str
    happens: Callable[[Case, Words, datetime.datetime], None]
    # What the event keeps besides, of the case as it was before.
    reference: Callable[[Case, Words], str] = lambda case, words: ""


RESULT = Step(
    Kind.RESOLVED,
    "details",
    lambda case, words, now: field_changes.resolved(
        case, result=words["result"], details=words["details"], on=words["on"], now=now
    ),
)
STEPS = {
    "ask": Step(
        Kind.ASKED, "question", lambda case, words, now: field_changes.asked(case, words["question"])
    ),
    "resolve": RESULT,
    # What the officer proposes and the head approves is the letter that goes out then.
    "propose": RESULT,
    "approve": RESULT,
    "reject": Step(
        Kind.REJECTED,
        "reason",
        lambda case, words, now: field_changes.rejected(
            case, reason=words["reason"], agency=words["agency"], now=now
        ),
    ),
    "extend": Step(
        Kind.EXTENDED,
        "reason",
        lambda case, words, now: field_changes.extended(case, words["to"]),
        reference=lambda case, words: moved(case, words["to"]),
    ),
    "explain": Step(Kind.DELAY_EXPLAINED, "text", lambda case, words, now: None),
}


def preview(
    case: Case, verb: str, words: Words, *, by: User, now: datetime.datetime | None = None
) -> Rendered | None:
    """The citizen's letter about `verb` done now with these words; None for a step without one, and for a
    citizen without an e-mail address. Raises TransitionNotAllowed or Refused where the step would."""
    step, now = STEPS.get(verb), now or timezone.now()
    if step is None:
        return None
    after, before = copy.copy(case), case.status
    step.happens(after, words, now)
    said: dict[str, Any] = {"message": words[step.message], "letter_words": words.get("letter_words", "")}
    reference = step.reference(case, words)
    event = drafted(after, step.event, now=now, by=by, before=before, reference=reference, **said)
    for reader in readers_of(event):
        if reader.audience == Audience.CITIZEN:
            return rendered_for(event, reader, *office_and_changed([reader.letter]))
    return None
