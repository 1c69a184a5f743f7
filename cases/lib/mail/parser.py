"""The one reader of e-mail: whatever bytes come, there is an answer.

Python's own package takes the letter apart; headers, character sets and the choice of the words are ours,
since Thai mail programs leave the standards where these would need a guess.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from email import message_from_bytes
from email.header import decode_header
from email.message import Message
from email.policy import Compat32, Policy, compat32
from email.utils import getaddresses
from typing import TypeAlias

from cases.lib.mail.charsets import decoded
from cases.lib.mail.letter import File, Received, Sort
from cases.lib.mail.page_text import text_of
from cases.lib.mail.sorts import sort_of
from cases.text.normalization import cleaned

MOST_BYTES = 30 * 1024 * 1024
# The lines of a file of that size, three times over.
MOST_LINES = 1_500_000
# Of a larger letter, so much is read, to say whose it is.
HEAD = 64 * 1024
# No standard asks for more; a hostile letter has as much as it likes.
LONGEST_HEADER, MOST_HEADERS, MOST_ADDRESSES, MOST_PARTS, MOST_FILES, DEEPEST = 4000, 2000, 50, 200, 20, 8
MOST_WORDS = 20_000
# A picture in the text that is smaller is a logo, or a spy.
ORNAMENT = 4 * 1024
# What has no words for the reader and is nothing to keep.
SEALS = ("application/pkcs7-signature", "application/x-pkcs7-signature", "application/pgp-signature")
SEALED = ("application/pkcs7-mime", "application/x-pkcs7-mime", "application/pgp-encrypted")
RECIPIENTS = ("To", "Cc", "Delivered-To", "X-Original-To", "Envelope-To")
_ID = re.compile(r"<([^<>\s]{3,250})>")
_STATUS = re.compile(r"^Status:\s*([245]\.\d{1,3}\.\d{1,3})", re.IGNORECASE | re.MULTILINE)
_CALENDAR = re.compile(r"^(SUMMARY|LOCATION|DTSTART|DESCRIPTION)[;:](?:[^\r\n:]*:)?([^\r\n]*)", re.MULTILINE)
AnyMessage: TypeAlias = "Message[str, str]"


class TooMuch(Exception):
    """More parts, or more headers, than a letter has."""


class Sealed(Exception):
    """The words are encrypted, or inside a seal that is not opened here."""


def parse(raw: bytes) -> Received:
    """Return what these bytes say. Never raises: what makes no letter is Sort.UNREADABLE, with as much of its
    head as can be read."""
    try:
        if len(raw) > MOST_BYTES or raw.count(b"\n") > MOST_LINES:
            return replace(_head(raw[:HEAD]), sort=Sort.UNREADABLE)
        return _read(raw)
    except Exception:  # whatever a stranger has sent
        try:
            return replace(_head(raw[:HEAD]), sort=Sort.UNREADABLE)
        except Exception:
            return Received(sort=Sort.UNREADABLE)


@dataclass
class _Found:
    """What is found on the way through the parts."""

    files: list[File] = field(default_factory=list)
    left_out: list[str] = field(default_factory=list)


def _taken_apart(raw: bytes) -> AnyMessage:
    """The letter as Python's package sees it, none of its headers longer than any program needs. Raises
    TooMuch before a hostile one has cost its time."""
    counted = {"parts": 0, "headers": 0}

    def count(what: str, most: int) -> None:
        counted[what] += 1
        if counted[what] > most:
            raise TooMuch

    class Bounded(Compat32):
        """Headers as text, whatever bytes they had, and not without end."""

        def header_source_parse(self, sourcelines: list[str]) -> tuple[str, str]:
            count("headers", MOST_HEADERS)
            name, value = super().header_source_parse(sourcelines)
            value = value[:LONGEST_HEADER]
            return name, decoded(value.encode("ascii", "surrogateescape"))

    def part(policy: "Policy[AnyMessage]" = compat32) -> AnyMessage:
        count("parts", MOST_PARTS)
        return Message(policy=policy)

    return message_from_bytes(raw, part, policy=Bounded())


def _head(raw: bytes) -> Received:
    end = raw.find(b"\r\n\r\n")
    end = end if end >= 0 else raw.find(b"\n\n")
    message = _taken_apart(raw[:end] if end >= 0 else raw)
    return _with_headers(message)


def _read(raw: bytes) -> Received:
    message = _taken_apart(raw)
    head = _with_headers(message)
    found = _Found()
    try:
        words = _stored(_words(message, found, 0), MOST_WORDS)
    except Sealed:
        return replace(head, sort=Sort.UNREADABLE)
    read = replace(head, words=words, files=tuple(found.files), left_out=tuple(found.left_out))
    if read.sort == Sort.BOUNCE:
        return _came_back(message, read)
    empty = not (read.words or read.files or read.left_out or read.subject)
    return replace(read, sort=Sort.UNREADABLE) if empty or not message.keys() else read


def _with_headers(message: AnyMessage) -> Received:
    def header(name: str) -> str:
        return next(_headers(message, name), "")

    senders = [one for text in _headers(message, "From") for one in _addresses(text)]
    addresses = {address.lower() for _, address in senders}
    name, address = senders[0] if len(addresses) == 1 else ("", "")
    subject = _line(header("Subject"))[:300]
    answers = [found for name in ("In-Reply-To", "References") for found in _ID.findall(header(name))]
    ids = _ID.findall(header("Message-ID"))
    return Received(
        sort=sort_of(message, header, sender=address, subject=subject),
        sender=address,
        sender_name=_line(name)[:120],
        subject=subject,
        message_id=_line(ids[0] if ids else header("Message-ID"))[:250],
        date=_line(header("Date"))[:100],
        answers=tuple(dict.fromkeys(_line(one) for one in answers))[-MOST_ADDRESSES:],
        recipients=tuple(
            dict.fromkeys(
                address.lower()
                for name in RECIPIENTS
                for text in _headers(message, name)
                for _, address in _addresses(text)
            )
        ),
        authentication=_line(header("Authentication-Results")),
        loops=tuple(_line(text) for text in _headers(message, "X-Loop"))[:MOST_ADDRESSES],
    )


def _headers(message: AnyMessage, name: str) -> Iterator[str]:
    """Every header of this name, its bytes and encoded words as text, unfolded."""
    for key, raw in message.raw_items():
        if key.lower() == name.lower():
            yield _decoded_header(str(raw)[:LONGEST_HEADER])


def _decoded_header(raw: str) -> str:
    text = " ".join(raw.split())
    if "=?" not in text:
        return text
    try:
        parts = decode_header(text)
    except (ValueError, LookupError, TypeError):
        return text
    return "".join(
        part if isinstance(part, str) else decoded(part, charset or "") if charset else _plain(part)
        for part, charset in parts
    )


def _plain(part: bytes) -> str:
    """The words between encoded ones, as `decode_header` gives them back."""
    return part.decode("raw-unicode-escape", "replace")


def _addresses(text: str) -> list[tuple[str, str]]:
    """Names and addresses; what is no address is none."""
    found = getaddresses([text])[:MOST_ADDRESSES]
    return [(name, _line(address)[:254]) for name, address in found if _is_address(address)]


def _is_address(text: str) -> bool:
    local, at, domain = text.rpartition("@")
    return bool(at and local and domain) and not re.search(r"[\s<>,;:\\\"]", text) and len(text) <= 254


def _words(part: AnyMessage, found: _Found, depth: int) -> str:
    """The words of a part and of those in it; its files are put aside. Raises TooMuch and Sealed."""
    if depth > DEEPEST:
        raise TooMuch
    kind = part.get_content_type()
    if kind in SEALED or kind == "multipart/encrypted":
        raise Sealed
    inner = part.get_payload() if part.is_multipart() else None
    if isinstance(inner, list):
        parts = [one for one in inner if isinstance(one, Message)]
        if kind == "message/rfc822":
            return "\n\n".join(_forwarded(one, found, depth + 1) for one in parts)
        if kind == "multipart/alternative":
            return _best(parts, found, depth + 1)
        if kind.startswith("message/"):
            return ""
        texts = [_words(one, found, depth + 1) for one in parts]
        return "\n\n".join(text for text in texts if text)
    return _leaf(part, kind, found)


def _leaf(part: AnyMessage, kind: str, found: _Found) -> str:
    name, content = _file_name(part), _content(part)
    attached = part.get_content_disposition() == "attachment"
    if kind == "text/calendar":
        return _calendar(decoded(content, _charset(part)))
    if kind in ("text/plain", "text/html") and not attached:
        text = decoded(content[: 4 * MOST_WORDS * 10], _charset(part))
        return text_of(text) if kind == "text/html" else text.replace("\r\n", "\n").strip()
    if kind in SEALS or kind.startswith("message/") or not content:
        return ""
    ornament = kind.startswith("image/") and not attached and len(content) < ORNAMENT
    if not ornament:
        _keep(File(name, content), found)
    return ""


def _keep(file: File, found: _Found) -> None:
    if len(found.files) < MOST_FILES:
        found.files.append(file)
    else:
        found.left_out.append(file.name)


def _best(parts: list[AnyMessage], found: _Found, depth: int) -> str:
    """The words of the plainest of several versions of the same; each one's files are kept."""
    versions = [(_rank(part.get_content_type()), _words(part, found, depth)) for part in parts]
    said = sorted((rank, number) for number, (rank, text) in enumerate(versions) if text.strip())
    return versions[said[0][1]][1] if said else ""


