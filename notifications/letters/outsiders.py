"""The letters to followers and to the people of outside parties: to neither the citizen nor the staff."""

from django.utils.translation import gettext_lazy as _

from cases.models import CaseEvent, Doer, EscalationRule
from notifications.letters.conditions import left_out, of_party_step, step_of, taken_by_department
from notifications.letters.spec import LetterSpec, Rule
from notifications.letters.staleness import party_reminder_ended
from notifications.models import Audience, Letter, Priority

Kind, When = CaseEvent.Kind, EscalationRule.When
FOLLOWER, OUTSIDE = Audience.FOLLOWER, Audience.OUTSIDE
FOLLOWED = ("number", "kind")
of_party = step_of(Doer.OUTSIDE)
# Nothing that anybody typed, neither the citizen nor the staff.
TO_FOLLOWERS = (
    LetterSpec(
        Letter.FOLLOWED_ASSIGNED,
        (Rule(Kind.ASSIGNED, FOLLOWER, taken_by_department),),
        facts=(*FOLLOWED, "department", "expected"),
        priority=Priority.BULK,
    ),
    LetterSpec(
        Letter.FOLLOWED_RESULT,
        (Rule(Kind.RESOLVED, FOLLOWER),),
        facts=(*FOLLOWED, "department", "result", "result_on"),
        priority=Priority.BULK,
    ),
    LetterSpec(
        Letter.FOLLOWED_REJECTED,
        (Rule(Kind.REJECTED, FOLLOWER),),
        facts=(*FOLLOWED, "department", "agency", "hotline"),
        required=("instead",),
        priority=Priority.BULK,
    ),
    LetterSpec(
        Letter.FOLLOWED_WITHDRAWN,
        # Not what happens next, but those who wait too must know that nobody works on it any more.
        (Rule(Kind.WITHDRAWN, FOLLOWER),),
        facts=FOLLOWED,
        priority=Priority.BULK,
    ),
    LetterSpec(
        Letter.FOLLOWED_REOPENED,
        (Rule(Kind.REOPENED, FOLLOWER),),
        facts=(*FOLLOWED, "department", "expected"),
        priority=Priority.BULK,
    ),
    LetterSpec(
        Letter.FOLLOWED_CLOSED,
        (Rule(Kind.CLOSED, FOLLOWER),),
        facts=(*FOLLOWED, "result", "result_on"),
        priority=Priority.BULK,
    ),
    LetterSpec(
        Letter.FOLLOWED_EXTENDED,
        (Rule(Kind.EXTENDED, FOLLOWER), Rule(Kind.TIME_CORRECTED, FOLLOWER)),
        facts=(*FOLLOWED, "department", "expected"),
        priority=Priority.BULK,
    ),
)
# Nothing of the citizen: neither the words nor the place.
TO_OUTSIDE = (
    LetterSpec(
        Letter.OUTSIDE_ASKED,
        (
            Rule(Kind.OUTSIDE_ASKED, OUTSIDE),
            Rule(Kind.STEP_OPENED, OUTSIDE, of_party),
            Rule(Kind.OUTSIDE_LINKED, OUTSIDE),
        ),
        facts=FOLLOWED,
        quote=_("What is asked"),
        next_step=_("Please answer by %(subtask_due)s."),
        personal_link=True,
    ),
    LetterSpec(
        Letter.OUTSIDE_DUE,
        (Rule(Kind.OUTSIDE_REMINDER, OUTSIDE, of_party_step(When.OUTSIDE_DUE, OUTSIDE)),),
        facts=FOLLOWED,
        next_step=_("Please answer by %(subtask_due)s."),
        personal_link=True,
        is_stale=party_reminder_ended,
    ),
    LetterSpec(
        Letter.OUTSIDE_LATE,
        (Rule(Kind.OUTSIDE_REMINDER, OUTSIDE, of_party_step(When.OUTSIDE_LATE, OUTSIDE)),),
        facts=FOLLOWED,
        next_step=_("Please answer, the work waits for it."),
        personal_link=True,
        is_stale=party_reminder_ended,
    ),
    LetterSpec(
        Letter.OUTSIDE_CANCELLED,
        (Rule(Kind.SUBTASK_CANCELLED, OUTSIDE, of_party), Rule(Kind.STEP_SKIPPED, OUTSIDE, left_out)),
        facts=FOLLOWED,
        next_step=_("You need not do anything."),
    ),
)
