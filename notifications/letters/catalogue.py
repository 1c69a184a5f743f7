"""Every letter: who gets it on which event, what it shows, and how it goes.

A new letter is an entry here, a template `templates/notices/<letter>.txt`, a member of
`notifications.models.Letter` with its migration, and its Thai words. `spec.LetterSpec` explains the fields.
Somebody whom two letters about one event are meant for gets the first of them: the citizen's before the
staff's, the staff's before the followers'.
"""

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.access.one_time_codes import VALID
from cases.models import CaseEvent, Doer, EscalationRule, OneTimeCode
from notifications.letters import step_effects
from notifications.letters.conditions import (
    alerts_head,
    as_asked,
    by_letter,
    by_the_staff,
    first_of_batch,
    meant_for,
    nobody_in_charge,
    not_given_by_rule,
    of_other_department,
    of_others,
    of_party_step,
    of_staff,
    placed_elsewhere,
    step_of,
    taken_by_department,
    was_with_department,
    with_its_main_case,
)
from notifications.letters.content import standalone_content
from notifications.letters.content.rendering import STOP
from notifications.letters.links import TO_ASSIGN
from notifications.letters.outsiders import TO_FOLLOWERS, TO_OUTSIDE
from notifications.letters.spec import Letters, LetterSpec, Preview, Rule
from notifications.letters.staleness import nothing_waits, party_reminder_ended, reminder_ended
from notifications.models import Audience, Letter, Notice, Priority

Kind, When = CaseEvent.Kind, EscalationRule.When
CITIZEN, HEAD, OFFICER = Audience.CITIZEN, Audience.HEAD, Audience.OFFICER
MENTIONED = Audience.MENTIONED
CLERK, EXECUTIVE = Audience.CLERK, Audience.EXECUTIVE
SUBTASK_HEAD, HELPER = Audience.SUBTASK_HEAD, Audience.HELPER
ABOUT_CASE = ("user_id", "kind", "place")


def _by_table(event: CaseEvent.Kind, *audiences: Audience) -> tuple[Rule, ...]:
    """Return the rules of a reminder that goes to those whom the administrator's table names."""
    return tuple(Rule(event, audience, meant_for(audience)) for audience in audiences)


def _of_party(when: EscalationRule.When, *audiences: Audience) -> tuple[Rule, ...]:
    """Return the rules of a reminder of an outside party's step to these of the staff."""
    return tuple(Rule(Kind.OUTSIDE_REMINDER, one, of_party_step(when, one)) for one in audiences)


def _to_decider(event: CaseEvent.Kind, *, of_result: bool = False) -> tuple[Rule, ...]:
    """Return the rules of a letter to those whose office decides the step that is opened."""
    audiences = {SUBTASK_HEAD: Doer.HEAD, CLERK: Doer.CLERK, EXECUTIVE: Doer.EXECUTIVE}
    return tuple(Rule(event, one, step_of(doer, of_result=of_result)) for one, doer in audiences.items())


def _reminder(letter: Letter, rules: tuple[Rule, ...], *, in_digest: bool = False) -> LetterSpec:
    """Return a letter to the staff that goes last, and only while its case is as it says."""
    return LetterSpec(letter, rules, priority=Priority.BULK, in_digest=in_digest, is_stale=reminder_ended)


