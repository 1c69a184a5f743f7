"""Who is told of what: one table from the kind of event to audience, letter and condition."""

from collections.abc import Callable
from dataclasses import dataclass

from cases.leaving import part
from cases.models import CaseEvent, Status
from notifications.models import Audience, Letter

Kind = CaseEvent.Kind
CITIZEN, HEAD, OFFICER = Audience.CITIZEN, Audience.HEAD, Audience.OFFICER
FOLLOWER = Audience.FOLLOWER


def always(event: CaseEvent) -> bool:
    """Holds for every event."""
    return True


def taken_by_department(event: CaseEvent) -> bool:
    """The head has taken it for the first time; who does the work later is not the citizen's concern."""
    return event.from_status == Status.RECEIVED


def was_with_department(event: CaseEvent) -> bool:
    """It was with another department before; one that nobody had taken yet is only routed anew."""
    return event.to_status == Status.ASSIGNED


def told_of_all(event: CaseEvent) -> bool:
    """Of the cases that came back together, the one whose letter speaks of all of them."""
    return part(event)[0] == 1


def nobody_in_charge(event: CaseEvent) -> bool:
    """No officer has been named yet, so the head is the one to know."""
    return event.officer_id is None


@dataclass(frozen=True)
class Rule:
    """On this event, this audience gets this letter, where the condition holds."""

    event: CaseEvent.Kind
    audience: Audience
    letter: Letter
    when: Callable[[CaseEvent], bool] = always


# An officer who heads the department too gets one letter: the first that applies.
RULES = (
    Rule(Kind.SUBMITTED, CITIZEN, Letter.RECEIVED),
    Rule(Kind.SUBMITTED, HEAD, Letter.NEW_CASE),
    Rule(Kind.ASSIGNED, CITIZEN, Letter.WITH_DEPARTMENT, taken_by_department),
    Rule(Kind.ASSIGNED, OFFICER, Letter.ASSIGNED_TO_YOU),
    Rule(Kind.ASSIGNED, FOLLOWER, Letter.FOLLOWED_ASSIGNED, taken_by_department),
    Rule(Kind.TRANSFERRED, CITIZEN, Letter.WITH_DEPARTMENT, was_with_department),
    Rule(Kind.TRANSFERRED, HEAD, Letter.CASE_TRANSFERRED),
    Rule(Kind.HANDED_BACK, HEAD, Letter.CASE_HANDED_BACK),
    Rule(Kind.OFFICER_LEFT, HEAD, Letter.CASES_CAME_BACK, told_of_all),
    Rule(Kind.ASKED, CITIZEN, Letter.QUESTION),
    Rule(Kind.ANSWERED, OFFICER, Letter.ANSWER),
    Rule(Kind.MESSAGE, OFFICER, Letter.MESSAGE),
    Rule(Kind.MESSAGE, HEAD, Letter.MESSAGE, nobody_in_charge),
    Rule(Kind.RESOLVED, CITIZEN, Letter.RESULT),
    Rule(Kind.RESOLVED, FOLLOWER, Letter.FOLLOWED_RESULT),
    Rule(Kind.REJECTED, CITIZEN, Letter.REJECTED),
    Rule(Kind.REJECTED, FOLLOWER, Letter.FOLLOWED_REJECTED),
    Rule(Kind.WITHDRAWN, OFFICER, Letter.WITHDRAWN),
    # Not what happens next, but those who wait too must know that nobody works on it any more.
    Rule(Kind.WITHDRAWN, FOLLOWER, Letter.FOLLOWED_WITHDRAWN),
    Rule(Kind.REOPENED, CITIZEN, Letter.REOPENED),
    Rule(Kind.REOPENED, HEAD, Letter.CASE_REOPENED),
    Rule(Kind.REOPENED, FOLLOWER, Letter.FOLLOWED_REOPENED),
    Rule(Kind.CLOSED, CITIZEN, Letter.CLOSED),
    Rule(Kind.CLOSED, FOLLOWER, Letter.FOLLOWED_CLOSED),
    Rule(Kind.PASSWORD_CHANGED, CITIZEN, Letter.NEW_PASSWORD),
    # Recorded while the old address still stands: that is the one to be told.
    Rule(Kind.EMAIL_CHANGED, CITIZEN, Letter.EMAIL_CHANGED),
    Rule(Kind.DUE_SOON, OFFICER, Letter.DUE_SOON),
    Rule(Kind.LATE, OFFICER, Letter.LATE),
    Rule(Kind.LATE, HEAD, Letter.LATE),
)


def rules_for(event: CaseEvent) -> list[Rule]:
    """The rules that apply to this event."""
    return [rule for rule in RULES if rule.event == event.kind and rule.when(event)]
