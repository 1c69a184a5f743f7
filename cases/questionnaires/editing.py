"""Changing the questions of a request type or of a block card by card, as the page has shown them.

A card is one question, or all those of a block that a request type inserts: it is moved and taken out as one.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from itertools import groupby
from operator import attrgetter

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.text import slugify
from django.utils.translation import gettext as _

from cases.errors import Stale
from cases.models import ConditionTest, Question, QuestionBlock, QuestionSet, RequestType
from cases.questionnaires import blocks, definitions, versions

Owner = RequestType | QuestionBlock
Card = list[Question]
Edit = Callable[[list[Question]], list[Question]]
# Before the code of a block, in the name of its card; no short name has a colon.
BLOCK = "block:"
# An address of its own, where those of the questions stand.
NEW = "new"
KEY = 40


def seal(version: QuestionSet | None) -> str:
    """What a page carries to say which questions it has shown: a version never changes."""
    return str(version.pk) if version else ""


@transaction.atomic
def change(owner: Owner, seen: str, edit: Edit) -> QuestionSet:
    """Ask from now on what the change makes of the current questions. Raises Stale unless they are those that
    the page has shown, and ValidationError, with the words of the question, where the change does not fit."""
    # In the order of `blocks.publish`, so that nobody waits for the other.
    blocks.lock()
    type(owner)._default_manager.select_for_update(no_key=True).get(pk=owner.pk)
    version = versions.current(owner)
    if seal(version) != seen:
        raise Stale
    questions = edit(list(version.in_order) if version else [])
    judge(questions)
    if isinstance(owner, QuestionBlock):
        return blocks.publish(owner, questions)
    return versions.publish(owner, questions)


def judge(questions: Sequence[Question]) -> None:
    """Raise ValidationError, with the words of the question, where these cannot be asked in this order."""
    by_key = {one.key: one for one in questions}
    earlier: dict[str, Question] = {}
    for one in questions:
        if one.show_if_key and one.show_if_key in by_key:
            _check_condition(one, by_key[one.show_if_key], stands_above=one.show_if_key in earlier)
        earlier[one.key] = one
    try:
        list(definitions.fitting(questions))
    except definitions.Misfit as error:
        raise ValidationError(error.in_words) from error


def cards(owner: Owner, questions: Sequence[Question]) -> list[Card]:
    """The questions by the cards on which they stand."""
    if isinstance(owner, QuestionBlock):
        return [[one] for one in questions]
    return list(_runs(questions))


def name_of(owner: Owner, card: Card) -> str:
    """By what a button names a card: a question by its short name, a block by its code."""
    inserted = isinstance(owner, RequestType) and card[0].block
    return f"{BLOCK}{inserted.code}" if inserted else card[0].key


def moved(questions: list[Question], owner: Owner, name: str, step: int) -> list[Question]:
    """The questions whose card went up (−1) or down (1) by one place; where there is none it stays."""
    found = cards(owner, questions)
    return _placed(found, at := _at(found, owner, name), max(0, min(at + step, len(found) - 1)))


def placed(questions: list[Question], owner: Owner, name: str, place: int) -> list[Question]:
    """The questions whose card stands at a place, counted from 0 among the others; beyond them at the end."""
    found = cards(owner, questions)
    return _placed(found, _at(found, owner, name), place)


def without(questions: list[Question], owner: Owner, name: str) -> list[Question]:
    """The questions without a card. Raises ValidationError where another question waits for its answer."""
    found = cards(owner, questions)
    card = found.pop(_at(found, owner, name))
    left = [one for card in found for one in card]
    if waiting := next(iter(waiting_for(card, left)), None):
        text = _("“%(question)s” is asked only after an answer to this. Change its condition first.")
        raise ValidationError(text % {"question": waiting.text})
    return left


def with_question(
    questions: list[Question], question: Question, renamed: Mapping[str, str] | None = None
) -> list[Question]:
    """The questions with this one in the place of the one that has its short name, or at the end. The
    conditions of others follow where answers to choose from were `renamed`."""
    there = any(one.key == question.key for one in questions)
    found = [question if one.key == question.key else one for one in questions]
    for one in found:
        if one.show_if_key == question.key:
            one.show_if_value = (renamed or {}).get(one.show_if_value, one.show_if_value)
    return found if there else [*found, question]


def with_block(questions: list[Question], code: str) -> list[Question]:
    """The questions with a block at the end. Raises ValidationError for one that is not to be inserted."""
    if any(one.block and one.block.code == code for one in questions):
        raise ValidationError(_("This block is asked already."))
    return [*questions, *blocks.named(code)]


def waiting_for(card: Card, questions: Sequence[Question]) -> list[Question]:
    """Those of the questions that wait for an answer to one of the card's."""
    keys = {one.key for one in card}
    return [one for one in questions if one.show_if_key in keys and one.key not in keys]


def new_key(owner: Owner, text_en: str) -> str:
    """A short name for a new question, made of its English words: none that a question of the owner ever had,
    since answers and exports know a question by it, nor one of a block; a block's has to fit everywhere."""
    found = Question.objects.all()
    if isinstance(owner, RequestType):
        found = found.filter(Q(question_set__request_type=owner) | Q(question_set__block__isnull=False))
    words = slugify(text_en).replace("-", "_")[:KEY].strip("_")
    return definitions.free_key(words or "question", {NEW, *found.values_list("key", flat=True)})


def _check_condition(question: Question, awaited: Question, *, stands_above: bool) -> None:
    said = {"question": question.text, "earlier": awaited.text, "answer": question.show_if_value}
    if not stands_above:
        text = _(
            "“%(question)s” is asked only after an answer to “%(earlier)s”, so it has to stand below it."
        )
        raise ValidationError(text % said)
    if not definitions.wrong_condition(question, awaited):
        return
    if question.show_if_test == ConditionTest.MORE:
        text = _("“%(question)s” is asked only if “%(earlier)s” is a number, and more than %(answer)s.")
        raise ValidationError(text % said)
    text = _(
        "“%(question)s” waits for “%(answer)s” as answer to “%(earlier)s”, which is not one of its answers."
    )
    raise ValidationError(text % said)


def _runs(questions: Sequence[Question]) -> Iterator[Card]:
    for block, run in groupby(questions, key=attrgetter("block_id")):
        if block:
            yield list(run)
        else:
            yield from ([one] for one in run)


def _at(found: list[Card], owner: Owner, name: str) -> int:
    """The place of a card. Raises Stale where there is none of this name."""
    names = [name_of(owner, card) for card in found]
    if name not in names:
        raise Stale
    return names.index(name)


def _placed(found: list[Card], at: int, place: int) -> list[Question]:
    found.insert(place, found.pop(at))
    return [one for card in found for one in card]
