"""What the demo's administrator has set up: two routing rules and a proposed year, told by the change log."""

import datetime
from typing import Any

from cases.change_log.journal import journal
from cases.models import RequestType, RoutingRule, Unit, User
from cases.setup import holidays

NIGHT = {"from_time": datetime.time(16, 30), "until_time": datetime.time(8, 30)}


def arrange(administrator: User, *, year: int) -> None:
    """Write two rules, which hold for cases from now on, and propose the holidays of a year."""
    with journal(lambda: administrator):
        _rule("น้ำท่วมนอกเวลาราชการ", "flooding", "CLK-DPM", **NIGHT)
    with journal(lambda: administrator):
        _rule("เสียงดังยามค่ำคืน", "noise", "CLK-LAW", **NIGHT, community="หนองบัว")
    with journal(lambda: administrator):
        holidays.propose(year)


def _rule(name: str, request_type: str, unit: str, **conditions: Any) -> None:
    to = Unit.objects.select_related("department").get(code=unit)
    position = RoutingRule.objects.count() + 1
    rule = RoutingRule.objects.create(
        name=name, position=position, department=to.department, unit=to, **conditions
    )
    rule.kinds.set(RequestType.objects.filter(code=request_type))
