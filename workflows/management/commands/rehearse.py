"""`manage.py rehearse`: what would have happened with another set-up, from the cases of the last months."""

import datetime
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.models import Department, PlanVersion, RequestType, RoutingRule
from workflows.rehearsal import runs
from workflows.rehearsal.changes import Changes
from workflows.rehearsal.plan_replay import PlanReplay, PlanReport
from workflows.rehearsal.report import Replay, Report


class Command(BaseCommand):
    """Writes nothing. It assumes that the work itself would have taken as long as it did."""

    help = "Replay the cases of the last months with other targets, days off, hours or routing rules."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Each option changes one thing; without any, it says what did happen."""
        parser.add_argument("--months", type=int, default=12, help="How many months back (default: 12).")
        parser.add_argument("--plan", metavar="CODE", help="Its draft instead of its version in use, alone.")
        parser.add_argument("--target", action="append", default=[], metavar="CODE=DAYS")
        parser.add_argument("--day-off", action="append", default=[], metavar="YYYY-MM-DD")
        parser.add_argument("--working-day", action="append", default=[], metavar="YYYY-MM-DD")
        parser.add_argument("--opens", metavar="HH:MM")
        parser.add_argument("--closes", metavar="HH:MM")
        parser.add_argument("--rules", action="store_true", help="Route the cases by the rules of today.")
        parser.add_argument("--with-rule", action="append", default=[], metavar="NAME")
        parser.add_argument("--without-rule", action="append", default=[], metavar="NAME")

    def handle(self, *args: Any, **options: Any) -> None:
        """Replay, and tell."""
        if options["months"] < 1:
            raise CommandError("--months is 1 or more.")
        changes, today = _changes(options), timezone.localdate()
        if options["plan"]:
            if changes:
                raise CommandError("--plan goes without any other change.")
            found = PlanReplay(_plan(options["plan"]), months=options["months"], today=today).run()
            lines = [*_told(found), *_steps(found)]
        else:
            lines = _told(Replay(changes, months=options["months"], today=today).run())
        for line in lines:
            self.stdout.write(line)


def _plan(code: str) -> Changes:
    draft = PlanVersion.objects.filter(plan__code=code, published_at__isnull=True).first()
    if draft is None:
        raise CommandError(f"The plan “{code}” has no draft.")
    return runs.of_plan(draft)


def _steps(report: PlanReport) -> list[str]:
    """A line for each step: what was, and what would have been."""
    said = "  {}: {} → {} working days; done {} → {}, late {} → {}, skipped {} → {}"
    return [
        said.format(
            key,
            *("–" if days is None else days for days in (one.days, one.days_then)),
            *(one.done, one.done_then, one.late, one.late_then, one.skipped, one.skipped_then),
        )
        for key, one in report.steps.items()
    ]


def _changes(options: dict[str, Any]) -> Changes:
    added, left_out = _rules(options["with_rule"]), _rules(options["without_rule"])
    try:
        return Changes(
            targets=dict(map(_target, options["target"])),
            days_off=tuple(map(datetime.date.fromisoformat, options["day_off"])),
            working_days=tuple(map(datetime.date.fromisoformat, options["working_day"])),
            opens=options["opens"] and datetime.time.fromisoformat(options["opens"]),
            closes=options["closes"] and datetime.time.fromisoformat(options["closes"]),
            rules_added=added,
            rules_left_out=left_out,
            with_rules=bool(options["rules"] or added or left_out),
        )
    except ValueError as error:
        raise CommandError(str(error)) from error


def _target(text: str) -> tuple[int, int]:
    code, _equals, days = text.partition("=")
    found = RequestType.objects.filter(code=code).first()
    if found is None or not days.isdigit() or int(days) < 1:
        raise CommandError(f"--target {text}: a kind's code, an equals sign and working days from 1.")
    return found.pk, int(days)


def _rules(names: list[str]) -> tuple[int, ...]:
    found = {rule.name: rule.pk for rule in RoutingRule.objects.filter(name__in=names)}
    if missing := [name for name in names if name not in found]:
        raise CommandError(f"There is no rule “{missing[0]}”.")
    return tuple(found[name] for name in names)


def _told(report: Report) -> list[str]:
    departments = {one.pk: one.code for one in Department.objects.all()}
    lines = [
        f"{report.cases} cases, of which {report.judged} are on time or late.",
        f"Late: {report.late} as it was, {report.late_then} as it would have been.",
    ]
    if not isinstance(report, PlanReport):
        lines.append(f"The present set-up gives the due date of {report.reproduced} of them again.")
    for key, (count, late, late_then) in sorted(report.by_department.items(), key=lambda one: -one[1][2]):
        lines.append(f"  {departments[key]}: {late} → {late_then} of {count}")
    for ways, count in report.moved.most_common():
        sender, to = map(int, ways.split())
        lines.append(f"  {count} would have gone to {departments[to]}, not {departments[sender]}.")
    return lines