TO_CITIZENS = (
    LetterSpec(
        Letter.RECEIVED,
        (Rule(Kind.SUBMITTED, CITIZEN),),
        facts=("user_id", "password", "kind", "place", "department", "expected"),
        next_step=_("Result expected by %(due)s."),
        priority=Priority.URGENT,
        # It brings the password.
        email_first=True,
    ),
    LetterSpec(
        Letter.WITH_DEPARTMENT,
        (
            Rule(Kind.ASSIGNED, CITIZEN, taken_by_department),
            # The citizen hears which department has it when it is accepted, not while it goes to and fro.
            Rule(Kind.TAKEN_OVER, CITIZEN, was_with_department),
            Rule(Kind.PLACED, CITIZEN, placed_elsewhere),
        ),
        facts=(*ABOUT_CASE, "department", "expected"),
        next_step=_("Result expected by %(due)s."),
    ),
    LetterSpec(
        Letter.QUESTION,
        (Rule(Kind.ASKED, CITIZEN),),
        facts=(*ABOUT_CASE, "department"),
        quote=_("Our question"),
        next_step=_("Please answer, the work waits for it."),
        call_if_unreached=True,
        preview=Preview(("ask",), "question", step_effects.asked),
    ),
    LetterSpec(
        Letter.RESULT,
        (Rule(Kind.RESOLVED, CITIZEN),),
        facts=(*ABOUT_CASE, "department", "result", "result_on", "until"),
        quote=_("What was done"),
        next_step=_("Not fixed? Tell us until %(until)s."),
        # Until when it can be contradicted.
        required=("until",),
        call_if_unreached=True,
        # What the officer proposes and others approve is the letter that goes out then.
        preview=Preview(("resolve", "propose", "approve"), "details", step_effects.resolved),
    ),
    LetterSpec(
        Letter.PROGRESS,
        (Rule(Kind.INFORMED, CITIZEN, by_letter),),
        facts=(*ABOUT_CASE, "department", "expected"),
        quote=_("What we have done so far"),
        next_step=_("Result expected by %(due)s."),
    ),
    LetterSpec(
        Letter.REJECTED,
        (Rule(Kind.REJECTED, CITIZEN),),
        facts=(*ABOUT_CASE, "department", "agency", "hotline"),
        quote=_("Reason"),
        next_step=_("Please read the reason."),
        required=("instead",),
        call_if_unreached=True,
        preview=Preview(("reject",), "reason", step_effects.rejected),
    ),
    LetterSpec(
        Letter.REOPENED,
        (Rule(Kind.REOPENED, CITIZEN, as_asked),),
        facts=(*ABOUT_CASE, "department", "expected"),
        next_step=_("New result expected by %(due)s."),
    ),
    LetterSpec(
        Letter.TAKEN_UP_AGAIN,
        (Rule(Kind.REOPENED, CITIZEN, with_its_main_case),),
        facts=(*ABOUT_CASE, "department", "expected"),
        next_step=_("New result expected by %(due)s."),
    ),
    LetterSpec(
        Letter.TAKEN_UP_BY_STAFF,
        (Rule(Kind.REOPENED, CITIZEN, by_the_staff),),
        facts=(*ABOUT_CASE, "department", "expected"),
        quote=_("Reason"),
        next_step=_("New result expected by %(due)s."),
        call_if_unreached=True,
        preview=Preview(("take_up", "grant_reopening"), "reason", step_effects.taken_up_again),
    ),
    LetterSpec(
        Letter.REOPENING_ASKED,
        (Rule(Kind.REOPEN_ASKED, CITIZEN),),
        facts=(*ABOUT_CASE, "department"),
        next_step=_("Answer expected by %(look_by)s."),
    ),
    LetterSpec(
        Letter.REOPENING_REFUSED,
        (Rule(Kind.REOPEN_REFUSED, CITIZEN),),
        facts=(*ABOUT_CASE, "department", "agency", "hotline"),
        quote=_("Reason"),
        next_step=_("Please read the reason."),
        required=("turn_to",),
        call_if_unreached=True,
        preview=Preview(("refuse_reopening",), "reason", step_effects.reopening_refused),
    ),
    LetterSpec(
        Letter.TYPE_CORRECTED,
        (Rule(Kind.TYPE_CORRECTED, CITIZEN),),
        facts=(*ABOUT_CASE, "department", "expected"),
        next_step=_("Result expected by %(due)s."),
    ),
    LetterSpec(
        Letter.CLOSED,
        (Rule(Kind.CLOSED, CITIZEN),),
        facts=(*ABOUT_CASE, "result", "result_on"),
        next_step=_("You need not do anything."),
    ),
    LetterSpec(
        Letter.JOINED,
        (Rule(Kind.DUPLICATE, CITIZEN),),
        facts=ABOUT_CASE,
        call_if_unreached=True,
    ),
    LetterSpec(
        Letter.SEPARATED,
        (Rule(Kind.SEPARATED, CITIZEN),),
        facts=(*ABOUT_CASE, "department", "expected"),
        next_step=_("Result expected by %(due)s."),
        call_if_unreached=True,
    ),
    LetterSpec(
        Letter.DEADLINE_EXTENDED,
        (Rule(Kind.EXTENDED, CITIZEN), Rule(Kind.TIME_CORRECTED, CITIZEN)),
        facts=(*ABOUT_CASE, "department", "expected"),
        quote=_("Reason"),
        next_step=_("New result expected by %(due)s."),
        call_if_unreached=True,
        preview=Preview(
            ("extend", "correct_time"), "reason", step_effects.extended, step_effects.due_date_change
        ),
    ),
    LetterSpec(
        Letter.DELAY_EXPLAINED,
        (Rule(Kind.DELAY_EXPLAINED, CITIZEN),),
        facts=(*ABOUT_CASE, "department"),
        quote=_("The department writes"),
        next_step=_("Please read the reason."),
        call_if_unreached=True,
        preview=Preview(("explain",), "text", step_effects.unchanged),
    ),
    LetterSpec(
        Letter.NEW_PASSWORD,
        (Rule(Kind.PASSWORD_CHANGED, CITIZEN),),
        facts=("user_id", "password", "kind", "place"),
        next_step=_("If it was not you, please call us."),
        priority=Priority.URGENT,
        email_first=True,
    ),
    LetterSpec(
        Letter.EMAIL_CHANGED,
        # Recorded while the old address still stands: that is the one to be told.
        (Rule(Kind.EMAIL_CHANGED, CITIZEN),),
        facts=("user_id", "kind"),
        next_step=_("If it was not you, please call us."),
        # It tells that somebody has changed the way.
        email_first=True,
    ),
    LetterSpec(
        Letter.CONTACT_CHANGED,
        (Rule(Kind.CONTACT_CHANGED, CITIZEN),),
        facts=ABOUT_CASE,
        next_step=_("If it was not you, please call us."),
        email_first=True,
    ),
    LetterSpec(
        Letter.RECOVERY_CODE,
        (Rule(None, CITIZEN),),
        facts=(),
        required=("wish", "minutes"),
        priority=Priority.URGENT,
        expires_after=VALID,
        sample=lambda case: standalone_content.recovery_code(OneTimeCode.Purpose.PASSWORD),
    ),
    LetterSpec(
        Letter.LETTERS_WAIT,
        (Rule(None, CITIZEN),),
        facts=(),
        required=("waiting", "kept"),
        priority=Priority.URGENT,
        is_stale=nothing_waits,
        sample=lambda case: standalone_content.letters_wait(10),
    ),
)
TO_STAFF = (
    LetterSpec(
        Letter.NEW_CASE,
        (
            Rule(Kind.SUBMITTED, HEAD, not_given_by_rule),
            Rule(Kind.SUBMITTED, Audience.HEARER, not_given_by_rule),
        ),
    ),
    LetterSpec(Letter.ASSIGNED_TO_YOU, (Rule(Kind.ASSIGNED, OFFICER),), quote=_("Note")),
    LetterSpec(
        Letter.CASE_TRANSFERRED, (Rule(Kind.TRANSFERRED, HEAD),), quote=_("Reason"), awaits_answer=True
    ),
    LetterSpec(Letter.TRANSFER_RETURNED, (Rule(Kind.SENT_BACK, HEAD),), quote=_("Reason")),
    LetterSpec(
        Letter.TRANSFER_UNANSWERED,
        (Rule(Kind.UNANSWERED, CLERK), Rule(Kind.UNANSWERED, HEAD)),
        awaits_answer=True,
    ),
    LetterSpec(Letter.CASE_TO_PLACE, (Rule(Kind.TO_CLERK, CLERK),), quote=_("Reason")),
    LetterSpec(Letter.CASE_PLACED, (Rule(Kind.PLACED, HEAD),), quote=_("Reason")),
    LetterSpec(Letter.CASE_HANDED_BACK, (Rule(Kind.HANDED_BACK, HEAD),), quote=_("Reason")),
    LetterSpec(
        Letter.CASES_CAME_BACK,
        (Rule(Kind.OFFICER_LEFT, HEAD, first_of_batch),),
        # It speaks of many cases: none of them is named.
        facts=("department",),
        quote=_("Who was in charge"),
        button=TO_ASSIGN,
    ),
    LetterSpec(Letter.ANSWER, (Rule(Kind.ANSWERED, OFFICER),), quote=_("The citizen writes")),
    LetterSpec(
        Letter.MESSAGE,
        (Rule(Kind.MESSAGE, OFFICER), Rule(Kind.MESSAGE, HEAD, nobody_in_charge)),
        quote=_("The citizen writes"),
    ),
    LetterSpec(Letter.MENTIONED, (Rule(Kind.NOTED, MENTIONED),), quote=_("Note")),
    LetterSpec(
        Letter.RESULT_TO_APPROVE,
        (*_to_decider(Kind.PROPOSED, of_result=True), *_to_decider(Kind.STEP_OPENED, of_result=True)),
        quote=_("What was done"),
    ),
    LetterSpec(Letter.RESULT_RETURNED, (Rule(Kind.PROPOSAL_RETURNED, OFFICER),), quote=_("Reason")),
    LetterSpec(Letter.WITHDRAWN, (Rule(Kind.WITHDRAWN, OFFICER),), quote=_("The citizen writes")),
    LetterSpec(Letter.CASE_REOPENED, (Rule(Kind.REOPENED, HEAD, as_asked),), quote=_("The citizen writes")),
    LetterSpec(Letter.REOPENING_TO_ANSWER, (Rule(Kind.REOPEN_ASKED, HEAD),), quote=_("The citizen writes")),
    LetterSpec(Letter.VERDICT_ALERT, (Rule(Kind.RATED, HEAD, alerts_head),), quote=_("The citizen writes")),
    LetterSpec(
        Letter.CASE_SEPARATED,
        (Rule(Kind.SEPARATED, OFFICER), Rule(Kind.SEPARATED, HEAD, nobody_in_charge)),
    ),
    LetterSpec(Letter.SUBTASK_ASKED, (Rule(Kind.SUBTASK_ASKED, SUBTASK_HEAD),), quote=_("What is asked")),
    LetterSpec(
        Letter.SUBTASK_ASSIGNED,
        (Rule(Kind.SUBTASK_ASSIGNED, HELPER, of_other_department),),
        quote=_("Note"),
    ),
    LetterSpec(
        Letter.SUBTASK_FINISHED,
        (
            Rule(Kind.SUBTASK_DONE, OFFICER, of_others),
            Rule(Kind.SUBTASK_DONE, HEAD, of_others),
        ),
        quote=_("What was done"),
    ),
    LetterSpec(
        Letter.STEP_OPENED,
        (
            Rule(Kind.STEP_OPENED, OFFICER, step_of(Doer.OFFICER)),
            *_to_decider(Kind.STEP_OPENED),
        ),
        quote=_("What is to be done"),
    ),
    LetterSpec(Letter.STEP_RETURNED, (Rule(Kind.STEP_RETURNED, OFFICER),), quote=_("Reason")),
    LetterSpec(
        Letter.SUBTASK_REFUSED,
        (Rule(Kind.SUBTASK_REFUSED, OFFICER), Rule(Kind.SUBTASK_REFUSED, HEAD)),
        quote=_("Reason"),
    ),
    LetterSpec(
        Letter.SUBTASK_CANCELLED,
        (
            Rule(Kind.SUBTASK_CANCELLED, HELPER, of_other_department),
            Rule(Kind.SUBTASK_CANCELLED, SUBTASK_HEAD, of_other_department),
        ),
        quote=_("Reason"),
    ),
    LetterSpec(
        Letter.SUBTASK_LATE,
        (Rule(Kind.SUBTASK_LATE, HELPER, of_staff), Rule(Kind.SUBTASK_LATE, SUBTASK_HEAD, of_staff)),
    ),
    LetterSpec(
        Letter.OUTSIDE_EXPECTED,
        _of_party(When.OUTSIDE_DUE, OFFICER, HEAD),
        priority=Priority.BULK,
        is_stale=party_reminder_ended,
    ),
    LetterSpec(
        Letter.OUTSIDE_WAITED,
        _of_party(When.OUTSIDE_LATE, OFFICER, HEAD),
        priority=Priority.BULK,
        is_stale=party_reminder_ended,
    ),
    LetterSpec(
        Letter.OUTSIDE_ESCALATED,
        (*_of_party(When.OUTSIDE_DUE, CLERK, EXECUTIVE), *_of_party(When.OUTSIDE_LATE, CLERK, EXECUTIVE)),
        priority=Priority.BULK,
        is_stale=party_reminder_ended,
    ),
    LetterSpec(
        Letter.OUTSIDE_ANSWERED,
        (
            Rule(Kind.OUTSIDE_ANSWERED, OFFICER),
            Rule(Kind.OUTSIDE_ANSWERED, HEAD, nobody_in_charge),
            Rule(Kind.OUTSIDE_PROMISED, OFFICER),
            Rule(Kind.OUTSIDE_PROMISED, HEAD, nobody_in_charge),
        ),
        quote=_("The outside party writes"),
    ),
    LetterSpec(
        Letter.SUBTASK_CAME_BACK,
        (Rule(Kind.SUBTASK_LEFT, SUBTASK_HEAD, of_other_department),),
        quote=_("Who was in charge"),
    ),
    LetterSpec(
        Letter.CASE_CORRECTED,
        (Rule(Kind.TYPE_CORRECTED, OFFICER), Rule(Kind.DETAILS_CORRECTED, OFFICER)),
        quote=_("Reason"),
    ),
    LetterSpec(
        Letter.NEW_DEADLINE,
        (Rule(Kind.EXTENDED, OFFICER), Rule(Kind.TIME_CORRECTED, OFFICER)),
        quote=_("Reason"),
    ),
    _reminder(
        Letter.DELAY_DUE, (Rule(Kind.DELAY_DUE, OFFICER), Rule(Kind.DELAY_DUE, HEAD, nobody_in_charge))
    ),
    _reminder(Letter.UNASSIGNED, _by_table(Kind.UNASSIGNED, HEAD, OFFICER), in_digest=True),
    _reminder(Letter.DUE_SOON, _by_table(Kind.DUE_SOON, HEAD, OFFICER), in_digest=True),
    _reminder(Letter.LATE, _by_table(Kind.LATE, HEAD, OFFICER), in_digest=True),
    _reminder(Letter.REPLY_LATE, _by_table(Kind.REPLY_LATE, HEAD, OFFICER), in_digest=True),
    _reminder(Letter.REOPENING_DUE, _by_table(Kind.REOPEN_DUE, HEAD, OFFICER)),
    # Those above the department read one letter, whatever they are reminded of.
    _reminder(
        Letter.ESCALATED,
        (
            *_by_table(Kind.UNASSIGNED, CLERK, EXECUTIVE),
            *_by_table(Kind.DUE_SOON, CLERK, EXECUTIVE),
            *_by_table(Kind.LATE, CLERK, EXECUTIVE),
            *_by_table(Kind.REPLY_LATE, CLERK, EXECUTIVE),
            *_by_table(Kind.REOPEN_DUE, CLERK, EXECUTIVE),
        ),
    ),
    LetterSpec(
        Letter.DIGEST,
        (Rule(None, OFFICER),),
        facts=(),
        priority=Priority.BULK,
        sample=lambda case: standalone_content.digest([case], timezone.localdate()),
    ),
)
# What everybody can read on the public map.
TO_NEIGHBOURS = (
    LetterSpec(
        Letter.NEW_IN_AREA,
        (Rule(None, Audience.NEIGHBOUR),),
        facts=(),
        priority=Priority.BULK,
        sample=lambda case: standalone_content.new_in_area([case], STOP),
    ),
)
# To the addresses that the set-up names, whose people need no account.
TO_COUNCIL = (
    LetterSpec(
        Letter.MONTHLY,
        (Rule(None, EXECUTIVE),),
        facts=(),
        required=("said",),
        priority=Priority.BULK,
        sample=lambda case: standalone_content.monthly(timezone.localdate(), ""),
    ),
)
TO_ADMINISTRATORS = (
    LetterSpec(
        Letter.WEBHOOK_OFF,
        (Rule(None, Audience.ADMINISTRATOR),),
        facts=(),
        sample=lambda case: standalone_content.webhook_off("Example"),
    ),
    LetterSpec(
        Letter.TROUBLE,
        (Rule(None, Audience.ADMINISTRATOR),),
        facts=(),
        sample=lambda case: standalone_content.trouble([]),
    ),
)
SPECS = (
    *(*TO_CITIZENS, *TO_STAFF, *TO_FOLLOWERS, *TO_NEIGHBOURS),
    *(*TO_COUNCIL, *TO_ADMINISTRATORS, *TO_OUTSIDE),
)
CATALOGUE: dict[str, LetterSpec] = {spec.letter: spec for spec in SPECS}


def letters_for(event: CaseEvent) -> Letters:
    """Return the letters that are written about an event, each with the audience that gets it."""
    return [
        (spec, rule.audience)
        for spec in SPECS
        for rule in spec.rules
        if rule.event == event.kind and rule.when(event)
    ]


def priority_of(letter: str) -> Priority:
    """Return how soon a letter goes. One that a newer release has written, and this one does not know, goes
    as most do."""
    spec = CATALOGUE.get(letter)
    return spec.priority if spec else Priority.NORMAL


def is_stale(notice: Notice) -> bool:
    """Return whether a letter must not go out any more when its turn comes: it is no longer true."""
    spec = CATALOGUE.get(notice.kind)
    return spec is not None and spec.is_stale(notice)
