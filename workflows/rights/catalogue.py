"""The steps of a case: for each its words, who may do it in a new installation, and when it fits.

A new step needs an entry here, an action in `cases.actions` (named in `workflows.steps.execution.ACTIONS`)
and a form (`FORMS` of its module in `workflows.forms`). An event of a new kind is a member of
`CaseEvent.Kind`; where somebody else is next after it, `workflows.receivers` lists it. The permission follows
from the verb's name at the next `migrate`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from cases.actions.delay_explanations import may_be_explained
from cases.models import RUNNING, Case, Status


class Verb(StrEnum):
    """What a member of staff can do with a case, in the order of the buttons: the answers to a transfer
    come first."""

    ACCEPT = "accept"
    SEND_BACK = "send_back"
    PLACE = "place"
    ASSIGN = "assign"
    START = "start"
    ASK = "ask"
    TRANSFER = "transfer"
    HAND_BACK = "hand_back"
    RESOLVE = "resolve"
    PROPOSE = "propose"
    APPROVE = "approve"
    RETURN_RESULT = "return_result"
    TAKE_BACK = "take_back"
    REJECT = "reject"
    ASK_SUBTASK = "ask_subtask"
    MARK_DUPLICATE = "mark_duplicate"
    UNMARK_DUPLICATE = "unmark_duplicate"
    NOTE = "note"
    EXTEND = "extend"
    EXPLAIN = "explain"


class Role(StrEnum):
    """What a person is to one case. A helper works in a department that does a subtask of it; the subtask's
    own officer is one too, as long as the subtask is open."""

    HEAD = "head"
    OFFICER = "officer"
    COLLEAGUE = "colleague"
    CLERK = "clerk"
    READER = "reader"
    HELPER = "helper"
    SUBTASK_OFFICER = "subtask_officer"


class When(Enum):
    """Whether a step fits while something waits: a main case, a proposed result, a transfer."""

    EITHER = auto()
    WITH = auto()
    WITHOUT = auto()

    def holds(self, waits: bool) -> bool:
        """Whether the step fits where the thing waits, or does not."""
        return self is When.EITHER or (self is When.WITH) == waits


class Notifies(Enum):
    """Whether the citizen gets a letter about a step."""

    NOBODY = auto()
    CITIZEN = auto()
    # Once for each department: by its first assignment, or by the acceptance of a transfer.
    OF_NEW_DEPARTMENT = auto()


@dataclass(frozen=True)
class StepSpec:
    """A step of a case. `transition` names the method of `Case` whose source states are the step's; a step
    without one names its `states`. Words may hold %(number)s, %(department)s, %(officer)s and %(due)s."""

    verb: Verb
    # In a new installation; an administrator changes them (`workflows.role_sets`).
    roles: frozenset[Role]
    name: Any
    button: Any
    # What is said when it is done.
    done: Any
    # The same two where no letter can be written, or none arrives.
    silent_button: Any = None
    recorded: Any = None
    transition: str = ""
    states: frozenset[str] = frozenset()
    condition: Callable[[Case], bool] | None = None
    # One of these must have the step, or cases would stand still for good.
    needed_roles: frozenset[Role] = frozenset()
    notifies: Notifies = Notifies.NOBODY
    # Its letter carries the officer's own words and can be read before it goes.
    previews_letter: bool = False
    # Where the transition does not ask for one itself.
    needs_officer: bool = False
    # The clerk does it only as long as nobody is in charge.
    clerk_before_officer: bool = False
    with_main_case: When = When.WITHOUT
    with_proposal: When = When.EITHER
    with_transfer: When = When.EITHER
    # Whether it decides a transfer on the clerk's desk, where nothing else fits.
    at_desk: bool = False
    # It ends a proposed result, which is the head's alone.
    ends_proposal: bool = False
    # It reports the work as done, so the subtasks have to be finished.
    waits_for_subtasks: bool = False
    # It leads to an outcome, which the citizens of joined reports get as well.
    is_outcome: bool = False
    for_many: bool = False

    def fits_state(self, case: Case) -> bool:
        """Whether the status of the case allows the step."""
        if self.transition:
            return bool(can_proceed(getattr(case, self.transition)))
        return case.status in self.states


HEAD = frozenset({Role.HEAD})
OFFICER = frozenset({Role.OFFICER})
HEAD_OR_OFFICER = HEAD | OFFICER
DEPARTMENT_OR_CLERK = HEAD_OR_OFFICER | {Role.CLERK}
STEPS: dict[Verb, StepSpec] = {
    step.verb: step
    for step in (
        StepSpec(
            Verb.ACCEPT,
            HEAD,
            name=_("Accept the case"),
            button=_("Accept the case"),
            done=_("%(department)s has taken %(number)s. Now name the officer."),
            transition="assign",
            with_transfer=When.WITH,
            notifies=Notifies.OF_NEW_DEPARTMENT,
        ),
        StepSpec(
            Verb.SEND_BACK,
            HEAD,
            name=_("Send it back"),
            button=_("Send it back"),
            done=_("%(number)s goes back to %(department)s, whose head decides again."),
            transition="transfer",
            with_transfer=When.WITH,
        ),
        StepSpec(
            Verb.PLACE,
            frozenset({Role.CLERK}),
            name=_("Decide the department"),
            button=_("This department takes it"),
            done=_("%(number)s is now with %(department)s, whose head names an officer."),
            transition="transfer",
            at_desk=True,
            needed_roles=frozenset({Role.CLERK}),
        ),
        StepSpec(
            Verb.ASSIGN,
            HEAD,
            name=_("Name an officer"),
            button=_("Assign"),
            # Who is away, and who stands in, decides about the rest of the words (`workflows.steps.wording`).
            done=_("%(number)s is now with %(officer)s."),
            transition="assign",
            notifies=Notifies.OF_NEW_DEPARTMENT,
            needed_roles=HEAD,
            for_many=True,
        ),
        StepSpec(
            Verb.START,
            HEAD_OR_OFFICER,
            name=_("Start the work"),
            button=_("Start the work"),
            done=_("The work on %(number)s has begun. The citizen sees it on the tracking page."),
            transition="start",
            needed_roles=HEAD_OR_OFFICER,
        ),
        StepSpec(
            Verb.ASK,
            HEAD_OR_OFFICER,
            name=_("Ask the citizen"),
            button=_("Send the question"),
            done=_("The citizen is asked. The deadline of %(number)s pauses until the answer."),
            silent_button=_("Record the question"),
            recorded=_("The question is recorded. The deadline of %(number)s pauses until the answer."),
            transition="ask",
            notifies=Notifies.CITIZEN,
            previews_letter=True,
            with_proposal=When.WITHOUT,
        ),
        StepSpec(
            Verb.TRANSFER,
            DEPARTMENT_OR_CLERK,
            name=_("Send to another department"),
            button=_("Send the case"),
            # Where it waits for an answer, `workflows.steps.wording` says whose.
            done=_("%(number)s is now with %(department)s, whose head names an officer."),
            transition="transfer",
            needed_roles=frozenset({Role.HEAD, Role.CLERK}),
            clerk_before_officer=True,
            ends_proposal=True,
            for_many=True,
        ),
        StepSpec(
            Verb.HAND_BACK,
            OFFICER,
            name=_("Give back to the head"),
            button=_("Give back"),
            done=_("%(number)s is back with the head of %(department)s."),
            transition="hand_back",
            needs_officer=True,
            with_proposal=When.WITHOUT,
        ),
        StepSpec(
            Verb.RESOLVE,
            HEAD_OR_OFFICER,
            name=_("Report the result"),
            button=_("Finish and tell the citizen"),
            done=_("The citizen is told the result of %(number)s, and may say that it is not fixed."),
            silent_button=_("Finish"),
            recorded=_("The result of %(number)s is recorded."),
            transition="resolve",
            notifies=Notifies.CITIZEN,
            previews_letter=True,
            needs_officer=True,
            needed_roles=HEAD_OR_OFFICER,
            with_proposal=When.WITHOUT,
            waits_for_subtasks=True,
            is_outcome=True,
        ),
        StepSpec(
            Verb.PROPOSE,
            OFFICER,
            name=_("Propose the result"),
            button=_("Send it to the head"),
            done=_(
                "The result of %(number)s waits for the head of %(department)s. The citizen is told then."
            ),
            transition="resolve",
            condition=lambda case: case.request_type.needs_approval,
            previews_letter=True,
            needs_officer=True,
            with_proposal=When.WITHOUT,
            waits_for_subtasks=True,
            is_outcome=True,
        ),
        StepSpec(
            Verb.APPROVE,
            HEAD,
            name=_("Approve the result"),
            button=_("Approve and tell the citizen"),
            done=_("The citizen is told the result of %(number)s, and may say that it is not fixed."),
            silent_button=_("Approve"),
            recorded=_("The result of %(number)s is approved and recorded."),
            transition="resolve",
            notifies=Notifies.CITIZEN,
            previews_letter=True,
            with_proposal=When.WITH,
            is_outcome=True,
        ),
        StepSpec(
            Verb.RETURN_RESULT,
            HEAD,
            name=_("Return to the officer"),
            button=_("Return it"),
            done=_("%(number)s is back with %(officer)s, who is told why."),
            transition="resolve",
            with_proposal=When.WITH,
        ),
        StepSpec(
            Verb.TAKE_BACK,
            OFFICER,
            name=_("Take the result back"),
            button=_("Take it back"),
            done=_("The result of %(number)s is taken back. Nobody was told."),
            transition="resolve",
            with_proposal=When.WITH,
        ),
        StepSpec(
            Verb.REJECT,
            HEAD_OR_OFFICER,
            name=_("Do not take it on"),
            button=_("Close it and tell the citizen"),
            done=_("The citizen is told why %(number)s is not taken on, and where to go instead."),
            silent_button=_("Close it"),
            recorded=_("It is recorded why %(number)s is not taken on, and where to go instead."),
            transition="reject",
            notifies=Notifies.CITIZEN,
            previews_letter=True,
            ends_proposal=True,
            is_outcome=True,
        ),
        StepSpec(
            Verb.ASK_SUBTASK,
            HEAD,
            name=_("Ask another department for a subtask"),
            button=_("Ask for the subtask"),
            done=_("The other department is asked. %(number)s cannot be finished before its subtask is."),
            states=frozenset({Status.ASSIGNED, Status.IN_PROGRESS, Status.WAITING}),
            condition=lambda case: not case.request_type.restricted,
            with_proposal=When.WITHOUT,
            with_transfer=When.WITHOUT,
        ),
        StepSpec(
            Verb.MARK_DUPLICATE,
            DEPARTMENT_OR_CLERK,
            name=_("Join with another case"),
            button=_("Join the cases"),
            done=_("%(number)s waits for the result of its main case. The citizen is told."),
            recorded=_("%(number)s waits for the result of its main case."),
            # It fits where the main case's result could become its own.
            transition="resolve_with_main",
            condition=lambda case: not case.request_type.restricted,
            notifies=Notifies.CITIZEN,
            clerk_before_officer=True,
            ends_proposal=True,
        ),
        StepSpec(
            Verb.UNMARK_DUPLICATE,
            DEPARTMENT_OR_CLERK,
            name=_("Handle it on its own"),
            button=_("Handle it on its own"),
            done=_("%(number)s is handled on its own again. The citizen is told."),
            recorded=_("%(number)s is handled on its own again."),
            transition="resolve_with_main",
            notifies=Notifies.CITIZEN,
            with_main_case=When.WITH,
        ),
        StepSpec(
            Verb.NOTE,
            DEPARTMENT_OR_CLERK | {Role.COLLEAGUE, Role.HELPER},
            name=_("Write an internal note"),
            button=_("Save the note"),
            done=_("The note is saved. Only the staff can read it."),
            states=frozenset(Status.values),
            with_main_case=When.EITHER,
            for_many=True,
        ),
        # An officer asks the head for more time, by a note.
        StepSpec(
            Verb.EXTEND,
            HEAD,
            name=_("Give more time"),
            button=_("Give more time and tell the citizen"),
            done=_("%(number)s is now due on %(due)s. The citizen is told why."),
            silent_button=_("Give more time"),
            recorded=_("%(number)s is now due on %(due)s."),
            states=frozenset(RUNNING),
            notifies=Notifies.CITIZEN,
            previews_letter=True,
            for_many=True,
        ),
        StepSpec(
            Verb.EXPLAIN,
            HEAD_OR_OFFICER,
            name=_("Explain the delay to the applicant"),
            button=_("Send the explanation"),
            done=_("The applicant is told why %(number)s takes longer."),
            silent_button=_("Record the explanation"),
            recorded=_("It is recorded why %(number)s takes longer."),
            states=frozenset(RUNNING),
            condition=lambda case: may_be_explained(case, timezone.localdate()),
            notifies=Notifies.CITIZEN,
            previews_letter=True,
        ),
    )
}
