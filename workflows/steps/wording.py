"""What the steps are called, what their buttons say, and what is said when they are done."""

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.access.absences import on_duty
from cases.actions.contact_preference import Way
from cases.actions.duplicates import main_of
from cases.actions.proposal_state import open_proposal
from cases.actions.reachability import Delivery, Reach, delivery
from cases.actions.subtask_state import names
from cases.actions.transfer_state import standing
from cases.audit import citizen_privacy
from cases.models import Case, Handover, Part, Status, User
from cases.text.dates import long_date
from workflows.rights.rules import Verb

NAMES = {
    Verb.ACCEPT: gettext_lazy("Accept the case"),
    Verb.SEND_BACK: gettext_lazy("Send it back"),
    Verb.PLACE: gettext_lazy("Decide the department"),
    Verb.ASSIGN: gettext_lazy("Name an officer"),
    Verb.START: gettext_lazy("Start the work"),
    Verb.ASK: gettext_lazy("Ask the citizen"),
    Verb.TRANSFER: gettext_lazy("Send to another department"),
    Verb.HAND_BACK: gettext_lazy("Give back to the head"),
    Verb.RESOLVE: gettext_lazy("Report the result"),
    Verb.PROPOSE: gettext_lazy("Propose the result"),
    Verb.APPROVE: gettext_lazy("Approve the result"),
    Verb.RETURN_RESULT: gettext_lazy("Return to the officer"),
    Verb.TAKE_BACK: gettext_lazy("Take the result back"),
    Verb.REJECT: gettext_lazy("Do not take it on"),
    Verb.ASK_PART: gettext_lazy("Ask another department for a part"),
    Verb.MARK_DUPLICATE: gettext_lazy("Join with another case"),
    Verb.UNMARK_DUPLICATE: gettext_lazy("Handle it on its own"),
    Verb.NOTE: gettext_lazy("Write an internal note"),
    Verb.EXTEND: gettext_lazy("Give more time"),
    Verb.EXPLAIN: gettext_lazy("Explain the delay to the applicant"),
}
BUTTONS = {
    Verb.ACCEPT: gettext_lazy("Accept the case"),
    Verb.SEND_BACK: gettext_lazy("Send it back"),
    Verb.PLACE: gettext_lazy("This department takes it"),
    Verb.ASSIGN: gettext_lazy("Assign"),
    Verb.START: gettext_lazy("Start the work"),
    Verb.ASK: gettext_lazy("Send the question"),
    Verb.TRANSFER: gettext_lazy("Send the case"),
    Verb.HAND_BACK: gettext_lazy("Give back"),
    Verb.RESOLVE: gettext_lazy("Finish and tell the citizen"),
    Verb.PROPOSE: gettext_lazy("Send it to the head"),
    Verb.APPROVE: gettext_lazy("Approve and tell the citizen"),
    Verb.RETURN_RESULT: gettext_lazy("Return it"),
    Verb.TAKE_BACK: gettext_lazy("Take it back"),
    Verb.REJECT: gettext_lazy("Close it and tell the citizen"),
    Verb.ASK_PART: gettext_lazy("Ask for the part"),
    Verb.MARK_DUPLICATE: gettext_lazy("Join the cases"),
    Verb.UNMARK_DUPLICATE: gettext_lazy("Handle it on its own"),
    Verb.NOTE: gettext_lazy("Save the note"),
    Verb.EXTEND: gettext_lazy("Give more time and tell the citizen"),
    Verb.EXPLAIN: gettext_lazy("Send the explanation"),
}
# The same where no letter can be written, or none arrives.
SILENT_BUTTONS = {
    Verb.ASK: gettext_lazy("Record the question"),
    Verb.RESOLVE: gettext_lazy("Finish"),
    Verb.APPROVE: gettext_lazy("Approve"),
    Verb.REJECT: gettext_lazy("Close it"),
    Verb.EXTEND: gettext_lazy("Give more time"),
    Verb.EXPLAIN: gettext_lazy("Record the explanation"),
}
# What is true of a step whose letter does not go, or does not arrive.
RECORDED = {
    Verb.ASK: gettext_lazy("The question is recorded. The deadline of %(number)s pauses until the answer."),
    Verb.RESOLVE: gettext_lazy("The result of %(number)s is recorded."),
    Verb.APPROVE: gettext_lazy("The result of %(number)s is approved and recorded."),
    Verb.REJECT: gettext_lazy("It is recorded why %(number)s is not taken on, and where to go instead."),
    Verb.MARK_DUPLICATE: gettext_lazy("%(number)s waits for the result of its main case."),
    Verb.UNMARK_DUPLICATE: gettext_lazy("%(number)s is handled on its own again."),
    Verb.EXTEND: gettext_lazy("%(number)s is now due on %(due)s."),
    Verb.EXPLAIN: gettext_lazy("It is recorded why %(number)s takes longer."),
}
EXPIRED = gettext_lazy("This page was open for too long. Nothing was lost: please send it once more.")
LOGGED_OUT = gettext_lazy("You were logged out after a while. What you typed is here: send it once more.")
NOT_NOW = gettext_lazy("The case does not allow this step as it stands now.")
NOT_YOURS = gettext_lazy("You do not have the right to do this step with this case.")
BUSY = gettext_lazy("Somebody else is working on this case at this moment. Please try again.")
JOINED = gettext_lazy("This case waits for the result of its main case. Separate it first.")
CHANGED = gettext_lazy(
    "The case has changed since you opened it, and nothing was done. "
    "Read what is new, and send it again if it still fits."
)
NOT_ANY_MORE = gettext_lazy(
    "This step is not yours any more: your role, or for whom you stand in, "
    "has changed since you opened the page."
)
WAITS_FOR_ANSWER = gettext_lazy(
    "Another department sent it here, and this step would answer that. "
    "Accept it or send it back on its own page."
)
WAITS_FOR_APPROVAL = gettext_lazy(
    "A proposed result waits for the head, and this step would end it. Decide about it on its own page."
)
OTHER_WORDS = gettext_lazy(
    "This form was sent before, and done once. What you have changed in it since was not sent: "
    "it stands here in a new form."
)
DONE_OTHERWISE = gettext_lazy(
    "This form was sent before with other words, and this case was done with those. "
    "What you have changed in it since was not done."
)
OTHER_MANY = gettext_lazy(
    "This form was sent before, and done once: here is what came of it. "
    "What you have changed in it since was not done."
)
# Steps whose words or outcome reach the citizen by letter.
TOLD = frozenset(
    {
        Verb.ASK,
        Verb.RESOLVE,
        Verb.APPROVE,
        Verb.REJECT,
        Verb.EXTEND,
        Verb.EXPLAIN,
        Verb.MARK_DUPLICATE,
        Verb.UNMARK_DUPLICATE,
    }
)
# Steps by which a department takes a case: the citizen hears once which one has it.
TAKING = frozenset({Verb.ACCEPT, Verb.ASSIGN})
# Steps whose letter carries the officer's own words: it can be read before it goes.
SHOWN_BEFORE = frozenset(
    {Verb.ASK, Verb.RESOLVE, Verb.PROPOSE, Verb.APPROVE, Verb.REJECT, Verb.EXTEND, Verb.EXPLAIN}
)
# Steps that lead to the result, which the citizens of joined reports get as well.
ENDING = frozenset({Verb.RESOLVE, Verb.PROPOSE, Verb.APPROVE, Verb.REJECT})


