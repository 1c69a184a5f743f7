"""Which questions a request type asks: the version to ask now, and how a new version comes about."""

import datetime
from collections.abc import Sequence
from itertools import groupby
from operator import attrgetter

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from cases.lib.setup_cache import shared
from cases.models import Question, QuestionSet, RequestType
from cases.questionnaires import rows as question_rows

# So long a page that was open when the questions changed is still taken with the questions it showed.
GRACE = datetime.timedelta(days=1)


def to_ask(
    request_type: RequestType, shown: str | None = None, *, now: datetime.datetime | None = None
) -> QuestionSet | None:
    """The version to ask, with its questions: the one that the page has shown (its key as text) while that is
    not replaced for longer than GRACE, else the current one; None where the request type asks nothing. At
    most one SQL statement."""
    taken_since = (now or timezone.now()) - GRACE
    sets = shared(f"questions-{request_type.pk}", lambda: _askable(request_type, taken_since))
    taken = [one for one in sets if one.replaced_at is None or one.replaced_at > taken_since]
    now_asked = next((one for one in taken if one.current), None)
    return next((one for one in taken if str(one.pk) == shown), now_asked)


def current(request_type: RequestType) -> QuestionSet | None:
    """The version that new requests are asked."""
    return request_type.question_sets.filter(replaced_at__isnull=True).first()


@transaction.atomic
def publish(
    request_type: RequestType, questions: Sequence[Question], *, now: datetime.datetime | None = None
) -> QuestionSet:
    """Ask these from now on, in this order: a new version, unless they are what is asked already. The
    questions given may be stored ones; they are copied, never changed."""
    now = now or timezone.now()
    RequestType.objects.select_for_update(no_key=True).get(pk=request_type.pk)
    before = current(request_type)
    if before and _same(before.in_order, questions):
        return before
    request_type.question_sets.filter(replaced_at__isnull=True).update(replaced_at=now)
    last = request_type.question_sets.aggregate(last=Max("version"))["last"] or 0
    fresh = QuestionSet.objects.create(request_type=request_type, version=last + 1, published_at=now)
    Question.objects.bulk_create(
        _copy(question, fresh, position) for position, question in enumerate(questions, start=1)
    )
    question_rows.note(fresh, before=before.in_order if before else [])
    return fresh


def _askable(request_type: RequestType, since: datetime.datetime) -> list[QuestionSet]:
    """The versions that are asked now, or were replaced since."""
    askable = Q(question_set__replaced_at__isnull=True) | Q(question_set__replaced_at__gt=since)
    found = Question.objects.filter(askable, question_set__request_type=request_type)
    rows = found.select_related("question_set").order_by("question_set", "position")
    return [_together(list(questions)) for _pk, questions in groupby(rows, key=attrgetter("question_set_id"))]


def _together(questions: list[Question]) -> QuestionSet:
    question_set = questions[0].question_set
    question_set.in_order = questions
    return question_set


def _same(before: Sequence[Question], after: Sequence[Question]) -> bool:
    return len(before) == len(after) and all(old.same_as(new) for old, new in zip(before, after, strict=True))


def _copy(question: Question, question_set: QuestionSet, position: int) -> Question:
    own = {"id", "question_set", "position"}
    fields = {field.name for field in Question._meta.fields} - own
    values = {name: getattr(question, name) for name in fields}
    return Question(question_set=question_set, position=position, **values)
