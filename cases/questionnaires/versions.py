"""Which questions a request type asks: the version to ask now, and how a new version comes about.

A block of questions has versions of its own. A request type asks copies of a block's questions, so that what
a case was asked stays with it; a new version of the block is a new version of each type that inserts it.
"""

import datetime
from collections.abc import Collection, Iterable, Sequence
from itertools import groupby
from operator import attrgetter

from django.db import transaction
from django.db.models import Max, Q
from django.utils import timezone

from cases.lib.setup_cache import shared
from cases.models import Question, QuestionBlock, QuestionSet, RequestType
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


def current(owner: RequestType | QuestionBlock) -> QuestionSet | None:
    """The version that new requests are asked, or that is inserted where the block is."""
    return owner.question_sets.filter(replaced_at__isnull=True).first()


@transaction.atomic
def publish(
    owner: RequestType | QuestionBlock, questions: Sequence[Question], *, now: datetime.datetime | None = None
) -> QuestionSet:
    """Ask these from now on, in this order: a new version, unless they are what is asked already. The
    questions given may be stored ones; they are copied, never changed. Of a block that a request type inserts
    the questions are the block's current ones. `blocks.publish` is for a block."""
    now = now or timezone.now()
    if isinstance(owner, RequestType):
        questions = with_blocks(questions, _locked({one.block_id for one in questions if one.block_id}))
    type(owner)._default_manager.select_for_update(no_key=True).get(pk=owner.pk)
    before = current(owner)
    if before and _same(before.in_order, questions):
        return before
    owner.question_sets.filter(replaced_at__isnull=True).update(replaced_at=now)
    last = owner.question_sets.aggregate(last=Max("version"))["last"] or 0
    fresh = owner.question_sets.create(version=last + 1, published_at=now)
    Question.objects.bulk_create(
        _copy(question, fresh, position) for position, question in enumerate(questions, start=1)
    )
    question_rows.note(fresh, before=before.in_order if before else [])
    return fresh


def with_blocks(questions: Iterable[Question], blocks: dict[int, Sequence[Question]]) -> list[Question]:
    """The questions, where those of each of these blocks are the ones given: by the block's key."""
    found: list[Question] = []
    for block, run in groupby(questions, key=attrgetter("block_id")):
        found += blocks.get(block, list(run))
    return found


def _locked(keys: Collection[int]) -> dict[int, Sequence[Question]]:
    """The current questions of these blocks, which stay current until the transaction ends."""
    if not keys:
        return {}
    blocks = QuestionBlock.objects.filter(pk__in=keys).order_by("pk").select_for_update(no_key=True)
    now_asked = ((block.pk, current(block)) for block in blocks)
    return {pk: version.in_order for pk, version in now_asked if version}


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
    own = {"id", "question_set_id", "position"}
    fields = {field.attname for field in Question._meta.fields} - own
    values = {name: getattr(question, name) for name in fields}
    return Question(question_set=question_set, position=position, **values)
