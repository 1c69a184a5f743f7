"""Routing rules in words: what each asks of a case, why it cannot be applied, and how it judged one."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.conditions import Condition, Facts
from cases.intake.routing import Problem, Rule, rules_now
from cases.models import RequestType, RoutingRule
from cases.questionnaires.types import type_of

PROBLEMS = {
    Problem.DEPARTMENT: gettext_lazy("Its department is out of use."),
    Problem.UNIT: gettext_lazy("Its unit is out of use, or has moved to another department."),
    Problem.QUESTION: gettext_lazy("No kind of request asks this question with this answer any more."),
    Problem.REQUEST_TYPE: gettext_lazy("None of its kinds of request is in use."),
    Problem.AREA: gettext_lazy("None of its areas is in use."),
    Problem.EMPTY: gettext_lazy("It has no condition, so it would take every case."),
}


@dataclass(frozen=True)
class Verdict:
    """What one rule says of one case."""

    rule: RoutingRule
    conditions: list[tuple[str, bool]]
    fits: bool
    decides: bool
    problems: list[str]


def conditions(rule: RoutingRule) -> dict[Condition, str]:
    """What the rule asks of a case, each in a sentence; the rule was read by `routing.with_all`."""
    said = {
        Condition.REQUEST_TYPE: _request_types(rule),
        Condition.SUBDISTRICT: _subdistricts(rule),
        Condition.COMMUNITY: _("The community's name contains “%(text)s”.") % {"text": rule.community}
        if rule.community
        else "",
        Condition.AREA: _areas(rule),
        Condition.PLACE: _place(rule),
        Condition.ANSWER: _answer(rule),
        Condition.WEEKDAY: _weekdays(rule),
        Condition.HOURS: _hours(rule),
    }
    return {condition: text for condition, text in said.items() if text}


def problems(applied: Rule) -> list[str]:
    """Why the rule cannot be applied; nothing where it can."""
    return [str(PROBLEMS[problem]) for problem in applied.problems]


def judged(facts: Facts) -> list[Verdict]:
    """What every rule in use says of a case; the first that fits and can be applied decides."""
    found: list[Verdict] = []
    for stored, applied in rules_now():
        words, fits = conditions(stored), applied.fits(facts)
        said = [(words[one], holds) for one, holds in applied.verdicts(facts).items()]
        decides = fits and not applied.problems and not any(one.decides for one in found)
        found.append(Verdict(stored, said, fits, decides, problems(applied)))
    return found


def weekday(number: int) -> str:
    """Monday for 0."""
    return str(WEEKDAYS[number])


def asked_answers(request_types: Iterable[Any]) -> list[tuple[str, list[tuple[str, str]]]]:
    """What can be asked for as a condition: for each request type that asks something with known answers its
    answers, as `key:question=answer` and in words. The request types carry `asked`, their current
    questions."""
    groups = []
    for request_type in request_types:
        options = [
            (f"{request_type.pk}:{one.key}={value}", f"{one.text} {label}")
            for asked in request_type.asked
            for one in asked.questions.all()
            for value, label in type_of(one).options
        ]
        if options:
            groups.append((request_type.name, options))
    return groups


def _request_types(rule: RoutingRule) -> str:
    names = [request_type.name for request_type in rule.kinds.all()]
    if rule.category:
        names.append(_("every kind of “%(category)s”") % {"category": rule.category.name})
    return _("The kind of request is: %(kinds)s.") % {"kinds": _listed(names)} if names else ""


def _subdistricts(rule: RoutingRule) -> str:
    names = [one.name for one in rule.subdistricts.all()]
    return _("The citizen lives in: %(places)s.") % {"places": _listed(names)} if names else ""


def _areas(rule: RoutingRule) -> str:
    names = [one.name for one in rule.areas.all()]
    return _("The place lies in: %(places)s.") % {"places": _listed(names)} if names else ""


def _place(rule: RoutingRule) -> str:
    if rule.south is None:
        return ""
    edges = {name: getattr(rule, name) for name in ("south", "north", "west", "east")}
    return _("The place lies between %(south)s and %(north)s north, %(west)s and %(east)s east.") % edges


def _answer(rule: RoutingRule) -> str:
    if not rule.question:
        return ""
    request_types: list[RequestType] = [
        *rule.kinds.all(),
        *(rule.category.kinds.all() if rule.category else []),
    ]
    for request_type in request_types:
        for asked in request_type.asked:  # type: ignore[attr-defined]
            for one in asked.questions.all():
                if one.key == rule.question:
                    said = {"question": one.text, "answer": type_of(one).label_of(rule.answer)}
                    return _("“%(question)s” is answered with “%(answer)s”.") % said
    return _("“%(question)s” is answered with “%(answer)s”.") % {
        "question": rule.question,
        "answer": rule.answer,
    }


def _weekdays(rule: RoutingRule) -> str:
    names = [weekday(number) for number in sorted(rule.weekdays)]
    return _("It is received on: %(days)s.") % {"days": _listed(names)} if names else ""


def _hours(rule: RoutingRule) -> str:
    if rule.from_time is None or rule.until_time is None:
        return ""
    times = {"start": rule.from_time.strftime("%H:%M"), "end": rule.until_time.strftime("%H:%M")}
    if rule.from_time > rule.until_time and rule.weekdays:
        return (
            _(
                "It is received from %(start)s until before %(end)s of the next day, which counts to the day "
                "on which these hours begin."
            )
            % times
        )
    return _("It is received from %(start)s until before %(end)s.") % times


def _listed(names: list[str]) -> str:
    return ", ".join(names)
