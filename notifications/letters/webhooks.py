"""Events for other systems: which of them hear of what, and the message, a row of the outbox in the event's
transaction.

A message is thin: the number, the kind, the department and the status of the case, and a link. It names no
person and quotes nobody. Its attributes are those of CloudEvents 1.0.
"""

import datetime
import json
import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import override

from cases.access import offices
from cases.lib.setup_cache import shared
from cases.models import Case, CaseEvent
from notifications.letters.catalogue import CATALOGUE
from notifications.letters.content import standalone_content
from notifications.letters.content.rendering import render
from notifications.letters.holds import undoable
from notifications.letters.links import page
from notifications.models import (
    Audience,
    DeliveryChannel,
    Letter,
    Message,
    Notice,
    Priority,
    WebhookEndpoint,
)
from notifications.models.letter_texts import office_and_changed

Kind = CaseEvent.Kind
# What is told, under which name. The rest is the staff's own business, or a reminder.
EVENT_TYPES: dict[str, str] = {
    Kind.SUBMITTED: "case.submitted",
    Kind.ASSIGNED: "case.assigned",
    Kind.TRANSFERRED: "case.transferred",
    Kind.TAKEN_OVER: "case.taken_over",
    Kind.PLACED: "case.placed",
    Kind.STARTED: "case.started",
    Kind.ASKED: "case.question_asked",
    Kind.ANSWERED: "case.question_answered",
    Kind.MESSAGE: "case.message_received",
    Kind.STAGE_BEGUN: "case.stage_begun",
    Kind.INFORMED: "case.citizen_informed",
    Kind.EXTENDED: "case.deadline_extended",
    Kind.TIME_CORRECTED: "case.deadline_corrected",
    Kind.TYPE_CORRECTED: "case.kind_corrected",
    Kind.RESOLVED: "case.resolved",
    Kind.REJECTED: "case.rejected",
    Kind.WITHDRAWN: "case.withdrawn",
    Kind.RATED: "case.rated",
    Kind.REOPEN_ASKED: "case.reopening_asked",
    Kind.REOPEN_REFUSED: "case.reopening_refused",
    Kind.REOPENED: "case.reopened",
    Kind.CLOSED: "case.closed",
    Kind.DUPLICATE: "case.joined",
    Kind.SEPARATED: "case.separated",
    Kind.PUBLISHED: "case.published",
    Kind.UNPUBLISHED: "case.unpublished",
}
# What the test button sends.
TEST = "webhook.test"
# What a message says is in English, whoever reads it.
LANGUAGE = "en"


@dataclass(frozen=True)
class Wanted:
    """What one endpoint hears of, as every process knows it; an empty set means all."""

    endpoint: int
    event_types: frozenset[str]
    kinds: frozenset[int]
    departments: frozenset[int]
    restricted: bool

    def has(self, case: Case, *, event_type: str, department: int | None) -> bool:
        """Whether it hears of such an event of the case."""
        if self.event_types and event_type not in self.event_types:
            return False
        if self.departments and department not in self.departments:
            return False
        return self.may_hear(case)

    def may_hear(self, case: Case) -> bool:
        """Whether it hears of cases of this kind: of a restricted one only where the switch is on and the
        kind is named."""
        named = case.request_type_id in self.kinds
        if case.request_type.restricted:
            return named and self.restricted
        return named or not self.kinds


def write(event: CaseEvent) -> list[Notice]:
    """Store a message for each other system that hears of the event; call it in the event's transaction. No
    statement where none does, as long as the set-up stays the same."""
    event_type = EVENT_TYPES.get(event.kind, "")
    told = in_use() if event_type else ()
    hearing = [
        one for one in told if one.has(event.case, event_type=event_type, department=event.department_id)
    ]
    if not hearing:
        return []
    # What can be undone waits as its letters do.
    due = {"due_at": timezone.now() + wait} if (wait := undoable.wait(event)) else {}
    notices = [_notice(event, event_type, one.endpoint, due) for one in hearing]
    return Notice.objects.bulk_create(notices)


def tell_administrators(endpoint: WebhookEndpoint) -> list[Notice]:
    """Write a letter to each administrator that the endpoint was switched off, since nothing got through.
    Call it in the transaction that switches it off."""
    spec, (office, changed) = CATALOGUE[Letter.WEBHOOK_OFF], office_and_changed([Letter.WEBHOOK_OFF])
    people = offices.permitted("cases.set_up").exclude(email="").order_by("pk")
    notices = []
    for person in people:
        with override(person.language):
            context = standalone_content.webhook_off(endpoint.name)
            words = render(spec.letter, person.language, context, office, changed)
        notices.append(
            Notice(
                kind=spec.letter,
                priority=spec.priority,
                audience=spec.audience,
                recipient=person,
                address=person.email,
                language=person.language,
                subject=words.subject,
                text=words.text,
                html=words.html,
            )
        )
    return Notice.objects.bulk_create(notices)


def in_use() -> tuple[Wanted, ...]:
    """What each webhook that is on hears of. No statement while the set-up stays the same."""
    return shared("webhooks", _read)


def wanted_by(endpoint: WebhookEndpoint) -> Wanted:
    """What an endpoint hears of, as its row says it."""
    return Wanted(
        endpoint.pk,
        frozenset(endpoint.event_types),
        frozenset(kind.pk for kind in endpoint.kinds.all()),
        frozenset(department.pk for department in endpoint.departments.all()),
        endpoint.restricted,
    )


def body(message: uuid.UUID, event_type: str, *, at: datetime.datetime, **more: Any) -> str:
    """Return a message as it is sent."""
    said = {
        "specversion": "1.0",
        "id": str(message),
        "source": settings.SITE_URL,
        "type": event_type,
        "time": at.astimezone(datetime.UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "datacontenttype": "application/json",
        **more,
    }
    return json.dumps(said, ensure_ascii=False, separators=(",", ":"))


def _read() -> tuple[Wanted, ...]:
    endpoints = WebhookEndpoint.objects.filter(active=True).prefetch_related("kinds", "departments")
    return tuple(wanted_by(one) for one in endpoints.order_by("pk"))


def _notice(event: CaseEvent, event_type: str, endpoint: int, due: dict[str, Any]) -> Notice:
    case, message = event.case, uuid.uuid4()
    return Notice(
        id=message,
        event=event,
        case=case,
        kind=Message.EVENT,
        priority=Priority.BULK,
        audience=Audience.SYSTEM,
        channel=DeliveryChannel.WEBHOOK,
        endpoint_id=endpoint,
        language=LANGUAGE,
        subject=event_type,
        text=body(message, event_type, at=event.at, subject=case.number, data=_data(event)),
        **due,
    )


def _data(event: CaseEvent) -> dict[str, Any]:
    case = event.case
    # The Thai pages have no prefix.
    with override(settings.LANGUAGE_CODE):
        staff = page("staff:case", case.number)
    return {
        "number": case.number,
        "kind": case.request_type.code,
        "department": event.department.code if event.department else None,
        "status": case.status,
        "due_on": case.due_on.isoformat() if case.due_on else None,
        "links": {"staff": staff},
    }
