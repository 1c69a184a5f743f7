"""The letters to followers and to the people of outside parties: to neither the citizen nor the staff."""

from django.utils.translation import gettext_lazy as _

from cases.models import CaseEvent, Doer
from notifications.letters.conditions import left_out, step_of, taken_by_department
from notifications.letters.spec import LetterSpec, Rule
from notifications.models import Audience, Letter, Priority

Kind = CaseEvent.Kind
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
        (Rule(Kind.EXTENDED, FOLLOWER),),
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
        (Rule(Kind.OUTSIDE_DUE, OUTSIDE),),
        facts=FOLLOWED,
        next_step=_("Please answer by %(subtask_due)s."),
        personal_link=True,
    ),
    LetterSpec(
        Letter.OUTSIDE_LATE,
        (Rule(Kind.SUBTASK_LATE, OUTSIDE, of_party),),
        facts=FOLLOWED,
        next_step=_("Please answer, the work waits for it."),
        personal_link=True,
    ),
    LetterSpec(
        Letter.OUTSIDE_CANCELLED,
        (Rule(Kind.SUBTASK_CANCELLED, OUTSIDE, of_party), Rule(Kind.STEP_SKIPPED, OUTSIDE, left_out)),
        facts=FOLLOWED,
        next_step=_("You need not do anything."),
    ),
)
