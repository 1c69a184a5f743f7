"""Which questions a kind of request asks: the version to ask now, and how a new version comes about."""

import datetime
from collections.abc import Sequence

from django.db import transaction
from django.db.models import Max, Q, QuerySet
from django.utils import timezone

from cases.models import Question, QuestionSet, RequestType

# So long a page that was open when the questions changed is still taken with the questions it showed.
GRACE = datetime.timedelta(days=1)


def to_ask(
    kind: RequestType, shown: str | None = None, *, now: datetime.datetime | None = None
) -> QuestionSet | None:
    """The version to ask, with its questions: the one that the page has shown (its key as text) while that
    is not replaced for longer than GRACE, else the current one; None where the kind asks nothing.
    Two SQL statements, one where nothing is asked."""
    open_since = (now or timezone.now()) - GRACE
    askable = Q(replaced_at__isnull=True) | Q(replaced_at__gt=open_since)
    sets = list(_with_questions(kind.question_sets.filter(askable)))
    current = next((one for one in sets if one.current), None)
    asked = next((one for one in sets if str(one.pk) == shown), current)
    return asked if asked and asked.questions.all() else None


def current(kind: RequestType) -> QuestionSet | None:
    """The version that new requests are asked, with its questions."""
    return _with_questions(kind.question_sets.filter(replaced_at__isnull=True)).first()


@transaction.atomic
def publish(
    kind: RequestType, questions: Sequence[Question], *, now: datetime.datetime | None = None
) -> QuestionSet:
    """Ask these from now on, in this order: a new version, unless they are what is asked already. The
    questions given may be stored ones; they are copied, never changed."""
    now = now or timezone.now()
    RequestType.objects.select_for_update().get(pk=kind.pk)
    before = current(kind)
    if before and _same(list(before.questions.all()), questions):
        return before
    kind.question_sets.filter(replaced_at__isnull=True).update(replaced_at=now)
    last = kind.question_sets.aggregate(last=Max("version"))["last"] or 0
    fresh = QuestionSet.objects.create(request_type=kind, version=last + 1, published_at=now)
    Question.objects.bulk_create(
        _copy(question, fresh, position) for position, question in enumerate(questions, start=1)
    )
    return fresh


def _with_questions(sets: QuerySet[QuestionSet]) -> QuerySet[QuestionSet]:
    return sets.order_by("version").prefetch_related("questions")


def _same(before: Sequence[Question], after: Sequence[Question]) -> bool:
    return len(before) == len(after) and all(old.same_as(new) for old, new in zip(before, after, strict=True))


def _copy(question: Question, question_set: QuestionSet, position: int) -> Question:
    own = {"id", "question_set", "position"}
    fields = {field.name for field in Question._meta.fields} - own
    values = {name: getattr(question, name) for name in fields}
    return Question(question_set=question_set, position=position, **values)
