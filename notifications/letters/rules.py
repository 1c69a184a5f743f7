"""Who is told of what: one table from the kind of event to audience, letter and condition."""

from collections.abc import Callable
from dataclasses import dataclass

from cases.actions import offboarding, reminders
from cases.models import CaseEvent, Status
from notifications.models import Audience, Letter

Kind = CaseEvent.Kind
CITIZEN, HEAD, OFFICER = Audience.CITIZEN, Audience.HEAD, Audience.OFFICER
FOLLOWER = Audience.FOLLOWER
CLERK, EXECUTIVE = Audience.CLERK, Audience.EXECUTIVE
PART_HEAD, HELPER = Audience.PART_HEAD, Audience.HELPER


def always(event: CaseEvent) -> bool:
    """Holds for every event."""
    return True


def taken_by_department(event: CaseEvent) -> bool:
    """The head has taken it for the first time; who does the work later is not the citizen's concern."""
    return event.from_status == Status.RECEIVED


def was_with_department(event: CaseEvent) -> bool:
    """Another department had taken it before; of one that nobody had taken yet the citizen hears when an
    officer is named."""
    return event.to_status == Status.ASSIGNED


def placed_elsewhere(event: CaseEvent) -> bool:
    """The clerk has sent it to another department than the one that had it, which the citizen knows of."""
    sender = event.case.handovers.order_by("-pk").values_list("sender", flat=True).first()
    return was_with_department(event) and event.department_id != sender


def told_of_all(event: CaseEvent) -> bool:
    """Of the cases that came back together, the one whose letter speaks of all of them."""
    return offboarding.part(event)[0] == 1


def nobody_in_charge(event: CaseEvent) -> bool:
    """No officer has been named yet, so the head is the one to know."""
    return event.officer_id is None


def meant_for(audience: Audience) -> Callable[[CaseEvent], bool]:
    """A reminder goes to those whom the administrator's table names."""
    return lambda event: reminders.told(event) == audience


def by_its_citizen(event: CaseEvent) -> bool:
    """Its own citizen did it, not the citizen of its main case."""
    return event.actor != CaseEvent.Actor.SYSTEM


def with_its_main_case(event: CaseEvent) -> bool:
    """It happened to its main case, whose people are told there."""
    return not by_its_citizen(event)


@dataclass(frozen=True)
class Rule:
    """On this event, this audience gets this letter, where the condition holds."""

    event: CaseEvent.Kind
    audience: Audience
    letter: Letter
    when: Callable[[CaseEvent], bool] = always


