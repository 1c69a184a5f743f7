"""Files that wait for the virus scanner: asked about one after the other, let go or refused.

A request only stores a file as waiting; so a scanner that is away delays the file and not the request.
"""

import datetime
import logging
import time
from contextlib import suppress
from uuid import UUID

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from cases.lib.clamd import NoVerdict, ScannerAway, is_harmless, is_wanted
from cases.models import Attachment

log = logging.getLogger(__name__)
# A turn asks about so many files, and about none any more once it has lasted so many seconds.
AT_ONCE, TURN = 200, 120
# A file without a verdict is asked about again after ten seconds, then twice as long each time up to two
# hours; it is given up after so many tries, which take two days.
FIRST, LONGEST, TRIES = 10, 2 * 3600, 32
Scan = Attachment.Scan
SETTLED = ["scan", "scan_tries", "scan_after", "label", "thumbnail", "fingerprint"]


def hold(file: Attachment, name: str) -> None:
    """Let a new file wait for the scanner, if there is one. The caller saves."""
    if is_wanted():
        file.scan, file.label = Scan.WAITING, name[:60]


def scan_held() -> int:
    """Ask about the files that wait, the new ones before those that were asked about in vain; return how many
    have a verdict. Where there is no scanner any more they are let go."""
    waiting = Attachment.objects.filter(scan=Scan.WAITING)
    if not is_wanted():
        return waiting.update(scan=Scan.CLEAN, label="", scan_tries=0, scan_after=None)
    due = waiting.filter(Q(scan_after=None) | Q(scan_after__lte=timezone.now()))
    due = due.order_by(F("scan_after").asc(nulls_first=True), "created")
    judged, until = 0, time.monotonic() + TURN
    try:
        for pk in list(due.values_list("pk", flat=True)[:AT_ONCE]):
            judged += _judged(pk)
            if time.monotonic() > until:
                break
    except ScannerAway as away:
        log.warning("The virus scanner did not answer (%s): %s files wait.", away, waiting.count())
    return judged


def _judged(pk: UUID) -> bool:
    """Ask about one file, without holding its row meanwhile."""
    file = Attachment.objects.filter(pk=pk, scan=Scan.WAITING).defer("thumbnail").first()
    if file is None:
        return False
    try:
        with file.file.open() as content:
            harmless = is_harmless(content)
    except (NoVerdict, OSError) as error:
        log.error("A file that waits for the scanner got no verdict: %s", type(error).__name__)
        # A storage that is away says nothing about the file; one that lacks it does.
        _ask_again(pk, for_ever=isinstance(error, OSError) and not isinstance(error, FileNotFoundError))
        return False
    return _settle(pk, harmless=harmless)


@transaction.atomic
def _settle(pk: UUID, *, harmless: bool) -> bool:
    """Let the file go, or keep nothing of it but its name: the stored file goes first, so that a crash in
    between leaves a row that is asked about again."""
    file = Attachment.objects.select_for_update(no_key=True).filter(pk=pk, scan=Scan.WAITING).first()
    if file is None:
        return False
    file.scan_tries, file.scan_after = 0, None
    if harmless:
        file.scan, file.label = Scan.CLEAN, ""
    else:
        _refuse(file)
        log.warning("The virus scanner refused a file.")
    file.save(update_fields=SETTLED)
    return True


@transaction.atomic
def _ask_again(pk: UUID, *, for_ever: bool) -> None:
    """Let the file wait behind the others, longer each time; after the last try keep nothing of it but its
    name, unless it is asked about `for_ever`."""
    file = Attachment.objects.select_for_update(no_key=True).filter(pk=pk, scan=Scan.WAITING).first()
    if file is None:
        return
    delay = min(FIRST * 2 ** min(file.scan_tries, TRIES), LONGEST)
    file.scan_after = timezone.now() + datetime.timedelta(seconds=delay)
    file.scan_tries = min(file.scan_tries + 1, TRIES)
    if file.scan_tries == TRIES and not for_ever:
        _refuse(file)
        log.error("A file on which the virus scanner gave no verdict was given up.")
    file.save(update_fields=SETTLED)


def _refuse(file: Attachment) -> None:
    with suppress(FileNotFoundError):
        file.file.storage.delete(file.file.name or "")
    file.scan, file.thumbnail, file.fingerprint = Scan.REFUSED, b"", 0
