"""The verbs: the only code that changes a case. Each locks it, moves it, saves it, records an event.

Who may call a verb is decided above (`workflows.rights` for staff, the citizen's session for citizens);
what the state allows is decided by the case itself, which raises TransitionNotAllowed.
"""

import datetime
from collections.abc import Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from cases.access.case_passwords import hashed, new_password
from cases.access.decision_makers import decides_by_office
from cases.actions import (
    approvals,
    causes,
    duplicates,
    field_changes,
    proposal_state,
    stages,
    subtask_state,
    transfer_state,
)
from cases.actions.contact_preference import refuse_gone
from cases.actions.step import lock_for_step
from cases.deadlines.work_calendar import WorkCalendar
from cases.errors import Refused
from cases.events import Actor, Kind
from cases.files import evidence
from cases.models import (
    AnswerWords,
    Attachment,
    Case,
    CaseEvent,
    Cause,
    Department,
    ExternalAgency,
    Feedback,
    Membership,
    ResultCode,
    Status,
    User,
)

NO_WORDS = AnswerWords()


@transaction.atomic
def assign(case: Case, *, to: User, by: User, note: str = "", now: datetime.datetime | None = None) -> Case:
    """Take the case for the department and name its officer; `note` is for the staff alone."""
    case, step = lock_for_step(case, now)
    if not to.is_active or not Membership.objects.filter(user=to, department=case.department_id).exists():
        raise Refused(_("This person does not work in the department of the case."))
    if case.officer_id == to.pk and case.status != Status.RECEIVED:
        raise Refused(_("The case is with this officer already."))
    transfer_state.take_over(case, by=by, now=step.now)
    case.assign()
    case.officer = to
    return step.commit(Kind.ASSIGNED, by=by, message=note)


@transaction.atomic
def start(case: Case, *, by: User, now: datetime.datetime | None = None) -> Case:
    """The officer begins."""
    case, step = lock_for_step(case, now)
    case.start()
    case = step.commit(Kind.STARTED, by=by)
    stages.begin(case, step, by=by)
    return case


@transaction.atomic
def transfer(
    case: Case, *, to: Department, by: User, reason: str, now: datetime.datetime | None = None
) -> Case:
    """Send the case to another department, which accepts it or sends it back; the third time the clerk
    decides. `reason` is for the staff alone."""
    case, step = lock_for_step(case, now)
    if to.pk == case.department_id or not to.active:
        raise Refused(_("Choose another department."))
    case.transfer()
    kind = transfer_state.hand_over(case, to=to, by=by, reason=reason, now=step.now)
    return step.commit(kind, by=by, message=reason)


@transaction.atomic
def hand_back(case: Case, *, by: User, reason: str, now: datetime.datetime | None = None) -> Case:
    """The officer gives the case back to the head of the department."""
    case, step = lock_for_step(case, now)
    proposal_state.refuse_while_open(case)
    if case.officer is None:
        raise Refused(_("The case is with the head already."))
    case.hand_back()
    case.officer = None
    return step.commit(Kind.HANDED_BACK, by=by, message=reason)


@transaction.atomic
def ask(
    case: Case, *, by: User, question: str, letter_words: str = "", now: datetime.datetime | None = None
) -> Case:
    """Ask the citizen; the deadline pauses with the working days that are left. `letter_words` stand in the
    letter besides, where the request type allows it; so they do with a result and a refusal."""
    case, step = lock_for_step(case, now)
    proposal_state.refuse_while_open(case)
    field_changes.asked(case, question)
    case.days_left_at_pause = WorkCalendar.load().between(step.today, case.due_on)
    return step.commit(Kind.ASKED, by=by, message=question, letter_words=letter_words)


@transaction.atomic
def answer(
    case: Case, *, text: str, photos: Sequence[Attachment] = (), now: datetime.datetime | None = None
) -> Case:
    """The citizen's answer; the deadline runs again with the working days that were left."""
    case, step = lock_for_step(case, now)
    case.answer()
    case.due_on = WorkCalendar.load().shift(step.today, case.days_left_at_pause or 0)
    case.days_left_at_pause = None
    case = step.commit(Kind.ANSWERED, actor=Actor.CITIZEN, message=text, photos=photos)
    stages.answered(case, step)
    return case


@transaction.atomic
def resolve(
    case: Case,
    *,
    by: User,
    result: ResultCode,
    details: str,
    cause: Cause | None = None,
    on: datetime.date | None = None,
    photos: Sequence[Attachment] = (),
    letter_words: str = "",
    now: datetime.datetime | None = None,
) -> Case:
    """Record the department's result, with the day on which it was reached and the cause of the matter,
    which the citizen does not see, and tell the citizen. Where the request type wants the head's approval,
    the head alone does so; officers propose (`cases.actions.approval`), and so does everybody where the plan
    has approvals of the result. Refused while a subtask is open, or a step of the plan is to be done."""
    case, step = lock_for_step(case, now)
    subtask_state.refuse_result(case)
    stages.refuse_result(case)
    proposal_state.refuse_while_open(case)
    if approvals.planned(case):
        raise Refused(_("This result has to be approved first. Please propose it."))
    if case.request_type.needs_approval and not decides_by_office(by, case):
        raise Refused(_("The head of the department has to approve this result first."))
    evidence.require(case, result, photos)
    causes.require(case, cause)
    field_changes.resolved(case, result=result, details=details, on=on, now=step.now, cause=cause)
    return step.commit(Kind.RESOLVED, by=by, message=details, letter_words=letter_words, photos=photos)


