"""What the steps are called, what their buttons say, and what is said when they are done."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.access.absences import on_duty
from cases.actions import approvals, stages
from cases.actions.duplicates import main_of
from cases.actions.proposal_state import open_approval
from cases.actions.reachability import Delivery, Reach, delivery
from cases.actions.subtask_state import helping, names
from cases.actions.transfer_state import unanswered_transfer
from cases.audit import citizen_privacy
from cases.models import Case, ContactChannel, Status, Subtask, Transfer, User
from cases.text.dates import long_date
from workflows.rights.catalogue import STEPS, Verb
from workflows.rights.spec import Notifies
from workflows.steps.plan_words import who, whose_turn


def name(verb: Verb) -> str:
    """What the step is called."""
    return str(STEPS[verb].name)


def reaches_citizen(verb: Verb, case: Case) -> bool:
    """Whether the citizen gets a letter about this step: of assignments about the first in a department; of a
    transfer when it is accepted."""
    notifies = STEPS[verb].notifies
    if not has_letter(verb, case):
        return False
    if notifies is Notifies.OF_NEW_DEPARTMENT:
        if case.status == Status.RECEIVED:
            return verb == Verb.ASSIGN
        return case.status == Status.ASSIGNED and unanswered_transfer(case) is not None
    return notifies is Notifies.CITIZEN


def has_letter(verb: Verb, case: Case) -> bool:
    """Whether the step can bring the citizen a letter: the last approval of a result alone does."""
    return verb != Verb.APPROVE or approvals.is_last(case)


def button(verb: Verb, found: Delivery) -> str:
    """What the button of a step says; not that the citizen is told where no letter arrives."""
    step = STEPS[verb]
    return str((None if found.goes else step.silent_button) or step.button)


def many_button(verb: Verb) -> str:
    """What the button of a step on many cases says; whom a letter reaches is told of each when it is done."""
    return str(STEPS[verb].silent_button or STEPS[verb].button)


def how_told(case: Case, found: Delivery) -> str:
    """How the citizen hears of a step, for the form of the step."""
    english = case.language == "en"
    if found.reach == Reach.HELD_BACK:
        why = _(
            "Letters to the e-mail address on file come back. The citizen sees it on the tracking page only."
        )
        telephone = _("Please telephone as well.")
        return f"{why} {telephone}" if case.phone else why
    match found.way:
        case ContactChannel.EMAIL if english:
            return _("The citizen gets a letter by e-mail, in English.")
        case ContactChannel.EMAIL:
            return _("The citizen gets a letter by e-mail, in Thai.")
        case ContactChannel.SMS:
            return _("The citizen gets a short letter by SMS.")
        case ContactChannel.LINE:
            return _("The citizen gets a short letter by LINE.")
    return _(
        "The citizen gave no e-mail address and sees it on the tracking page only. Please telephone as well."
    )


def done(verb: Verb, case: Case, *, by: User, seen: bool = True) -> str:
    """Who got it, and whether the citizen is told: for the page after the step; `seen` says whether that page
    is the case's, which this person may then still read."""
    said = {
        "officer": case.officer,
        "department": case.department,
        "number": case.number,
        "due": long_date(case.due_on),
    }
    if verb == Verb.TRANSFER and (waiting := unanswered_transfer(case)):
        return _sent_on(waiting) % said
    if verb == Verb.ASSIGN and case.officer:
        return _assigned(case, by) % said
    if verb in (Verb.PROPOSE, Verb.APPROVE) and (row := open_approval(case)):
        return _waits_for_approval(verb, row) % {**said, "who": who(row)}
    step = STEPS[verb]
    if step.recorded and not (found := delivery(case)).goes:
        return f"{step.recorded} {_call(case, found.reach, by, seen=seen)}" % said
    return str(step.done) % said


def _waits_for_approval(verb: Verb, row: Subtask) -> str:
    """Who approves the result next, and whether the citizen is told then."""
    if verb == Verb.APPROVE:
        return _("The result of %(number)s is approved. Next in turn: %(who)s.")
    if not delivery(row.case).goes:
        return _("The result of %(number)s waits for approval by: %(who)s.")
    return _("The result of %(number)s waits for approval by: %(who)s. The citizen is told then.")


