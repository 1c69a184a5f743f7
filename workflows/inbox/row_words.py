"""What a row shows of a report: its first words and its first photo, for those who need to know the citizen.

Words and photos may tell who somebody is. What its reader has no right to never leaves the database, and of
restricted request types nothing stands in a list, whoever reads it.
"""

from typing import Any

from django.db.models import Case as Choice
from django.db.models import OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Left

from cases.files.evidence import SEEN
from cases.models import Attachment, Case, User
from workflows import rights

# Letters that are read to find the first line, and that a row shows.
READ, SHOWN = 240, 110
_photos = Attachment.objects.filter(
    case=OuterRef("pk"),
    kind=Attachment.Kind.PHOTO,
    scan=Attachment.Scan.CLEAN,
    event__kind__in=SEEN,
)


def first_words(readable: Q) -> Any:
    """Return the beginning of the report as a column, empty where the condition on the case does not hold."""
    return Choice(When(readable, then=Left("details", READ)), default=Value(""))


def columns(user: User) -> dict[str, Any]:
    """Return what is read with the rows, in their own statement."""
    readable = rights.person_seen_by(user) & user.unrestricted
    photo = Subquery(_photos.order_by("created").values("pk")[:1])
    return {
        "first_words": first_words(readable),
        "first_photo": Choice(When(readable, then=photo), default=None),
    }


def first_line(case: Case) -> str:
    """Return the first line of the report, cut at SHOWN; empty where it was not read or may not be."""
    lines = str(getattr(case, "first_words", "")).split("\n")
    line = next((" ".join(line.split()) for line in lines if line.strip()), "")
    return line if len(line) <= SHOWN else f"{line[: SHOWN - 1].rstrip()}…"
