"""What `make bench` writes into docs/bench/: tables, plans and a drawing; and what misses its target."""

import os
import platform
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

import psutil

from tests.bench.drawing import drawn
from tests.bench.peers import pairs
from tests.bench.targets import Miss, Result, by_hand, cost, growth, measured, misses, ratio

HEAD = "<!-- Written by `make bench`; docs/performance.md says what it means. -->"


def write(results: list[Result], folder: Path) -> list[Miss]:
    """Write the figures of all sizes, plans and drawing of the largest, into `folder`; return the misses."""
    folder.mkdir(parents=True, exist_ok=True)
    last, missed = results[-1], misses(results) + [one for result in results for one in pairs.misses(result)]
    title = f"CPU of one request at {last['size']:,} cases"
    _save(folder / "results.md", _figures(results, missed))
    _save(folder / "plans.md", _plans(last))
    (folder / "ratios.svg").write_text(drawn(_bars(last), title=title), encoding="utf-8")
    return missed


def _save(document: Path, lines: Iterable[str]) -> None:
    text = "\n".join([HEAD, *lines])
    document.write_text(f"{text.rstrip()}\n", encoding="utf-8")


def told(missed: list[Miss]) -> str:
    """The misses as they are printed at the end."""
    if not missed:
        return "Every target is met."
    lines = [f"  {one.what}: {one.found}, promised {one.promised}" for one in missed]
    return "\n".join([f"{len(missed)} targets are missed:", *lines])


def _figures(results: list[Result], missed: list[Miss]) -> Iterator[str]:
    last = results[-1]
    yield from ["# What the bench measured", ""]
    yield from _machine(results)
    listed = [f"- {one.what}: {one.found}, promised {one.promised}" for one in missed]
    yield from ["## Misses", "", *(listed or ["None."])]
    yield from ["", "## Ratios", "", "![CPU of each page beside its floor](ratios.svg)", ""]
    yield from _ratios(results)
    yield from _peers(results)
    yield from ["", "## Pages", ""]
    for result in reversed(results):
        yield from _pages(result)
    yield from _search(results)
    yield from _jobs(results)
    yield from _mixed(results)
    yield from _flame(last)


def _machine(results: list[Result]) -> Iterator[str]:
    sizes = ", ".join(f"{one['size']:,} (loaded in {one['loaded']['seconds']:.0f} s)" for one in results)
    memory = psutil.virtual_memory().total / 2**30
    yield f"Cases: {sizes}. {psutil.cpu_count()} cores, {memory:.0f} GB, Python {platform.python_version()}."
    yield f"Memory is given out by {os.environ.get('MALLOC') or 'the C library'}."
    hashes = ", ".join(f"{result['hash']:.0f} ms" for result in results)
    yield f"One password's hash: {hashes} of CPU, left out of the ratios and of what is judged."
    yield ""


def _ratios(results: list[Result]) -> Iterator[str]:
    small, large = results[0], results[-1]
    sizes = [f"÷ floor at {result['size']:,}" for result in results]
    grown = [f"{large['size']:,} ÷ {small['size']:,}"] if len(results) > 1 else []
    hand = f"÷ by hand at {large['size']:,}"
    yield from _table(["page", "floor", *sizes, *grown, hand], _ratio_rows(results, grown))


def _ratio_rows(results: list[Result], grown: list[str]) -> Iterator[list[str]]:
    for name, line in measured(results[-1]).items():
        if not all(name in measured(result) for result in results):
            continue
        ratios = [f"{ratio(result, name):.1f}" for result in results]
        more = [f"{growth(results[0], results[-1], name):.2f}"] if grown else []
        hand = _or_dash(by_hand(results[-1], name))
        yield [name, line["floor"].removeprefix("floor: "), *ratios, *more, hand]


def _peers(results: list[Result]) -> Iterator[str]:
    found = [(result["size"], result["peers"]) for result in results if "peers" in result]
    if not found:
        return
    yield from ["", "## Beside django-helpdesk", ""]
    for size, peer in found:
        if "said" in peer:
            yield from [f"At {size:,} cases: {peer['said']}", ""]
    rows = [_compared(result["size"], one) for result in results for one in pairs.compared(result)]
    if rows:
        yield _beside(next(peer["peer"] for _, peer in found if "peer" in peer))
        yield ""
        yield from _table(["page", "cases", "ours ms", "theirs ms", "ours ÷ theirs", "promised"], rows)
        yield from ["", "What is compared:", ""]
        yield from [f"- {name}: {pair.both}." for name, pair in pairs.PAIRS.items()]


def _compared(size: int, one: pairs.Comparison) -> list[str]:
    most = f"{pairs.PAIRS[one.name].most:g}"
    return [one.name, f"{size:,}", f"{one.ours:.1f}", f"{one.theirs:.1f}", f"{one.ratio:.2f}", most]


def _beside(peer: str) -> str:
    return (
        f"CPU of application and PostgreSQL for one page, besides a password's hash; theirs is {peer}, in "
        "the same run, on the same PostgreSQL and gunicorn, with as many processes and threads. Our cases "
        "are its tickets, our departments its queues, our events its follow-ups, our staff its users."
    )


def _pages(result: Result) -> Iterator[str]:
    yield from [f"### {result['size']:,} cases", ""]
    heads = ["page", "statements", "application ms", "PostgreSQL ms", "by hand ms", "answers/s at 1, 4, 16"]
    heads += ["p50 / p95 / p99 ms at 1", "at 4", "at 16", "bytes", "worker's peak MB", "wrong"]
    yield from _table(heads, [_page(name, line) for name, line in measured(result).items()])
    yield ""
    for name, line in result["rows"].items():
        if "missing" in line:
            yield f"- {name}: not measured, {line['missing']}."
    yield ""


