"""The head of a day: one signed line that stands for all events until then.

Published where the machine's keeper cannot change it, it shows that nothing before it was changed, cut off or
added since, whoever holds the database. Each continues the head before.
"""

import datetime
import hashlib
from collections.abc import Iterator

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from django.db import connection, transaction
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.db.encryption import readable
from cases.errors import Refused
from cases.models import DailyHead, EventLink, HistoryKeys

# As they are published, among the open data.
FILE, COLUMNS = "history-heads.csv", ("statement", "signature", "public_key")
DAY = datetime.timedelta(days=1)
# Whoever writes at this moment is waited for so long.
PATIENCE = "5s"


@transaction.atomic
def take(*, now: datetime.datetime | None = None) -> DailyHead | None:
    """Sign the head of yesterday, and return it; None where it is there already."""
    day = timezone.localdate(now) - DAY
    if DailyHead.objects.filter(day__gte=day).exists():
        return None
    with connection.cursor() as cursor:
        # A key is given out and written in one statement: after this nobody comes with a lower one.
        cursor.execute(f"SET LOCAL lock_timeout = '{PATIENCE}'")
        cursor.execute("LOCK TABLE cases_caseevent IN SHARE MODE")
    before = DailyHead.objects.order_by("day").last()
    last = EventLink.objects.aggregate(last=Max("event_key"))["last"] or 0
    head = _continued(before, day, last)
    keys = _keys()
    private = Ed25519PrivateKey.from_private_bytes(bytes.fromhex(readable(keys.private)))
    head.public_key = keys.public
    head.signature = private.sign(head.statement.encode()).hex()
    head.save(force_insert=True)
    return head


def faults() -> Iterator[str]:
    """One line for each head that is not what the links say, or was not signed by its key."""
    before: DailyHead | None = None
    for head in DailyHead.objects.order_by("day"):
        now = _continued(before, head.day, head.last_event)
        if now.events != head.events:
            yield f"{head.day}: {head.events} events then, {now.events} now"
        elif now.digest != head.digest:
            yield f"{head.day}: the events until then are not what they were"
        if not is_signed(head):
            yield f"{head.day}: the signature is not that of the key"
        before = head


def published(line: str) -> DailyHead:
    """Return the head that a line of the published file tells of. Raises Refused where the line is none, its
    signature is wrong, or the head that is stored is another."""
    try:
        name, version, day, events, last, digest, signature, key = line.replace(",", " ").split()
        found = DailyHead(
            day=datetime.date.fromisoformat(day),
            events=int(events),
            last_event=int(last),
            digest=digest,
            signature=signature,
            public_key=key,
        )
    except ValueError as error:
        raise Refused(_("This is no line of a head.")) from error
    if not found.statement.startswith(f"{name} {version} ") or not is_signed(found):
        raise Refused(_("The signature is not that of the key in the line."))
    stored = DailyHead.objects.filter(day=found.day).first()
    if stored is None or line_of(stored) != line_of(found):
        raise Refused(_("Another head is stored for this day, or none."))
    return stored


def line_of(head: DailyHead) -> str:
    """Return the line of the published file: the statement, its signature and the public key."""
    return f"{head.statement},{head.signature},{head.public_key}"


def is_signed(head: DailyHead) -> bool:
    """Whether the key that the head names has signed it."""
    try:
        key = Ed25519PublicKey.from_public_bytes(bytes.fromhex(head.public_key))
        key.verify(bytes.fromhex(head.signature), head.statement.encode())
    except (InvalidSignature, ValueError):
        return False
    return True


def _continued(before: DailyHead | None, day: datetime.date, last: int) -> DailyHead:
    """The head of this day after the one before, from the links as they are, not signed."""
    since = before.last_event if before else 0
    links = EventLink.objects.filter(event_key__gt=since, event_key__lte=last)
    count, hashed = 0, hashlib.sha256()
    for one in links.order_by("event_key").values_list("digest", flat=True).iterator(chunk_size=5000):
        count += 1
        hashed.update(one)
    said = f"{before.digest if before else ''} {day.isoformat()} {count} {hashed.hexdigest()}"
    events = (before.events if before else 0) + count
    digest = hashlib.sha256(said.encode()).hexdigest()
    return DailyHead(day=day, events=events, last_event=last, digest=digest)


def _keys() -> HistoryKeys:
    """The pair of keys, made when it is first needed."""
    if (found := HistoryKeys.objects.order_by("pk").last()) is not None:
        return found
    private = Ed25519PrivateKey.generate()
    halves = {
        "private": private.private_bytes_raw().hex(),
        "public": private.public_key().public_bytes_raw().hex(),
    }
    made: HistoryKeys = HistoryKeys.objects.create(**halves)
    return made
