"""Joining a case with another one of the same matter, and separating them again.

A duplicate stays open and waits: whatever becomes of its main case becomes of it
(`cases.actions.duplicate_results`). Lock order, so that nobody waits in a circle: marking takes its turn (one
at a time in the whole city), then the case, its main case, and the case's own duplicates; an outcome takes
the main case, then its duplicates by key. Nothing else takes two cases.
"""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import proposal_state, stages, subtask_state, transfer_state
from cases.actions.step import lock_for_step, locked
from cases.db import insert_once
from cases.errors import Refused
from cases.events import Kind
from cases.models import RUNNING, Case, Duplicate, User


def lock_joining() -> None:
    """Be the only one who joins cases, until the commit. Call it before any case is locked."""
    insert_once.take_advisory_lock("join cases")


def main_of(case: Case) -> Case | None:
    """The case whose result this one gets; read once for each object (`duplicate__main` is its path)."""
    link = _link(case)
    return link.main if link else None


def has_main_case(case: Case) -> bool:
    """Whether an open case waits for its main case; read once for each object, and not at all for a case that
    is being filed at this moment."""
    return case.is_open and case.process_id is not None and _link(case) is not None


@transaction.atomic
def mark_duplicate(
    case: Case, *, of: Case, by: User, reason: str = "", now: datetime.datetime | None = None
) -> Case:
    """Let the case wait for the result of another one, or of that one's main case; its own duplicates come
    along, and a proposed result is void. `reason` is for the staff alone. Raises Refused for restricted
    request types, for a main case that has ended, and where the case has ended, waits for the citizen, is
    joined already, or another department still does a subtask of it. Its work plan pauses."""
    lock_joining()
    case, step = lock_for_step(case, now)
    if Duplicate.objects.filter(case=case).exists():
        raise Refused(_("This case is joined with another one already."))
    # One that waits for the citizen's answer has to hear it first.
    if case.status not in RUNNING:
        raise Refused(_("Only an open case that does not wait for the citizen can be joined."))
    stages.pause(case, step, by=by)
    subtask_state.refuse_result(case)
    main = _main(case, of)
    transfer_state.override(case, by=by, now=step.now)
    proposal_state.overtaken(case, by=by, now=step.now)
    _move_group(case, to=main)
    Duplicate.objects.create(case=case, main=main, by=by, at=step.now, reason=reason)
    message = f"{main.number}\n{reason}".strip()
    return step.commit(Kind.DUPLICATE, by=by, message=message)


@transaction.atomic
def unmark_duplicate(case: Case, *, by: User, reason: str = "", now: datetime.datetime | None = None) -> Case:
    """Handle the case on its own again, where it stood. Raises Refused where it waits for no other."""
    case, step = lock_for_step(case, now)
    link = Duplicate.objects.select_related("main").filter(case=case).first()
    if link is None or not case.is_open:
        raise Refused(_("This case is not joined with another one."))
    message = f"{link.main.number}\n{reason}".strip()
    leave_main(case)
    return step.commit(Kind.SEPARATED, by=by, message=message)


def leave_main(case: Case) -> None:
    """Let the locked case go its own way, if it waits for a main case."""
    Duplicate.objects.filter(case=case.pk).delete()
    case.duplicate = None


def _link(case: Case) -> Duplicate | None:
    link: Duplicate | None = getattr(case, "duplicate", None)
    return link


def _main(case: Case, of: Case) -> Case:
    """The main case, locked; the main case of `of` where that is a duplicate itself."""
    found = main_of(Case.objects.select_related("duplicate__main").get(pk=of.pk)) or of
    if found.pk == case.pk:
        raise Refused(_("A case cannot be joined with itself or with its own duplicate."))
    main = locked(found)
    if not main.is_open or Duplicate.objects.filter(case=main).exists():
        raise Refused(_("That case has changed in the meantime. Please choose again."))
    if main.request_type.restricted or case.request_type.restricted:
        raise Refused(_("Cases of a restricted kind are not joined."))
    return main


def _move_group(case: Case, *, to: Case) -> None:
    own = Duplicate.objects.filter(main=case)
    for link in own.select_related("case").order_by("case_id"):
        locked(link.case)
    own.update(main=to)
