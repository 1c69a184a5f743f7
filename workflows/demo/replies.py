"""What the demo's citizens answer to the questions of a kind."""

import datetime
import random
from collections.abc import Callable
from decimal import Decimal
from typing import Any

from cases.deadlines.work_calendar import DAY
from cases.models import Answer, Question, QuestionSet
from cases.questionnaires.answers import answer

# Questions that want words; the others of their sort are left empty.
WORDS = {
    "pole_number": ("อด 0417", "อด 1182", "อด 2203"),
    "source_other": ("เครื่องปั่นไฟ", "รถเร่ติดเครื่องขยายเสียง"),
    "way": ("เข้าทางซอยด้านหลัง จอดแล้วต่อท่อได้", "ต้องเลื่อนรถหน้าบ้านก่อน"),
    "deed": ("10427", "58213", "77340"),
    "how_many": ("เต็นท์ 2 หลัง โต๊ะ 10 ตัว เก้าอี้ 100 ตัว", "เต็นท์ 1 หลัง เก้าอี้ 50 ตัว"),
}
LARGE = 10_000


class Replies:
    """Draws answers that the form would have taken."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.draw: dict[str, Callable[[Question], Any]] = {
            Question.Kind.SHORT: self._words,
            Question.Kind.LONG: self._words,
            Question.Kind.NUMBER: self._number,
            Question.Kind.DATE: self._date,
            Question.Kind.ONE: self._one,
            Question.Kind.SEVERAL: self._several,
            Question.Kind.YES_NO: self._one,
        }
        self.today = datetime.date.min

    def to(self, asked: QuestionSet | None, *, today: datetime.date) -> list[Answer]:
        """The answers of somebody who fills in the form on this day; none is a photo, or needs one."""
        self.today = today
        given: dict[str, Any] = {}
        questions = list(asked.questions.all()) if asked else []
        for question in questions:
            shown = not question.show_if_key or given.get(question.show_if_key) == question.show_if_value
            if shown and question.kind in self.draw:
                given[question.key] = self._kept_from(questions, question)
        return [answer(one, given[one.key]) for one in questions if given.get(one.key)]

    def _kept_from(self, questions: list[Question], question: Question) -> Any:
        photos = [one for one in questions if one.kind == Question.Kind.FILE and one.required]
        value = self.draw[question.kind](question)
        while any((one.show_if_key, one.show_if_value) == (question.key, value) for one in photos):
            value = self.draw[question.kind](question)
        return value

    def _words(self, question: Question) -> str:
        return self.rng.choice(WORDS.get(question.key, ("",)))

    def _number(self, question: Question) -> Decimal:
        low, high = question.minimum or 1, question.maximum or 9
        return Decimal(min(high, self.rng.randint(1, 9) * (max(low, 40) if high > LARGE else low)))

    def _date(self, question: Question) -> datetime.date:
        ahead = question.minimum is not None and question.minimum >= 0
        return self.today + (1 if ahead else -1) * self.rng.randint(1, 9) * DAY

    def _one(self, question: Question) -> str:
        return str(self.rng.choice([value for value, _label in question.options]))

    def _several(self, question: Question) -> list[str]:
        values = [str(value) for value, _label in question.options]
        chosen = self.rng.sample(values, self.rng.randint(1, 2))
        return [value for value in values if value in chosen]
