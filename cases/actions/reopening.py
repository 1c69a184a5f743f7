"""“Still not fixed”: the citizen opens the case again, at once or once the head has looked at it.

Where the request type wants that look, the case stays resolved, with the day by which the head has to answer
(`Case.look_again_by`); the head opens it or stays with the result, and after that day it opens by itself.
"""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions import field_changes, lifecycle
from cases.actions.duplicates import leave_main
from cases.actions.step import lock_for_step
from cases.deadlines.work_calendar import WorkCalendar
from cases.errors import Refused
from cases.events import Actor, Kind
from cases.models import AnswerWords, Attachment, Case, ExternalAgency, Feedback, User


@transaction.atomic
def reopen(
    case: Case,
    *,
    reason: str,
    rating: int | None = None,
    words: AnswerWords = lifecycle.NO_WORDS,
    photos: Sequence[Attachment] = (),
    now: datetime.datetime | None = None,
) -> Case:
    """The citizen says that it is not fixed: a new deadline, and the head decides again; or the head looks
    first, where the request type wants it. That is the verdict on the result, whatever was said of it before;
    a rating given then stays where there is no new one. The answers are kept in the `words` in which they
    were offered. A duplicate that opens goes its own way from here."""
    case, step = lock_for_step(case, now)
    if case.reopen_until is not None and case.reopen_until < step.now:
        raise Refused(_("The time to say so is over. Please file a new request."))
    if case.look_again_by is not None:
        raise Refused(_("You have told us already. The department looks at it."))
    days = case.request_type.look_again_days
    if days:
        field_changes.asked_to_reopen(case, WorkCalendar.load().due(step.now, days))
    else:
        field_changes.reopened(case, now=step.now)
        leave_main(case)
    said: dict[str, object] = {"verdict": Feedback.Verdict.STILL_THERE, "at": step.now}
    said |= {"verdict_th": words.verdict_th, "verdict_en": words.verdict_en}
    if rating is not None or words.rating_th:
        said |= {"rating": rating, "rating_th": words.rating_th, "rating_en": words.rating_en}
    Feedback.objects.update_or_create(case=case, event=lifecycle.last_result(case), defaults=said)
    kind = Kind.REOPEN_ASKED if days else Kind.REOPENED
    return step.commit(kind, actor=Actor.CITIZEN, message=reason, photos=photos)


@transaction.atomic
def grant(
    case: Case,
    *,
    by: User,
    reason: str,
    to: User | None = None,
    letter_words: str = "",
    now: datetime.datetime | None = None,
) -> Case:
    """The head has looked and opens the case again, with a new deadline, and may name its officer at once.
    The citizen reads the `reason`. Raises Refused where nobody has asked, or it was answered before."""
    case, step = lock_for_step(case, now)
    _refuse_unasked(case)
    field_changes.reopened(case, now=step.now)
    leave_main(case)
    case = step.commit(Kind.REOPENED, by=by, message=reason, letter_words=letter_words)
    return lifecycle.assign(case, to=to, by=by, now=step.now) if to else case


@transaction.atomic
def refuse(
    case: Case,
    *,
    by: User,
    reason: str,
    agency: ExternalAgency | None = None,
    letter_words: str = "",
    now: datetime.datetime | None = None,
) -> Case:
    """The head has looked and stays with the result: the case is closed, the citizen reads the `reason`, and
    where to turn to. Raises Refused where nobody has asked, or it was answered before."""
    case, step = lock_for_step(case, now)
    _refuse_unasked(case)
    field_changes.reopening_refused(case, agency)
    return step.commit(Kind.REOPEN_REFUSED, by=by, message=reason, letter_words=letter_words)


def unanswered(now: datetime.datetime) -> QuerySet[Case]:
    """Return the cases whose head has been silent beyond the day of the answer."""
    cases: QuerySet[Case] = Case.objects.filter(look_again_by__lt=timezone.localdate(now))
    return cases


@transaction.atomic
def open_unanswered(case: Case, *, now: datetime.datetime | None = None) -> Case | None:
    """Open a case whose head has been silent beyond the day of the answer, as if the request type wanted no
    look; None where it was answered meanwhile."""
    case, step = lock_for_step(case, now)
    if case.look_again_by is None or case.look_again_by >= step.today:
        return None
    field_changes.reopened(case, now=step.now)
    leave_main(case)
    return step.commit(Kind.REOPENED, actor=Actor.SYSTEM)


def _refuse_unasked(case: Case) -> None:
    if case.look_again_by is None:
        raise Refused(_("Nobody waits for an answer to “still not fixed”."))
