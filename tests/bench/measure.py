"""One line of the table: statements, CPU of application and database, times, bytes, memory."""

import os
from dataclasses import asdict
from typing import Any

from django.core.cache import cache
from django.db import connection

from cases.models import RateCounter
from tests.bench import hand, machine
from tests.bench.asks import Ask
from tests.bench.database import Database
from tests.bench.load import fire
from tests.bench.pages import Row
from tests.bench.statements import Profile, profiled
from tests.bench.web import WORKERS, Web

CONNECTIONS = (1, 4, 16)
# Requests that can be sent once are prepared one by one: so many for each number of connections.
ONCE = int(os.environ.get("ONCE") or 60)
PLAYED = 4
LONGEST = 120  # seconds
BY_HAND = 1.0  # seconds, at most
# Answers before the measured ones, and how many there are of those.
WARM, LEAST, MOST = 8, 16, 4000


class Bench:
    """The server and the database of one size; `seconds` is how long each page is loaded at each width."""

    def __init__(self, web: Web, database: Database, *, seconds: float) -> None:
        self.web, self.database, self.seconds = web, database, seconds
        self.profiles: dict[str, Profile] = {}

    def measured(self, row: Row) -> dict[str, Any]:
        """The line of this row; what could not be prepared says so in `missing`."""
        asks = list(row.asks(PLAYED))
        if not asks:
            return {"missing": "the data has no case for it"}
        played = asks if row.once else (asks * PLAYED)[:PLAYED]
        self.profiles[row.name] = profile = profiled(played, good=row.good)
        loaded = self.loaded(row)
        if not loaded:
            costs = f"{profile.count} statements, {profile.cpu:.0f} ms of Python in one process"
            return {"missing": f"too few cases for a load; {costs}"}
        return {
            "floor": row.floor,
            "statements": profile.count,
            "python_ms": profile.cpu,
            "hand_ms": hand.cost(
                profile.costs, os.environ["DATABASE_URL"], seconds=min(BY_HAND, self.seconds)
            ),
            **loaded,
        }

    def loaded(self, row: Row) -> dict[str, Any] | None:
        """What an answer of the server costs and how quickly it comes, at each number of connections; None
        where no request could be prepared."""
        levels = [level for width in CONNECTIONS if (level := self._level(row, width))]
        if not levels:
            return None
        answered = sum(level["answered"] for level in levels)
        return {
            "hashes": row.hashes,
            "app_ms": sum(level["app"] for level in levels) * 1000 / max(1, answered),
            "db_ms": sum(level["db"] for level in levels) * 1000 / max(1, answered),
            "bytes": levels[0]["bytes"] // max(1, levels[0]["answered"]),
            "peak_mb": max(level["peak"] for level in levels),
            "levels": levels,
            "bad": sum(level["bad"] + level["lost"] for level in levels),
            "wrong": next((level["wrong"] for level in levels if level["wrong"]), ""),
        }

    def _level(self, row: Row, width: int) -> dict[str, Any] | None:
        asks = list(row.asks(ONCE))
        if not asks:
            return None
        forget_tries()
        if not row.once:
            asks = self._enough(row, asks, width)
        machine.forget_peaks(self.web.pid)
        app, db = self.web.cpu(), self.database.cpu()
        answers = fire(asks, self.web.url, connections=width, seconds=LONGEST, once=True, good=row.good)
        return {
            "connections": width,
            "app": self.web.cpu() - app,
            "db": self.database.cpu() - db,
            "peak": machine.peak(self.web.pid),
            "per_second": answers.per_second,
            **asdict(answers),
        }

    def _enough(self, row: Row, asks: list[Ask], width: int) -> list[Ask]:
        """The requests again and again, as many as fill the time: each is answered, so that the CPU spent is
        that of these answers and of no others."""
        warm = [asks[n % len(asks)] for n in range(WARM)]
        answers = fire(warm, self.web.url, connections=1, seconds=LONGEST, once=True, good=row.good)
        wanted = self.seconds * max(1.0, answers.per_second) * min(width, WORKERS)
        count = max(LEAST, min(MOST, round(wanted)))
        if row.hashes:
            count = min(count, len(asks))
        return [asks[n % len(asks)] for n in range(count)]


def forget_tries() -> None:
    """As if a quarter of an hour had passed: the product counts log-ins, and the bench has many."""
    RateCounter.objects.all().delete()
    cache.clear()
    connection.close()
