"""When the copies of each life happened: ten years with growth, seasons, and the open cases of today."""

import datetime
import random
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate

from cases.deadlines.work_calendar import DAY
from cases.models import OPEN, Status
from workflows.sample.patterns import Pattern

YEARS = 10
WEEKS = YEARS * 52
GROWTH = 1.12
OPEN_SHARE, RESOLVED_SHARE = 0.05, 0.008
# Resolved cases wait two weeks for the citizen, then a job closes them: some of them it has still to find.
OVERDUE_SHARE = 0.05
# Two copies of one life in one week differ at least by this.
JITTER = 15 * 60
RAIN, DRY = range(5, 11), (1, 2, 3, 4, 12)
RAINY = frozenset("flooding drain_blocked manhole road_damage mosquito tree_fallen tree_trim".split())
DUSTY = frozenset("smell_smoke dust_site water_truck tap_water".split())
IN_SEASON = 2.2


@dataclass(frozen=True, order=True)
class Copy:
    """One copy: so much earlier than the life that was told."""

    received: datetime.datetime
    pattern: int
    earlier: datetime.timedelta


def copies(patterns: list[Pattern], count: int, rng: random.Random) -> list[Copy]:
    """So many copies in the order in which their cases came."""
    return sorted(_drawn(patterns, count, rng))


def _drawn(patterns: list[Pattern], count: int, rng: random.Random) -> Iterator[Copy]:
    states = [pattern.case.status for pattern in patterns]
    now = [n for n, state in enumerate(states) if state in OPEN]
    resolved = [n for n, state in enumerate(states) if state == Status.RESOLVED]
    ended = [n for n, state in enumerate(states) if state not in OPEN and state != Status.RESOLVED]
    weeks = {n: _weights(patterns[n]) for n in ended}
    for _ in range(count):
        chance = rng.random()
        if chance < OPEN_SHARE:
            pattern, week = rng.choice(now), 0
        elif chance < OPEN_SHARE + RESOLVED_SHARE:
            pattern, week = rng.choice(resolved), int(rng.random() < OVERDUE_SHARE)
        else:
            pattern = rng.choice(ended)
            week = rng.choices(range(WEEKS), cum_weights=weeks[pattern])[0]
        earlier = 7 * week * DAY + datetime.timedelta(seconds=rng.randrange(JITTER))
        yield Copy(patterns[pattern].case.received_at - earlier, pattern, earlier)


def _weights(pattern: Pattern) -> list[float]:
    """How likely each number of weeks is, added up."""
    request_type = pattern.case.request_type.code
    season = RAIN if request_type in RAINY else DRY if request_type in DUSTY else ()
    months = [(pattern.received - 7 * n * DAY).month for n in range(WEEKS)]
    return list(
        accumulate(
            GROWTH ** (-n / 52) * (IN_SEASON if month in season else 1) for n, month in enumerate(months)
        )
    )
