"""What an e-mail becomes, in one transaction: read once, and never lost.

It is the citizen's own word only where it answers a letter of ours, comes from the case's own address, and
the town's mail server says that it is the sender's. Everything else is for the counter to look at, but what
programs write: that is kept and calls nobody.
"""

import hashlib
import logging
from email.encoders import encode_base64
from typing import Any

from anymail.signals import inbound
from django.conf import settings
from django.db import transaction
from django.dispatch import receiver
from django_fsm import ConcurrentTransition, TransitionNotAllowed

from cases.actions import received_mail
from cases.db.insert_once import leave
from cases.drafts import mail_files
from cases.errors import Refused, TooManyTries
from cases.lib.lost_races import tried_again
from cases.lib.mail import Received, Sort, own_words, parse
from cases.limits.rate_limits import DAY, hit
from cases.models import Attachment, Case, ReceivedMail
from notifications.mail_in import letters, proof
from notifications.models import Audience

log = logging.getLogger(__name__)
# So much of what cannot be read is kept where the mailbox has all of it: its head, and most of any words.
RAW = 256 * 1024
# So many e-mails of one sender a day are work for somebody; more are kept.
READ_PER_DAY = 20
State = ReceivedMail.State


def take(raw: bytes, *, whole: bool = True, most: int | None = RAW) -> ReceivedMail:
    """Store an e-mail and do what follows from it; the same one again is the row that there is. Of one that
    is not `whole` the head alone is here; of what cannot be read `most` bytes are kept. Raises Busy, OSError
    and OperationalError where it has to come again, and `TooEarly` (`notifications.feedback.tracking`)."""
    read = parse(raw)
    digest = _digest(read, raw)
    known: ReceivedMail | None = ReceivedMail.objects.filter(digest=digest).first()
    if known is not None:
        return known
    mail = _row(read, raw[:most], digest, whole=whole)
    photos, others = mail_files.keep(mail.pk, read.files)
    mail.left_out = "\n".join([*others, *read.left_out])
    stored: ReceivedMail = tried_again(lambda: _stored(mail, read, photos))
    log.info("An e-mail came in: %s, %s.", stored.sort, stored.state)
    return stored


@receiver(inbound, dispatch_uid="notifications.mail_in.post")
def take_from_service(event: Any, **kwargs: Any) -> None:
    """Take what a mail service has received (an AnymailInboundEvent whose secret was checked). Nobody else
    has it, so all of what cannot be read is kept."""
    take(_bytes_of(event), most=None)


def _bytes_of(event: Any) -> bytes:
    """The e-mail as the service has received it, or, where it was taken apart, made one again. Raises
    ValueError for what Python's package can read and not write."""
    raw = event.esp_event.get("RawEmail") if isinstance(event.esp_event, dict) else None
    if isinstance(raw, str):
        return raw.encode("utf-8", "replace")
    try:
        for part in event.message.walk():
            if not part.is_multipart() and "Content-Transfer-Encoding" not in part:
                # Anymail leaves a file as it is, of which Python would change the ends of lines.
                encode_base64(part)
        return bytes(event.message.as_bytes())
    except Exception as error:
        raise ValueError("The e-mail cannot be written.") from error


def _row(read: Received, raw: bytes, digest: str, *, whole: bool) -> ReceivedMail:
    sort = _sort(read) if whole else Sort.UNREADABLE
    unreadable = sort == Sort.UNREADABLE
    return ReceivedMail(
        digest=digest,
        sort=sort,
        state=State.NEW if sort in (Sort.LETTER, Sort.UNREADABLE) else State.KEPT,
        sender=read.sender,
        sender_name=read.sender_name,
        subject=read.subject,
        words=read.words,
        raw=raw.decode("latin-1") if unreadable else "",
        proved=proof.is_senders(read),
    )


def _sort(read: Received) -> Sort:
    """What it is; our own letter, if it comes home, whatever has sent it on."""
    own = settings.MAIL_IN_ADDRESS.lower()
    from_us = {own, settings.DEFAULT_FROM_EMAIL.lower()}
    loops = any(own and own in mark.lower() for mark in read.loops)
    if read.sort != Sort.BOUNCE and (loops or (read.sender and read.sender.lower() in from_us)):
        return Sort.OWN
    return read.sort


def _digest(read: Received, raw: bytes) -> str:
    """What is the same for the same letter by whichever way: programs that give every letter one Message-ID
    give it another day."""
    told = "\n".join([read.message_id, read.sender.lower(), read.date]).encode()
    return hashlib.sha256(told if read.message_id else raw).hexdigest()


@transaction.atomic
def _stored(mail: ReceivedMail, read: Received, photos: list[Attachment]) -> ReceivedMail:
    leave(mail)
    stored: ReceivedMail = ReceivedMail.objects.get(digest=mail.digest)
    if stored.pk != mail.pk:
        # Somebody was faster; the files that nobody has are removed at night.
        return stored
    if stored.sort == Sort.BOUNCE:
        letters.came_back(read)
    elif stored.state == State.NEW:
        _count(stored)
        _answer(stored, read, photos)
    return stored


def _count(mail: ReceivedMail) -> None:
    """Let a sender without end be kept, and call nobody."""
    try:
        if mail.sender:
            hit("mail in", mail.sender.lower(), limit=READ_PER_DAY, seconds=DAY)
    except TooManyTries:
        mail.state = State.KEPT
        mail.save(update_fields=["state"])


def _answer(mail: ReceivedMail, read: Received, photos: list[Attachment]) -> None:
    """Name the case that it answers, and let it speak for the citizen where it may."""
    notice = letters.answered(read)
    if notice is None or notice.case is None:
        return
    case = mail.case = notice.case
    mail.save(update_fields=["case"])
    own = bool(case.email) and case.email.lower() == read.sender.lower()
    words = own_words(read.words) or read.subject
    if mail.state != State.NEW:
        return
    speaks = mail.sort == Sort.LETTER and words and own and mail.proved
    if not (speaks and notice.audience == Audience.CITIZEN):
        _keep_from_the_counter(mail, case)
        return
    try:
        with transaction.atomic():
            received_mail.write_for_citizen(mail, case, words=words, photos=photos)
    except (Refused, TransitionNotAllowed, ConcurrentTransition, TooManyTries) as refusal:
        mail.refresh_from_db()
        _keep_from_the_counter(mail, case)
        log.info("An answer by e-mail was left to the counter: %s", type(refusal).__name__)


def _keep_from_the_counter(mail: ReceivedMail, case: Case) -> None:
    """What answers a case of a restricted request type is for its readers alone: a note on the case."""
    if case.request_type.restricted:
        received_mail.join(mail, case)
