"""The steps of a case: for each its words, who may do it in a new installation, and when it fits.

A new step needs an entry here, its action in `cases.actions` and its form in `workflows.forms`, in the table
`FORMS` of the form's module. Where it records an event of a new kind, `cases.models.case.events` says all
about that. The permission follows from the verb's name at the next `migrate`. `spec.StepSpec` explains the
fields.
"""

from enum import StrEnum

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.actions import (
    approval,
    approvals,
    corrections,
    delay_explanations,
    duplicates,
    extension,
    lifecycle,
    outside,
    own_time,
    reopening,
    retention,
    stages,
    subtasks,
    transfers,
)
from cases.models import ENDED, OPEN, RUNNING, OutsideParty, Status
from workflows.rights.spec import (
    DEPARTMENT_OR_CLERK,
    HEAD,
    HEAD_OR_CLERK,
    HEAD_OR_OFFICER,
    NOBODY,
    OFFICER,
    Notifies,
    Role,
    StepSpec,
    When,
)


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
    ASK_OUTSIDE = "ask_outside"
    ADD_STEP = "add_step"
    MARK_DUPLICATE = "mark_duplicate"
    UNMARK_DUPLICATE = "unmark_duplicate"
    NOTE = "note"
    EXTEND = "extend"
    EXPLAIN = "explain"
    CORRECT_TYPE = "correct_type"
    CORRECT_DETAILS = "correct_details"
    CORRECT_PERSON = "correct_person"
    CORRECT_TIME = "correct_time"
    TAKE_UP = "take_up"
    GRANT_REOPENING = "grant_reopening"
    REFUSE_REOPENING = "refuse_reopening"
    HOLD = "hold"
    LIFT_HOLD = "lift_hold"


