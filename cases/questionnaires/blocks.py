"""Blocks of questions: which request types insert one, and how a change of it reaches them."""

from collections.abc import Collection, Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import QuerySet
from django.utils.translation import gettext as _

from cases.models import Question, QuestionBlock, QuestionSet, RequestType
from cases.questionnaires import definitions, versions


def asked(block: QuestionBlock) -> list[Question]:
    """The block's questions as a request type inserts them now."""
    version = versions.current(block)
    return version.in_order if version else []


def named(code: object) -> list[Question]:
    """The questions of the block in use that has this code, for a list of questions out of a file. Raises
    ValidationError."""
    block = QuestionBlock.objects.filter(code=str(code), active=True).first()
    found = asked(block) if block else []
    if not found:
        raise ValidationError(_("There is no block of questions “%(code)s”.") % {"code": code})
    return found


def used_by(block: QuestionBlock) -> list[RequestType]:
    """The request types that ask the block now, in their order."""
    inserted = QuestionSet.objects.filter(replaced_at=None, questions__block=block, block=None)
    found = RequestType.objects.filter(pk__in=inserted.values("request_type"))
    return list(found.order_by("position", "code"))


def users(keys: Collection[int]) -> dict[int, list[RequestType]]:
    """The request types that ask each of these blocks now, by the block's key. Two SQL statements."""
    pairs = QuestionSet.objects.filter(replaced_at=None, block=None, questions__block__in=keys)
    asked = set(pairs.values_list("questions__block", "request_type"))
    kinds = RequestType.objects.filter(pk__in=[kind for _block, kind in asked]).order_by("position", "code")
    found = list(kinds) if asked else []
    return {key: [one for one in found if (key, one.pk) in asked] for key in keys}


def offered() -> QuerySet[QuestionBlock]:
    """The blocks in use that have questions: those that can be inserted."""
    current = QuestionSet.objects.filter(replaced_at=None, questions__isnull=False, block__isnull=False)
    return QuestionBlock.objects.filter(active=True, pk__in=current.values("block"))


def in_use(request_types: Sequence[RequestType]) -> str:
    """Why a block cannot be taken out of use: which request types ask it."""
    names = ", ".join(one.name for one in request_types)
    return _("This block is asked by: %(kinds)s. Take it out there first.") % {"kinds": names}


def problems(block: QuestionBlock, questions: Sequence[Question]) -> list[str]:
    """What these questions of the block would break, each with the request type's name; nothing is stored."""
    if not questions:
        return [_("A block has at least one question.")] if used_by(block) else []
    return [
        f"{request_type.name}: {text}"
        for request_type in used_by(block)
        for text in _misfits(_renewed(request_type, {block.pk: questions}))
    ]


@transaction.atomic
def publish(block: QuestionBlock, questions: Sequence[Question], *, spread: bool = True) -> QuestionSet:
    """Insert these from now on: a new version of the block and, with `spread`, of each request type that asks
    it. Raises ValidationError with the names of those whose own questions would not fit any more, and has
    done nothing then."""
    lock()
    for question in questions:
        question.block = block
    if spread and (found := problems(block, questions)):
        raise ValidationError(found)
    version = versions.publish(block, questions)
    if spread:
        refresh(block)
    return version


def lock() -> None:
    """Let nobody else change blocks, or what asks them, until the transaction ends. All of them: a request
    type that asks several would else be waited for from two sides."""
    list(QuestionBlock.objects.order_by("pk").select_for_update(no_key=True))


def refresh(block: QuestionBlock) -> list[str]:
    """Ask the block's current questions in each request type that inserts it; what does not fit, with the
    type's name. A type whose version has them already keeps it."""
    questions, found = asked(block), []
    for request_type in used_by(block):
        renewed = _renewed(request_type, {block.pk: questions})
        if wrong := _misfits(renewed):
            found += [f"{request_type.name}: {text}" for text in wrong]
        else:
            versions.publish(request_type, renewed)
    return found


def _renewed(request_type: RequestType, blocks: dict[int, Sequence[Question]]) -> list[Question]:
    version = versions.current(request_type)
    return versions.with_blocks(version.in_order if version else [], blocks)


def _misfits(questions: Sequence[Question]) -> list[str]:
    try:
        list(definitions.fitting(questions))
    except definitions.Misfit as error:
        return [error.in_words]
    return []
