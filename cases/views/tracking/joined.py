"""How the work stands on another report of the same matter, as the citizen of a duplicate may know it."""

import datetime
from dataclasses import dataclass

from cases.intake.similar_cases import public_status
from cases.models import Case, Duplicate, Status


@dataclass(frozen=True)
class Together:
    """The status of the work on another report of the same matter, and until when it is expected."""

    status: str
    due_on: datetime.date | None


def together(case: Case) -> Together | None:
    """How the work stands that brings this request to its end too; None where it has its own. No number and
    no word of the other report: its citizen is somebody else."""
    link: Duplicate | None = getattr(case, "duplicate", None) if case.is_open else None
    if link is None:
        return None
    running = link.main.is_open and link.main.status != Status.WAITING and not link.main.is_late
    return Together(public_status(link.main.status), link.main.due_on if running else None)