def _assigned(case: Case, by: User) -> str:
    """Who has the case now, and who is told of it while that person is away."""
    assert case.officer
    stands_in = on_duty(case, timezone.localdate(), officer=case.officer)
    if stands_in is None:
        return _(
            "%(number)s is assigned to %(officer)s, who is away. Nobody who stands in may read this case."
        )
    if stands_in == case.officer:
        return _("%(number)s is assigned to %(officer)s.")
    if stands_in == by:
        return _("%(number)s is assigned to %(officer)s, who is away and gets a letter. You stand in.")
    return _("%(number)s is assigned to %(officer)s, who is away. Who stands in gets a letter.")


def _call(case: Case, found: Reach, by: User, *, seen: bool) -> str:
    """Why no letter reaches the citizen, and what to do; the telephone for those who may still know it, since
    the case and the list of those to telephone are closed to everybody else."""
    if found == Reach.HELD_BACK:
        why = _("Letters to the e-mail address on file come back.")
    else:
        why = _("There is no e-mail address, so no letter goes.")
    if not case.phone:
        return why
    if not seen or not citizen_privacy.may_see(by, case):
        what = _("Whoever may know the citizen has to telephone.")
    else:
        what = _("Please call %(phone)s, and tick it off below.") % {"phone": case.telephone}
    return f"{why} {what}"


def whats_next(case: Case) -> str:
    """What happens next, and whose turn it is."""
    names = {"officer": case.officer, "department": case.department}
    if case.status == Status.WAITING:
        return _waiting(case)
    if case.is_open and main_of(case):
        return _("The main case gets its result; this one gets the same at the same moment.")
    if case.look_again_by:
        text = _(
            "The citizen says that it is not fixed. The head of %(department)s opens the case again or stays "
            "with the result by %(day)s; then it opens by itself."
        )
        return text % {**names, "day": long_date(case.look_again_by)}
    if case.status == Status.RESOLVED and case.reopen_until:
        text = _("The citizen may say until %(time)s that it is not fixed. Then the case closes by itself.")
        return text % {"time": long_date(case.reopen_until)}
    if not case.is_open:
        return _("Nothing: the case has ended.")
    if case.officer_id is None and (waiting := unanswered_transfer(case)):
        return _unanswered(waiting)
    if case.officer_id is None:
        return _("The head of %(department)s assigns an officer.") % names
    if case.status == Status.ASSIGNED:
        return _("%(officer)s starts the work.") % names
    if row := open_approval(case):
        text = _("%(who)s approves the result of %(officer)s, or returns it.")
        return text % {"who": who(row), "officer": case.officer}
    if turn := whose_turn(case):
        return turn
    return _("%(officer)s does the work and reports the result.") % names


def waits_for(case: Case) -> str:
    """Why the result cannot be reported yet; empty where it can."""
    if steps := stages.waited_for(case):
        text = _("The plan has steps that are not done yet: %(steps)s. The result can be reported then.")
        return text % {"steps": ", ".join(dict.fromkeys(step.name for step in steps))}
    waiting = helping(case)
    if not waiting:
        return ""
    text = _(
        "%(departments)s still does a subtask of this case. The result can be reported when it is finished."
    )
    return text % {"departments": names(waiting)}


def _sent_on(waiting: Transfer) -> str:
    """Who answers the transfer of a case that was sent to another department."""
    if waiting.at_desk:
        return _("%(number)s was sent on for the third time: the clerk decides which department takes it.")
    return _("%(number)s goes to %(department)s, which accepts it or sends it back within one working day.")


def _unanswered(waiting: Transfer) -> str:
    """Who answers a transfer, and until when."""
    names = {"sender": waiting.sender, "receiver": waiting.receiver, "day": long_date(waiting.accept_by)}
    if waiting.at_desk:
        return _("The clerk decides which department takes it. %(sender)s proposes %(receiver)s.") % names
    if waiting.is_overdue:
        text = _("%(receiver)s should have accepted the case or sent it back by %(day)s. The clerk is told.")
        return text % names
    return _("The head of %(receiver)s accepts the case by %(day)s, or sends it back to %(sender)s.") % names


def _waiting(case: Case) -> str:
    left = case.days_left_at_pause or 0
    text = ngettext(
        "The citizen answers. The deadline pauses with %(count)s working day left.",
        "The citizen answers. The deadline pauses with %(count)s working days left.",
        left,
    )
    return text % {"count": max(left, 0)}
