"""Everybody at once, below and beyond what the machine can do: who read, who file, the staff."""

import os
import random
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict
from itertools import cycle
from pathlib import Path
from typing import Any

from tests.bench import forms, machine, measure, pages, visitors
from tests.bench.asks import Ask, address
from tests.bench.database import ROOT
from tests.bench.load import fire
from tests.bench.web import Web

SHARES = {"read": 80, "file": 10, "staff": 10}
GOOD = (200, 302)
TRIED = 400
OVER_SECONDS = 60
# So many may wait for an answer at once; beyond, browsers would too.
WAITING = {"70 %": 64, "150 %": 256}
STEPS = 10
# Of the memory's requests in all, and of the flame graph's at a time.
REQUESTS = int(os.environ.get("REQUESTS") or 10_000)
AT_A_TIME = max(100, REQUESTS // STEPS)
FLAME_SECONDS = 20


def measured(web: Web, *, seconds: float) -> dict[str, Any]:
    """The capacity in answers a second, and what happens below and above it."""
    forms_left = _forms(TRIED // 10)
    full = fire(mix(TRIED, forms_left), web.url, connections=16, seconds=300, once=True, good=GOOD)
    found: dict[str, Any] = {"capacity": full.per_second}
    for name, share, lasting in (("70 %", 0.7, seconds), ("150 %", 1.5, min(seconds, OVER_SECONDS))):
        rate = max(1.0, share * full.per_second)
        count = round(rate * lasting)
        asks = mix(count, _forms(count // 10 + 1))
        measure.forget_tries()
        answers = fire(
            asks, web.url, connections=WAITING[name], seconds=lasting + 120, once=True, rate=rate, good=GOOD
        )
        found[name] = {**asdict(answers), "rate": rate, "lasting": lasting, "per_second": answers.per_second}
    return found


def memory(web: Web) -> dict[str, Any]:
    """What the largest worker holds after each tenth of the mixed requests, shared pages by its part."""
    asks, found = mix(AT_A_TIME, _forms(AT_A_TIME // 10)), []
    for _ in range(STEPS):
        measure.forget_tries()
        fire(asks, web.url, connections=4, seconds=600, once=True, good=GOOD)
        found.append(machine.largest(web.pid))
    return {"mb": found, "requests": STEPS * AT_A_TIME, "all_mb": machine.together(web.pid)}


def flame(web: Web, out: Path) -> bool:
    """Draw where the application's time goes under the mixed load; False where py-spy may not."""
    program = shutil.which("py-spy") or shutil.which("py-spy", path=str(Path(sys.executable).parent))
    if program is None:
        return False
    options = ["record", "--subprocesses", "--rate", "100", "--duration", str(FLAME_SECONDS)]
    command = [program, *options, "--output", str(out), "--pid", str(web.pid)]
    asks = mix(AT_A_TIME, _forms(AT_A_TIME // 10))
    with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as drawing:
        while drawing.poll() is None:
            fire(asks, web.url, connections=4, seconds=120, once=True, good=GOOD)
    if drawing.returncode == 0:
        _without_paths(out)
    return drawing.returncode == 0


def _without_paths(drawing: Path) -> None:
    """Where things lie on this machine is nobody's business."""
    text = drawing.read_text(encoding="utf-8")
    for path in (str(drawing), f"{ROOT}/", f"{Path(sys.executable).parent}/", f"{sys.prefix}/"):
        text = text.replace(path, "")
    drawing.write_text(text, encoding="utf-8")


def mix(count: int, filings: Iterator[Ask]) -> list[Ask]:
    """So many requests in the shares above, the same in each run."""
    dice = random.Random(2569)
    sources = {"read": cycle(_read()), "file": filings, "staff": cycle(_staff())}
    drawn = dice.choices([*SHARES], weights=[*SHARES.values()], k=count)
    return [next(sources[name], None) or next(sources["read"]) for name in drawn]


def _forms(count: int) -> Iterator[Ask]:
    return iter(forms.filled(count))


def _read() -> list[Ask]:
    """What citizens open: mostly their case."""
    details = pages.details(pages.SEVERAL)
    lists = [Ask("/track/cases/", ask.cookies, address=address(n)) for n, ask in enumerate(details)]
    rest = [
        Ask("/"),
        Ask(f"/requests/{forms.request_type().code}/what/", visitors.session(n=1)),
        Ask("/track/"),
    ]
    return [ask for pair in zip(details, lists, rest * 20, strict=False) for ask in pair]


def _staff() -> list[Ask]:
    """What the staff opens: lists and cases, a search, now and then the dashboard."""
    opened = pages.case_pages(pages.SEVERAL)
    lists = [ask for row in pages.lists() for ask in row.asks(1)]
    found = [ask for row in pages.searches() for ask in row.asks(1)[:2]]
    return [*opened, *(lists * 4), *found, *opened, pages.figures(visitors.executive())]