# What the department reads of a reminder, and what those above it read.
REMINDERS = {
    Kind.UNASSIGNED: Letter.UNASSIGNED,
    Kind.DUE_SOON: Letter.DUE_SOON,
    Kind.LATE: Letter.LATE,
    Kind.REPLY_LATE: Letter.REPLY_LATE,
}
FAR = Letter.ESCALATED
# An officer who heads the department too gets one letter: the first that applies.
RULES = (
    Rule(Kind.SUBMITTED, CITIZEN, Letter.RECEIVED),
    Rule(Kind.SUBMITTED, HEAD, Letter.NEW_CASE),
    Rule(Kind.ASSIGNED, CITIZEN, Letter.WITH_DEPARTMENT, taken_by_department),
    Rule(Kind.ASSIGNED, OFFICER, Letter.ASSIGNED_TO_YOU),
    Rule(Kind.ASSIGNED, FOLLOWER, Letter.FOLLOWED_ASSIGNED, taken_by_department),
    Rule(Kind.TRANSFERRED, HEAD, Letter.CASE_TRANSFERRED),
    # The citizen hears which department has it when it is accepted, not while it goes to and fro.
    Rule(Kind.TAKEN_OVER, CITIZEN, Letter.WITH_DEPARTMENT, was_with_department),
    Rule(Kind.SENT_BACK, HEAD, Letter.TRANSFER_RETURNED),
    Rule(Kind.UNANSWERED, CLERK, Letter.TRANSFER_UNANSWERED),
    Rule(Kind.UNANSWERED, HEAD, Letter.TRANSFER_UNANSWERED),
    Rule(Kind.TO_CLERK, CLERK, Letter.CASE_TO_PLACE),
    Rule(Kind.PLACED, CITIZEN, Letter.WITH_DEPARTMENT, placed_elsewhere),
    Rule(Kind.PLACED, HEAD, Letter.CASE_PLACED),
    Rule(Kind.PART_ASKED, PART_HEAD, Letter.PART_ASKED),
    Rule(Kind.PART_ASSIGNED, HELPER, Letter.PART_ASSIGNED),
    Rule(Kind.PART_DONE, OFFICER, Letter.PART_FINISHED),
    Rule(Kind.PART_DONE, HEAD, Letter.PART_FINISHED),
    Rule(Kind.PART_REFUSED, OFFICER, Letter.PART_REFUSED),
    Rule(Kind.PART_REFUSED, HEAD, Letter.PART_REFUSED),
    Rule(Kind.PART_CANCELLED, HELPER, Letter.PART_CANCELLED),
    Rule(Kind.PART_CANCELLED, PART_HEAD, Letter.PART_CANCELLED),
    Rule(Kind.PART_LATE, HELPER, Letter.PART_LATE),
    Rule(Kind.PART_LATE, PART_HEAD, Letter.PART_LATE),
    Rule(Kind.PART_LEFT, PART_HEAD, Letter.PART_CAME_BACK),
    Rule(Kind.HANDED_BACK, HEAD, Letter.CASE_HANDED_BACK),
    Rule(Kind.OFFICER_LEFT, HEAD, Letter.CASES_CAME_BACK, told_of_all),
    Rule(Kind.ASKED, CITIZEN, Letter.QUESTION),
    Rule(Kind.ANSWERED, OFFICER, Letter.ANSWER),
    Rule(Kind.MESSAGE, OFFICER, Letter.MESSAGE),
    Rule(Kind.MESSAGE, HEAD, Letter.MESSAGE, nobody_in_charge),
    Rule(Kind.NOTED, Audience.MENTIONED, Letter.MENTIONED),
    Rule(Kind.PROPOSED, HEAD, Letter.RESULT_TO_APPROVE),
    Rule(Kind.PROPOSAL_RETURNED, OFFICER, Letter.RESULT_RETURNED),
    Rule(Kind.RESOLVED, CITIZEN, Letter.RESULT),
    Rule(Kind.RESOLVED, FOLLOWER, Letter.FOLLOWED_RESULT),
    Rule(Kind.REJECTED, CITIZEN, Letter.REJECTED),
    Rule(Kind.REJECTED, FOLLOWER, Letter.FOLLOWED_REJECTED),
    Rule(Kind.WITHDRAWN, OFFICER, Letter.WITHDRAWN),
    # Not what happens next, but those who wait too must know that nobody works on it any more.
    Rule(Kind.WITHDRAWN, FOLLOWER, Letter.FOLLOWED_WITHDRAWN),
    Rule(Kind.REOPENED, CITIZEN, Letter.REOPENED, by_its_citizen),
    Rule(Kind.REOPENED, CITIZEN, Letter.TAKEN_UP_AGAIN, with_its_main_case),
    Rule(Kind.REOPENED, HEAD, Letter.CASE_REOPENED, by_its_citizen),
    Rule(Kind.REOPENED, FOLLOWER, Letter.FOLLOWED_REOPENED),
    Rule(Kind.CLOSED, CITIZEN, Letter.CLOSED),
    Rule(Kind.CLOSED, FOLLOWER, Letter.FOLLOWED_CLOSED),
    Rule(Kind.DUPLICATE, CITIZEN, Letter.JOINED),
    Rule(Kind.SEPARATED, CITIZEN, Letter.SEPARATED),
    Rule(Kind.SEPARATED, OFFICER, Letter.CASE_SEPARATED),
    Rule(Kind.SEPARATED, HEAD, Letter.CASE_SEPARATED, nobody_in_charge),
    Rule(Kind.PASSWORD_CHANGED, CITIZEN, Letter.NEW_PASSWORD),
    # Recorded while the old address still stands: that is the one to be told.
    Rule(Kind.EMAIL_CHANGED, CITIZEN, Letter.EMAIL_CHANGED),
    Rule(Kind.CONTACT_CHANGED, CITIZEN, Letter.CONTACT_CHANGED),
    Rule(Kind.EXTENDED, CITIZEN, Letter.DEADLINE_EXTENDED),
    Rule(Kind.EXTENDED, OFFICER, Letter.NEW_DEADLINE),
    Rule(Kind.EXTENDED, FOLLOWER, Letter.FOLLOWED_EXTENDED),
    Rule(Kind.DELAY_DUE, OFFICER, Letter.DELAY_DUE),
    Rule(Kind.DELAY_DUE, HEAD, Letter.DELAY_DUE, nobody_in_charge),
    Rule(Kind.DELAY_EXPLAINED, CITIZEN, Letter.DELAY_EXPLAINED),
    *(
        Rule(kind, audience, letter, meant_for(audience))
        for kind, near in REMINDERS.items()
        for audience, letter in ((HEAD, near), (OFFICER, near), (CLERK, FAR), (EXECUTIVE, FAR))
    ),
)


def rules_for(event: CaseEvent) -> list[Rule]:
    """The rules that apply to this event."""
    return [rule for rule in RULES if rule.event == event.kind and rule.when(event)]
