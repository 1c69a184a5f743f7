"""The questions of request types and blocks as plain values: what is asked now, nothing of earlier days."""

from collections.abc import Iterable
from itertools import groupby
from operator import attrgetter
from typing import Any

from django.db.models import QuerySet

from cases.change_log import journal
from cases.change_log.tables import find
from cases.models import Question, QuestionSet

LEFT_OUT = frozenset({"id", "question_set", "block", "position"})
FIELDS = [field for field in Question._meta.concrete_fields if field.name not in LEFT_OUT]
NAME, BLOCKS = "cases.questionset", "cases.blockversion"
# In a list of questions it names a block, which stands for its questions.
BLOCK = "block"


def rows() -> list[dict[str, Any]]:
    """Each request type that asks something, with its questions in their order."""
    ordered = _current().exclude(request_type=None).order_by("request_type__position", "request_type__code")
    return [
        {"request_type": one.request_type.code, "questions": listed(one.questions.all())}  # type: ignore[union-attr]
        for one in ordered.select_related("request_type")
    ]


def block_rows() -> list[dict[str, Any]]:
    """Each block with its questions in their order."""
    ordered = _current().exclude(block=None).order_by("block__position", "block__code")
    return [
        {"block": one.block.code, "questions": plain(one.questions.all())}  # type: ignore[union-attr]
        for one in ordered.select_related("block")
    ]


def listed(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """The questions of a request type, where the name of a block stands for those that are the block's."""
    found: list[dict[str, Any]] = []
    for block, run in groupby(questions, key=attrgetter("block")):
        found += [{BLOCK: block.code}] if block else plain(run)
    return found


def plain(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """Questions by the names of their fields, without those that have nothing to say."""
    return [_plain(question) for question in questions]


def note(question_set: QuestionSet, *, before: Iterable[Question]) -> None:
    """Write down what a new version changes. That a block has changed is said of the block."""
    name, values = (BLOCKS, plain) if question_set.block_id else (NAME, listed)
    table = find(name)
    if table is None:
        return
    asked = values(question_set.questions.select_related("block"))
    earlier = values(before)
    journal.note(
        table,
        question_set,
        before={"questions": earlier} if earlier else {},
        after={"questions": asked} if asked else {},
        title=question_set.owner.name_th,
    )


def _current() -> QuerySet[QuestionSet]:
    found = QuestionSet.objects.filter(replaced_at__isnull=True, questions__isnull=False).distinct()
    return found.prefetch_related("questions__block")


def _plain(question: Question) -> dict[str, Any]:
    values = {field.name: getattr(question, field.name) for field in FIELDS}
    empty: tuple[Any, ...] = (None, "", [], False)
    return {name: value for name, value in values.items() if value not in empty}
