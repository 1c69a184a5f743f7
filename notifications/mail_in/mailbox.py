"""A mailbox of the town's, emptied by IMAP: what is taken is moved to a folder beside it, never removed."""

import imaplib
import logging
from typing import Any
from urllib.parse import unquote, urlsplit

from django.conf import settings
from imap_tools.errors import ImapToolsError
from imap_tools.mailbox import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
from imap_tools.message import MailMessage

from cases.lib.mail import MOST_BYTES
from notifications.mail_in.post import take

log = logging.getLogger(__name__)
# A turn takes so many; the next one comes in a minute.
AT_ONCE = 50
WAYS: dict[str, tuple[type[BaseMailBox], int]] = {
    "imaps": (MailBox, 993),
    "imap+tls": (MailBoxStartTls, 143),
    "imap": (MailBoxUnencrypted, 143),
}


class AsItCame(MailMessage):
    """A message with its bytes; nothing takes them apart but our own reader."""

    def __init__(self, fetch_data: list[Any]) -> None:
        self.raw, self._raw_uid_data, self._raw_flag_data = self._get_message_data_parts(fetch_data)


def collect() -> int:
    """Take what stands in the mailbox that MAIL_IN_IMAP names; return how many e-mails were. Where it cannot
    be reached, the next turn does it; so it is with a single e-mail that cannot be stored now."""
    if not settings.MAIL_IN_IMAP:
        return 0
    taken = 0
    try:
        with _opened() as box:
            if not box.folder.exists(settings.MAIL_IN_DONE):
                box.folder.create(settings.MAIL_IN_DONE)
            for uid in box.uids()[:AT_ONCE]:
                taken += _taken(box, uid)
    except (OSError, imaplib.IMAP4.error, ImapToolsError) as error:
        # The words of the error may name people.
        log.warning("The mailbox could not be read: %s", type(error).__name__)
    return taken


def _opened() -> BaseMailBox:
    address = urlsplit(settings.MAIL_IN_IMAP)
    way, port = WAYS[address.scheme]
    box = way(address.hostname or "", address.port or port, timeout=settings.EMAIL_TIMEOUT)  # type: ignore[call-arg]
    box.email_message_class = AsItCame
    folder = unquote(address.path.strip("/")) or "INBOX"
    try:
        return box.login(unquote(address.username or ""), unquote(address.password or ""), folder)
    except Exception:
        box.client.shutdown()
        raise


def _taken(box: BaseMailBox, uid: str) -> bool:
    """Store one, and move it; of what is larger than anything is read its head alone."""
    head = _fetched(box, uid, headers_only=True)
    whole = head is not None and head.size_rfc822 <= MOST_BYTES
    found = _fetched(box, uid, headers_only=False) if whole else head
    if found is None:
        return False
    try:
        take(found.raw, whole=whole)
    except (OSError, imaplib.IMAP4.error, ImapToolsError):
        raise
    except Exception as error:  # one that cannot be stored now must not stop the others
        log.error("An e-mail stays in the mailbox: %s", type(error).__name__)
        return False
    box.move(uid, settings.MAIL_IN_DONE)
    return True


def _fetched(box: BaseMailBox, uid: str, *, headers_only: bool) -> AsItCame | None:
    found = box.fetch(uid_list=[uid], headers_only=headers_only, mark_seen=False)
    message = next(iter(found), None)
    assert message is None or isinstance(message, AsItCame)
    return message
