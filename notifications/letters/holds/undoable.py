"""Letters of a step that can be undone: they wait those seconds, and are withdrawn with it."""

import datetime

from django.conf import settings
from django.utils.translation import gettext as _

from cases.actions.undo import is_undoable
from cases.errors import Refused
from cases.events import Kind
from cases.models import CaseEvent
from cases.models.case.event_content import Undone
from notifications.models import Notice, State
from notifications.models.states import UNBEGUN


def wait(event: CaseEvent) -> datetime.timedelta:
    """How long the letters about an event wait for its step to be undone; nothing for most."""
    return datetime.timedelta(seconds=settings.UNDO_SECONDS if is_undoable(event) else 0)


def withdraw(event: CaseEvent) -> None:
    """Cancel the letters of the step that this event undoes; nothing for any other event. Raises Refused
    where one of them has gone, or may have."""
    if not isinstance(event.content, Undone):
        return
    written = Notice.objects.filter(event=event.content.event).exclude(state=State.CANCELLED)
    letters = list(written.select_for_update(no_key=True).defer("text", "html", "secret").order_by("pk"))
    if any(one.state not in UNBEGUN or one.attempts for one in letters):
        raise Refused(_too_late(event))
    waiting = Notice.objects.filter(pk__in=[one.pk for one in letters])
    waiting.update(state=State.CANCELLED, cancelled_by=event.by, secret="")


def _too_late(event: CaseEvent) -> str:
    if event.kind == Kind.ASSIGN_UNDONE:
        return _("A letter about it has gone out already. Assign somebody else instead.")
    return _("A letter about it has gone out already.")
