"""What strangers may read of a citizen's words: nothing, until somebody of the staff has cleared them.

No mask on free text can win: a telephone number has more spellings than a pattern. What was cleared is kept
as it was read; other words in its place are not cleared.
"""

import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions.step import lock_for_step
from cases.errors import Refused
from cases.events import Kind
from cases.models import Case, User


@transaction.atomic
def clear(case: Case, *, words: str, by: User, now: datetime.datetime | None = None) -> Case:
    """Let strangers read the words about the place, as this person has read them. Raises Refused where they
    are others by now."""
    case, step = lock_for_step(case, now)
    if not case.place or words != case.place:
        raise Refused(_("These words have changed since you read them. Please read them again."))
    if case.cleared_place != case.place:
        _keep(case, case.place)
        step.record(Kind.WORDS_CLEARED, by=by, message=case.place)
    return case


@transaction.atomic
def take_back(case: Case, *, by: User, now: datetime.datetime | None = None) -> Case:
    """Show strangers no words of the citizen any more."""
    case, step = lock_for_step(case, now)
    if case.cleared_place:
        _keep(case, "")
        step.record(Kind.WORDS_TAKEN_BACK, by=by)
    return case


def _keep(case: Case, words: str) -> None:
    case.cleared_place = words
    case.save(update_fields=["cleared_place"])
