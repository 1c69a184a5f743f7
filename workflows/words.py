"""What the steps are called, what their buttons say, and what is said when they are done."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.dates import date_and_time
from cases.models import Case, Status
from cases.proposals import open_proposal
from workflows.rights import Verb

NAMES = {
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
    Verb.NOTE: gettext_lazy("Write an internal note"),
}
BUTTONS = {
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
    Verb.NOTE: gettext_lazy("Save the note"),
}
EXPIRED = gettext_lazy("This page was open for too long. Nothing was lost: please send it once more.")
LOGGED_OUT = gettext_lazy("You were logged out after a while. What you typed is here: send it once more.")
NOT_NOW = gettext_lazy("The case does not allow this step as it stands now.")
NOT_YOURS = gettext_lazy("You do not have the right to do this step with this case.")
BUSY = gettext_lazy("Somebody else is working on this case at this moment. Please try again.")
GONE = gettext_lazy("This step is already done, and the case is no longer in your department.")
# Steps whose words or outcome reach the citizen by letter.
TOLD = frozenset({Verb.ASK, Verb.TRANSFER, Verb.RESOLVE, Verb.APPROVE, Verb.REJECT})
# Steps whose letter carries the officer's own words: it can be read before it goes.
SHOWN_BEFORE = frozenset({Verb.ASK, Verb.RESOLVE, Verb.PROPOSE, Verb.APPROVE, Verb.REJECT})


def reaches_citizen(verb: Verb, case: Case) -> bool:
    """Whether the citizen gets a letter about this step; of assignments about the first alone."""
    return verb in TOLD or (verb == Verb.ASSIGN and case.status == Status.RECEIVED)


def done(verb: Verb, case: Case) -> str:
    """Who got it, or what the citizen will be told: for the page after the step."""
    names = {"officer": case.officer, "department": case.department, "number": case.number}
    return {
        Verb.ASSIGN: _("%(number)s is now with %(officer)s."),
        Verb.START: _("The work on %(number)s has begun. The citizen sees it on the tracking page."),
        Verb.ASK: _("The citizen is asked. The deadline of %(number)s pauses until the answer."),
        Verb.TRANSFER: _("%(number)s is now with %(department)s, whose head decides."),
        Verb.HAND_BACK: _("%(number)s is back with the head of %(department)s."),
        Verb.RESOLVE: _("The citizen is told the result of %(number)s, and may say that it is not fixed."),
        Verb.PROPOSE: _(
            "The result of %(number)s waits for the head of %(department)s. The citizen is told then."
        ),
        Verb.APPROVE: _("The citizen is told the result of %(number)s, and may say that it is not fixed."),
        Verb.RETURN_RESULT: _("%(number)s is back with %(officer)s, who is told why."),
        Verb.TAKE_BACK: _("The result of %(number)s is taken back. Nobody was told."),
        Verb.REJECT: _("The citizen is told why %(number)s is not taken on, and where to go instead."),
        Verb.NOTE: _("The note is saved. Only the staff can read it."),
    }[verb] % names


def whats_next(case: Case) -> str:
    """What happens next, and whose turn it is."""
    names = {"officer": case.officer, "department": case.department}
    if case.status == Status.WAITING:
        return _waiting(case)
    if case.status == Status.RESOLVED and case.reopen_until:
        text = _("The citizen may say until %(time)s that it is not fixed. Then the case closes by itself.")
        return text % {"time": date_and_time(case.reopen_until)}
    if not case.is_open:
        return _("Nothing: the case has ended.")
    if case.officer_id is None:
        return _("The head of %(department)s names an officer.") % names
    if case.status == Status.ASSIGNED:
        return _("%(officer)s starts the work.") % names
    if open_proposal(case):
        return _("The head of %(department)s approves the result of %(officer)s, or returns it.") % names
    return _("%(officer)s does the work and reports the result.") % names


def _waiting(case: Case) -> str:
    left = case.days_left_at_pause or 0
    text = ngettext(
        "The citizen answers. The deadline pauses with %(count)s working day left.",
        "The citizen answers. The deadline pauses with %(count)s working days left.",
        left,
    )
    return text % {"count": max(left, 0)}