def reaches_citizen(verb: Verb, case: Case) -> bool:
    """Whether the citizen gets a letter about this step: of assignments about the first in a department; of a
    transfer when it is accepted."""
    if verb == Verb.ASSIGN and case.status == Status.RECEIVED:
        return True
    return verb in TOLD or (verb in TAKING and case.status == Status.ASSIGNED and standing(case) is not None)


def button(verb: Verb, found: Delivery) -> str:
    """What the button of a step says; not that the citizen is told where no letter arrives."""
    silent = not found.goes and verb in SILENT_BUTTONS
    return str(SILENT_BUTTONS[verb] if silent else BUTTONS[verb])


def many_button(verb: Verb) -> str:
    """What the button of a step on many cases says; whom a letter reaches is told of each when it is done."""
    return str(SILENT_BUTTONS.get(verb, BUTTONS[verb]))


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
        case Way.EMAIL if english:
            return _("The citizen gets a letter by e-mail, in English.")
        case Way.EMAIL:
            return _("The citizen gets a letter by e-mail, in Thai.")
        case Way.SMS:
            return _("The citizen gets a short letter by SMS.")
        case Way.LINE:
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
    if verb == Verb.TRANSFER:
        return _sent_on(case) % said
    if verb == Verb.ASSIGN and case.officer:
        return _assigned(case, by) % said
    if verb == Verb.PROPOSE and not delivery(case).goes:
        return _("The result of %(number)s waits for the head of %(department)s.") % said
    if verb in RECORDED and not (found := delivery(case)).goes:
        return f"{RECORDED[verb]} {_call(case, found.reach, by, seen=seen)}" % said
    return {
        Verb.ACCEPT: _("%(department)s has taken %(number)s. Now name the officer."),
        Verb.SEND_BACK: _("%(number)s goes back to %(department)s, whose head decides again."),
        Verb.PLACE: _("%(number)s is now with %(department)s, whose head names an officer."),
        Verb.ASK_PART: _("The other department is asked. %(number)s cannot be finished before its part is."),
        Verb.START: _("The work on %(number)s has begun. The citizen sees it on the tracking page."),
        Verb.ASK: _("The citizen is asked. The deadline of %(number)s pauses until the answer."),
        Verb.HAND_BACK: _("%(number)s is back with the head of %(department)s."),
        Verb.RESOLVE: _("The citizen is told the result of %(number)s, and may say that it is not fixed."),
        Verb.PROPOSE: _(
            "The result of %(number)s waits for the head of %(department)s. The citizen is told then."
        ),
        Verb.APPROVE: _("The citizen is told the result of %(number)s, and may say that it is not fixed."),
        Verb.RETURN_RESULT: _("%(number)s is back with %(officer)s, who is told why."),
        Verb.TAKE_BACK: _("The result of %(number)s is taken back. Nobody was told."),
        Verb.REJECT: _("The citizen is told why %(number)s is not taken on, and where to go instead."),
        Verb.MARK_DUPLICATE: _("%(number)s waits for the result of its main case. The citizen is told."),
        Verb.UNMARK_DUPLICATE: _("%(number)s is handled on its own again. The citizen is told."),
        Verb.NOTE: _("The note is saved. Only the staff can read it."),
        Verb.EXTEND: _("%(number)s is now due on %(due)s. The citizen is told why."),
        Verb.EXPLAIN: _("The applicant is told why %(number)s takes longer."),
    }[verb] % said


