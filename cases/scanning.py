"""Files that wait for the virus scanner: asked about one after the other, let go or refused.

A request only stores a file as waiting; so a scanner that is away delays the file and not the request.
"""

import logging
from contextlib import suppress
from uuid import UUID

from django.db import transaction

from cases.clamd import ScannerAway, is_harmless, is_wanted
from cases.models import Attachment

log = logging.getLogger(__name__)
AT_ONCE = 200
Scan = Attachment.Scan


def hold(file: Attachment, name: str) -> None:
    """Let a new file wait for the scanner, if there is one. The caller saves."""
    if is_wanted():
        file.scan, file.label = Scan.WAITING, name[:60]


def scan_held() -> int:
    """Ask about the files that wait, the oldest first; return how many have a verdict. Where there is no
    scanner any more they are let go."""
    waiting = Attachment.objects.filter(scan=Scan.WAITING).order_by("created")
    if not is_wanted():
        return waiting.update(scan=Scan.CLEAN, label="")
    try:
        return sum(_judged(pk) for pk in list(waiting.values_list("pk", flat=True)[:AT_ONCE]))
    except ScannerAway as away:
        log.warning("The virus scanner did not answer (%s): %s files wait.", away, waiting.count())
        return 0


def _judged(pk: UUID) -> bool:
    """Ask about one file, without holding its row meanwhile."""
    file = Attachment.objects.filter(pk=pk, scan=Scan.WAITING).defer("thumbnail").first()
    if file is None:
        return False
    try:
        with file.file.open() as content:
            harmless = is_harmless(content)
    except OSError as error:
        log.error("A file that waits for the scanner was not read: %s", type(error).__name__)
        return False
    return _settle(pk, harmless=harmless)


@transaction.atomic
def _settle(pk: UUID, *, harmless: bool) -> bool:
    """Let the file go, or keep nothing of it but its name: the stored file goes first, so that a crash in
    between leaves a row that is asked about again."""
    file = Attachment.objects.select_for_update(no_key=True).filter(pk=pk, scan=Scan.WAITING).first()
    if file is None:
        return False
    if harmless:
        file.scan, file.label = Scan.CLEAN, ""
    else:
        with suppress(FileNotFoundError):
            file.file.storage.delete(file.file.name or "")
        file.scan, file.thumbnail, file.fingerprint = Scan.REFUSED, b"", 0
        log.warning("The virus scanner refused a file.")
    file.save(update_fields=["scan", "label", "thumbnail", "fingerprint"])
    return True
