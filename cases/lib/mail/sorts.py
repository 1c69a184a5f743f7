"""Who wrote an e-mail: a person, or a program that nobody should answer (RFC 3834)."""

import re
from collections.abc import Callable
from email.message import Message

from cases.lib.mail.letter import Sort

Header = Callable[[str], str]
VACATION = re.compile(
    r"^\s*(?:\[?auto(?:matic|mated)?[ -]?(?:reply|response|antwort)|out of (?:the )?office|vacation"
    r"|ooo\s*:|on leave|ตอบกลับอัตโนมัติ|การตอบกลับอัตโนมัติ|ตอบรับอัตโนมัติ|ข้อความอัตโนมัติ|ไม่อยู่(?:ที่)?(?:สำนักงาน|ออฟฟิศ)"
    r"|อยู่ระหว่างลา)",
    re.IGNORECASE,
)
BY_PROGRAMS = ("X-Autoreply", "X-Autorespond", "X-Auto-Reply", "X-AutoReply-From", "X-Mail-Autoreply")
OF_LISTS = ("List-Id", "List-Post", "List-Unsubscribe", "X-Mailing-List")
POSTMASTERS = ("mailer-daemon@", "postmaster@")


def sort_of(message: "Message[str, str]", header: Header, *, sender: str, subject: str) -> Sort:
    """Return what a letter is by its structure and its headers; `header` gives one of them as text."""
    report = str(message.get_param("report-type", "", "content-type") or "").lower()
    whole = message.get_content_type()
    if whole == "multipart/report" and report in ("", "delivery-status"):
        return Sort.BOUNCE
    nobody = header("Return-Path").strip() == "<>"
    if sender.lower().startswith(POSTMASTERS) and (nobody or header("X-Failed-Recipients")):
        return Sort.BOUNCE
    if whole == "multipart/report" or _is_automatic(header, subject) or nobody:
        return Sort.AUTOMATIC
    if any(header(name) for name in OF_LISTS) or header("Precedence").strip().lower() == "list":
        return Sort.LIST
    return Sort.LETTER


def _is_automatic(header: Header, subject: str) -> bool:
    submitted = header("Auto-Submitted").split(";")[0].strip().lower()
    if submitted not in ("", "no"):
        return True
    if header("Precedence").strip().lower() in ("bulk", "junk", "auto_reply", "auto-reply"):
        return True
    # Nobody who waits for an answer asks for none.
    suppressed = {word.strip().lower() for word in header("X-Auto-Response-Suppress").split(",")}
    if suppressed & {"all", "autoreply", "oof"}:
        return True
    return any(header(name) for name in BY_PROGRAMS) or bool(VACATION.match(subject))
