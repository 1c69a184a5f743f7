"""The proposal that waits for the head: is there one, and what becomes of it when its case moves on."""

import datetime

from django.db.models import Prefetch, prefetch_related_objects
from django.utils.translation import gettext as _

from cases.errors import Refused
from cases.models import Case, Proposal, Status, User


def open_proposal(case: Case) -> Proposal | None:
    """What waits for the head's approval; asked once for each object, and only where work is in progress."""
    return _found(case) if case.status == Status.IN_PROGRESS else None


def refuse_while_open(case: Case) -> None:
    """Raise Refused while the head still has to decide about a result."""
    if open_proposal(case):
        raise Refused(_("A proposed result waits for the head. Approve it, return it or take it back first."))


def opened(proposal: Proposal) -> None:
    """Store a new proposal, and let its case know."""
    proposal.save(force_insert=True)
    proposal.case.open_proposals = [proposal]


def closed(proposal: Proposal) -> None:
    """Store what became of an open proposal; nothing waits for the head any more."""
    proposal.save(update_fields=["state", "decided_by", "decided_at", "words"])
    proposal.case.open_proposals = []


def overtaken(case: Case, *, by: User | None, now: datetime.datetime) -> None:
    """The case is no longer in progress: what was proposed is void."""
    if proposal := _found(case):
        proposal.void(by=by, now=now)
        closed(proposal)


def _found(case: Case) -> Proposal | None:
    waiting = Proposal.objects.filter(state=Proposal.State.OPEN).select_related("by", "result", "cause")
    prefetch_related_objects([case], Prefetch("proposals", waiting, to_attr="open_proposals"))
    return next(iter(case.open_proposals), None)
