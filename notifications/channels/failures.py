"""What an error at sending means: never again, later, or later and stop asking this server for now."""

import re
import smtplib
from dataclasses import dataclass

from anymail.exceptions import AnymailAPIError, AnymailRecipientsRefused, AnymailSerializationError
from django.utils.translation import gettext_noop

from notifications.channels.smtp import NoAnswer

# The set-up or the server is at fault, not the letter: every other letter would meet the same.
SERVER = (
    smtplib.SMTPAuthenticationError,
    smtplib.SMTPConnectError,
    smtplib.SMTPHeloError,
    smtplib.SMTPNotSupportedError,
    smtplib.SMTPServerDisconnected,
)
# The letter itself cannot be sent. A secret that cannot be read is not among these: a wrong FIELD_KEYS is put
# right within three days, a wiped password is gone.
POISON = (
    AnymailSerializationError,
    ValueError,
    TypeError,
    LookupError,
    AttributeError,
)
CLOSING = 421
WAIT_CODES = (401, 403, 408, 425, 429)
ADDRESS = re.compile(r"\S+@\S+")
DIGITS = re.compile(r"\d[\d ]{5,}")
LONGEST = 300
# The address is no good (RFC 3463 and 7505: no mailbox, no domain, bad syntax, moved, takes no mail).
NO_SUCH_ADDRESS = re.compile(r"^5\d\d[ -]5\.1\.(1|2|3|6|10)\b")
# A template translates it where it is shown.
UNANSWERED = gettext_noop("the mail server took the letter and did not say whether it accepts it")


@dataclass(frozen=True)
class Verdict:
    """`for_good`: no further attempt. `stop`: leave the server alone until the next sweep. `after`: for so
    many seconds at least, as the server has asked. `no_such_address`: no other letter would
    reach this address either. `unanswered`: the letter was handed over, and perhaps it was taken."""

    words: str
    for_good: bool = False
    stop: bool = False
    after: float = 0.0
    no_such_address: bool = False
    unanswered: bool = False


def judge(error: Exception, *, address: str) -> Verdict:
    """What follows from an error; its words are without addresses, names and passwords."""
    if isinstance(error, NoAnswer):
        return Verdict(UNANSWERED, stop=True, unanswered=True)
    if isinstance(error, SERVER):
        return Verdict(_words(error, address), stop=True)
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code, answer = next(iter(error.recipients.values()), (0, b""))
        return _answered(code, answer, address)
    if isinstance(error, smtplib.SMTPResponseException):
        return _answered(error.smtp_code, error.smtp_error, address)
    if isinstance(error, AnymailAPIError) and not isinstance(error, AnymailRecipientsRefused):
        return _service(error)
    if isinstance(error, AnymailRecipientsRefused):
        return Verdict(type(error).__name__, for_good=True, no_such_address=True)
    if isinstance(error, POISON):
        return Verdict(type(error).__name__, for_good=True)
    return Verdict(_words(error, address), stop=isinstance(error, OSError))


def _answered(code: int, answer: bytes | str, address: str) -> Verdict:
    words = answer.decode(errors="replace") if isinstance(answer, bytes) else answer
    said = f"{code} {words}"
    return Verdict(
        stripped(said, address),
        for_good=500 <= code < 600,
        stop=code == CLOSING,
        no_such_address=bool(NO_SUCH_ADDRESS.match(said)),
    )


def _service(error: AnymailAPIError) -> Verdict:
    status = getattr(error, "status_code", None)
    refused = bool(status and 400 <= status < 500 and status not in WAIT_CODES)
    return Verdict(f"{type(error).__name__} {status or ''}".strip(), for_good=refused, stop=not refused)


def _words(error: Exception, address: str) -> str:
    if isinstance(error, smtplib.SMTPResponseException):
        return _answered(error.smtp_code, error.smtp_error, address).words
    reason = error.strerror if isinstance(error, OSError) and error.strerror else ""
    return stripped(f"{type(error).__name__}: {reason}".strip(": "), address)


def stripped(words: str, address: str) -> str:
    """Without e-mail addresses, the reader's name before the @, and long numbers."""
    words = ADDRESS.sub("…", words.replace("\x00", ""))
    local = address.partition("@")[0]
    words = re.sub(rf"(?<!\w){re.escape(local)}(?!\w)", "…", words, flags=re.IGNORECASE) if local else words
    return DIGITS.sub("…", " ".join(words.split()))[:LONGEST]
