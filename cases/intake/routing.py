"""Which department and unit a new case goes to, and which officer: the first routing rule that fits, else its
request type's own department.

The rules are part of what the whole city shares: a rule holds for the next request after it was saved, in
every process.
"""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, QuerySet
from django.utils import timezone

from cases.conditions import Condition, Conditions, Facts
from cases.lib.geography import Box
from cases.lib.setup_cache import shared
from cases.models import Absence, Membership, QuestionSet, RequestType, RoutingRule, User
from cases.questionnaires.types import type_of


class Problem(StrEnum):
    """Why a rule cannot be applied."""

    DEPARTMENT = "department"
    UNIT = "unit"
    QUESTION = "question"
    REQUEST_TYPE = "request_type"
    AREA = "area"
    EMPTY = "empty"


@dataclass(frozen=True, kw_only=True)
class Rule(Conditions):
    """A rule as it is remembered, with what keeps it from being applied."""

    name: str
    department: int
    unit: int | None
    officer: int | None
    problems: tuple[Problem, ...]

    def fits(self, facts: Facts) -> bool:
        """Whether the case fits all conditions; of a rule whose question is gone, all others."""
        gone = {Condition.ANSWER} if Problem.QUESTION in self.problems else set()
        return all(fits for condition, fits in self.verdicts(facts).items() if condition not in gone)


@dataclass(frozen=True)
class Route:
    """Where a case goes: a department and a unit, or None for its request type's own; the officer whom the
    rule names; and the rules that the staff are told of: `passed` over, and `applied`."""

    department: int | None = None
    unit: int | None = None
    officer: int | None = None
    note: dict[str, Any] = field(default_factory=dict)


def route(facts: Facts) -> Route:
    """Where this case goes; a rule that would fit but cannot be applied is passed over, and said so. No
    statement while the set-up stays the same."""
    passed: list[str] = []
    for rule in shared("routing rules", lambda: [applied for _stored, applied in rules_now()]):
        if not rule.fits(facts):
            continue
        if not rule.problems:
            note = {"passed": passed, "applied": rule.name}
            return Route(rule.department, rule.unit, rule.officer, note)
        passed.append(rule.name)
    return Route(note={"passed": passed, "applied": ""} if passed else {})


def named_officer(route: Route, *, at: datetime.datetime) -> tuple[User | None, dict[str, str]]:
    """Return the officer whom the rule names, None where there is none who is at work on that day in the
    department; and what the staff are told of it. One statement where the rule names somebody."""
    if route.officer is None:
        return None, {}
    away = Absence.objects.on(timezone.localdate(at)).filter(user=OuterRef("pk"))
    there = Membership.objects.filter(user=OuterRef("pk"), department=route.department)
    person = User.objects.annotate(at_work=Exists(there) & ~Exists(away)).get(pk=route.officer)
    if person.is_active and person.at_work:
        return person, {"officer": str(person)}
    return None, {"unavailable": str(person)}


def rules_now() -> list[tuple[RoutingRule, Rule]]:
    """Every rule that is in use, in order, as stored and as applied (six statements)."""
    return [(rule, as_applied(rule)) for rule in with_all(RoutingRule.objects.filter(active=True))]


def with_all(rules: Any) -> Any:
    """The rules with all that `as_applied` looks at, in few statements."""
    asked = QuestionSet.objects.filter(replaced_at__isnull=True).prefetch_related("questions")
    current = Prefetch("question_sets", queryset=asked, to_attr="asked")
    request_types = RequestType.objects.prefetch_related(current)
    return rules.select_related("department", "unit", "officer", "category").prefetch_related(
        Prefetch("kinds", queryset=request_types),
        Prefetch("category__kinds", queryset=request_types),
        "subdistricts",
        "areas",
    )


def as_applied(rule: RoutingRule) -> Rule:
    """A stored rule, read by `with_all`, as it is applied."""
    return Rule(
        name=rule.name,
        department=rule.department_id,
        unit=rule.unit_id,
        officer=rule.officer_id,
        request_types=frozenset(request_type.pk for request_type in rule.kinds.all()),
        category=rule.category_id,
        subdistricts=frozenset(one.pk for one in rule.subdistricts.all()),
        community=rule.community,
        areas=frozenset(one.pk for one in rule.areas.all()),
        box=Box.of(rule),
        question=rule.question,
        answer=rule.answer,
        weekdays=frozenset(rule.weekdays),
        hours=(rule.from_time, rule.until_time) if rule.from_time and rule.until_time else None,
        problems=tuple(_problems(rule)),
    )


def without_officer() -> QuerySet[RoutingRule]:
    """Return the rules in use whose officer does not work in their department any more; they still send
    cases there, whose head then names an officer."""
    there = Membership.objects.filter(
        user=OuterRef("officer"), department=OuterRef("department"), user__is_active=True
    )
    return RoutingRule.objects.filter(~Exists(there), officer__isnull=False, active=True)


def number_broken() -> int:
    """How many rules in use cannot be applied."""
    return sum(1 for _stored, rule in rules_now() if rule.problems)


def _problems(rule: RoutingRule) -> Iterable[Problem]:
    if not rule.department.active:
        yield Problem.DEPARTMENT
    if rule.unit and not (rule.unit.active and rule.unit.department_id == rule.department_id):
        yield Problem.UNIT
    request_types = [*rule.kinds.all(), *(rule.category.kinds.all() if rule.category else [])]
    if request_types and not any(request_type.active for request_type in request_types):
        yield Problem.REQUEST_TYPE
    if rule.areas.all() and not any(area.active for area in rule.areas.all()):
        yield Problem.AREA
    if rule.question and not any(_asks(request_type, rule) for request_type in request_types):
        yield Problem.QUESTION
    texts = (rule.question, rule.community, rule.weekdays, rule.from_time, rule.category)
    several = (rule.subdistricts.all(), rule.areas.all())
    if not request_types and not any(texts) and rule.south is None and not any(several):
        yield Problem.EMPTY


def _asks(request_type: Any, rule: RoutingRule) -> bool:
    questions = [
        one for asked in request_type.asked for one in asked.questions.all() if one.key == rule.question
    ]
    return any(rule.answer in dict(type_of(one).options) for one in questions)