def _rank(kind: str) -> int:
    return {"text/plain": 0, "text/calendar": 2}.get(kind, 1)


def _forwarded(message: AnyMessage, found: _Found, depth: int) -> str:
    """A letter within the letter, below its own head."""
    head = [f"{name}: {text}" for name in ("From", "Date", "Subject") for text in _headers(message, name)]
    return "\n".join([*(_line(line) for line in head), "", _words(message, found, depth)]).strip()


def _calendar(text: str) -> str:
    """What an invitation says, a line for each of its facts."""
    unfolded = re.sub(r"\r?\n[ \t]", "", text[:MOST_WORDS])
    facts = [value.replace("\\n", "\n").replace("\\,", ",") for _, value in _CALENDAR.findall(unfolded)]
    return "\n".join(fact.strip() for fact in facts if fact.strip())


def _content(part: AnyMessage) -> bytes:
    payload = part.get_payload(decode=True)
    return payload if isinstance(payload, bytes) else b""


def _charset(part: AnyMessage) -> str:
    try:
        return str(part.get_content_charset() or "")
    except (ValueError, LookupError):
        return ""


def _file_name(part: AnyMessage) -> str:
    try:
        name = part.get_filename() or ""
    except (ValueError, LookupError, TypeError):
        name = ""
    last = re.split(r"[/\\]", _line(_decoded_header(str(name)[:LONGEST_HEADER])))[-1]
    return last[-60:] or part.get_content_type()[:60]


