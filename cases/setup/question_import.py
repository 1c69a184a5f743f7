"""The questions out of a file: judged as the administrator's page judges them, and published."""

from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from cases.models import Question, QuestionBlock, RequestType
from cases.questionnaires import blocks, definitions, result_questions
from cases.questionnaires import rows as question_rows
from cases.questionnaires.versions import publish
from cases.setup.files import Row
from cases.setup.safe_yaml import UNFIT

Wrong = Callable[[int, str, str], None]
Publish = Callable[[Sequence[Question]], Any]


def bring_in(rows: list[Row], wrong: Wrong) -> None:
    """Ask what the file says, request type by request type; request types that it lacks ask nothing any
    more."""
    asked = {row["request_type"]: row["questions"] for row in question_rows.rows()}
    for row in rows:
        code = str(row.values.get("request_type"))
        if row.values.keys() != {"request_type", "questions"}:
            wrong(row.line, question_rows.NAME, _("A kind and its questions belong here, and nothing else."))
        elif asked.pop(code, None) != row.values["questions"]:
            _of_request_type(row, code, wrong)
    for code in asked:
        publish(RequestType.objects.get(code=code), [])


def bring_in_blocks(rows: list[Row], wrong: Wrong) -> None:
    """Give each block the questions that the file says; a block that it lacks keeps its own. The request
    types get them by `spread`, when the file has said what these ask."""
    stored = {row["block"]: row["questions"] for row in question_rows.block_rows()}
    for row in rows:
        code = str(row.values.get("block"))
        if row.values.keys() != {"block", "questions"}:
            said = _("A block and its questions belong here, and nothing else.")
            wrong(row.line, question_rows.BLOCKS, said)
        elif stored.get(code) != row.values["questions"]:
            _of_block(row, code, wrong)


def spread(wrong: Wrong) -> None:
    """Ask the current questions of every block in each request type that inserts it."""
    for block in QuestionBlock.objects.order_by("pk"):
        where = f"{question_rows.BLOCKS} → {block.code}"
        for text in blocks.refresh(block):
            wrong(1, where, text)
        if not block.active and (used_by := blocks.used_by(block)):
            wrong(1, where, blocks.in_use(used_by))


def judge_result_questions(wrong: Wrong) -> None:
    """Judge what is asked after a result as the file leaves it: each question by its answers."""
    for question in result_questions.every():
        try:
            result_questions.check(question, list(question.answers.all()))
        except ValidationError as error:
            wrong(1, f"cases.resultquestion → {question.code}", " ".join(error.messages))


def _of_request_type(row: Row, code: str, wrong: Wrong) -> None:
    where = f"{question_rows.NAME} → {code}"
    request_type = RequestType.objects.filter(code=code).first()
    if request_type is None:
        wrong(row.line, where, _("There is no such kind of request."))
        return
    _publish(row, where, wrong, partial(publish, request_type), block=blocks.named)


def _of_block(row: Row, code: str, wrong: Wrong) -> None:
    where = f"{question_rows.BLOCKS} → {code}"
    block = QuestionBlock.objects.filter(code=code).first()
    if block is None:
        wrong(row.line, where, _("There is no block of questions “%(code)s”.") % {"code": code})
        return
    _publish(row, where, wrong, partial(blocks.publish, block, spread=False))


def _publish(
    row: Row, where: str, wrong: Wrong, ask: Publish, *, block: definitions.BlockSource | None = None
) -> None:
    try:
        # What the database refuses must not end the rest.
        with transaction.atomic():
            ask(definitions.judged(row.values["questions"], block=block))
    except ValidationError as error:
        wrong(row.lines["questions"], where, " ".join(error.messages))
    except (DatabaseError, *UNFIT):
        wrong(row.lines["questions"], where, _("This value does not fit."))
