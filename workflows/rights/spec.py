"""What there is to say of a step of a case: the fields of an entry of the catalogue."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, StrEnum, auto
from typing import Any

from django_fsm import can_proceed

from cases.models import Case


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

    # In a new installation; an administrator changes them (`workflows.role_sets`).
    roles: frozenset[Role]
    name: Any
    button: Any
    # What is said when it is done.
    done: Any
    # What there is to know before it is done.
    hint: Any = ""
    # The same three where no letter can be written, or none arrives.
    silent_button: Any = None
    recorded: Any = None
    silent_hint: Any = None
    # Changes the case: takes the case, `by` and the arguments of the step's form. A note has none: it is
    # written beside the flow, by `workflows.steps.notes`.
    action: Callable[..., Case] | None = None
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
    # It answers the approval of a proposed result, which says whose it is, whatever roles there are; its task
    # is the approval's.
    of_approval: bool = False
    # It reports the work as done, so the subtasks have to be finished.
    waits_for_subtasks: bool = False
    # It leads to an outcome, which the citizens of joined reports get as well.
    is_outcome: bool = False
    for_many: bool = False
    # The case has ended: no task stands open on which it could be done.
    without_task: bool = False
    # It puts right what was wrong, beside the work: its link stands apart.
    corrects: bool = False

    def fits_state(self, case: Case) -> bool:
        """Whether the status of the case allows the step."""
        if self.transition:
            return bool(can_proceed(getattr(case, self.transition)))
        return case.status in self.states


NOBODY: frozenset[Role] = frozenset()
HEAD = frozenset({Role.HEAD})
OFFICER = frozenset({Role.OFFICER})
HEAD_OR_OFFICER = HEAD | OFFICER
HEAD_OR_CLERK = HEAD | {Role.CLERK}
DEPARTMENT_OR_CLERK = HEAD_OR_OFFICER | {Role.CLERK}
