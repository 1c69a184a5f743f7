"""The SQL statements of a page, recorded in this process: how many, how long, and the costliest plans."""

import re
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.db import connection, transaction

from tests.bench.asks import Ask


@dataclass
class Record:
    """Each statement with its parameters and milliseconds."""

    statements: list[tuple[str, Any, float]] = field(default_factory=list)

    def __call__(self, execute: Callable[..., Any], sql: str, params: Any, many: bool, context: Any) -> Any:
        began = time.perf_counter()
        try:
            return execute(sql, params, many, context)
        finally:
            self.statements.append((sql, params, (time.perf_counter() - began) * 1000))


@contextmanager
def recorded() -> Iterator[Record]:
    """Record what this process asks the database inside the `with` block."""
    record = Record()
    with connection.execute_wrapper(record):
        yield record


@dataclass
class Profile:
    """A page in this process: statements, CPU milliseconds of Python alone, and where the SQL's time went."""

    count: int
    cpu: float
    costs: list[tuple[str, Any, float]]


def profiled(asks: Sequence[Ask], *, good: Sequence[int]) -> Profile:
    """Play the requests, the first of them to warm up; the middle of what the others cost."""
    profiles = [played(ask, good) for ask in asks]
    warm = sorted(profiles[1:] or profiles, key=lambda one: one.cpu)
    middle = warm[len(warm) // 2]
    return Profile(max(one.count for one in warm), middle.cpu, middle.costs)


def played(ask: Ask, good: Sequence[int]) -> Profile:
    """Play one request; raises AssertionError where its answer has another status than the `good` ones."""
    with recorded() as record:
        began = time.process_time()
        answer = ask.play()
        if answer.streaming:
            b"".join(answer.streaming_content)
        spent = (time.process_time() - began) * 1000
    if answer.status_code not in good or "login" in answer.headers.get("Location", ""):
        said = b"" if answer.streaming else answer.content[:2000]
        raise AssertionError(f"{ask.path}: {answer.status_code} {answer.headers.get('Location')} {said!r}")
    return Profile(len(record.statements), spent, record.statements)


def costliest(profiles: dict[str, Profile], *, most: int = 10) -> list[dict[str, Any]]:
    """The statements that took longest in one request of any page, with their plans."""
    spent: dict[str, tuple[float, str, Any]] = {}
    for page, profile in profiles.items():
        each: dict[str, float] = defaultdict(float)
        last: dict[str, Any] = {}
        for sql, params, ms in profile.costs:
            each[sql] += ms
            last[sql] = params
        for sql, ms in each.items():
            if ms > spent.get(sql, (0.0,))[0]:
                spent[sql] = (ms, page, last[sql])
    top = sorted(spent.items(), key=lambda item: -item[1][0])
    explainable = [
        item for item in top if item[0].lstrip("( ").split()[0] in ("SELECT", "WITH", "UPDATE", "INSERT")
    ]
    return [
        {"page": page, "ms": ms, "sql": _without_values(sql), "plan": explained(sql, params)}
        for sql, (ms, page, params) in explainable[:most]
    ]


def explained(sql: str, params: Any) -> str:
    """The plan as it was run, without the values of anybody; nothing is changed by it."""
    with transaction.atomic(), connection.cursor() as cursor:
        point = transaction.savepoint()
        try:
            cursor.execute(f"EXPLAIN (ANALYZE, BUFFERS, COSTS OFF, TIMING OFF) {sql}", params)
            plan = "\n".join(row[0] for row in cursor.fetchall())
        except Exception as error:  # a statement that needs its transaction has no plan outside it
            plan = type(error).__name__
        transaction.savepoint_rollback(point)
    return _without_values(plan)


def _without_values(text: str) -> str:
    """Literals become placeholders: no name, number or text of a case stands in a document."""
    text = re.sub(r"'(?:[^']|'')*'(::[\w \"]+)?(\[\])?", "$", text)
    return text.replace("%s", "$")
