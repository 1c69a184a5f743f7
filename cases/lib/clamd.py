"""Asks ClamAV's daemon whether a file is harmless, by its command INSTREAM (clamd(8)): pieces, each after its
length in four bytes, ended by a length of nought."""

import socket
import struct
from typing import IO
from urllib.parse import urlsplit

from django.conf import settings

PIECE = 64 * 1024
CONNECTING, ANSWERING = 5.0, 60.0
LENGTH = struct.Struct(">I")


class ScannerAway(Exception):
    """The scanner cannot be reached: nothing is known of any file."""


class NoVerdict(Exception):
    """The scanner was reached and says neither yes nor no to this file; of others it may know."""


def is_wanted() -> bool:
    """Whether this installation has a scanner (CLAMD_URL)."""
    return bool(settings.CLAMD_URL)


def is_harmless(file: IO[bytes]) -> bool:
    """Whether clamd finds nothing in the file. Raises ScannerAway and NoVerdict.

    One that hangs up while the file is sent or looked at may do so because of this file: it is too large, or
    the scanner dies of it.
    """
    try:
        connected = _connected()
    except OSError as error:
        raise ScannerAway(type(error).__name__) from error
    try:
        with connected as scanner:
            scanner.settimeout(ANSWERING)
            scanner.sendall(b"zINSTREAM\0")
            while piece := file.read(PIECE):
                scanner.sendall(LENGTH.pack(len(piece)) + piece)
            scanner.sendall(LENGTH.pack(0))
            answer = _answer(scanner)
    except OSError as error:
        raise NoVerdict(type(error).__name__) from error
    if answer.endswith(" OK"):
        return True
    if answer.endswith(" FOUND"):
        return False
    raise NoVerdict("no answer" if not answer else "neither OK nor FOUND")


def _connected() -> socket.socket:
    """A connection to tcp://host:port or unix:///path."""
    address = urlsplit(settings.CLAMD_URL)
    if address.scheme == "unix":
        scanner = socket.socket(socket.AF_UNIX)
        scanner.settimeout(CONNECTING)
        try:
            scanner.connect(address.path)
        except OSError:
            scanner.close()
            raise
        return scanner
    return socket.create_connection((address.hostname or "", address.port or 3310), CONNECTING)


def _answer(scanner: socket.socket) -> str:
    """What it says up to the first nought, at most a line."""
    said = b""
    while b"\0" not in said and len(said) < 4096 and (part := scanner.recv(4096)):
        said += part
    return said.partition(b"\0")[0].decode(errors="replace").strip()
