"""What the product has promised (CPU of application plus PostgreSQL for a request), and what misses it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

EMPTY, INSERT, FIFTY = "floor: an empty view", "floor: one row inserted", "floor: 50 rows by key"
HASH = "floor: one password's hash"
# What a page may cost more at the largest size than at the smallest.
GROWTH = 1.5
Result = dict[str, Any]


@dataclass(frozen=True)
class Miss:
    """What was promised, what was found."""

    what: str
    promised: str
    found: str


# Milliseconds of CPU, besides the password's hash.
MILLISECONDS = {
    "home": 8,
    "form page": 8,
    "citizen's details": 25,
    "case page": 40,
    "log in": 12,
    "look, points of the map": 60,
    "dashboard, own department": 60,
    "dashboard, all": 60,
    # What costs more belongs outside the request.
    "form: a photo of 12 megapixels": 100,
}
STATEMENTS = {"file a request": 14, "case page": 20, "dashboard, own department": 15, "dashboard, all": 15}
# Times the floor.
FLOORS = {"file a request": (INSERT, 8.0)}
INBOX_FLOOR, INBOX_STATEMENTS = (FIFTY, 3.0), 12
# Times the same page of the peer, of django-helpdesk (tests.bench.peers); filing does more than theirs.
BESIDE_PEER, FILING_BESIDE_PEER = 0.8, 1.3
JOB_SECONDS = 120
WORKER_MB = 200


def cost(line: Result, hash_ms: float) -> float:
    """CPU milliseconds of application and database, without the hashes."""
    return float(line["app_ms"] + line["db_ms"] - line["hashes"] * hash_ms)


def hash_ms(rows: dict[str, Result]) -> float:
    """CPU milliseconds of one password's hash, under the same server and load as the pages."""
    return float(rows[HASH]["app_ms"] - rows[EMPTY]["app_ms"])


def ratio(result: Result, name: str, floor: str = "") -> float:
    """How many times its floor a page costs."""
    rows = result["rows"]
    line = rows[name]
    return cost(line, result["hash"]) / max(0.1, cost(rows[floor or line["floor"]], result["hash"]))


def by_hand(result: Result, name: str) -> float | None:
    """How many times the same by hand a page costs; None where it was not done by hand."""
    line = result["rows"][name]
    return cost(line, result["hash"]) / line["hand_ms"] if line["hand_ms"] else None


def misses(results: list[Result]) -> list[Miss]:
    """Everything that is not as promised, at the largest size."""
    last = results[-1]
    found = [miss for judge in JUDGES for miss in judge(last)]
    return found + (list(_grown(results[0], last)) if len(results) > 1 else [])


def measured(result: Result) -> dict[str, Result]:
    """The lines of a size that could be measured."""
    return {name: line for name, line in result.get("rows", {}).items() if "missing" not in line}


def _pages(result: Result) -> Iterator[Miss]:
    for name, line in measured(result).items():
        ms = cost(line, result["hash"])
        if name in MILLISECONDS and ms > MILLISECONDS[name]:
            yield Miss(name, f"{MILLISECONDS[name]} ms", f"{ms:.1f} ms")
        inbox = name.startswith("inbox")
        floor, most = FLOORS.get(name, INBOX_FLOOR if inbox else ("", 0.0))
        if floor and ratio(result, name, floor) > most:
            promised = f"{most:g} × {floor.removeprefix('floor: ')}"
            yield Miss(name, promised, f"{ratio(result, name, floor):.1f} ×")
        statements = STATEMENTS.get(name, INBOX_STATEMENTS if inbox or name.startswith("search") else 10**6)
        if line["statements"] > statements:
            yield Miss(name, f"{statements} statements", str(line["statements"]))
        if line["bad"]:
            answered = sum(one["answered"] for one in line["levels"])
            yield Miss(name, "no wrong answer", f"{line['bad']} of {answered}")


def _search(result: Result) -> Iterator[Miss]:
    search = result.get("search")
    if not search:
        return
    if search["median"] > 150:
        yield Miss("search, median", "150 ms", f"{search['median']:.0f} ms")
    if search["p95"] > 600:
        yield Miss("search, p95", "600 ms", f"{search['p95']:.0f} ms")
    if search["recall"] is not None and search["recall"] < 0.98:
        yield Miss("search, recall", "0.98", f"{search['recall']:.3f}")


def _jobs(result: Result) -> Iterator[Miss]:
    for name, job in result.get("jobs", {}).items():
        if "error" in job:
            yield Miss(name, "it runs", job["error"])
        elif job["seconds"] > JOB_SECONDS:
            yield Miss(name, f"{JOB_SECONDS} s", f"{job['seconds']:.0f} s")


def _mixed(result: Result) -> Iterator[Miss]:
    memory = result.get("memory")
    if memory and memory["mb"][-1] > WORKER_MB:
        yield Miss("memory of a web worker", f"{WORKER_MB} MB", f"{memory['mb'][-1]:.0f} MB")
    mixed = result.get("mixed", {})
    normal = mixed.get("70 %")
    wrong = normal["bad"] + normal["lost"] if normal else 0
    if normal and wrong:
        yield Miss("mixed load at 70 %", "no error", f"{wrong} of {normal['answered']}")
    if normal and normal["times"]["99"] > 1000:
        yield Miss("mixed load at 70 %, p99", "1 s", f"{normal['times']['99'] / 1000:.1f} s")
    over = mixed.get("150 %")
    if over and over["times"]["99"] > 10_000:
        found = f"p99 {over['times']['99'] / 1000:.0f} s"
        yield Miss("mixed load at 150 %", "shed by 503, no pile-up", found)


JUDGES: tuple[Callable[[Result], Iterator[Miss]], ...] = (_pages, _search, _jobs, _mixed)


def growth(small: Result, large: Result, name: str) -> float:
    """What a page costs at the large size, as a multiple of what it costs at the small one."""
    one, other = (cost(result["rows"][name], result["hash"]) for result in (small, large))
    return other / max(0.1, one)


def _grown(small: Result, large: Result) -> Iterator[Miss]:
    for name in measured(small).keys() & measured(large).keys() - {EMPTY, INSERT, FIFTY, HASH}:
        if growth(small, large, name) > GROWTH:
            yield Miss(f"{name}, growth", f"{GROWTH} ×", f"{growth(small, large, name):.1f} ×")
