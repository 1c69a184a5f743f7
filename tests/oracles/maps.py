"""pm4py's reading of the event logs beside our maps: `python maps.py FOLDER`, in an environment of its own.

Both count the working time between two places; ours is kept in tenths of a day, so the two may differ by half
of one.
"""

import datetime
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pm4py

HALF_A_TENTH = 0.05 + 1e-6
CASE, TIME = "case:concept:name", "time:timestamp"
WORKING_DAYS = range(5)


@dataclass(frozen=True)
class Calendar:
    """The city's calendar as pm4py asks for it."""

    holidays: frozenset[str]
    opens: datetime.time
    closes: datetime.time

    @classmethod
    def read(cls, file: Path) -> "Calendar":
        """As the product wrote it."""
        told = json.loads(file.read_text())
        hours = (datetime.time.fromisoformat(told[name]) for name in ("opens", "closes"))
        return cls(frozenset(told["holidays"]), *hours)

    def is_working_day(self, day: Any) -> bool:
        """What pm4py asks."""
        return day.weekday() in WORKING_DAYS and day.strftime("%Y-%m-%d") not in self.holidays

    @property
    def slots(self) -> list[tuple[int, int]]:
        """The hours of a week, in seconds since its begin."""
        begin, end = (time.hour * 3600 + time.minute * 60 + time.second for time in (self.opens, self.closes))
        return [(day * 86400 + begin, day * 86400 + end) for day in WORKING_DAYS]

    @property
    def day(self) -> int:
        """The seconds of a working day."""
        begin, end = self.slots[0]
        return end - begin


def read(file: Path, since: str) -> pd.DataFrame:
    """The log in the city's time, from the place that each case left first in the period."""
    log = pm4py.read_xes(str(file))
    begin = pd.Timestamp(since)
    log[TIME] = log[TIME].dt.tz_convert(datetime.timezone(begin.utcoffset()))
    following = log.groupby(CASE)[TIME].shift(-1)
    return log[(log[TIME] >= begin) | (following >= begin)]


def compared(file: Path, calendar: Calendar) -> list[str]:
    """What differs between the map of this file and pm4py's reading of the log beside it."""
    told = json.loads(file.read_text())
    log = read(file.with_suffix(".xes"), told["since"])
    edges, _first, _last = pm4py.discover_dfg(log)
    times, *_rest = pm4py.discover_performance_dfg(
        log,
        business_hours=True,
        business_hour_slots=calendar.slots,
        workcalendar=calendar,
        perf_aggregation_key="raw_values",
    )
    ours = {(source, target): numbers for source, target, *numbers in told["edges"]}
    found = [f"{way}: {ours.get(way, [0])[0]} here, {edges.get(way, 0)} there" for way in ours.keys() ^ edges]
    for way in ours.keys() & edges.keys():
        count, *days = ours[way]
        theirs = np.percentile(np.array(times[way]) / calendar.day, (50, 90))
        apart = [abs(one - two) for one, two in zip(days, theirs, strict=True)]
        if count != edges[way] or max(apart) > HALF_A_TENTH:
            found.append(f"{way}: {count} {days} here, {edges[way]} {theirs} there")
    print(
        f"{file.stem}: {log[CASE].nunique()} cases, {len(ours)} edges, {len(found)} differences", flush=True
    )
    return found


def main(folder: Path) -> int:
    """Say what differs; return 1 where something does, or where there was nothing to compare."""
    calendar, files = Calendar.read(folder / "calendar.json"), sorted(folder.glob("*.xes"))
    found = [one for file in files for one in compared(file.with_suffix(".json"), calendar)]
    print("\n".join(found))
    return int(bool(found) or not files)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
