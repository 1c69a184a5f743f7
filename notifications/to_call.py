"""Citizens who get no letter, since there is no way for one: a step that should tell them puts them on the
list of those to telephone."""

from collections.abc import Sequence

from django.db.models import F

from cases.models import CaseEvent
from notifications.models import Audience, Letter, Notice, Unreached
from notifications.rules import rules_for

# What the staff's steps promise to tell. That a case is with its department can be read on its page.
PROMISED = frozenset(
    {
        Letter.QUESTION,
        Letter.RESULT,
        Letter.REJECTED,
        Letter.DEADLINE_EXTENDED,
        Letter.DELAY_EXPLAINED,
        Letter.JOINED,
        Letter.SEPARATED,
    }
)


def note(event: CaseEvent, notices: Sequence[Notice]) -> None:
    """Write down that somebody has to telephone, where a step should be told to the citizen, also of a joined
    case, and none of the letters is. Call it in the event's transaction."""
    if not event.case.phone:
        return
    if any(notice.audience == Audience.CITIZEN for notice in notices):
        return
    letters = [rule.letter for rule in rules_for(event) if rule.audience == Audience.CITIZEN]
    for letter in PROMISED.intersection(letters):
        again = {"notice": None, "kind": letter, "at": event.at, "letters": F("letters") + 1}
        waiting = Unreached.objects.filter(case=event.case, reached_at=None)
        if not waiting.update(**again):
            Unreached.objects.create(case=event.case, kind=letter, since=event.at, at=event.at)
