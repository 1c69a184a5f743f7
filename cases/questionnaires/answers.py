"""What was answered to a request type's questions: made from values, stored with the case, read, found,
exported."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.translation import override

from cases.models import Answer, Attachment, Case, Question
from cases.questionnaires.types import anonymous_kinds, type_of


def answer(question: Question, value: Any) -> Answer:
    """Return an unsaved answer; `value` is a cleaned value of the question's type."""
    asked, texts = type_of(question), []
    for language in ("th", "en"):
        with override(language):
            texts.append(asked.text(value))
    return Answer(
        question=question,
        position=question.position,
        value=asked.stored(value),
        text_th=texts[0],
        text_en=texts[1],
        attachment=asked.attachment(value),
    )


def photos(answers: Iterable[Answer]) -> list[Attachment]:
    """The pictures among the answers, to be stored with the event that brought them."""
    return [one.attachment for one in answers if one.attachment]


def store(case: Case, answers: Sequence[Answer]) -> None:
    """Keep the answers of a new case, inside the caller's transaction; their photos are stored before. One
    SQL statement, none without answers. Raises ValueError for a question that the case was not asked."""
    for one in answers:
        if one.question.question_set_id != case.question_set_id:
            raise ValueError("an answer to a question that this case was not asked")
        one.case = case
    if answers:
        Answer.objects.bulk_create(answers)


def answers_of(case: Case) -> list[Answer]:
    """What the citizen answered, in the order of the questions. One SQL statement."""
    found = Answer.objects.filter(case=case).select_related("question", "attachment")
    return list(found.defer("attachment__thumbnail"))


def rows(cases: Iterable[int], *, typed: bool = True) -> dict[int, dict[str, str]]:
    """For the export: the primary key of each case with answers → the question's short name → the answer's
    text in the reader's language. Without `typed` only what was chosen, counted or dated: words may name
    people. One SQL statement."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    answers = Answer.objects.filter(case__in=list(cases)).select_related("question")
    if not typed:
        answers = answers.filter(question__kind__in=anonymous_kinds())
    for one in answers:
        found[one.case_id][one.question.key] = one.text
    return dict(found)
