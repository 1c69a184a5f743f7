"""Citizens who get no letter, since there is no way for one: a step that should tell them puts them on the
list of those to telephone."""

from collections.abc import Sequence

from django.db import connection

from cases.models import CaseEvent
from notifications.letters.spec import Letters
from notifications.models import Audience, DeliveryChannel, Notice

# The trigger of `Unreached` may write the case's row at this moment.
PUT = """
INSERT INTO notifications_unreached (case_id, kind, since, at) VALUES (%s, %s, %s, %s)
ON CONFLICT (case_id) WHERE reached_at IS NULL DO UPDATE
SET notice_id = NULL, kind = EXCLUDED.kind, at = EXCLUDED.at, letters = notifications_unreached.letters + 1
"""


def note(event: CaseEvent, letters: Letters, notices: Sequence[Notice]) -> None:
    """Write down that somebody has to telephone, where one of these letters should tell the citizen of a
    step, also of a joined case, and none of its notices does. Call it in the event's transaction."""
    if not event.case.phone:
        return
    # A browser may be switched off for weeks: that it is told does not count.
    to_citizen = [notice for notice in notices if notice.audience == Audience.CITIZEN]
    if any(notice.channel != DeliveryChannel.PUSH for notice in to_citizen):
        return
    for spec, audience in letters:
        if audience == Audience.CITIZEN and spec.call_if_unreached:
            with connection.cursor() as cursor:
                cursor.execute(PUT, [event.case_id, spec.letter.value, event.at, event.at])
