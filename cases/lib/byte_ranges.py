"""Parts of a file by HTTP (RFC 9110, section 14): which bytes a request asks for, and the answer's headers.

WhiteNoise has this for files on a disk; it knows no If-Range, refuses the range of a single byte, and reads
no storage.
"""

import re
from typing import NamedTuple

RANGE = re.compile(r"bytes=[ \t]*(\d{0,18})-(\d{0,18})[ \t]*", re.ASCII | re.IGNORECASE)


class Unsatisfiable(Exception):
    """The file has no such bytes: 416."""


class Part(NamedTuple):
    """Some bytes of a file: the first, how many, and out of how many."""

    start: int
    length: int
    size: int

    @property
    def content_range(self) -> str:
        """The header that says where the bytes belong."""
        return f"bytes {self.start}-{self.start + self.length - 1}/{self.size}"


def asked(header: str, if_range: str, *, etag: str, size: int, most: int) -> Part | None:
    """Return the part that a request wants, at most `most` bytes of it (a server may give less, RFC 9110,
    15.3.7); None for all of it: without a range, with several or with nonsense, and where If-Range names
    another content. Raises Unsatisfiable."""
    found = RANGE.fullmatch(header.strip())
    if found is None or (if_range and if_range.strip() != etag):
        return None
    first, last = found[1], found[2]
    if not first:
        return _last(int(last), size, most) if last else None
    start, end = int(first), int(last) if last else size - 1
    if end < start and last:
        return None
    if start >= size:
        raise Unsatisfiable
    return Part(start, min(min(end, size - 1) - start + 1, most), size)


def _last(number: int, size: int, most: int) -> Part:
    if not number or not size:
        raise Unsatisfiable
    start = max(size - number, 0)
    return Part(start, min(size - start, most), size)
