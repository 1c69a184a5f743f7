"""The questions of a request type as plain values: what is asked now, and nothing of earlier versions."""

from collections.abc import Iterable
from typing import Any

from cases.change_log import journal
from cases.change_log.tables import find
from cases.models import Question, QuestionSet

LEFT_OUT = frozenset({"id", "question_set", "position"})
FIELDS = [field for field in Question._meta.concrete_fields if field.name not in LEFT_OUT]
NAME = "cases.questionset"


def rows() -> list[dict[str, Any]]:
    """Each request type that asks something, with its questions in their order."""
    current = QuestionSet.objects.filter(replaced_at__isnull=True, questions__isnull=False).distinct()
    sets = current.select_related("request_type").prefetch_related("questions")
    ordered = sets.order_by("request_type__position", "request_type__code")
    return [
        {"request_type": one.request_type.code, "questions": plain(one.questions.all())} for one in ordered
    ]


def plain(questions: Iterable[Question]) -> list[dict[str, Any]]:
    """Questions by the names of their fields, without those that have nothing to say."""
    return [_plain(question) for question in questions]


def note(question_set: QuestionSet, *, before: Iterable[Question]) -> None:
    """Write down what a new version changes."""
    table = find(NAME)
    if table is None:
        return
    asked = plain(question_set.questions.all())
    earlier = plain(before)
    journal.note(
        table,
        question_set,
        before={"questions": earlier} if earlier else {},
        after={"questions": asked} if asked else {},
        title=question_set.request_type.name_th,
    )


def _plain(question: Question) -> dict[str, Any]:
    values = {field.name: getattr(question, field.name) for field in FIELDS}
    empty: tuple[Any, ...] = (None, "", [], False)
    return {name: value for name, value in values.items() if value not in empty}
