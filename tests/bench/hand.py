"""A page by hand: its statements through bare psycopg, its rows written into plain HTML. No page that asks
the same can cost less on this machine."""

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

import psutil
import psycopg

from config.databases import MOST_PREPARED, SESSION

READS = ("SELECT", "WITH")
# PostgreSQL looks at the values of a prepared statement five times before it may keep one plan for all.
TRIED, LEAST = 8, 8


@dataclass(frozen=True)
class Statement:
    """A statement as it was recorded, and whether it costs less prepared."""

    sql: str
    params: Any
    prepare: bool = True


def cost(recorded: Sequence[tuple[str, Any, float]], url: str, *, seconds: float) -> float | None:
    """Milliseconds of CPU, of this process and its backend, that the recorded statements of a page take by
    hand; None where there is none, or one writes what cannot be written again."""
    if not recorded or not all(repeatable(sql) for sql, _, _ in recorded):
        return None
    with psycopg.connect(url, autocommit=True, options=SESSION) as link:
        link.prepared_max = MOST_PREPARED
        page = [cheaper(link, Statement(sql, params)) for sql, params, _ in recorded]
        return _measured(link, page, seconds)


def repeatable(sql: str) -> bool:
    """Whether a statement only reads, or writes what may be there already (who looks at a case)."""
    return sql.lstrip("( \n").split(maxsplit=1)[0].upper() in READS or "ON CONFLICT" in sql


def cheaper(link: psycopg.Connection[Any], statement: Statement) -> Statement:
    """The statement prepared, or planned for its values each time: whichever is quicker."""
    ways = [Statement(statement.sql, statement.params, prepare) for prepare in (True, False)]
    return min(ways, key=lambda way: _seconds(link, way))


def written(rows: Iterable[Sequence[Any]]) -> str:
    """A table of the rows, and nothing else."""
    lines = ("".join([f"<td>{escape(str(value))}</td>" for value in row]) for row in rows)
    return f"<table>{''.join([f'<tr>{line}</tr>' for line in lines])}</table>"


def _measured(link: psycopg.Connection[Any], page: Sequence[Statement], seconds: float) -> float:
    backend, rounds = psutil.Process(link.info.backend_pid), 0
    end, began = time.monotonic() + seconds, _spent(backend)
    while rounds < LEAST or time.monotonic() < end:
        "".join([_answered(link, statement) for statement in page])
        rounds += 1
    return (_spent(backend) - began) * 1000 / rounds


def _spent(backend: psutil.Process) -> float:
    used = backend.cpu_times()
    return time.process_time() + used.user + used.system


def _answered(link: psycopg.Connection[Any], one: Statement) -> str:
    cursor = link.execute(one.sql, one.params, prepare=one.prepare)
    return written(cursor.fetchall() if cursor.description else [])


def _seconds(link: psycopg.Connection[Any], statement: Statement) -> float:
    """How long the last of several runs takes."""
    for _ in range(TRIED):
        began = time.perf_counter()
        _answered(link, statement)
    return time.perf_counter() - began