STEPS: dict[Verb, StepSpec] = {
    Verb.ACCEPT: StepSpec(
        HEAD,
        name=_("Accept the case"),
        button=_("Accept the case"),
        done=_("%(department)s has taken %(number)s. Now assign an officer."),
        hint=_(
            "Nothing to fill in. Your department answers for the case from now on. "
            "Assigning an officer accepts it too."
        ),
        action=transfers.accept,
        transition="assign",
        with_transfer=When.WITH,
        notifies=Notifies.OF_NEW_DEPARTMENT,
    ),
    Verb.SEND_BACK: StepSpec(
        HEAD,
        name=_("Send it back"),
        button=_("Send it back"),
        done=_("%(number)s goes back to %(department)s, whose head decides again."),
        action=transfers.send_back,
        transition="transfer",
        with_transfer=When.WITH,
    ),
    Verb.PLACE: StepSpec(
        frozenset({Role.CLERK}),
        name=_("Decide the department"),
        button=_("This department takes it"),
        done=_("%(number)s is now with %(department)s, whose head will assign an officer."),
        hint=_("Your decision holds: the department cannot send it back."),
        action=transfers.place,
        transition="transfer",
        at_desk=True,
        needed_roles=frozenset({Role.CLERK}),
    ),
    Verb.ASSIGN: StepSpec(
        HEAD,
        name=_("Assign an officer"),
        button=_("Assign"),
        # Who is away, and who stands in, decides about the rest of the words (`workflows.steps.wording`).
        done=_("%(number)s is assigned to %(officer)s."),
        action=lifecycle.assign,
        transition="assign",
        notifies=Notifies.OF_NEW_DEPARTMENT,
        needed_roles=HEAD,
        for_many=True,
    ),
    Verb.START: StepSpec(
        HEAD_OR_OFFICER,
        name=_("Start the work"),
        button=_("Start the work"),
        done=_("The work on %(number)s has begun. The citizen sees it on the tracking page."),
        hint=_("Nothing to fill in. The citizen sees that the work has begun."),
        action=lifecycle.start,
        transition="start",
        needed_roles=HEAD_OR_OFFICER,
    ),
    Verb.ASK: StepSpec(
        HEAD_OR_OFFICER,
        name=_("Ask the citizen"),
        button=_("Send the question"),
        done=_("The citizen is asked. The deadline of %(number)s pauses until the answer."),
        silent_button=_("Record the question"),
        recorded=_("The question is recorded. The deadline of %(number)s pauses until the answer."),
        action=lifecycle.ask,
        transition="ask",
        notifies=Notifies.CITIZEN,
        previews_letter=True,
        with_proposal=When.WITHOUT,
    ),
    Verb.TRANSFER: StepSpec(
        DEPARTMENT_OR_CLERK,
        name=_("Send to another department"),
        button=_("Send the case"),
        # Where it waits for an answer, `workflows.steps.wording` says whose.
        done=_("%(number)s is now with %(department)s, whose head will assign an officer."),
        hint=_(
            "The other department accepts the case or sends it back within one working day. "
            "The citizen is told when it is accepted."
        ),
        silent_hint=_("The other department accepts the case or sends it back within one working day."),
        action=lifecycle.transfer,
        transition="transfer",
        needed_roles=frozenset({Role.HEAD, Role.CLERK}),
        clerk_before_officer=True,
        ends_proposal=True,
        for_many=True,
    ),
    Verb.HAND_BACK: StepSpec(
        OFFICER,
        name=_("Give back to the head"),
        button=_("Give back"),
        done=_("%(number)s is back with the head of %(department)s."),
        action=lifecycle.hand_back,
        transition="hand_back",
        needs_officer=True,
        with_proposal=When.WITHOUT,
    ),
    Verb.RESOLVE: StepSpec(
        HEAD_OR_OFFICER,
        name=_("Report the result"),
        button=_("Finish and tell the citizen"),
        done=_("The citizen is told the result of %(number)s, and may say that it is not fixed."),
        silent_button=_("Finish"),
        recorded=_("The result of %(number)s is recorded."),
        action=lifecycle.resolve,
        transition="resolve",
        notifies=Notifies.CITIZEN,
        previews_letter=True,
        needs_officer=True,
        needed_roles=HEAD_OR_OFFICER,
        with_proposal=When.WITHOUT,
        waits_for_subtasks=True,
        is_outcome=True,
    ),
    Verb.PROPOSE: StepSpec(
        OFFICER,
        name=_("Propose the result"),
        button=_("Send it for approval"),
        # Whose approval it waits for, `workflows.steps.wording` says.
        done=_("The result of %(number)s waits for approval. The citizen is told then."),
        hint=_("It is approved first. The citizen hears of it after the last approval."),
        silent_hint=_("It is approved first."),
        action=approval.propose,
        transition="resolve",
        condition=approvals.needed,
        previews_letter=True,
        needs_officer=True,
        with_proposal=When.WITHOUT,
        waits_for_subtasks=True,
        is_outcome=True,
    ),
    Verb.APPROVE: StepSpec(
        NOBODY,
        name=_("Approve the result"),
        button=_("Approve and tell the citizen"),
        done=_("The citizen is told the result of %(number)s, and may say that it is not fixed."),
        silent_button=_("Approve"),
        recorded=_("The result of %(number)s is approved and recorded."),
        action=approval.approve,
        transition="resolve",
        notifies=Notifies.CITIZEN,
        previews_letter=True,
        with_proposal=When.WITH,
        of_approval=True,
        is_outcome=True,
    ),
    Verb.RETURN_RESULT: StepSpec(
        NOBODY,
        name=_("Return to the officer"),
        button=_("Return it"),
        done=_("%(number)s is back with %(officer)s, who is told why."),
        action=approval.return_result,
        transition="resolve",
        with_proposal=When.WITH,
        of_approval=True,
    ),
    Verb.TAKE_BACK: StepSpec(
        OFFICER,
        name=_("Take the result back"),
        button=_("Take it back"),
        done=_("The result of %(number)s is taken back. Nobody was told."),
        hint=_("Nothing to fill in. You can propose another result then; the citizen hears nothing."),
        action=approval.take_back,
        transition="resolve",
        with_proposal=When.WITH,
    ),
    Verb.REJECT: StepSpec(
        HEAD_OR_OFFICER,
        name=_("Do not take it on"),
        button=_("Close it and tell the citizen"),
        done=_("The citizen is told why %(number)s is not taken on, and where to go instead."),
        silent_button=_("Close it"),
        recorded=_("It is recorded why %(number)s is not taken on, and where to go instead."),
        action=lifecycle.reject,
        transition="reject",
        notifies=Notifies.CITIZEN,
        previews_letter=True,
        ends_proposal=True,
        is_outcome=True,
    ),
    Verb.ASK_SUBTASK: StepSpec(
        HEAD,
        name=_("Ask another department for a subtask"),
        button=_("Ask for the subtask"),
        done=_("The other department is asked. %(number)s cannot be finished before its subtask is."),
        hint=_(
            "Its people can read this case; only the officer of the subtask sees the name and the contact. "
            "The citizen sees that another department has been asked, not what. "
            "The case cannot be finished before the subtask is."
        ),
        action=subtasks.ask_subtask,
        states=frozenset({Status.ASSIGNED, Status.IN_PROGRESS, Status.WAITING}),
        condition=lambda case: not case.request_type.restricted,
        with_proposal=When.WITHOUT,
        with_transfer=When.WITHOUT,
    ),
    Verb.ASK_OUTSIDE: StepSpec(
        HEAD_OR_OFFICER,
        name=_("Ask an outside party"),
        button=_("Ask the outside party"),
        done=_("The outside party is asked. %(number)s cannot be finished before it has answered."),
        hint=_(
            "Its people get a letter with a link. They see what you write here, the kind of request, the "
            "place on the map and the photos of the problem; nothing of the citizen, neither name nor words. "
            "The citizen sees who was asked, not what."
        ),
        action=outside.ask_outside,
        states=frozenset({Status.ASSIGNED, Status.IN_PROGRESS, Status.WAITING}),
        condition=lambda case: not case.request_type.restricted and bool(OutsideParty.in_use()),
        with_proposal=When.WITHOUT,
        with_transfer=When.WITHOUT,
    ),
    Verb.ADD_STEP: StepSpec(
        HEAD_OR_OFFICER,
        name=_("Add a step"),
        button=_("Add the step"),
        done=_("The step is added. The stage is over when it is done or skipped."),
        hint=_("The work plan has further steps for this stage, which are done where they are needed."),
        action=subtasks.add_step,
        states=frozenset({Status.IN_PROGRESS}),
        condition=lambda case: bool(stages.addable(case)),
        with_proposal=When.WITHOUT,
    ),
    Verb.MARK_DUPLICATE: StepSpec(
        DEPARTMENT_OR_CLERK,
        name=_("Join with another case"),
        button=_("Join the cases"),
        done=_("%(number)s waits for the result of its main case. The citizen is told."),
        recorded=_("%(number)s waits for the result of its main case."),
        hint=_(
            "The citizen of this case gets the result of the main case, whatever it is, "
            "with the words that are written there."
        ),
        action=duplicates.mark_duplicate,
        # It fits where the main case's result could become its own.
        transition="resolve_with_main",
        condition=lambda case: not case.request_type.restricted,
        notifies=Notifies.CITIZEN,
        clerk_before_officer=True,
        ends_proposal=True,
    ),
    Verb.UNMARK_DUPLICATE: StepSpec(
        DEPARTMENT_OR_CLERK,
        name=_("Handle it on its own"),
        button=_("Handle it on its own"),
        done=_("%(number)s is handled on its own again. The citizen is told."),
        recorded=_("%(number)s is handled on its own again."),
        action=duplicates.unmark_duplicate,
        transition="resolve_with_main",
        notifies=Notifies.CITIZEN,
        with_main_case=When.WITH,
    ),
    Verb.NOTE: StepSpec(
        DEPARTMENT_OR_CLERK | {Role.COLLEAGUE, Role.HELPER},
        name=_("Write an internal note"),
        button=_("Save the note"),
        done=_("The note is saved. Only the staff can read it."),
        states=frozenset(Status.values),
        with_main_case=When.EITHER,
        for_many=True,
    ),
    # An officer asks the head for more time, by a note.
    Verb.EXTEND: StepSpec(
        HEAD,
        name=_("Give more time"),
        button=_("Give more time and tell the citizen"),
        done=_("%(number)s is now due on %(due)s. The citizen is told why."),
        silent_button=_("Give more time"),
        recorded=_("%(number)s is now due on %(due)s."),
        action=extension.extend,
        states=frozenset(RUNNING),
        notifies=Notifies.CITIZEN,
        previews_letter=True,
        for_many=True,
    ),
    Verb.EXPLAIN: StepSpec(
        HEAD_OR_OFFICER,
        name=_("Explain the delay to the applicant"),
        button=_("Send the explanation"),
        done=_("The applicant is told why %(number)s takes longer."),
        silent_button=_("Record the explanation"),
        recorded=_("It is recorded why %(number)s takes longer."),
        action=delay_explanations.explain,
        states=frozenset(RUNNING),
        condition=lambda case: delay_explanations.may_be_explained(case, timezone.localdate()),
        notifies=Notifies.CITIZEN,
        previews_letter=True,
    ),
    Verb.CORRECT_TYPE: StepSpec(
        HEAD_OR_CLERK,
        name=_("Put the kind of request right"),
        button=_("Put it right"),
        done=_("The kind of %(number)s is put right. It is with %(department)s, due on %(due)s."),
        hint=_(
            "What changes is shown before anything does. The answers stay with the questions that were asked."
        ),
        action=corrections.correct_request_type,
        states=frozenset(corrections.CORRECTABLE),
        notifies=Notifies.CITIZEN,
        clerk_before_officer=True,
        with_proposal=When.WITHOUT,
        with_transfer=When.WITHOUT,
        corrects=True,
    ),
    Verb.CORRECT_DETAILS: StepSpec(
        DEPARTMENT_OR_CLERK,
        name=_("Put urgency or place right"),
        button=_("Put it right"),
        done=_("%(number)s is put right."),
        hint=_("The history keeps what stood here before. The officer in charge is told."),
        action=corrections.correct_details,
        states=frozenset(OPEN),
        with_main_case=When.EITHER,
        corrects=True,
    ),
    Verb.CORRECT_PERSON: StepSpec(
        HEAD_OR_CLERK,
        name=_("Put name or contact right"),
        button=_("Put it right"),
        done=_("%(number)s is put right."),
        hint=_(
            "The history says what was put right and how you knew the person, not what stood here before. "
            "Another e-mail address has a link of its own on this page."
        ),
        action=corrections.correct_person,
        states=frozenset(OPEN),
        condition=lambda case: not case.unnamed,
        with_main_case=When.EITHER,
        corrects=True,
    ),
    Verb.CORRECT_TIME: StepSpec(
        HEAD_OR_CLERK,
        name=_("Leave out the days at another department"),
        button=_("Count anew and tell the citizen"),
        done=_("%(number)s is now due on %(due)s. The citizen is told why."),
        silent_button=_("Count anew"),
        recorded=_("%(number)s is now due on %(due)s."),
        hint=_("For a case that came to the wrong department first. It can be done once."),
        action=own_time.count_from_arrival,
        states=frozenset(RUNNING),
        condition=own_time.is_possible,
        notifies=Notifies.CITIZEN,
        previews_letter=True,
        with_transfer=When.WITHOUT,
        corrects=True,
    ),
    Verb.TAKE_UP: StepSpec(
        HEAD,
        name=_("Take it up again"),
        button=_("Take it up again and tell the citizen"),
        done=_("%(number)s is open again, due on %(due)s. Now assign an officer. The citizen is told."),
        silent_button=_("Take it up again"),
        recorded=_("%(number)s is open again, due on %(due)s. Now assign an officer."),
        hint=_("For an end that was wrong. The case gets a new deadline and its result is taken back."),
        action=corrections.take_up_again,
        transition="take_up_again",
        # The citizen who has asked for it gets an answer to that.
        condition=lambda case: case.look_again_by is None,
        notifies=Notifies.CITIZEN,
        previews_letter=True,
        without_task=True,
        corrects=True,
    ),
    Verb.GRANT_REOPENING: StepSpec(
        HEAD,
        name=_("Open it again"),
        button=_("Open it again and tell the citizen"),
        done=_("%(number)s is open again, due on %(due)s. The citizen is told."),
        silent_button=_("Open it again"),
        recorded=_("%(number)s is open again, due on %(due)s."),
        hint=_("The citizen says that it is not fixed. The case gets a new deadline."),
        action=reopening.grant,
        transition="reopen",
        condition=lambda case: case.look_again_by is not None,
        notifies=Notifies.CITIZEN,
        previews_letter=True,
        needed_roles=HEAD,
        without_task=True,
        with_main_case=When.EITHER,
    ),
    Verb.REFUSE_REOPENING: StepSpec(
        HEAD,
        name=_("Stay with the result"),
        button=_("Stay with the result and tell the citizen"),
        done=_("%(number)s is closed. The citizen is told why, and where to turn to."),
        silent_button=_("Stay with the result"),
        recorded=_("%(number)s is closed."),
        hint=_(
            "The citizen says that it is not fixed, and your department has looked at it. "
            "The case closes; a new request is always possible."
        ),
        action=reopening.refuse,
        transition="refuse_reopening",
        condition=lambda case: case.look_again_by is not None,
        notifies=Notifies.CITIZEN,
        previews_letter=True,
        without_task=True,
        with_main_case=When.EITHER,
    ),
    Verb.HOLD: StepSpec(
        HEAD_OR_CLERK,
        name=_("Hold it back from removal"),
        button=_("Hold it"),
        done=_("Nothing of %(number)s is removed until the hold is lifted."),
        hint=_(
            "For a dispute, an audit or a lawsuit. Name and contact stay, however old the request is, until "
            "somebody lifts the hold."
        ),
        action=retention.hold,
        states=frozenset(ENDED),
        condition=lambda case: not case.on_hold,
        with_main_case=When.EITHER,
        without_task=True,
    ),
    Verb.LIFT_HOLD: StepSpec(
        HEAD_OR_CLERK,
        name=_("Lift the hold"),
        button=_("Lift the hold"),
        done=_("%(number)s is no longer held. What is over its time is removed in one of the next nights."),
        action=retention.lift_hold,
        states=frozenset(ENDED),
        condition=lambda case: case.on_hold,
        with_main_case=When.EITHER,
        without_task=True,
    ),
}
