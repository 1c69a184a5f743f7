"""The proposal that waits for approval: is there one, who is asked, and what becomes of it when its case
moves on."""

import datetime

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from cases.actions import subtask_state
from cases.errors import Refused
from cases.models import Case, Proposal, Status, Subtask, User


def open_proposal(case: Case) -> Proposal | None:
    """What waits for approval; asked once for each object, and only where work is in progress."""
    return _found(case) if case.status == Status.IN_PROGRESS else None


def open_approval(case: Case) -> Subtask | None:
    """The approval of the proposed result that somebody has to give now. No further statement where the page
    has read the subtasks."""
    if open_proposal(case) is None:
        return None
    return next((one for one in approvals(case) if one.is_open), None)


def approvals(case: Case) -> list[Subtask]:
    """All approvals of results that were ever asked for, the last one first."""
    found = [row for row in case.subtasks.all() if row.approves_result]
    return sorted(found, key=lambda row: row.pk, reverse=True)


def refuse_while_open(case: Case) -> None:
    """Raise Refused while somebody still has to decide about a result."""
    if open_proposal(case):
        raise Refused(_("A proposed result waits for approval. Approve it, return it or take it back first."))


def opened(proposal: Proposal) -> None:
    """Store a new proposal, and let its case know."""
    proposal.save(force_insert=True)
    proposal.case.open_proposals = [proposal]


def closed(proposal: Proposal) -> None:
    """Store what became of an open proposal; nothing waits for approval any more."""
    proposal.save(update_fields=["state", "decided_by", "decided_at", "words"])
    proposal.case.open_proposals = []


def overtaken(case: Case, *, by: User | None, now: datetime.datetime) -> None:
    """The case is no longer in progress: what was proposed is void, and nobody has to approve it."""
    if proposal := _found(case):
        proposal.void(by=by, now=now)
        closed(proposal)
        subtask_state.cancel_these(list(proposal.approvals.open()), case, by=by, now=now)


def _found(case: Case) -> Proposal | None:
    waiting = Proposal.objects.filter(state=Proposal.State.OPEN).select_related("by", "result", "cause")
    prefetch_related_objects([case], Prefetch("proposals", waiting, to_attr="open_proposals"))
    return next(iter(case.open_proposals), None)
