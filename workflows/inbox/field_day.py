"""The day of an officer in the field: the cases and subtasks that can be done on the spot, by due date."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Exists, Max, OuterRef, Prefetch, Q
from django.utils import timezone

from cases.actions import stages
from cases.db.lookups import any_of
from cases.files.evidence import SEEN
from cases.models import ALONE, RUNNING, Attachment, Case, CaseEvent, Doer, Proposal, Status, Subtask, User
from cases.reference import shared_rows
from workflows import rights
from workflows.rights.rules import in_charge, subtasks_of

# Nobody does more in a day; the rest is in the inbox.
MOST = 40
BY_HAND = (Doer.OFFICER, Doer.DEPARTMENT)


@dataclass(frozen=True)
class Card:
    """A case, or one subtask of it, that waits for this person on the spot."""

    case: Case
    subtask: Subtask | None
    knows_citizen: bool

    @property
    def due_on(self) -> datetime.date:
        """By when it has to be done."""
        return self.subtask.due_on if self.subtask else self.case.due_on

    @cached_property
    def days(self) -> int:
        """How many days are left; negative where it is late."""
        return (self.due_on - timezone.localdate()).days

    @property
    def days_late(self) -> int:
        """How many days it is late."""
        return max(0, -self.days)

    @property
    def has_telephone(self) -> bool:
        """Whether there is a telephone of the citizen's that this person may know."""
        return bool(self.knows_citizen and self.case.phone)

    @property
    def photo(self) -> Attachment | None:
        """The first photo that the citizen sent."""
        return next(iter(self.case.seen_photos), None)  # type: ignore[attr-defined]

    @property
    def task(self) -> str:
        """What is to be done, where it is not the whole case."""
        return stages.step_name(self.subtask) if self.subtask else ""


def cards(user: User) -> list[Card]:
    """Return what this person does today, the most pressing first; five SQL statements, and one for the
    plans of the cases."""
    mine = in_charge(user) & ALONE | any_of(subtasks_of(user).values("case"))
    cases = Case.objects.visible_to(user).filter(mine, _not_proposed(), status__in=RUNNING)
    pictures = Attachment.objects.filter(
        event__kind__in=SEEN, kind=Attachment.Kind.PHOTO, scan=Attachment.Scan.CLEAN
    )
    last = CaseEvent.objects.filter(case=OuterRef("pk")).order_by().values("case")
    cases = cases.annotate(last_event=last.annotate(last=Max("pk")).values("last"))
    read = (
        cases.order_by("due_on", "pk")
        .defer("national_id")
        .prefetch_related(
            "subtasks",
            Prefetch(
                "attachments", pictures.defer("thumbnail").order_by("created", "pk"), to_attr="seen_photos"
            ),
        )
    )
    found = list(read[:MOST])
    shared_rows.prefetch(found, "request_type", "department", "officer")
    rows = [card for case in found for card in _of(user, case)]
    return sorted(rows, key=lambda card: (card.due_on, card.case.pk))


def _not_proposed() -> Q:
    """What waits for an approval is not the officer's turn."""
    return ~Q(Exists(Proposal.objects.filter(case=OuterRef("pk"), state=Proposal.State.OPEN)))


def _of(user: User, case: Case) -> Iterator[Card]:
    """The open subtasks that are this person's; else the case, where this person is in charge and nothing of
    others is waited for."""
    knows = rights.may_see_person(user, case)
    opened = [
        one for one in case.subtasks.all() if one.state == Subtask.State.IN_WORK and one.doer in BY_HAND
    ]
    own = [one for one in opened if _is_own(user, one, case)]
    for subtask in own:
        yield Card(case, subtask, knows)
    in_hand = case.officer_id == user.pk or rights.stands_in(user, case)
    if in_hand and not own and (case.status == Status.ASSIGNED or not _waits(case)):
        yield Card(case, None, knows)


def _is_own(user: User, subtask: Subtask, case: Case) -> bool:
    if subtask.doer == Doer.OFFICER:
        return case.officer_id == user.pk or rights.stands_in(user, case)
    return rights.is_subtask_officer(user, subtask)


def _waits(case: Case) -> bool:
    asked = any(one.is_open and not one.approves_result for one in case.subtasks.all())
    return asked or bool(stages.waited_for(case))
