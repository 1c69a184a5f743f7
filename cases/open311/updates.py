"""mySociety's service request updates: what happened to requests, and what a partner tells about its own.

A case's steps go out as status and time, in words of ours. What comes in is what its citizen would write on
the case's page: an answer, a message, “still not fixed”.
"""

import datetime
import uuid
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.http import HttpRequest
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from cases import actions
from cases.db.insert_once import take_advisory_lock
from cases.errors import Refused
from cases.fields.text import Paragraphs
from cases.intake import public_cases
from cases.intake.similar_cases import public_status
from cases.lib.lost_races import tried_again
from cases.limits.rate_limits import Limit, count
from cases.models import Attachment, Case, CaseEvent, IdempotencyKey, Open311Partner, Status
from cases.open311 import arguments, media, rows
from cases.open311.refusals import BAD, Refusal, bad, missing, unknown

# Who asks often asks about a day; nobody need read more than a month at once.
DAY, MONTH = datetime.timedelta(days=1), datetime.timedelta(days=31)
SECONDS_A_DAY, A_DAY = 24 * 60 * 60, 20
LONGEST = 4000
STATUSES = {
    Status.RECEIVED: "OPEN",
    Status.ASSIGNED: "INVESTIGATING",
    Status.IN_PROGRESS: "IN_PROGRESS",
    Status.WAITING: "INVESTIGATING",
    Status.RESOLVED: "FIXED",
    Status.CLOSED: "CLOSED",
    Status.REJECTED: "NOT_COUNCILS_RESPONSIBILITY",
    Status.WITHDRAWN: "CANCELLED",
}
# What a partner may call the state of its report.
KNOWN = frozenset(
    "OPEN FIXED CLOSED IN_PROGRESS ACTION_SCHEDULED INVESTIGATING DUPLICATE NOT_COUNCILS_RESPONSIBILITY "
    "NO_FURTHER_ACTION INTERNAL_REFERRAL FOR_TRIAGE CANCELLED REOPEN".split()
)


def listed(data: Mapping[str, str], *, now: datetime.datetime | None = None) -> list[dict[str, Any]]:
    """Return what happened in a time, the oldest first: of the last day, where none is named. Raises
    Refusal."""
    named = arguments.text(data, "start_date") or arguments.text(data, "end_date")
    during = arguments.window(data, span=MONTH if named else DAY, now=now or timezone.now())
    page = arguments.page(data)
    events = rows.told_events().filter(
        at__range=(during.start, during.end), case__in=public_cases.on_record().order_by().values("pk")
    )
    found = events.order_by("at", "pk").values_list("pk", "case__number", "to_status", "at")
    return [_update(*one) for one in found[page.first : page.last]]


def taken(
    request: HttpRequest, partner: Open311Partner, *, now: datetime.datetime | None = None
) -> list[dict[str, Any]]:
    """Take what a partner tells about a case that it has filed, once for each `update_id`. Raises Refusal,
    and TooManyTries. Call it outside a transaction."""
    case = _own(request, partner)
    words, status = _said(request)
    key = _key(partner, case, arguments.text(request.POST, "update_id"))
    if key is not None and (before := IdempotencyKey.objects.filter(pk=key).first()):
        return [{"update_id": before.outcome}]
    count([Limit("open311-update", case.number, A_DAY, SECONDS_A_DAY)])
    photos = media.kept(request, case.request_type, uuid.uuid4())
    if not words and not photos and not _reopens(case, status):
        raise Refusal(BAD, [missing("description")])
    try:
        return [{"update_id": tried_again(lambda: _done(case, words, status, photos, key, now))}]
    except (Refused, TransitionNotAllowed, ConcurrentTransition) as refused:
        media.forget(photos)
        words = str(refused) if isinstance(refused, Refused) else _("The case has changed in the meantime.")
        raise bad(words) from refused
    except BaseException:
        media.forget(photos)
        raise


@transaction.atomic
def _done(
    case: Case,
    words: str,
    status: str,
    photos: list[Attachment],
    key: uuid.UUID | None,
    now: datetime.datetime | None,
) -> str:
    if key is not None:
        take_advisory_lock(f"open311 {key}")
        if before := IdempotencyKey.objects.filter(pk=key).first():
            media.forget(photos)
            return str(before.outcome)
    if _reopens(case, status):
        actions.reopen(case, reason=words, photos=photos, now=now)
    elif case.status == Status.WAITING:
        actions.answer(case, text=words, photos=photos, now=now)
    else:
        actions.send_message(case, text=words, photos=photos, now=now)
    said = CaseEvent.objects.filter(case=case, actor=CaseEvent.Actor.CITIZEN).order_by("-pk")[:1]
    update = str(said.values_list("pk", flat=True)[0])
    if key is not None:
        IdempotencyKey.objects.create(key=key, digest="", outcome=update)
    return update


def _own(request: HttpRequest, partner: Open311Partner) -> Case:
    number = arguments.text(request.POST, "service_request_id")
    if not number:
        raise Refusal(BAD, [missing("service_request_id")])
    own = Case.objects.filter(number=number, open311__partner=partner)
    case: Case | None = own.select_related("request_type").first()
    if case is None:
        raise unknown("service_request_id", number)
    return case


def _said(request: HttpRequest) -> tuple[str, str]:
    words = Paragraphs(required=False).clean(request.POST.get("description", ""))
    status = arguments.text(request.POST, "status").upper()
    if len(words) > LONGEST:
        raise bad(_("description: at most %(most)s characters, please.") % {"most": LONGEST})
    if status and status not in KNOWN:
        raise bad(_("status: “%(value)s” is not known here.") % {"value": status[:40]})
    arguments.moment(request.POST, "updated_datetime")
    return words, status


def _reopens(case: Case, status: str) -> bool:
    """Whether the partner says of a finished case that it is not."""
    return case.status == Status.RESOLVED and status in ("OPEN", "REOPEN")


def _key(partner: Open311Partner, case: Case, update_id: str) -> uuid.UUID | None:
    if not update_id:
        return None
    digest = salted_hmac("cases.open311.updates", f"{partner.pk} {case.pk} {update_id}", algorithm="sha256")
    return uuid.UUID(bytes=digest.digest()[:16], version=4)


def _update(key: int, number: str, status: str, at: datetime.datetime) -> dict[str, Any]:
    return {
        "update_id": str(key),
        "service_request_id": number,
        "status": STATUSES[Status(status)],
        "updated_datetime": rows.told(at),
        "description": public_status(status),
        "media_url": None,
    }
