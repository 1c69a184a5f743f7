"""What happened to an old case, at its own times; and that it was taken over."""

import datetime
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from cases.events import Actor, Kind
from cases.models import Case, Status
from cases.text.normalization import cleaned
from workflows.old_cases import tables
from workflows.old_cases.mapping import Field, History

LONGEST = 4000
Times = dict[str, datetime.datetime | None]
ReadTime = Callable[[Field, tables.Row], datetime.datetime | None]


@dataclass
class Step:
    """One entry of the history that is to be written. Where it moves nothing, `to` is empty."""

    kind: Kind
    at: datetime.datetime
    to: str = ""
    message: str = ""
    actor: Actor = Actor.SYSTEM


def steps(case: Case, times: Times, *, now: datetime.datetime, source: str, number: str) -> list[Step]:
    """What is known of the case's way, the last entry says where it was taken over from. Only what the other
    system told has a time of its own: the rest of the way is the taking over itself."""
    received = times["received_at"]
    assert received
    found = [Step(Kind.SUBMITTED, received, Status.RECEIVED, actor=Actor.CITIZEN)]
    if assigned := times["assigned_at"]:
        found.append(Step(Kind.ASSIGNED, assigned, Status.ASSIGNED))
    if started := times["started_at"]:
        found.append(Step(Kind.STARTED, started, Status.IN_PROGRESS))
    found += _end(case)
    return [*found, Step(Kind.IMPORTED, now, case.status, f"{source} · {number}")]


def notes(entries: Sequence[History], cells: tables.Row, times: Times, read_time: ReadTime) -> Iterator[Step]:
    """The other entries, as internal notes: who could read them there is not known."""
    received = times["received_at"]
    assert received
    for entry in entries:
        for one in _cells(entry, cells):
            text = cleaned(entry.text.typed(one))
            at = read_time(entry.at, one) if entry.at and text else None
            if text:
                words = f"{entry.label}: {text}" if entry.label else text
                yield Step(Kind.NOTED, max(at or received, received), message=words[:LONGEST])


def _cells(entry: History, cells: tables.Row) -> Sequence[tables.Row]:
    if not entry.entries:
        return [cells]
    found = tables.inside(cells, entry.entries)
    return [one for one in found if isinstance(one, dict)] if isinstance(found, list) else []


def _end(case: Case) -> Iterator[Step]:
    if case.status == Status.CLOSED and case.resolved_at and case.ended_at:
        yield Step(Kind.RESOLVED, case.resolved_at, Status.RESOLVED, case.result_details)
        yield Step(Kind.CLOSED, case.ended_at, Status.CLOSED)
    elif case.status == Status.REJECTED and case.ended_at:
        yield Step(Kind.REJECTED, case.ended_at, Status.REJECTED, case.result_details)
    elif case.status == Status.WITHDRAWN and case.ended_at:
        yield Step(Kind.WITHDRAWN, case.ended_at, Status.WITHDRAWN, actor=Actor.CITIZEN)
