"""Conditions on which an event tells an audience, named by the rules of the catalogue."""

from collections.abc import Callable

from cases.actions import offboarding, reminders
from cases.actions.duplicates import has_main_case
from cases.models import CaseEvent, Doer, EscalationRule, Feedback, Status
from cases.models.case.event_content import Informed, Reminder
from notifications.models import Audience

Condition = Callable[[CaseEvent], bool]


def always(event: CaseEvent) -> bool:
    """Holds for every event."""
    return True


def alerts_head(event: CaseEvent) -> bool:
    """The citizen has given an answer after the result of which the set-up says that the head is told."""
    return Feedback.objects.filter(case=event.case_id, at=event.at, alerts_head=True).exists()


def taken_by_department(event: CaseEvent) -> bool:
    """The head has taken it for the first time; who does the work later is not the citizen's concern. Of what
    a rule has given to an officer, the first letter names the department."""
    return event.from_status == Status.RECEIVED and not event.routed


def was_with_department(event: CaseEvent) -> bool:
    """Another department had taken it before; of one that nobody had taken yet the citizen hears when an
    officer is named."""
    return event.to_status == Status.ASSIGNED


def placed_elsewhere(event: CaseEvent) -> bool:
    """The clerk has sent it to another department than the one that had it, which the citizen knows of."""
    sender = event.case.transfers.order_by("-pk").values_list("sender", flat=True).first()
    return was_with_department(event) and event.department_id != sender


def first_of_batch(event: CaseEvent) -> bool:
    """Of the cases that came back together, the one whose letter speaks of all of them."""
    return offboarding.batch_position(event).number == 1


def nobody_in_charge(event: CaseEvent) -> bool:
    """No officer has been named yet, so the head is the one to know."""
    return event.officer_id is None


def not_given_by_rule(event: CaseEvent) -> bool:
    """No rule has named an officer, so the head is the one to do so."""
    return "officer" not in event.routed


def of_other_department(event: CaseEvent) -> bool:
    """The subtask is another department's."""
    return event.subtask is not None and event.subtask.doer == Doer.DEPARTMENT


def of_others(event: CaseEvent) -> bool:
    """The subtask is another department's, or an outside party's."""
    return event.subtask is not None and event.subtask.doer in (Doer.DEPARTMENT, Doer.OUTSIDE)


def of_staff(event: CaseEvent) -> bool:
    """The subtask is somebody's of the city."""
    return event.subtask is not None and event.subtask.doer != Doer.OUTSIDE


def left_out(event: CaseEvent) -> bool:
    """Somebody goes on without a step of an outside party, which the plan had opened."""
    return event.by_id is not None and step_of(Doer.OUTSIDE)(event)


def step_of(doer: Doer, *, of_result: bool = False) -> Condition:
    """The step of the plan is this one's to do; one that approves a result has a letter of its own."""

    def holds(event: CaseEvent) -> bool:
        row = event.subtask
        return row is not None and row.doer == doer and row.approves_result == of_result

    return holds


def by_letter(event: CaseEvent) -> bool:
    """The plan wants a letter, not only a line in the history."""
    return isinstance(event.content, Informed) and event.content.letter


def meant_for(audience: Audience) -> Condition:
    """A reminder goes to those whom the administrator's table names."""
    return lambda event: reminders.audience_of(event) == audience


def of_party_step(when: EscalationRule.When, audience: Audience) -> Condition:
    """A reminder of an outside party's step, by such a rule of the administrator's table, goes to these."""

    def holds(event: CaseEvent) -> bool:
        said = event.content
        return isinstance(said, Reminder) and (said.when, said.to) == (when, audience)

    return holds


def by_its_citizen(event: CaseEvent) -> bool:
    """Its own citizen did it, not the citizen of its main case."""
    return event.actor == CaseEvent.Actor.CITIZEN


def by_the_staff(event: CaseEvent) -> bool:
    """A member of staff did it."""
    return event.actor == CaseEvent.Actor.STAFF


def with_its_main_case(event: CaseEvent) -> bool:
    """It happened to its main case, whose people are told there."""
    return event.actor == CaseEvent.Actor.SYSTEM and has_main_case(event.case)


def by_itself(event: CaseEvent) -> bool:
    """Nobody did it: the head has not answered in time."""
    return event.actor == CaseEvent.Actor.SYSTEM and not has_main_case(event.case)


def as_asked(event: CaseEvent) -> bool:
    """Its citizen has asked for it, and nobody had to answer, or nobody did."""
    return by_its_citizen(event) or by_itself(event)
