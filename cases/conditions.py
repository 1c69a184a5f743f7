"""What a rule can ask of a case: the conditions of routing rules and of the steps of work plans.

A condition that is left empty does not count; all others have to hold.
"""

import datetime
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.utils import timezone

from cases.lib.geography import Box, Point
from cases.models import Answer, RequestType, Urgency
from cases.text.normalization import compared, compared_closely


class Condition(StrEnum):
    """One thing that can be asked of a case."""

    REQUEST_TYPE = "request_type"
    SUBDISTRICT = "subdistrict"
    COMMUNITY = "community"
    AREA = "area"
    PLACE = "place"
    ANSWER = "answer"
    WEEKDAY = "weekday"
    HOURS = "hours"
    URGENCY = "urgency"


@dataclass(frozen=True)
class Facts:
    """What is known of a case: when it comes in, and with the findings of its steps later."""

    request_type: int
    category: int | None
    at: datetime.datetime
    subdistrict: str = ""
    community: str = ""
    # In which areas of the town it lies.
    areas: frozenset[int] = frozenset()
    latitude: float | None = None
    longitude: float | None = None
    urgency: str = ""
    # The short name of a question or of a finding → the values that were chosen.
    answers: dict[str, frozenset[str]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Conditions:
    """Conditions on a case."""

    request_types: frozenset[int] = frozenset()
    category: int | None = None
    subdistricts: frozenset[str] = frozenset()
    community: str = ""
    areas: frozenset[int] = frozenset()
    box: Box | None = None
    question: str = ""
    answer: str = ""
    weekdays: frozenset[int] = frozenset()
    hours: tuple[datetime.time, datetime.time] | None = None
    urgency: str = ""

    def verdicts(self, facts: Facts) -> dict[Condition, bool]:
        """Each condition that there is, and whether the case fits it."""
        local = timezone.localtime(facts.at)
        asked = {
            Condition.REQUEST_TYPE: bool(self.request_types or self.category),
            Condition.SUBDISTRICT: bool(self.subdistricts),
            Condition.COMMUNITY: bool(self.community),
            Condition.AREA: bool(self.areas),
            Condition.PLACE: self.box is not None,
            Condition.ANSWER: bool(self.question),
            Condition.WEEKDAY: bool(self.weekdays),
            Condition.HOURS: self.hours is not None,
            Condition.URGENCY: bool(self.urgency),
        }
        found = {
            Condition.REQUEST_TYPE: facts.request_type in self.request_types
            or (facts.category or -1) == self.category,
            Condition.SUBDISTRICT: facts.subdistrict in self.subdistricts,
            Condition.COMMUNITY: _names(self.community, facts.community),
            Condition.AREA: bool(self.areas & facts.areas),
            Condition.PLACE: _within(self.box, facts),
            Condition.ANSWER: self.answer in facts.answers.get(self.question, ()),
            Condition.WEEKDAY: self._begun_on(local) in self.weekdays,
            Condition.HOURS: _between(self.hours, local.time()),
            Condition.URGENCY: facts.urgency == self.urgency,
        }
        return {condition: found[condition] for condition in Condition if asked[condition]}

    def _begun_on(self, local: datetime.datetime) -> int:
        """The day of the week to which the moment belongs. Hours that go over midnight belong to the day on
        which they begin: Saturday 22:00 to 06:00 has Sunday's 02:00, and not Saturday's."""
        over_midnight = self.hours is not None and self.hours[0] > self.hours[1]
        early = self.hours is not None and over_midnight and local.time() < self.hours[1]
        return (local - datetime.timedelta(days=1) if early else local).weekday()


def facts_of(
    request_type: RequestType,
    fields: dict[str, Any],
    *,
    subdistrict: str,
    answers: Iterable[Answer],
    at: datetime.datetime,
    areas: frozenset[int] = frozenset(),
) -> Facts:
    """The facts of a request; `fields` are columns of Case, `areas` the keys of those in which it lies."""
    latitude, longitude = fields.get("latitude"), fields.get("longitude")
    return Facts(
        request_type=request_type.pk,
        category=request_type.category_id,
        at=at,
        subdistrict=subdistrict,
        community=fields.get("community") or "",
        urgency=fields.get("urgency") or Urgency.NORMAL,
        areas=areas,
        latitude=None if latitude is None else float(latitude),
        longitude=None if longitude is None else float(longitude),
        answers={one.question.key: values_of(one.value) for one in answers},
    )


def values_of(answer: object) -> frozenset[str]:
    """The values that a stored answer or finding holds, as conditions compare them."""
    return frozenset(str(one) for one in (answer if isinstance(answer, list) else [answer]))


def _names(community: str, typed: str) -> bool:
    """Whether what was typed holds the community's name, however it is spelt; its number is the whole one:
    คำกลิ้ง 1 is คำกลิ้ง๑, and not คำกลิ้ง 10."""
    sought = compared_closely(community)
    before, after = (r"(?<![0-9])" * sought[:1].isdigit(), r"(?![0-9])" * sought[-1:].isdigit())
    # Blanks may stand anywhere in it. Without those behind it a house number would be part of its own.
    name = r"\s*".join(re.escape(letter) for letter in sought)
    return re.search(f"{before}{name}{after}", compared(typed)) is not None


def _within(box: Box | None, facts: Facts) -> bool:
    place = Point.of(facts)
    return box is not None and place is not None and box.holds(place)


def _between(hours: tuple[datetime.time, datetime.time] | None, clock: datetime.time) -> bool:
    """From the first time until before the second, over midnight where that is earlier."""
    if hours is None:
        return False
    start, end = hours
    return start <= clock < end if start < end else clock >= start or clock < end
