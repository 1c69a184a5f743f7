"""Writing an event and telling it: how every step ends."""

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from cases.models import AccessToken, Attachment, Case, CaseEvent, Mention, OutsidePerson, Subtask, User
from cases.models.case.event_content import Content
from cases.models.staff.access_profile import DelegatedRights
from cases.signals import recorded

Kind = CaseEvent.Kind
Actor = CaseEvent.Actor
_token: ContextVar[AccessToken | None] = ContextVar("access_token", default=None)
_delegated: ContextVar[DelegatedRights | None] = ContextVar("delegated_rights", default=None)


@contextmanager
def as_deputy(delegated: DelegatedRights | None) -> Iterator[None]:
    """Let the events that the deputy records in this block say for whom; None leaves them as they are."""
    token = _delegated.set(delegated)
    try:
        yield
    finally:
        _delegated.reset(token)


@contextmanager
def by_token(token: AccessToken) -> Iterator[None]:
    """Let the events that are recorded in this block say that a program did it with this token."""
    used = _token.set(token)
    try:
        yield
    finally:
        _token.reset(used)


def build_event(
    case: Case,
    kind: CaseEvent.Kind,
    *,
    now: datetime.datetime,
    by: User | None = None,
    person: OutsidePerson | None = None,
    actor: CaseEvent.Actor | None = None,
    before: str = "",
    message: str = "",
    content: Content | None = None,
    letter_words: str = "",
    subtask: Subtask | None = None,
    routed: dict[str, Any] | None = None,
) -> CaseEvent:
    """Return what happened, not stored yet. `before` is the status before, where it may have changed;
    `person` has done it for an outside party."""
    return CaseEvent(
        case=case,
        kind=kind,
        at=now,
        actor=actor or (Actor.STAFF if by else Actor.OUTSIDE if person else Actor.SYSTEM),
        by=by,
        person=person,
        department=case.department,
        officer=case.officer,
        delegation_id=_delegation_of(by),
        token=_token.get(),
        from_status=before,
        to_status=case.status,
        message=message,
        data=content.to_json() if content else {},
        letter_words=letter_words,
        subtask=subtask,
        routed=routed or {},
    )


def record(
    case: Case,
    kind: CaseEvent.Kind,
    *,
    now: datetime.datetime,
    secret: str = "",
    mentioned: Sequence[User] = (),
    photos: Sequence[Attachment] = (),
    **said: Any,
) -> CaseEvent:
    """Store what happened, `said` as in `build_event`, and send `recorded`, then store its photos, in the
    verb's own transaction; `secret` reaches the letter alone and is not stored here. Who is `mentioned` is
    stored before the signal, so that its receivers know."""
    event = build_event(case, kind, now=now, **said)
    event.save(force_insert=True)
    if mentioned:
        Mention.objects.bulk_create(Mention(event=event, user=person, at=now) for person in mentioned)
    recorded.send(sender=CaseEvent, event=event, secret=secret)
    _attach(event, photos)
    return event


def is_recorded(case: Case, kind: CaseEvent.Kind, content: Content) -> bool:
    """Whether the case has an event of this kind about just this."""
    return case.events.filter(kind=kind, data=content.to_json()).exists()


def _delegation_of(by: User | None) -> int | None:
    """What others record in the same step, such as the officer's result that is approved, is their own."""
    delegated = _delegated.get()
    return delegated.delegation if delegated and by and by.pk == delegated.deputy else None


def _attach(event: CaseEvent, photos: Sequence[Attachment]) -> None:
    """Store new photos with their event, and take over those that a form kept as a draft."""
    for photo in photos:
        photo.case, photo.event, photo.draft = event.case, event, None
        # Of a draft no more is written: the virus scanner may have judged it meanwhile.
        photo.save(update_fields=None if photo._state.adding else ["case", "event", "draft"])
