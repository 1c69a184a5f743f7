"""The order of letters: a later one about a case does not pass an earlier one to its reader that is held.

Letters are held for an undo, or for the night.
"""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db.models import Max, Model
from django.db.models.functions import Now

from cases.events import Kind
from cases.models import CaseEvent
from notifications.models import Notice, Priority, State


class Held:
    """What is held about the case of an event, and until when. One statement; none for a new case, which has
    no letters yet, and where no step can be undone."""

    def __init__(self, event: CaseEvent) -> None:
        self._until: dict[tuple[str, tuple[int | None, ...]], datetime.datetime] = {}
        if event.kind == Kind.SUBMITTED or not settings.UNDO_SECONDS:
            return
        waiting = Notice.objects.filter(case=event.case_id, state=State.PENDING, attempts=0, due_at__gt=Now())
        readers = ("recipient", "follower", "person", "subscription")
        by_reader = waiting.order_by().values_list("channel", *readers)
        for channel, *pks, last in by_reader.annotate(last=Max("due_at")):
            self._until[channel, tuple(pks)] = last

    def first_moment(
        self, channel: str, priority: int, who: Iterable[Model | None]
    ) -> datetime.datetime | None:
        """When a letter to this reader can go at the earliest: right after the last one that is held, None
        where none is. `who` is the user, follower, person or browser; the citizen is none of them. A password
        waits for nothing."""
        if priority == Priority.URGENT:
            return None
        last = self._until.get((channel, tuple(one.pk if one else None for one in who)))
        return last + datetime.timedelta.resolution if last else None
