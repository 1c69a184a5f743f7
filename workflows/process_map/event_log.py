"""The event log of a period, for programs that look into processes: each case that moved in it, from its
receipt to the end of the period. A case is known by a keyed hash of its number; nothing tells of a person.
"""

import datetime
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from xml.sax.saxutils import quoteattr

from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cases.models import Case
from cases.text.normalization import cleaned
from workflows.process_map import lives
from workflows.process_map.lives import Life, Stop

HASH = 32
# IEEE 1849: the extensions by which its readers know names, times and departments.
XES = """<?xml version="1.0" encoding="UTF-8"?>
<log xes.version="1849-2016" xes.features="" xmlns="http://www.xes-standard.org/">
<extension name="Concept" prefix="concept" uri="http://www.xes-standard.org/concept.xesext"/>
<extension name="Time" prefix="time" uri="http://www.xes-standard.org/time.xesext"/>
<extension name="Organizational" prefix="org" uri="http://www.xes-standard.org/org.xesext"/>
<extension name="Lifecycle" prefix="lifecycle" uri="http://www.xes-standard.org/lifecycle.xesext"/>
<global scope="trace"><string key="concept:name" value="UNKNOWN"/></global>
<global scope="event">
<string key="concept:name" value="UNKNOWN"/><date key="time:timestamp" value="1970-01-01T00:00:00+00:00"/>
</global>
<classifier name="Place" keys="concept:name"/>
"""


@dataclass(frozen=True)
class EventLog:
    """The moves of some cases in a time, `end` excluded; `places` and `departments` are their names. It is
    read from the database as it is sent."""

    cases: QuerySet[Case]
    start: datetime.datetime
    end: datetime.datetime
    staged: bool
    places: Mapping[str, str]
    departments: Mapping[int, str]

    def rows(self, *heads: str) -> Iterator[list[str | int | float | None]]:
        """The log as a table, one line for each event, below these heads."""
        yield list(heads)
        for life, stops in self._traces():
            for stop in stops:
                yield [case_hash(life.number), self.places[stop.place], _time(stop), self._department(stop)]

    def xes(self) -> Iterator[str]:
        """The log as XES, one piece for each case."""
        yield XES
        for life, stops in self._traces():
            events = "".join(self._event(stop) for stop in stops)
            yield f"<trace>{_string('concept:name', case_hash(life.number))}{events}</trace>\n"
        yield "</log>\n"

    def _traces(self) -> Iterator[tuple[Life, list[Stop]]]:
        for life in lives.of(lives.moved(self.cases, self.start, self.end)):
            yield life, [stop for stop in life.stops(staged=self.staged) if stop.at < self.end]

    def _event(self, stop: Stop) -> str:
        name, department = self.places[stop.place], self._department(stop)
        strings = _string("concept:name", name) + _string("org:group", department)
        complete = _string("lifecycle:transition", "complete")
        return f'<event>{strings}{complete}<date key="time:timestamp" value="{_time(stop)}"/></event>'

    def _department(self, stop: Stop) -> str:
        return self.departments[stop.department]


def case_hash(number: str) -> str:
    """What stands for a case: always the same here, and of no use to whoever does not have the key."""
    return salted_hmac("workflows.process_map", number, algorithm="sha256").hexdigest()[:HASH]


def _time(stop: Stop) -> str:
    return timezone.localtime(stop.at).isoformat(timespec="milliseconds")


def _string(key: str, value: str) -> str:
    return f'<string key="{key}" value={quoteattr(cleaned(value))}/>'
