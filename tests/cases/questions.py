"""Questions to test with, in the words of the house: `ask(kind, question("lamps", "number"))`."""

from typing import Any

from cases.forms.questions import QuestionForm, cleaned_answers
from cases.intake.filing import submit
from cases.models import Case, Question, QuestionSet, RequestType
from cases.questionnaires.types import type_named
from cases.questionnaires.versions import current, publish
from tests.factories import FilingFactory, RequestTypeFactory

FAULTS = [{"th": "ดับ", "en": "It is out"}, {"th": "เสาเอียง", "en": "The pole leans"}]


def question(key: str, kind: str = "short", **fields: Any) -> Question:
    """A question that is not stored; one with choices offers FAULTS."""
    if type_named(kind).has_choices:
        fields.setdefault("choices", FAULTS)
    return Question(key=key, kind=kind, text_th=f"คำถาม {key}", text_en=f"Question {key}", **fields)


def ask(kind: RequestType, *questions: Question) -> QuestionSet:
    """Publish these questions and return the version as a page reads it."""
    publish(kind, questions)
    found = current(kind)
    assert found
    return found


def answered(data: dict[str, Any], *questions: Question, uploads: Any = None) -> QuestionForm:
    """The judged form of a new kind that asks these questions."""
    form = QuestionForm(data)
    form.ask(ask(RequestTypeFactory(), *questions), uploads=uploads)
    form.is_valid()
    return form


def file_with(asked: QuestionSet, data: dict[str, Any], *, uploads: Any = None, token: Any = None) -> Case:
    """File a case whose kind asks this, with what was typed for the questions."""
    form = QuestionForm(data)
    form.ask(asked, uploads=uploads)
    assert form.is_valid(), form.errors
    request = FilingFactory(request_type=asked.request_type, form_token=token)
    request.question_set, request.answers = asked, cleaned_answers(form)
    return submit(request)[0]
