"""The letter that the citizen would get about a step that is not done yet: rendered as the real one is.

The step happens to a copy of the case in memory, by the same code, and the event stays unsaved. So what is
shown is what will be sent, but for the citizen's name, and nothing is written.
"""

import copy
import datetime
from typing import Any

from django.utils import timezone

from cases.events import build_event
from cases.models import Case, CaseEvent, User
from notifications.letters.catalogue import CATALOGUE, letters_for
from notifications.letters.content.rendering import UNNAMED, Rendered, addressed
from notifications.letters.outbox import rendered_for
from notifications.letters.recipients import readers_of
from notifications.letters.spec import Preview
from notifications.letters.step_effects import Words
from notifications.models import Audience, DeliveryChannel
from notifications.models.letter_texts import office_and_changed


def preview(
    case: Case, verb: str, words: Words, *, by: User, now: datetime.datetime | None = None
) -> Rendered | None:
    """The citizen's letter about `verb` done now with these words; None for a step without one, and for a
    citizen without an e-mail address. Raises TransitionNotAllowed or Refused where the step would."""
    found, now = _shown_before(verb), now or timezone.now()
    if found is None:
        return None
    kind, step = found
    after, before = copy.copy(case), case.status
    step.happens(after, words, now)
    said: dict[str, Any] = {"message": words[step.message], "letter_words": words.get("letter_words", "")}
    content = step.content(case, words)
    event = build_event(after, kind, now=now, by=by, before=before, content=content, **said)
    for reader in readers_of(event, letters_for(event)):
        if reader.audience == Audience.CITIZEN and reader.channel != DeliveryChannel.PUSH:
            words_of = office_and_changed([reader.spec.letter])
            return addressed(rendered_for(event, reader, *words_of), UNNAMED)
    return None


def _shown_before(step: str) -> tuple[CaseEvent.Kind, Preview] | None:
    """Return the event of the letter that is shown before this step, and how; None where none is."""
    for spec in CATALOGUE.values():
        if spec.event and spec.preview and step in spec.preview.steps:
            return spec.event, spec.preview
    return None
