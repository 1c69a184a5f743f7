"""Sixty searches in Thai: how long they take, and how much they find of what is there."""

import re
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import yaml

from cases.models import Case, User
from cases.text.normalization import compared
from tests.bench.machine import percentile
from workflows.inbox import search_query
from workflows.inbox.queries import NEAR_BY_AGE, InboxQuery, matching_cases
from workflows.inbox.queries import page as found_page
from workflows.inbox.standard_views import VIEWS

WORDS = Path(__file__).with_name("queries.yaml")
QUERIES: dict[str, list[str]] = yaml.safe_load(WORDS.read_text(encoding="utf-8"))
ALL = VIEWS[-1]
# A plain look costs seconds at a million cases: it is done for so many of the searches.
LOOKED_AT = 12
# Signs that hang on the letter before: a word that ends before one of them goes on.
GOES_ON = r"(?![\u0e31\u0e34-\u0e3a\u0e47-\u0e4e])"


def measured(user: User) -> dict[str, Any]:
    """Milliseconds of each search for one page, and the recall of some, by who may see everything."""
    queries = [one for group in QUERIES.values() for one in group]
    times = [_timed(user, one) for one in queries]
    recalls = list(_recalls(user, queries))
    return {
        "queries": len(queries),
        "median": percentile(times, 0.5),
        "p95": percentile(times, 0.95),
        "slowest": max(zip(times, queries, strict=True))[1],
        "recalls": recalls,
        "recall": min((share for _, _, share in recalls), default=None),
    }


def _timed(user: User, typed: str) -> float:
    began = time.perf_counter()
    found_page(user, InboxQuery(ALL, text=typed), search_query.synonyms())
    return (time.perf_counter() - began) * 1000


def _recalls(user: User, queries: list[str]) -> Iterator[tuple[str, int, float]]:
    """(typed, how many there are, the share that is found); the plain look reads every case once."""
    looked = queries[:: max(1, len(queries) // LOOKED_AT)]
    truths: dict[str, set[int]] = {one: set() for one in looked}
    wanted = {one: [_contained(word) for word in one.split()] for one in looked}
    columns = ("pk", "details", "place", "first_name", "last_name")
    for pk, *texts in Case.objects.values_list(*columns).iterator(chunk_size=5000):
        said = compared(" ".join(texts))
        for one, patterns in wanted.items():
            if all(pattern.search(said) for pattern in patterns):
                truths[one].add(pk)
    for one, truth in truths.items():
        if truth:
            every = search_query.Ordering(
                "received_at", descending=True, start=None, most=10**7, near=NEAR_BY_AGE
            )
            found = set(
                search_query.first(
                    matching_cases(user, InboxQuery(ALL)),
                    user,
                    one,
                    search_query.synonyms(),
                    every,
                    bare=False,
                )
            )
            yield one, len(truth), len(truth & found) / len(truth)


def _contained(word: str) -> re.Pattern[str]:
    return re.compile(re.escape(compared(word)) + GOES_ON)