def _came_back(message: AnyMessage, read: Received) -> Received:
    """A bounce with the Message-ID of the letter that came back, and why it did."""
    ids, status = list[str](), ""
    for part in message.walk():
        if part.get_content_type() in ("message/delivery-status", "text/plain") and not status:
            said = _STATUS.search(_flat(part))
            status = said[1] if said else ""
        if part is not message and part.get_content_type() == "text/rfc822-headers":
            part = _taken_apart(_content(part))
        if part is not message:
            ids += [one for text in _headers(part, "Message-ID") for one in _ID.findall(text)]
    return replace(read, answers=tuple(dict.fromkeys([*read.answers, *map(_line, ids)])), status=status)


def _flat(part: AnyMessage) -> str:
    """A part as text; that of a delivery status is read as headers by Python, which are joined again."""
    inner = part.get_payload()
    if isinstance(inner, list):
        return "\n".join(
            f"{name}: {value}" for one in inner if isinstance(one, Message) for name, value in one.raw_items()
        )
    return decoded(_content(part)[: 4 * MOST_WORDS])


def _line(text: str) -> str:
    return " ".join(_stored(text, LONGEST_HEADER).split())


def _stored(text: str, longest: int) -> str:
    """Text as it can be stored: nothing invisible, and no more than so much."""
    return cleaned(text[:longest])[:longest].strip()
