"""What an e-mail becomes: the citizen's words on a case, a case, a note on one, or nothing more."""

import datetime
import uuid
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.access.decision_makers import deciders
from cases.actions import lifecycle
from cases.drafts import mail_files
from cases.errors import AlreadyDone, Refused
from cases.limits import rate_limits
from cases.limits.rate_limits import DAY, Limit
from cases.models import Attachment, Case, ReceivedMail, Status, User

HOUR = 60 * 60
State = ReceivedMail.State
# So much of an e-mail is one message of a citizen; the rest stays with the e-mail.
LONGEST = 4000
# Of what is dealt with, words and files are forgotten after so long; the case has its own.
KEPT = datetime.timedelta(days=180)
OPEN = (State.NEW, State.ASIDE, State.KEPT)


@transaction.atomic
def write_for_citizen(
    mail: ReceivedMail,
    case: Case,
    *,
    words: str,
    photos: Sequence[Attachment],
    now: datetime.datetime | None = None,
) -> Case:
    """Let an e-mail whose sender is proved be the citizen's answer to the department's question, or else a
    message, as on the citizen's page and no more often than there. Raises Refused or TransitionNotAllowed
    where the case takes none, TooManyTries."""
    number, now = case.number, now or timezone.now()
    if case.status == Status.WAITING:
        case = lifecycle.answer(case, text=words[:LONGEST], photos=photos, now=now)
    else:
        # The page's own limits: by whichever way, it is one citizen who writes.
        rate_limits.count([Limit("message_hour", number, 5, HOUR), Limit("message_day", number, 20, DAY)])
        case = lifecycle.send_message(case, text=words[:LONGEST], photos=photos, now=now)
    _settle(mail, State.JOINED, case=case, now=now)
    return case


def filed(token: uuid.UUID, case: Case, *, by: User, now: datetime.datetime | None = None) -> None:
    """Note that the e-mail with this key became this case; call it in filing's transaction. Raises
    AlreadyDone where it became something else meanwhile."""
    mail = ReceivedMail.objects.select_for_update(no_key=True).filter(pk=token).first()
    if mail is None:
        return
    if not mail.is_open:
        raise AlreadyDone
    _settle(mail, State.FILED, case=case, by=by, now=now)


@transaction.atomic
def join(
    mail: ReceivedMail, case: Case, *, by: User | None = None, now: datetime.datetime | None = None
) -> ReceivedMail:
    """Attach an e-mail to a case as a note with its files, of which the officer hears, or else who decides
    about the case. Who wrote it is not proved, so the citizen has said nothing. Raises AlreadyDone."""
    mail = _open(mail)
    with override("th"):
        head = _("E-mail of %(sender)s: %(subject)s") % {"sender": mail.sender, "subject": mail.subject}
    told = [case.officer] if case.officer else [*deciders(case.request_type, case.department_id)]
    text = f"{head}\n\n{mail.words[:LONGEST]}".strip()
    told = [one for one in told if one != by]
    lifecycle.note(case, by=by, text=text, mentioned=told, photos=mail_files.of(mail.pk), now=now)
    return _settle(mail, State.JOINED, case=case, by=by, now=now)


@transaction.atomic
def put_aside(
    mail: ReceivedMail, *, by: User, reason: str, now: datetime.datetime | None = None
) -> ReceivedMail:
    """Nothing follows from an e-mail, for this reason. Raises AlreadyDone, and Refused without a reason."""
    if not reason.strip():
        raise Refused(_("Write the reason."))
    mail = _open(mail)
    if mail.state == State.ASIDE:
        raise AlreadyDone
    mail.reason = reason.strip()
    return _settle(mail, State.ASIDE, by=by, now=now)


def purge(*, now: datetime.datetime | None = None) -> int:
    """Forget the e-mails that need nobody any more; return how many."""
    before = (now or timezone.now()) - KEPT
    old = Q(settled_at__lt=before) | Q(state=State.KEPT, received_at__lt=before)
    return ReceivedMail.objects.filter(old).delete()[0]


def _open(mail: ReceivedMail) -> ReceivedMail:
    held: ReceivedMail = ReceivedMail.objects.select_for_update(no_key=True).get(pk=mail.pk)
    if not held.is_open:
        raise AlreadyDone
    return held


def _settle(
    mail: ReceivedMail,
    state: ReceivedMail.State,
    *,
    case: Case | None = None,
    by: User | None = None,
    now: datetime.datetime | None = None,
) -> ReceivedMail:
    mail.state, mail.settled_by, mail.settled_at = state, by, now or timezone.now()
    mail.case = case or mail.case
    mail.save(update_fields=["state", "settled_by", "settled_at", "case", "reason"])
    return mail
