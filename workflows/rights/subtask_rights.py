"""The steps on a subtask: their words, who may do them, and when they fit."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django_fsm import can_proceed

from cases.access.decision_makers import decides_by_office, delegation_for, delegation_in
from cases.actions import approvals, findings, outside, stages, subtasks
from cases.events import Kind
from cases.models import Case, Doer, Status, StepKind, Subtask, User
from cases.models.staff.access_profile import DelegatedRights
from workflows import rights
from workflows.rights import approvers


class SubtaskVerb(StrEnum):
    """What a member of staff can do with a subtask, in the order of the buttons."""

    ASSIGN = "assign"
    FINISH = "finish"
    ANSWER = "answer"
    ASK_PAPERS = "ask_papers"
    RETURN = "return"
    REFUSE = "refuse"
    SEND_LINKS = "send_links"
    SHUT_LINKS = "shut_links"
    REPEAT = "repeat"
    SKIP = "skip"
    CANCEL = "cancel"


class SubtaskRole(StrEnum):
    """What a person is to one subtask."""

    # Who decides about the case, and the officer in charge of it.
    ASKER = "asker"
    IN_CHARGE = "in_charge"
    # Of the other department that does the subtask.
    HEAD = "head"
    # Who does it: an officer, or whoever has the office that decides.
    OFFICER = "officer"
    DECIDER = "decider"
    # Who writes down what an outside party has said: it does the step itself.
    RECORDER = "recorder"


@dataclass(frozen=True)
class SubtaskStepSpec:
    """A step on a subtask. Words may hold %(officer)s, %(department)s (the case's) and %(helper)s."""

    roles: frozenset[SubtaskRole]
    name: Any
    button: Any
    # Who goes on now: for the page after the step.
    done: Any
    # Changes the subtask: takes the subtask, `by` and the arguments of the act's form.
    action: Callable[..., Subtask]
    # Whether the state of the subtask allows it.
    fits: Callable[[Subtask], bool]
    hint: Any = ""
    # The same words of a step of the plan, where it is called otherwise.
    step_name: Any = ""
    step_button: Any = ""
    step_done: Any = ""
    # Whether it decides about a subtask that was refused, for which no task stands open any more.
    of_refused: bool = False


def _allows(transition: str) -> Callable[[Subtask], bool]:
    return lambda subtask: bool(can_proceed(getattr(subtask, transition)))


def _may_be_skipped(subtask: Subtask) -> bool:
    if subtask.approves_result or not can_proceed(subtask.skip):
        return False
    if subtask.state == Subtask.State.REFUSED:
        return _is_refused_now(subtask)
    step = findings.planned(subtask)
    return step.may_skip or step.optional


def _is_refused_now(subtask: Subtask) -> bool:
    """Whether the plan stands still at a step that was refused."""
    return subtask.is_planned and stages.stands_at(subtask) and subtask.state == Subtask.State.REFUSED


def _is_done_by_hand(subtask: Subtask) -> bool:
    """Whether somebody can finish it: a question to the citizen ends with the answer, and a result is
    approved with its case (`workflows.rights.catalogue`)."""
    by_hand = subtask.doer != Doer.CITIZEN and not subtask.approves_result
    return by_hand and bool(can_proceed(subtask.finish))


def _is_sent_back(subtask: Subtask) -> bool:
    return not subtask.approves_result and bool(can_proceed(subtask.send_back))


def _is_cancelled(subtask: Subtask) -> bool:
    return not (subtask.is_planned or subtask.approves_result) and bool(can_proceed(subtask.cancel))


def _papers_may_be_asked(subtask: Subtask) -> bool:
    asked = Kind.ASKED
    return (
        subtask.kind == StepKind.PAPERS
        and subtask.is_open
        and subtask.case.status != Status.WAITING
        and not subtask.events.filter(kind=asked).exists()
    )


def _waits_outside(subtask: Subtask) -> bool:
    """Whether an outside party still has to do it."""
    return subtask.doer == Doer.OUTSIDE and subtask.is_open


DOERS = frozenset({SubtaskRole.HEAD, SubtaskRole.OFFICER, SubtaskRole.DECIDER})
RECORDER = frozenset({SubtaskRole.RECORDER})


SUBTASK_STEPS: dict[SubtaskVerb, SubtaskStepSpec] = {
    SubtaskVerb.ASSIGN: SubtaskStepSpec(
        frozenset({SubtaskRole.HEAD}),
        name=_("Assign an officer for the subtask"),
        button=_("Assign"),
        done=_("The subtask is assigned to %(officer)s."),
        action=subtasks.assign_subtask,
        fits=_allows("assign"),
        step_name=_("Assign an officer for the step"),
        step_done=_("The step is assigned to %(officer)s."),
    ),
    SubtaskVerb.FINISH: SubtaskStepSpec(
        DOERS | RECORDER,
        name=_("Report the subtask as done"),
        button=_("The subtask is done"),
        done=_("The subtask is done. %(department)s goes on with the case."),
        action=subtasks.finish_subtask,
        fits=_is_done_by_hand,
        step_name=_("Work on the step"),
        step_button=_("The step is done"),
        step_done=_("The step is done. The plan goes on."),
    ),
    SubtaskVerb.ANSWER: SubtaskStepSpec(
        RECORDER,
        name=_("Record what the outside party says"),
        button=_("Record it"),
        done=_("It is recorded what %(helper)s says."),
        hint=_("For example what was said by telephone. The step stays open."),
        action=outside.answer,
        fits=_waits_outside,
    ),
    SubtaskVerb.ASK_PAPERS: SubtaskStepSpec(
        DOERS,
        name=_("Ask the citizen for the missing documents"),
        button=_("Ask for the documents"),
        done=_("The citizen is asked for the documents. The deadline pauses until the answer."),
        hint=_("All missing documents stand in one letter. They are asked for once."),
        action=subtasks.ask_for_papers,
        fits=_papers_may_be_asked,
    ),
    SubtaskVerb.RETURN: SubtaskStepSpec(
        frozenset({SubtaskRole.DECIDER}),
        name=_("Send back to an earlier step"),
        button=_("Send it back"),
        done=_("It is sent back to an earlier step. The officer in charge reads the reason."),
        action=subtasks.return_step,
        fits=_is_sent_back,
    ),
    SubtaskVerb.REFUSE: SubtaskStepSpec(
        frozenset({SubtaskRole.HEAD}) | RECORDER,
        name=_("Refuse the subtask"),
        button=_("Refuse the subtask"),
        done=_("The subtask is refused. %(department)s reads the reason."),
        action=subtasks.refuse_subtask,
        fits=_allows("refuse"),
        step_name=_("Refuse the step"),
        step_button=_("Refuse the step"),
        step_done=_("The step is refused. %(department)s reads the reason."),
    ),
    SubtaskVerb.SEND_LINKS: SubtaskStepSpec(
        RECORDER,
        name=_("Send the links again"),
        button=_("Send the links again"),
        done=_("Everybody of %(helper)s gets a letter with a new link."),
        hint=_("The links that were sent before stay valid."),
        action=outside.send_links,
        fits=_waits_outside,
    ),
    SubtaskVerb.SHUT_LINKS: SubtaskStepSpec(
        RECORDER,
        name=_("Withdraw the links"),
        button=_("Withdraw the links"),
        done=_("No link of %(helper)s opens this step any more."),
        hint=_("Nobody outside can open the step then, until you send links again."),
        action=outside.withdraw_links,
        fits=_waits_outside,
    ),
    SubtaskVerb.REPEAT: SubtaskStepSpec(
        frozenset({SubtaskRole.ASKER}),
        name=_("Ask for the step once more"),
        button=_("Ask once more"),
        done=_("%(helper)s is asked once more."),
        action=subtasks.repeat_step,
        fits=_is_refused_now,
        of_refused=True,
    ),
    SubtaskVerb.SKIP: SubtaskStepSpec(
        frozenset({SubtaskRole.ASKER, SubtaskRole.IN_CHARGE}),
        name=_("Skip the step"),
        button=_("Skip the step"),
        done=_("The step is skipped. The plan goes on."),
        action=subtasks.skip_step,
        fits=_may_be_skipped,
        of_refused=True,
    ),
    SubtaskVerb.CANCEL: SubtaskStepSpec(
        frozenset({SubtaskRole.ASKER}),
        name=_("Cancel the subtask"),
        button=_("Cancel the subtask"),
        done=_("The subtask is cancelled. %(helper)s reads the reason."),
        action=subtasks.cancel_subtask,
        fits=_is_cancelled,
    ),
}


# What the staff write down for an outside party, which does it itself otherwise.
OF_PARTY = {
    SubtaskVerb.FINISH: _("Record that %(party)s has done it"),
    SubtaskVerb.REFUSE: _("Record that %(party)s does not do it"),
}


def roles(user: User, subtask: Subtask, case: Case) -> frozenset[SubtaskRole]:
    """What this person is to the subtask, by the own office or as a deputy: the heads of the case are its
    askers, whoever of them asked. Nothing where the request type has become restricted since, but to those
    who decide about the case and to its officer."""
    return _own_roles(user, subtask, case) | _lent_roles(user, subtask, case).keys()


def delegated(user: User, verb: SubtaskVerb, subtask: Subtask, case: Case) -> DelegatedRights | None:
    """Return by what a deputy has the right to a step; None where the own office gives it, or nothing."""
    allowed = SUBTASK_STEPS[verb].roles
    if _own_roles(user, subtask, case) & allowed:
        return None
    return next((by for role, by in _lent_roles(user, subtask, case).items() if role in allowed), None)


def _own_roles(user: User, subtask: Subtask, case: Case) -> frozenset[SubtaskRole]:
    found, restricted = set(), case.request_type.restricted
    if decides_by_office(user, case):
        found.add(SubtaskRole.ASKER)
    if case.officer_id == user.pk or (rights.stands_in(user, case) and not restricted):
        found.add(SubtaskRole.IN_CHARGE)
    if subtask.doer == Doer.OFFICER and SubtaskRole.IN_CHARGE in found:
        found.add(SubtaskRole.OFFICER)
    if subtask.doer == Doer.OUTSIDE and found:
        found.add(SubtaskRole.RECORDER)
    if approvers.has_office(user, subtask, case):
        found.add(SubtaskRole.DECIDER)
    return frozenset(found if restricted else found | _of_others(user, subtask))


def _of_others(user: User, subtask: Subtask) -> set[SubtaskRole]:
    """What this person is to a subtask that others than the department of the case may do."""
    found = set()
    if subtask.doer == Doer.DEPARTMENT and user.heads(subtask.department_id):
        found.add(SubtaskRole.HEAD)
    if rights.is_subtask_officer(user, subtask):
        found.add(SubtaskRole.OFFICER)
    return found


def is_own(user: User, subtask: Subtask, case: Case) -> bool:
    """Whether this person does the open subtask, decides about it, or names an officer for it
    (`workflows.rights.decided_steps` asks the database the same)."""
    does = subtask.is_open and bool(roles(user, subtask, case) & DOERS)
    return does and not approvals.is_own_work(subtask, user)


def _lent_roles(user: User, subtask: Subtask, case: Case) -> dict[SubtaskRole, DelegatedRights]:
    asker = delegation_for(user, case)
    found = {SubtaskRole.ASKER: asker, SubtaskRole.DECIDER: approvers.lent_office(user, subtask, case)}
    if subtask.doer == Doer.OUTSIDE:
        found[SubtaskRole.RECORDER] = asker
    if subtask.doer == Doer.DEPARTMENT and not case.request_type.restricted:
        found[SubtaskRole.HEAD] = delegation_in(user, subtask.department_id, officer=subtask.officer_id)
    return {role: by for role, by in found.items() if by is not None}


def may(user: User, verb: SubtaskVerb, subtask: Subtask, case: Case) -> bool:
    """Whether the table gives this person the step, whatever the state of the subtask."""
    return bool(roles(user, subtask, case) & SUBTASK_STEPS[verb].roles)


def fits(verb: SubtaskVerb, subtask: Subtask) -> bool:
    """Whether the state of the subtask allows the step."""
    return SUBTASK_STEPS[verb].fits(subtask)


def offered(user: User, subtask: Subtask, case: Case) -> list[SubtaskVerb]:
    """The steps that have a button: right and state both fit, and nobody approves own work."""
    found = [verb for verb in SubtaskVerb if fits(verb, subtask) and may(user, verb, subtask, case)]
    if found and approvals.is_own_work(subtask, user):
        return [verb for verb in found if SubtaskRole.DECIDER not in SUBTASK_STEPS[verb].roles]
    return found


def name(verb: SubtaskVerb, subtask: Subtask) -> str:
    """What is to be done with the subtask: a step of the plan is called one, and an approval too."""
    if subtask.doer == Doer.OUTSIDE and verb in OF_PARTY:
        return str(OF_PARTY[verb]) % {"party": subtask.helper}
    if verb == SubtaskVerb.FINISH and subtask.kind == StepKind.APPROVE:
        return str(_("Approve"))
    spec = SUBTASK_STEPS[verb]
    return str((subtask.is_planned and spec.step_name) or spec.name)


def button(verb: SubtaskVerb, subtask: Subtask) -> str:
    """What its button says."""
    if subtask.doer == Doer.OUTSIDE and verb in OF_PARTY:
        return gettext("Record it")
    if verb == SubtaskVerb.FINISH and subtask.kind == StepKind.APPROVE:
        return str(_("Approve"))
    spec = SUBTASK_STEPS[verb]
    return str((subtask.is_planned and spec.step_button) or spec.button)


def done(verb: SubtaskVerb, subtask: Subtask) -> str:
    """What is said when it is done."""
    names = {"officer": subtask.officer, "department": subtask.case.department, "helper": subtask.helper}
    if verb == SubtaskVerb.FINISH and subtask.kind == StepKind.APPROVE:
        return str(_("It is approved. The plan goes on."))
    spec = SUBTASK_STEPS[verb]
    return str((subtask.is_planned and spec.step_done) or spec.done) % names
