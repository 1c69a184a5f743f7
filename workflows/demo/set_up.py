"""What the demo's administrator has set up: places with names and numbers, routing rules, a proposed year, a
public map and a deputy, told by the change log."""

import csv
import datetime
import random
from pathlib import Path
from typing import Any

import yaml

from cases.access import absences, delegations
from cases.change_log.journal import journal
from cases.models import Area, Asset, Landmark, Municipality, RequestType, RoutingRule, Unit, User
from cases.questionnaires import versions
from cases.setup import holidays
from cases.text.dates import buddhist_year
from workflows.demo.citizens import CITY
from workflows.demo.staff import Staff

AREAS = Path(__file__).with_name("areas.yaml")
LAMPS = 40
LANDMARKS = AREAS.with_name("landmarks.csv")
# The departments of the head who is away, and of the one who decides meanwhile.
AWAY, DEPUTY = "SWF", "PHE"
ON_MAP = (
    "road_damage",
    "street_light",
    "footpath",
    "drain_blocked",
    "flooding",
    "garbage_missed",
    "tree_trim",
)
NIGHT = {"from_time": datetime.time(16, 30), "until_time": datetime.time(8, 30)}


def draw_areas() -> None:
    """Give the town some invented areas, where it has none."""
    if not Area.objects.exists():
        rows = yaml.safe_load(AREAS.read_text(encoding="utf-8"))
        Area.objects.bulk_create(Area(position=position, **row) for position, row in enumerate(rows))


def name_landmarks() -> None:
    """Give the town real landmarks, where it has none. Their points are approximate, from public knowledge:
    within a few hundred metres, good enough to try out and for nothing else."""
    if not Landmark.objects.exists():
        with LANDMARKS.open(encoding="utf-8", newline="") as file:
            rows = [{"sort": row.pop("kind"), **row} for row in csv.DictReader(file)]
        Landmark.objects.bulk_create(Landmark(**row) for row in rows)


def number_lamps(rng: random.Random) -> None:
    """Give the town some invented lamp posts, where it has none, and let the form of lamps ask for them: the
    number is found on the map then, so the question for it is taken out."""
    if Asset.objects.exists():
        return
    office = Municipality.current()
    for number in range(101, 101 + LAMPS):
        latitude, longitude = (
            centre + rng.uniform(-0.02, 0.02)
            for centre in (office.latitude or CITY[0], office.longitude or CITY[1])
        )
        place = {"latitude": round(latitude, 6), "longitude": round(longitude, 6)}
        Asset.objects.create(sort="lamp", number=f"4-{number}", key=Asset.key_of(f"4-{number}"), **place)
    lamps = RequestType.objects.get(code="street_light")
    lamps.asset_sort = "lamp"
    lamps.save(update_fields=["asset_sort"])
    if asked := versions.current(lamps):
        versions.publish(lamps, [one for one in asked.in_order if one.key != "pole_number"])


def arrange(administrator: User, *, year: int) -> None:
    """Write two rules, which hold for cases from now on, and propose the holidays of a year."""
    with journal(lambda: administrator):
        _rule("น้ำท่วมนอกเวลาราชการ", "flooding", "CLK-DPM", **NIGHT)
    with journal(lambda: administrator):
        _rule("เสียงดังยามค่ำคืน", "noise", "CLK-LAW", **NIGHT, community="หนองบัว")
    with journal(lambda: administrator):
        holidays.propose(year)
    with journal(lambda: administrator):
        for request_type in RequestType.objects.filter(code__in=ON_MAP, needs_map=True):
            request_type.on_public_map = True
            request_type.save(update_fields=["on_public_map"])


def hand_on(staff: Staff, today: datetime.date) -> None:
    """The director of social welfare is away for some days: another director decides, by an order."""
    heads = {team.department.code: team for team in staff.teams.values()}
    away, deputy = heads[AWAY], heads[DEPUTY].head
    until = today + datetime.timedelta(days=9)
    with journal(lambda: staff.administrator):
        number = f"214/{buddhist_year(today)}"
        days: dict[str, Any] = {"since": today, "until": until, "by": staff.administrator}
        absences.enter(away.head, substitute=away.officers[0], **days)
        delegations.enter(away.head, deputy=deputy, order_number=number, **days)


def _rule(name: str, request_type: str, unit: str, **conditions: Any) -> None:
    to = Unit.objects.select_related("department").get(code=unit)
    position = RoutingRule.objects.count() + 1
    rule = RoutingRule.objects.create(
        name=name, position=position, department=to.department, unit=to, **conditions
    )
    rule.kinds.set(RequestType.objects.filter(code=request_type))
