"""The questions out of a file: judged as the administrator's page judges them, and published."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from cases.models import Question, RequestType
from cases.questionnaires import rows as question_rows
from cases.questionnaires.types import type_named, type_of
from cases.questionnaires.versions import publish
from cases.setup.files import Row
from cases.setup.safe_yaml import UNFIT

Wrong = Callable[[int, str, str], None]
KNOWN = frozenset(field.name for field in question_rows.FIELDS)


def bring_in(rows: list[Row], wrong: Wrong) -> None:
    """Ask what the file says, request type by request type; request types that it lacks ask nothing any
    more."""
    asked = {row["request_type"]: row["questions"] for row in question_rows.rows()}
    for row in rows:
        code = str(row.values.get("request_type"))
        if row.values.keys() != {"request_type", "questions"}:
            wrong(row.line, question_rows.NAME, _("A kind and its questions belong here, and nothing else."))
        elif asked.pop(code, None) != row.values["questions"]:
            _publish(row, code, wrong)
    for code in asked:
        publish(RequestType.objects.get(code=code), [])


def _publish(row: Row, code: str, wrong: Wrong) -> None:
    where = f"{question_rows.NAME} → {code}"
    request_type = RequestType.objects.filter(code=code).first()
    if request_type is None:
        wrong(row.line, where, _("There is no such kind of request."))
        return
    try:
        # What the database refuses must not end the rest.
        with transaction.atomic():
            publish(request_type, _questions(row.values["questions"]))
    except ValidationError as error:
        wrong(row.lines["questions"], where, " ".join(error.messages))
    except (DatabaseError, *UNFIT):
        wrong(row.lines["questions"], where, _("This value does not fit."))


def _questions(rows: Any) -> list[Question]:
    """The questions, each judged by itself and by those before it. Raises ValidationError."""
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValidationError(_("A list of questions belongs here."))
    found: dict[str, Question] = {}
    for row in rows:
        question = _question(row)
        _check_condition(question, found)
        if question.key in found:
            raise _about(question, _("Another question has this short name."))
        found[question.key] = question
    return list(found.values())


def _question(row: dict[str, Any]) -> Question:
    if unknown := row.keys() - KNOWN:
        raise ValidationError(_("There is no field “%(name)s”.") % {"name": sorted(map(str, unknown))[0]})
    question = Question(**row)
    if not isinstance(question.key, str) or not isinstance(question.show_if_key, str):
        raise ValidationError(_("The short name of a question is a text."))
    _check_choices(question)
    try:
        question.clean_fields(exclude=["question_set", "position"])
        question.validate_constraints(exclude={"question_set", "position"})
    except ValidationError as error:
        raise _about(question, " ".join(error.messages)) from error
    return question


def _check_choices(question: Question) -> None:
    choices = question.choices
    good = isinstance(choices, list) and all(
        isinstance(one, dict)
        and one.keys() == {"th", "en"}
        and all(isinstance(word, str) for word in one.values())
        for one in choices
    )
    if not good or not all(one["th"] for one in choices):
        raise _about(question, _("Each answer to choose from has its words in “th” and “en”."))
    needs = type_named(question.kind).has_choices
    if needs and len({one["th"] for one in choices}) < max(2, len(choices)):
        raise _about(question, _("Give at least two answers to choose from."))
    if choices and not needs:
        raise _about(question, _("This kind of answer has nothing to choose from."))


def _check_condition(question: Question, earlier: dict[str, Question]) -> None:
    if not question.show_if_key:
        return
    asked = type_of(earlier[question.show_if_key]) if question.show_if_key in earlier else None
    if asked is None or not asked.options:
        raise _about(question, _("No earlier question of this name has answers to choose from."))
    if question.show_if_value not in dict(asked.options):
        raise _about(question, _("This is not one of the answers of that question."))


def _about(question: Question, text: str) -> ValidationError:
    return ValidationError(f"{question.key or '?'}: {text}")