def _assigned(case: Case, by: User) -> str:
    """Who has the case now, and who is told of it while that person is away."""
    assert case.officer
    stands_in = on_duty(case, timezone.localdate(), officer=case.officer)
    if stands_in is None:
        return _("%(number)s is now with %(officer)s, who is away. Nobody who stands in may read this case.")
    if stands_in == case.officer:
        return _("%(number)s is now with %(officer)s.")
    if stands_in == by:
        return _("%(number)s is now with %(officer)s, who is away and gets a letter. You stand in.")
    return _("%(number)s is now with %(officer)s, who is away. Who stands in gets a letter.")


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
    if case.status == Status.RESOLVED and case.reopen_until:
        text = _("The citizen may say until %(time)s that it is not fixed. Then the case closes by itself.")
        return text % {"time": long_date(case.reopen_until)}
    if not case.is_open:
        return _("Nothing: the case has ended.")
    if case.officer_id is None and (waiting := standing(case)):
        return _unanswered(waiting)
    if case.officer_id is None:
        return _("The head of %(department)s names an officer.") % names
    if case.status == Status.ASSIGNED:
        return _("%(officer)s starts the work.") % names
    if open_proposal(case):
        return _("The head of %(department)s approves the result of %(officer)s, or returns it.") % names
    return _("%(officer)s does the work and reports the result.") % names


def waits_for(waiting: list[Part]) -> str:
    """Why the result cannot be reported yet."""
    text = _(
        "%(departments)s still does a part of this case. The result can be reported when it is finished."
    )
    return text % {"departments": names(waiting)}


def _sent_on(case: Case) -> str:
    """Where a case went that was sent to another department."""
    waiting = standing(case)
    if waiting is None:
        return _("%(number)s is now with %(department)s, whose head names an officer.")
    if waiting.at_desk:
        return _("%(number)s was sent on for the third time: the clerk decides which department takes it.")
    return _("%(number)s goes to %(department)s, which accepts it or sends it back within one working day.")


def _unanswered(waiting: Handover) -> str:
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
