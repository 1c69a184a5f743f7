"""What the demo's citizens answer to the questions of a request type."""

import datetime
import random
from collections.abc import Callable
from typing import Any

from cases.models import Answer, Attachment, Question, QuestionSet
from cases.questionnaires.answers import answer
from cases.questionnaires.question_type import SampleSource
from cases.questionnaires.types import type_of
from cases.work_plans.document import PlanStep

# Questions that want words; the others of their sort are left empty.
WORDS = {
    "source_other": ("เครื่องปั่นไฟ", "รถเร่ติดเครื่องขยายเสียง"),
    "way": ("เข้าทางซอยด้านหลัง จอดแล้วต่อท่อได้", "ต้องเลื่อนรถหน้าบ้านก่อน"),
    "deed": ("10427", "58213", "77340"),
    "permit_number": ("18/2569", "42/2569"),
    "receipt": ("RCP-00418", "RCP-00733"),
    "memo_number": ("อด 52001/118",),
    "detour": ("ถนนศรีสุข", "ถนนโพศรี", "ซอยข้างวัดโพธิสมภรณ์"),
    "care_plan": ("พยาบาลเยี่ยมบ้านสัปดาห์ละครั้ง และสอนญาติทำแผล",),
    "to_improve": ("ติดตั้งถังดักไขมันและปิดฝาถังขยะให้มิดชิด",),
    "facts": ("ฟังคำชี้แจงทั้งสองฝ่ายและตรวจภาพจากกล้องวงจรปิดแล้ว",),
    "how_many": ("เต็นท์ 2 หลัง โต๊ะ 10 ตัว เก้าอี้ 100 ตัว", "เต็นท์ 1 หลัง เก้าอี้ 50 ตัว"),
}
# Of a question without words of its own.
USUAL = ("",)


class Replies:
    """Draws answers that the form would have taken, and findings that a step of a work plan needs."""

    def __init__(self, rng: random.Random) -> None:
        self.rng = rng
        self.today = datetime.date.min

    def to(self, asked: QuestionSet | None, *, today: datetime.date) -> list[Answer]:
        """The answers of somebody who fills in the form on this day; none is a photo, or needs one, or ends
        the form."""
        self.today = today
        given: dict[str, Any] = {}
        questions = list(asked.questions.all()) if asked else []
        for question in questions:
            if not question.show_if_key or question.is_met_by(given.get(question.show_if_key)):
                given[question.key] = self._kept_from(questions, question)
        return [answer(one, given[one.key]) for one in questions if given.get(one.key)]

    def found_at(
        self, step: PlanStep, *, today: datetime.date, photo: Callable[[], Attachment]
    ) -> dict[str, Any]:
        """What staff fill in at a step on this day, by the short names; a photo where one has to be there."""
        self.today = today
        found: dict[str, Any] = {}
        for one in step.questions:
            if not one.show_if_key or one.is_met_by(found.get(one.show_if_key)):
                takes = type_of(one).takes_photo
                found[one.key] = (photo() if one.required else None) if takes else self._drawn(one)
        return found

    def _kept_from(self, questions: list[Question], question: Question) -> Any:
        photos = [one for one in questions if type_of(one).takes_photo and one.required]
        value = self._drawn(question)
        while question.ends_form(value) or any(
            one.show_if_key == question.key and one.is_met_by(value) for one in photos
        ):
            value = self._drawn(question)
        return value

    def _drawn(self, question: Question) -> Any:
        source = SampleSource(self.rng, self.today, WORDS.get(question.key, USUAL))
        return type_of(question).sample(source)
