"""The town of the demo: its people, its words, its clock, and how a request gets to the counter."""

import datetime
import random
import uuid
from dataclasses import dataclass
from typing import Any

from django.utils import timezone

from cases.actions import reminders
from cases.intake.filing import Filing, submit
from cases.models import (
    Attachment,
    Case,
    Department,
    ExternalAgency,
    RequestType,
    ResultCode,
)
from cases.questionnaires.versions import to_ask
from cases.work_plans.document import PlanStep
from workflows.demo import staff
from workflows.demo.citizens import Citizens
from workflows.demo.clock import Clock
from workflows.demo.pictures import Pictures
from workflows.demo.replies import Replies
from workflows.demo.stories import Stories

SEED = 2569
# How a request comes to the counter; the rest is filed by the citizens themselves.
COUNTER = (
    "phone",
    "phone",
    "phone",
    "walk_in",
    "walk_in",
    "line",
    "facebook",
    "letter",
    "damrongdham",
    "traffy",
)


@dataclass
class Filed:
    """A case with the password that its citizen got."""

    case: Case
    password: str


class World:
    """Everything that a story draws from; the same seed and the same `now` tell the same stories."""

    def __init__(self, now: datetime.datetime) -> None:
        self.rng = random.Random(SEED)  # noqa: S311  (stories, not secrets)
        self.clock = Clock(self.rng, now)
        self.stories = Stories(self.rng)
        self.citizens = Citizens(self.rng, self.stories)
        self.pictures, self.replies = Pictures(self.rng), Replies(self.rng)
        self.reminders = list(reminders.in_use())
        self.staff = staff.hire(self.stories.data["staff_names"])
        request_types = RequestType.objects.select_related("department", "unit")
        self.request_types = {request_type.code: request_type for request_type in request_types}
        self.results = {result.code: result for result in ResultCode.objects.all()}
        self.agencies = {agency.code: agency for agency in ExternalAgency.objects.all()}
        self.departments = {department.code: department for department in Department.objects.all()}

    def chance(self, probability: float) -> bool:
        """True as often as that."""
        return self.rng.random() < probability

    def photos(self, request_type: str, probability: float, *, mended: bool = False) -> list[Attachment]:
        """One or two photos, where there is something to see."""
        scene = self.stories.request_types[request_type].get("scene")
        if not scene or not self.chance(probability):
            return []
        if mended and self.chance(0.04):
            return [self.pictures.take_again(scene)]
        return [self.pictures.take(scene, mended=mended) for _ in range(self.rng.choice((1, 1, 2)))]

    def found_at(self, step: PlanStep, story: dict[str, Any], *, today: datetime.date) -> dict[str, Any]:
        """What staff find at a step of a work plan on this day, with photos of the story's scene."""
        scene = story.get("scene", "road")
        return self.replies.found_at(step, today=today, photo=lambda: self.pictures.take(scene, mended=True))

    def file(self, at: datetime.datetime, code: str = "") -> Filed:
        """A citizen files on the web, or the clerk for somebody who phones, writes or comes."""
        request_type = self.request_types[code or self.stories.request_type()]
        home = self.citizens.home()
        abroad = "english" in self.stories.request_types[request_type.code] and self.chance(0.12)
        clerk = None if abroad or not self._at_the_counter(at) else self.staff.clerk
        asked = to_ask(request_type)
        filing = Filing(
            form_token=uuid.UUID(int=self.rng.getrandbits(128), version=4),
            request_type=request_type,
            subdistrict=home,
            fields=self.citizens.request(request_type, home, abroad=abroad),
            channel=self.rng.choice(COUNTER) if clerk else "web",
            language="en" if abroad else "th",
            photos=self.photos(request_type.code, 1 if request_type.needs_photo else 0.4)
            if not clerk
            else [],
            question_set=asked,
            answers=self.replies.to(asked, today=timezone.localdate(at)),
        )
        return Filed(*submit(filing, by=clerk, now=at))

    def _at_the_counter(self, at: datetime.datetime) -> bool:
        return self.clock.in_office_hours(at) and self.chance(0.35)
