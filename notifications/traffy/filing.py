"""A report of Traffy Fondue becomes a case, by the same function as on the pages; and a case of ours goes
there.

Who has reported is not among what they give out: it is a report without a name.
"""

import datetime
import logging
import uuid
from contextlib import suppress

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _

from cases import actions
from cases.actions.step import lock_for_step
from cases.db.insert_once import leave
from cases.drafts import mail_files
from cases.errors import AlreadyDone, FiledBefore, Refused
from cases.events import Kind
from cases.intake.filing import Filing, submit
from cases.intake.finding.suggestion import suggest
from cases.lib import outer_fetch
from cases.lib.mail import File
from cases.models import Attachment, Case, Channel, NoPhoto, RequestType, User
from notifications.letters import traffy as messages
from notifications.models import TraffyReport
from notifications.traffy.said import Said, taken_up

log = logging.getLogger(__name__)
CHANNEL = "traffy"
MOST_BYTES = 10 * 1024 * 1024
PDF = b"%PDF"
State = TraffyReport.State


def offered() -> list[RequestType]:
    """The kinds that a report without a person can be of: none that is about a person or a permission, and
    none that only names another office."""
    return [
        one
        for one in RequestType.in_use()
        if not (one.restricted or one.licence or one.needs_national_id or one.refers_only)
    ]


def suggested(said: Said) -> RequestType | None:
    """The kind that the words mean most likely; None where nothing says so."""
    found = suggest(said.words, offered())
    return found.request_type if found else None


def ensure_channel() -> None:
    """Have the channel by which such reports come in."""
    leave(Channel(code=CHANNEL, name_th="Traffy Fondue", name_en="Traffy Fondue", position=98))


def file_report(report: TraffyReport, kind: RequestType, *, by: User | None = None) -> Case:
    """Make a report that waits a case of this kind. Raises AlreadyDone where somebody has, Refused,
    TooManyTries, and Busy or OSError while files cannot be kept. Call it outside a transaction."""
    if report.state == State.LINKED or not report.said:
        raise AlreadyDone
    said = taken_up(report.said)
    token = _token(said.ticket)
    photos, missing = _photos(said, token)
    filing = Filing(
        form_token=token,
        request_type=kind,
        subdistrict=None,
        fields={
            "details": said.words or str(kind.name_th),
            "place": said.place,
            "latitude": said.latitude,
            "longitude": said.longitude,
            "unnamed": True,
            "urgency": kind.urgency,
            "no_photo": NoPhoto.UNABLE if kind.needs_photo and not photos else "",
            "channel_reference": said.ticket,
        },
        channel=CHANNEL,
        photos=photos,
    )

    def link(case: Case, _password: str) -> None:
        mine = TraffyReport.objects.filter(pk=report.pk).exclude(state=State.LINKED)
        if not mine.update(state=State.LINKED, case=case, said="", trouble=""):
            raise AlreadyDone
        messages.taken_in(case)

    try:
        case = submit(filing, by=by, then=link)[0]
    except FiledBefore as before:
        raise AlreadyDone from before
    if missing:
        actions.note(case, by=None, text=_("Photos of Traffy Fondue that could not be fetched: %d") % missing)
    return case


@transaction.atomic
def put_aside(report: TraffyReport, *, by: User, reason: str) -> None:
    """Nothing follows from a report here, for this reason. Raises AlreadyDone."""
    open_ones = TraffyReport.objects.filter(pk=report.pk, state__in=[State.NEW, State.WAITING, State.FAILED])
    said = f"{by}: {reason}"[:300]
    if not open_ones.update(state=State.ASIDE, reason=said, said="", called_at=None):
        raise AlreadyDone


@transaction.atomic
def send_case(
    case: Case,
    *,
    by: User,
    words: str,
    reason: str,
    organisation: str = "",
    now: datetime.datetime | None = None,
) -> None:
    """Have a case of ours filed there in these words, which everybody reads, and say so in its history.
    Raises Refused for a restricted kind, without a place on the map, for a case that has ended, and for one
    that is there already."""
    case, step = lock_for_step(case, now)
    if case.request_type.restricted:
        raise Refused(_("Cases of a restricted kind are not sent to others."))
    if case.latitude is None:
        raise Refused(_("The case has no place on the map; Traffy Fondue needs one."))
    if not case.is_open:
        raise Refused(_("The case has ended."))
    if TraffyReport.objects.filter(case=case).exists():
        raise Refused(_("The case is in Traffy Fondue already."))
    TraffyReport.objects.create(case=case, ours=True, state=State.LINKED, came_at=now or timezone.now())
    text = _("Sent to Traffy Fondue, because: %(reason)s") % {"reason": reason}
    event = step.record(Kind.NOTED, by=by, message=f"{text}\n\n“{words}”")
    messages.tell(event, messages.NEW, words, organisation=organisation)


def _photos(said: Said, token: uuid.UUID) -> tuple[list[Attachment], int]:
    """The photos, fetched from the addresses that they name and judged as every file is, and how many could
    not be had."""
    files = []
    for url in said.photos:
        with suppress(outer_fetch.NotFetched):
            body = outer_fetch.fetch(url, most=MOST_BYTES, inside=settings.TRAFFY_MEDIA_HOSTS)
            if not body.startswith(PDF):
                files.append(File("photo.jpg", body))
    kept, _unfit = mail_files.keep(token, files)
    return kept, len(said.photos) - len(kept)


def _token(ticket: str) -> uuid.UUID:
    digest = salted_hmac("notifications.traffy", ticket, algorithm="sha256").digest()
    return uuid.UUID(bytes=digest[:16], version=4)
