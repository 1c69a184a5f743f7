"""Which page of ours stands beside which of the peer's, what both do, and the most that ours may cost."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from tests.bench.jobs import OUTBOX
from tests.bench.targets import BESIDE_PEER, EMPTY, FILING_BESIDE_PEER, Miss, Result, cost, measured

SEARCH = "search, one common word"
LETTER = "letter sent"


@dataclass(frozen=True)
class Pair:
    """A page of the peer beside `ours`, with what differs in what they do."""

    ours: str
    both: str
    most: float = BESIDE_PEER


@dataclass(frozen=True)
class Comparison:
    """Milliseconds of CPU of one such pair."""

    name: str
    ours: float
    theirs: float

    @property
    def ratio(self) -> float:
        """How many times theirs ours costs."""
        return self.ours / max(0.1, self.theirs)


PAIRS = {
    "form page": Pair("form page", "the citizen's form; ours is the first of four pages, theirs the whole"),
    "file": Pair(
        "file a request",
        "the form is stored; theirs writes ticket and follow-up and sends the citizen's letter, ours writes "
        "case, event, process, tasks, search words, letters, and a password whose hash is left out",
        FILING_BESIDE_PEER,
    ),
    "list": Pair(
        "inbox, first page (clerk)", "50 open ones; theirs is two requests, the page and its rows as JSON"
    ),
    "case": Pair("case page", "an open one with its whole history and the forms for the next step"),
    "dashboard": Pair(
        "dashboard, all",
        "counts; ours by department and time, theirs by age, with lists of one's own tickets and nobody's",
    ),
    "search": Pair(
        SEARCH, "the first 50 with a common word; theirs is two requests, and looks through every ticket"
    ),
    "public tracking": Pair("citizen's details", "one case with its public history; ours after a log-in"),
    LETTER: Pair(
        OUTBOX,
        "one letter to a server that takes it at once; ours is claimed, sent and noted by the worker, theirs "
        "composed and sent, and noted nowhere; an empty view is left out",
    ),
}


def compared(result: Result) -> Iterator[Comparison]:
    """Every pair of which both sides were measured."""
    theirs = _theirs(result)
    for name, pair in PAIRS.items():
        ours = _letter(result) if name == LETTER else _page(result, pair.ours)
        if ours is not None and name in theirs:
            floor = theirs[EMPTY] if name == LETTER else {}
            yield Comparison(name, ours, _ms(theirs[name]) - _ms(floor))


def misses(result: Result) -> Iterator[Miss]:
    """What costs more beside the peer than was promised, and where the peer has answered wrongly."""
    for one in compared(result):
        most = PAIRS[one.name].most
        if one.ratio > most:
            what = f"{one.name}, beside the peer at {result['size']:,}"
            yield Miss(what, f"{most:g} ×", f"{one.ratio:.2f} ×")
    for name, line in _theirs(result).items():
        if line["bad"]:
            yield Miss(f"{name} of the peer at {result['size']:,}", "no wrong answer", str(line["bad"]))


def _theirs(result: Result) -> dict[str, Result]:
    lines: dict[str, Result] = result.get("peers", {}).get("lines", {})
    return lines


def _page(result: Result, name: str) -> float | None:
    line = measured(result).get(name)
    return cost(line, result["hash"]) if line else None


def _letter(result: Result) -> float | None:
    job = result.get("jobs", {}).get(OUTBOX, {})
    return job["cpu"] * 1000 / job["done"] if job.get("done") else None


def _ms(line: dict[str, Any]) -> float:
    return float(line.get("app_ms", 0.0) + line.get("db_ms", 0.0))
