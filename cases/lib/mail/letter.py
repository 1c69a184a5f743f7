"""What is known of an e-mail once it is read."""

from dataclasses import dataclass
from enum import StrEnum


class Sort(StrEnum):
    """What an e-mail is, as far as it says so itself."""

    LETTER = "letter"
    BOUNCE = "bounce"
    AUTOMATIC = "automatic"
    LIST = "list"
    OWN = "own"
    UNREADABLE = "unreadable"


@dataclass(frozen=True)
class File:
    """Something that came with it."""

    name: str
    content: bytes


@dataclass(frozen=True)
class Received:
    """An e-mail as it was read; every text is one that can be stored. `sender` is empty where there is no
    address, or where it is not clear which."""

    sort: Sort = Sort.LETTER
    sender: str = ""
    sender_name: str = ""
    subject: str = ""
    words: str = ""
    files: tuple[File, ...] = ()
    # Names of what came with it and was not read.
    left_out: tuple[str, ...] = ()
    message_id: str = ""
    date: str = ""
    # The Message-IDs that it answers, or that came back, and whom it was sent to.
    answers: tuple[str, ...] = ()
    recipients: tuple[str, ...] = ()
    # The topmost Authentication-Results, and the marks of who sent it on (X-Loop).
    authentication: str = ""
    loops: tuple[str, ...] = ()
    # Of a letter that came back: the enhanced status code, such as 5.1.1.
    status: str = ""
