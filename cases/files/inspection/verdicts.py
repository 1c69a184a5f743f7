"""What a file is found to be: a picture made anew, a paper, or unfit for a reason that the parent puts into
words."""

import struct
from dataclasses import dataclass
from enum import StrEnum

# An answer of the judging process begins with the length of its first part.
HEAD = struct.Struct(">I")


class Reason(StrEnum):
    """Why a file is not taken."""

    PIXELS = "pixels"
    MEMORY = "memory"
    NO_PICTURE = "no_picture"
    NO_PAPER = "no_paper"
    PASSWORD = "password"  # noqa: S105 - the name of a reason
    PAGES = "pages"
    TIME = "time"
    BUSY = "busy"


class Unfit(Exception):
    """A file that is not taken, for this reason."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True)
class Verdict:
    """What was made of a picture: its size in pixels, the encoded picture, and its thumbnail; of a paper
    nothing is made."""

    width: int = 0
    height: int = 0
    body: bytes = b""
    thumbnail: bytes = b""