def _page(name: str, line: dict[str, Any]) -> list[str]:
    levels = line["levels"]
    times = [" / ".join(f"{one['times'][share]:.0f}" for share in ("50", "95", "99")) for one in levels]
    costs = [f"{line['app_ms']:.1f}", f"{line['db_ms']:.1f}", _or_dash(line["hand_ms"])]
    rest = [f"{line['bytes']:,}", f"{line['peak_mb']:.0f}", str(line["bad"])]
    return [name, str(line["statements"]), *costs, _rates(line), *(times + ["–"] * 3)[:3], *rest]


def _or_dash(value: float | None) -> str:
    return "–" if value is None else f"{value:.1f}"


def _rates(line: dict[str, Any]) -> str:
    return " / ".join(f"{one['per_second']:.0f}" for one in line["levels"])


def _search(results: list[Result]) -> Iterator[str]:
    yield from ["## Search", ""]
    rows = []
    for result in results:
        if one := result.get("search"):
            looked = len(one["recalls"])
            recall = "–" if one["recall"] is None else f"{one['recall']:.3f} of {looked} searches"
            times = [f"{one[name]:.0f}" for name in ("median", "p95")]
            rows.append([f"{result['size']:,}", str(one["queries"]), *times, recall])
    yield from _table(["cases", "searches", "median ms", "p95 ms", "lowest recall"], rows)
    yield ""


def _jobs(results: list[Result]) -> Iterator[str]:
    rows = []
    for result in results:
        for name, job in result.get("jobs", {}).items():
            found = [job["error"], "–", "–"] if "error" in job else _job(job)
            rows.append([name, f"{result['size']:,}", *found])
        if export := result.get("export"):
            size = f"{export['bytes'] / 2**20:.1f} MB, first byte after {export['first']:.2f} s"
            done = f"{export['rows']:,} rows, {size}"
            grown = f"+{export['grown_mb']:.0f} in the web worker"
            rows.append(["CSV of cases", f"{result['size']:,}", f"{export['seconds']:.1f}", done, grown])
        if moved := result.get("migrate"):
            rows.append(["`migrate` from 0.4.0", f"{result['size']:,}", *_moved(moved)])
    if rows:
        yield from ["## Jobs", ""]
        yield from _table(["job", "cases", "seconds", "done", "peak MB"], rows)
        yield ""


def _job(job: dict[str, Any]) -> list[str]:
    return [f"{job['seconds']:.1f}", f"{job['done']:,}", f"{job['mb']:.0f}"]


def _moved(moved: dict[str, Any]) -> list[str]:
    if "said" in moved:
        return ["–", moved["said"], "–"]
    return [f"{moved['seconds']:.1f}", f"longest wait of a case {moved['longest'] * 1000:.0f} ms", "–"]


def _mixed(results: list[Result]) -> Iterator[str]:
    rows, memory = [], []
    for result in results:
        mixed = result.get("mixed", {})
        for share in ("70 %", "150 %"):
            if one := mixed.get(share):
                rows.append([f"{result['size']:,}", f"{share} of {mixed['capacity']:.0f}/s", *_load(one)])
        if held := result.get("memory"):
            memory.append(_held(result["size"], held))
    if rows:
        yield from ["## Mixed load", ""]
        heads = ["cases", "load", "seconds", "answers", "by status", "p50 / p95 / p99 ms"]
        heads += ["sent late", "worst by s"]
        yield from _table(heads, rows)
        yield ""
    yield from [*memory, ""]


def _held(size: int, held: dict[str, Any]) -> str:
    each = ", ".join(f"{mb:.0f}" for mb in held["mb"])
    words = (
        f"Largest worker after each tenth of {held['requests']:,} mixed requests at {size:,} cases: {each} MB"
    )
    return f"{words}; all processes of the server together {held['all_mb']:.0f} MB."


def _load(one: dict[str, Any]) -> list[str]:
    statuses = ", ".join(f"{status}: {count}" for status, count in sorted(one["statuses"].items()))
    times = " / ".join(f"{one['times'][share]:.0f}" for share in ("50", "95", "99"))
    lost = f", lost: {one['lost']}" if one["lost"] else ""
    return [
        f"{one['seconds']:.0f}",
        f"{one['answered']:,}",
        statuses + lost,
        times,
        str(one["late"]),
        f"{one['lateness']:.1f}",
    ]


def _flame(result: Result) -> Iterator[str]:
    if result.get("flame") is True:
        words = "[Where the application's time goes under the mixed load](flame.svg), as py-spy saw it."
        yield from ["## Where the time goes", "", words]


def _plans(result: Result) -> Iterator[str]:
    yield from ["# The costliest statements", "", f"At {result['size']:,} cases, values left out.", ""]
    for one in result.get("plans", []):
        yield from ["<details>", f"<summary>{one['page']}: {one['ms']:.1f} ms</summary>", ""]
        yield from ["```sql", one["sql"][:1500], "```", "```", one["plan"], "```", "</details>", ""]


def _table(heads: list[str], rows: Iterable[list[str]]) -> Iterator[str]:
    yield f"| {' | '.join(heads)} |"
    yield f"|{'---|' * len(heads)}"
    for row in rows:
        yield f"| {' | '.join(row)} |"


def _bars(result: Result) -> list[tuple[str, float, float, float]]:
    rows, hash_ms = measured(result), result["hash"]
    return [
        (
            name,
            max(0.0, line["app_ms"] - line["hashes"] * hash_ms),
            line["db_ms"],
            cost(rows[line["floor"]], hash_ms),
        )
        for name, line in rows.items()
    ]
