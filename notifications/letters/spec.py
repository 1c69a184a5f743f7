"""What there is to say of a letter: the fields of an entry of the catalogue."""

import datetime
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from cases.models import Case, CaseEvent
from cases.models.case.event_content import Content
from notifications.letters.conditions import Condition, always
from notifications.letters.links import Button
from notifications.letters.staleness import stays_true
from notifications.letters.step_effects import Words, no_content
from notifications.models import Audience, Letter, Notice, Priority

# The officer too: the letter may go to somebody who stands in.
FOR_STAFF = ("number", "kind", "urgency", "place", "department", "officer", "due")


@dataclass(frozen=True)
class Rule:
    """On this event, this audience gets the letter, where the condition holds. What a task of its own writes,
    such as the morning letter, follows no event."""

    event: CaseEvent.Kind | None
    audience: Audience
    when: Condition = always


@dataclass(frozen=True)
class Preview:
    """How the letter is shown before a step with words for the citizen is done: the steps, the argument that
    holds these words, and what the step makes of the case and of its event's content."""

    steps: tuple[str, ...]
    message: str
    happens: Callable[[Case, Words, datetime.datetime], None]
    content: Callable[[Case, Words], Content | None] = no_content


@dataclass(frozen=True)
class LetterSpec:
    """One letter: who gets it on which event, what it shows, and how it goes. Its words are the template
    `templates/notices/<letter>.txt`."""

    letter: Letter
    rules: tuple[Rule, ...]
    # The facts below the words, by their names in `content.event_content.FACTS`; a letter without an event
    # has its own, and its own link.
    facts: tuple[str, ...] = FOR_STAFF
    # The heading under which the words of the event are quoted; without one they are not.
    quote: Any = ""
    # Instead of the page on which the audience finds the case.
    button: Button | None = None
    # Its button opens the step of an outside party, by a link of the reader's own.
    personal_link: bool = False
    # What the citizen does next, for LINE and SMS, with the values of the letter's context.
    next_step: Any = ""
    # Placeholders that an administrator's own words may not leave out.
    required: tuple[str, ...] = ()
    # It says until when a transfer is to be answered.
    awaits_answer: bool = False
    priority: Priority = Priority.NORMAL
    # By e-mail where there is an address, whatever way was chosen since.
    email_first: bool = False
    # Somebody telephones a citizen to whom it cannot be written.
    call_if_unreached: bool = False
    # The morning letter says it too, to those who have chosen that.
    in_digest: bool = False
    # Asked when its turn comes: whether it is no longer true.
    is_stale: Callable[[Notice], bool] = stays_true
    expires_after: datetime.timedelta | None = None
    preview: Preview | None = None
    # The context of an example, about a case that is made up; a letter about an event needs none.
    sample: Callable[[Case], dict[str, Any]] = lambda case: {}

    @property
    def audience(self) -> Audience:
        """The first audience that gets it."""
        return self.rules[0].audience

    @property
    def event(self) -> CaseEvent.Kind | None:
        """The first event on which it is written."""
        return self.rules[0].event


# The letters that are written about one event, each with the audience that gets it.
Letters = Sequence[tuple[LetterSpec, Audience]]
