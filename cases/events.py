"""Writing an event and telling it: the last two lines of every verb."""

import datetime

from cases.models import Case, CaseEvent, User
from cases.signals import recorded

Kind = CaseEvent.Kind
Actor = CaseEvent.Actor


def record(
    case: Case,
    kind: CaseEvent.Kind,
    *,
    now: datetime.datetime,
    by: User | None = None,
    actor: CaseEvent.Actor | None = None,
    before: str = "",
    message: str = "",
    reference: str = "",
    secret: str = "",
) -> CaseEvent:
    """Store what happened and send `recorded`, in the verb's own transaction. `before` is the status
    before, where it may have changed; `secret` reaches the letter alone and is not stored here."""
    event = CaseEvent.objects.create(
        case=case,
        kind=kind,
        at=now,
        actor=actor or (Actor.STAFF if by else Actor.SYSTEM),
        by=by,
        department=case.department,
        officer=case.officer,
        from_status=before,
        to_status=case.status,
        message=message,
        reference=reference,
    )
    recorded.send(sender=CaseEvent, event=event, secret=secret)
    return event
