"""The peer is measured: installed, filled, served and asked as the product is."""

import os
from pathlib import Path
from typing import Any

from config import server
from tests.bench.database import Database
from tests.bench.measure import Bench
from tests.bench.pages import Row
from tests.bench.peers import environment, tickets
from tests.bench.peers.pages import Page, answered, every
from tests.bench.web import Application, Web

# The same threads as ours, and read before it parts into processes.
ARGUMENTS = ("tests.bench.peers.desk.wsgi", "--preload", "--threads", str(server.threads))
# Beyond, one page of theirs takes minutes.
LARGEST = 100_000


def measured(database: Database, folder: Path, *, seconds: float) -> dict[str, Any]:
    """What each page of the peer costs, with its name and version; where there is nothing to measure, why."""
    if database.size > LARGEST:
        return {"said": f"the peer is not measured beyond {LARGEST:,} tickets."}
    try:
        python = environment.python(folder)
    except environment.Unavailable as error:
        return {"said": str(error)}
    url = tickets.loaded(python, os.environ["DATABASE_URL"])
    with Web(folder, served(python, url)) as web:
        bench, pages = Bench(web, database, seconds=seconds), every(web)
        for page in pages:
            check(web, page)
        lines = {page.name: line(bench, page) for page in pages}
    return {"peer": environment.version(), "lines": lines}


def served(python: str, url: str) -> Application:
    """The peer's application."""
    return Application(ARGUMENTS, tickets.SETTINGS | {"DATABASE_URL": url}, python)


def line(bench: Bench, page: Page) -> dict[str, Any]:
    """What all requests of a page cost together."""
    found = [bench.loaded(row(page, n)) for n in range(len(page.requests))]
    levels = [one for one in found if one]
    summed = {name: sum(one[name] for one in levels) for name in ("app_ms", "db_ms", "bytes", "bad")}
    return {**summed, "wrong": next((one["wrong"] for one in levels if one["wrong"]), "")}


def row(page: Page, number: int) -> Row:
    """One of a page's requests as a line of the bench."""
    return Row(f"peer's {page.name}", page.requests[number], good=(page.good,), once=page.once)


def check(web: Web, page: Page) -> None:
    """Raise ValueError unless the page is the one that is meant."""
    ask = page.requests[-1](1)[0]
    answer, text = answered(web, ask)
    if answer.status != page.good or page.shows not in text:
        raise ValueError(f"{page.name}: {answer.status} {answer.headers.get('Location')} {text[:1000]}")
