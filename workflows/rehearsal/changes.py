"""What is changed for a rehearsal: target days, days off, office hours, and the routing rules that hold."""

import datetime
from dataclasses import dataclass, field, fields, replace
from typing import Any, Self

from cases.deadlines.work_calendar import WorkCalendar
from cases.intake import routing
from cases.intake.routing import Rule
from cases.models import RoutingRule


@dataclass(frozen=True)
class Changes:
    """A set-up that differs from the present one; what is empty stays as it is."""

    # The primary key of a request type → its working days.
    targets: dict[int, int] = field(default_factory=dict)
    days_off: tuple[datetime.date, ...] = ()
    working_days: tuple[datetime.date, ...] = ()
    opens: datetime.time | None = None
    closes: datetime.time | None = None
    # Primary keys of rules: those not in use that would hold, and those in use that would not.
    rules_added: tuple[int, ...] = ()
    rules_left_out: tuple[int, ...] = ()
    # Whether the rules are rehearsed at all: where they are as they were, nothing is routed anew.
    with_rules: bool = False
    # A work plan that is changed, alone: its primary key as `plan`, the stages that are tried as `content`,
    # and those in use, `instead` of which they are.
    plan: dict[str, Any] | None = None

    @classmethod
    def from_json(cls, data: dict[str, Any]) -> Self:
        """Return the changes that `to_json` wrote."""
        read: dict[str, Any] = {
            "targets": lambda value: {int(key): days for key, days in value.items()},
            "days_off": _days,
            "working_days": _days,
            "opens": _time,
            "closes": _time,
            "rules_added": tuple,
            "rules_left_out": tuple,
            "with_rules": bool,
            "plan": lambda value: value,
        }
        return cls(**{name: read[name](value) for name, value in data.items()})

    def to_json(self) -> dict[str, Any]:
        """Return the changes as JSON."""
        return {one.name: _plain(getattr(self, one.name)) for one in fields(self)}

    def __bool__(self) -> bool:
        return self != type(self)()

    def calendar(self, present: WorkCalendar) -> WorkCalendar:
        """The calendar as it would be."""
        holidays = (present.holidays | {*self.days_off}) - {*self.working_days}
        opens, closes = self.opens or present.opens, self.closes or present.closes
        return replace(present, holidays=holidays, opens=opens, closes=closes)

    def rules(self) -> list[Rule]:
        """The rules as they would hold, in their order; a rule that cannot be applied holds for nothing."""
        stored = RoutingRule.objects.exclude(pk__in=self.rules_left_out).order_by("position", "pk")
        held = [one for one in routing.with_all(stored) if one.active or one.pk in self.rules_added]
        return [rule for rule in map(routing.as_applied, held) if not rule.problems]


def _plain(value: Any) -> Any:
    if isinstance(value, tuple):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, (datetime.date, datetime.time)) else value


def _days(values: list[str]) -> tuple[datetime.date, ...]:
    return tuple(datetime.date.fromisoformat(one) for one in values)


def _time(value: str | None) -> datetime.time | None:
    return datetime.time.fromisoformat(value) if value else None
