"""Questions as plain values, of a file or of a work plan: judged as the administrator's page judges them."""

import itertools
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.models import ConditionTest, Question, QuestionKind
from cases.models.case.questions import STOP_WHOLE
from cases.questionnaires.rows import BLOCK, FIELDS
from cases.questionnaires.types import type_named, type_of

KNOWN = frozenset(field.name for field in FIELDS)
# A number with which an answer is compared.
COMPARED = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,2})?", re.ASCII)
# The questions of the block with this code.
BlockSource = Callable[[object], Sequence[Question]]


class Misfit(ValidationError):
    """A question that cannot stand where it does; the message names it by its short name."""

    def __init__(self, question: Question, reason: str) -> None:
        super().__init__(f"{question.key or '?'}: {reason}")
        self.question, self.reason = question, reason

    @property
    def in_words(self) -> str:
        """The same, with the words of the question."""
        return f"“{self.question.text}”: {self.reason}"


def plain_list(rows: Any) -> tuple[Mapping[str, Any], ...]:
    """The findings of a step of a work plan, found valid, as they were given. Raises ValidationError."""
    judged(rows, for_staff=True)
    return tuple(rows)


def judged(rows: Any, *, for_staff: bool = False, block: BlockSource | None = None) -> list[Question]:
    """The questions of a list of plain values, each judged by itself and by those before it; what staff alone
    fill in may be of more types. With `block`, the code of a block stands for its questions. Raises
    ValidationError."""
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise ValidationError(_("A list of questions belongs here."))
    return list(fitting(_questions(rows, block), for_staff=for_staff))


def fitting(questions: Iterable[Question], *, for_staff: bool = False) -> Iterator[Question]:
    """The questions, each judged by those before it: its short name, its condition, and the answer that ends
    the form. Raises Misfit at the first that does not fit."""
    found: dict[str, Question] = {}
    for question in questions:
        if type_named(question.kind).for_staff and not for_staff:
            raise Misfit(question, _("This kind of answer is for the staff alone."))
        _check_condition(question, found)
        _check_stop(question, for_staff=for_staff)
        if question.key in found:
            raise Misfit(question, _("Another question has this short name."))
        found[question.key] = question
        yield question


def wrong_condition(question: Question, awaited: Question | None) -> str:
    """Why the question cannot wait for this one in the way that it does; nothing where it can."""
    if question.show_if_test == ConditionTest.MORE:
        if awaited is None or awaited.kind != QuestionKind.NUMBER:
            return _("No earlier question of this name asks for a number.")
        return "" if COMPARED.fullmatch(question.show_if_value) else _("Give a number to compare with.")
    asked = type_of(awaited) if awaited else None
    if asked is None or not asked.options:
        return _("No earlier question of this name has answers to choose from.")
    known = question.show_if_value in dict(asked.options)
    return "" if known else _("This is not one of the answers of that question.")


def free_key(wanted: str, taken: Collection[str]) -> str:
    """A short name like the wanted one that no other question has."""
    longest = Question._meta.get_field("key").max_length or 0
    numbered = (f"{wanted[: longest - 5]}_{number}" for number in itertools.count(2))
    return next(one for one in itertools.chain([wanted], numbered) if one not in taken)


def _questions(rows: list[dict[str, Any]], block: BlockSource | None) -> Iterator[Question]:
    for row in rows:
        if block and row.keys() == {BLOCK}:
            yield from block(row[BLOCK])
        else:
            yield _question(row)


def _question(row: dict[str, Any]) -> Question:
    if unknown := row.keys() - KNOWN:
        raise ValidationError(_("There is no field “%(name)s”.") % {"name": sorted(map(str, unknown))[0]})
    question = Question(**row)
    if not isinstance(question.key, str) or not isinstance(question.show_if_key, str):
        raise ValidationError(_("The short name of a question is a text."))
    _check_choices(question)
    try:
        question.clean_fields(exclude=["question_set", "block", "position"])
        _check_pairs(question)
    except ValidationError as error:
        raise Misfit(question, " ".join(error.messages)) from error
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
        raise Misfit(question, _("Each answer to choose from has its words in “th” and “en”."))
    needs = type_named(question.kind).has_choices
    if needs and len({one["th"] for one in choices}) < max(2, len(choices)):
        raise Misfit(question, _("Give at least two answers to choose from."))
    if choices and not needs:
        raise Misfit(question, _("This kind of answer has nothing to choose from."))


def _check_pairs(question: Question) -> None:
    """What the database demands of two columns, without asking it: a plan is read at every page of a case."""
    low, high = question.minimum, question.maximum
    if low is not None and high is not None and high < low:
        raise ValidationError(_("The largest is not smaller than the smallest."))
    condition = bool(question.show_if_key)
    if condition != bool(question.show_if_value) or (question.show_if_test and not condition):
        raise ValidationError(_("Name the earlier question and its answer, or neither."))
    stop = [question.stop_value, question.stop_th, question.stop_en, question.stop_phone]
    if any(stop) and not all(stop):
        raise ValidationError(STOP_WHOLE)


def _check_condition(question: Question, earlier: dict[str, Question]) -> None:
    if question.show_if_key and (wrong := wrong_condition(question, earlier.get(question.show_if_key))):
        raise Misfit(question, wrong)


def _check_stop(question: Question, *, for_staff: bool) -> None:
    if question.stop_value and for_staff:
        raise Misfit(question, _("What the staff find ends no form."))
    if question.stop_value and question.stop_value not in dict(type_of(question).options):
        raise Misfit(question, _("The answer that ends the form is not one of this question."))
