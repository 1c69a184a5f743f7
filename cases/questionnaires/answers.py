"""What was answered to a kind's questions: made from values, stored with the case, read, found, exported."""

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import override

from cases.models import Answer, Attachment, Case, Question
from cases.text.dates import long_date

NOT_TYPED = (
    Question.Kind.NUMBER,
    Question.Kind.DATE,
    Question.Kind.ONE,
    Question.Kind.SEVERAL,
    Question.Kind.YES_NO,
)


def answer(question: Question, value: Any) -> Answer:
    """An unsaved answer. `value` is what the question's form field gives: text, a Decimal, a date, the value
    of a choice or a list of them, or an Attachment."""
    texts = []
    for language in ("th", "en"):
        with override(language):
            texts.append(_printed(question, value))
    return Answer(
        question=question,
        position=question.position,
        value=_stored(value),
        text_th=texts[0],
        text_en=texts[1],
        attachment=value if isinstance(value, Attachment) else None,
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


def search_text(case: Case) -> str:
    """All answers of a case in words, Thai and English, for the search."""
    texts = Answer.objects.filter(case=case, attachment=None).values_list("text_th", "text_en")
    return " ".join(dict.fromkeys(text for pair in texts for text in pair))


def rows(cases: Iterable[int], *, typed: bool = True) -> dict[int, dict[str, str]]:
    """For the export: the primary key of each case with answers → the question's short name → the answer's
    text in the reader's language. Without `typed` only what was chosen, counted or dated: words may name
    people. One SQL statement."""
    found: dict[int, dict[str, str]] = defaultdict(dict)
    answers = Answer.objects.filter(case__in=list(cases)).select_related("question")
    if not typed:
        answers = answers.filter(question__kind__in=NOT_TYPED)
    for one in answers:
        found[one.case_id][one.question.key] = one.text
    return dict(found)


def _stored(value: Any) -> Any:
    """As JSON: a Decimal as a number, a date in ISO 8601, a photo by its key."""
    if isinstance(value, Decimal):
        return int(value) if value == value.to_integral_value() else float(value)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return str(value.pk) if isinstance(value, Attachment) else value


def _printed(question: Question, value: Any) -> str:
    return PRINTED.get(Question.Kind(question.kind), _plain)(question, value)


def _plain(question: Question, value: Any) -> str:
    return str(value)


def _number(question: Question, value: Decimal) -> str:
    """Without an exponent and without noughts at the end."""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _chosen(question: Question, value: str | list[str]) -> str:
    return ", ".join(question.label_of(one) for one in ([value] if isinstance(value, str) else value))


PRINTED: dict[Question.Kind, Callable[[Question, Any], str]] = {
    Question.Kind.NUMBER: _number,
    Question.Kind.DATE: lambda question, value: long_date(value),
    Question.Kind.ONE: _chosen,
    Question.Kind.SEVERAL: _chosen,
    Question.Kind.YES_NO: _chosen,
    Question.Kind.FILE: lambda question, value: _("Photo"),
}