@transaction.atomic
def reject(
    case: Case,
    *,
    by: User,
    reason: str,
    agency: ExternalAgency | None,
    letter_words: str = "",
    now: datetime.datetime | None = None,
) -> Case:
    """Not taken on: the citizen hears why, and where to go instead (Electronic Government Procedures Act
    B.E. 2565, s. 10: name the right agency)."""
    case, step = lock_for_step(case, now)
    # To judge it is to have accepted it.
    transfer_state.accept(case, by=by, now=step.now)
    field_changes.rejected(case, reason=reason, agency=agency, now=step.now)
    subtask_state.cancel_all(case, by=by, now=step.now)
    return step.commit(Kind.REJECTED, by=by, message=reason, letter_words=letter_words)


@transaction.atomic
def withdraw(case: Case, *, reason: str = "", now: datetime.datetime | None = None) -> Case:
    """The citizen takes the request back."""
    case, step = lock_for_step(case, now)
    transfer_state.override(case, by=None, now=step.now)
    case.withdraw()
    subtask_state.cancel_all(case, by=None, now=step.now)
    duplicates.leave_main(case)
    case.days_left_at_pause, case.ended_at = None, step.now
    return step.commit(Kind.WITHDRAWN, actor=Actor.CITIZEN, message=reason)


@transaction.atomic
def send_message(
    case: Case,
    *,
    text: str,
    photos: Sequence[Attachment] = (),
    now: datetime.datetime | None = None,
) -> Case:
    """The citizen writes to the officer, or to the head where there is none yet; nothing else changes."""
    case, step = lock_for_step(case, now)
    if not case.is_open:
        raise Refused(_("This case has ended. Please file a new request."))
    return step.commit(Kind.MESSAGE, actor=Actor.CITIZEN, message=text, photos=photos)


@transaction.atomic
def rate(
    case: Case,
    *,
    verdict: Feedback.Verdict,
    rating: int | None = None,
    words: AnswerWords = NO_WORDS,
    alerts_head: bool = False,
    comment: str = "",
    photos: Sequence[Attachment] = (),
    now: datetime.datetime | None = None,
) -> Case:
    """The citizen's verdict on the result, once for each result, while it can be reopened, in the `words` in
    which the answers were offered. An answer that opens the case again is for `reopen`; with `alerts_head`
    the head gets a letter."""
    case, step = lock_for_step(case, now)
    if case.reopen_until is None or case.reopen_until < step.now:
        raise Refused(_("The time to rate this result is over."))
    result = last_result(case)
    if Feedback.objects.filter(event=result).exists():
        raise Refused(_("You have told us already. Thank you."))
    said: dict[str, Any] = {"verdict": verdict, "rating": rating, "comment": comment, "at": step.now}
    said |= {"alerts_head": alerts_head, **asdict(words)}
    Feedback.objects.create(case=case, event=result, **said)
    return step.commit(Kind.RATED, actor=Actor.CITIZEN, message=comment, photos=photos)


@transaction.atomic
def change_email(
    case: Case,
    *,
    to: str,
    by: User | None = None,
    checked: str = "",
    now: datetime.datetime | None = None,
) -> Case:
    """Use another e-mail address, which the citizen has confirmed by a code, or has told to somebody `by`
    whom the person was `checked`; the old one is told, by the event that is recorded while it still stands.
    Raises Refused without such words, and for the address that the case has."""
    case, step = lock_for_step(case, now)
    refuse_gone(case)
    if by is not None and not checked.strip():
        raise Refused(_("Write how you know that it is the citizen."))
    if by is not None and to.lower() == case.email.lower():
        raise Refused(_("The case has this address already."))
    actor = None if by else Actor.CITIZEN
    step.record(Kind.EMAIL_CHANGED, by=by, actor=actor, message=checked.strip() if by else "")
    case.email, case.changed_at = to, step.now
    case.save(update_fields=["email", "changed_at"])
    return case


@transaction.atomic
def close(case: Case, *, now: datetime.datetime | None = None) -> Case:
    """Close a resolved case whose citizen has been silent; nothing else closes one."""
    case, step = lock_for_step(case, now)
    if case.reopen_until is not None and case.reopen_until >= step.now:
        raise Refused(_("The citizen may still say that it is not fixed."))
    if case.look_again_by is not None:
        raise Refused(_("The citizen says that it is not fixed, and the head has to answer."))
    case.close()
    return step.commit(Kind.CLOSED)


@transaction.atomic
def note(
    case: Case,
    *,
    by: User | None,
    text: str,
    mentioned: Sequence[User] = (),
    photos: Sequence[Attachment] = (),
    now: datetime.datetime | None = None,
) -> CaseEvent:
    """Write an internal note, which the citizen never sees, with what is attached to it; who is `mentioned`
    gets a letter."""
    case, step = lock_for_step(case, now)
    return step.record(Kind.NOTED, by=by, message=text, mentioned=mentioned, photos=photos)


@transaction.atomic
def change_password(
    case: Case, *, by: User | None = None, checked: str = "", now: datetime.datetime | None = None
) -> tuple[Case, str]:
    """Give the citizen a new password; the old one, and every session opened with it, end at once. At the
    counter it is done `by` a member of staff, who records how the person was `checked`."""
    password = new_password()
    password_hash = hashed(password)
    case, step = lock_for_step(case, now)
    case.password = password_hash
    case.save(update_fields=["password"])
    actor = None if by else Actor.CITIZEN
    step.record(Kind.PASSWORD_CHANGED, by=by, actor=actor, message=checked, secret=password)
    return case, password


def last_result(case: Case) -> CaseEvent:
    """Return the event of the result that stands."""
    return case.events.filter(kind=Kind.RESOLVED).latest("at", "pk")
