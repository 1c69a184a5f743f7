"""The answers of a case on any page: `{% load questions %}<dl class="summary">{% answers_of case %}</dl>`."""

from typing import Any

from django import template

from cases.models import Case
from cases.questionnaires import answers

register = template.Library()


@register.inclusion_tag("cases/questions/answers.html")
def answers_of(case: Case) -> dict[str, Any]:
    """The rows of a summary list: each question with its answer, nothing where none was asked. One SQL
    statement, none for a case whose request type asked nothing."""
    return {"answers": answers.answers_of(case) if case.question_set_id else []}
