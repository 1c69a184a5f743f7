"""`migrate` from the release before, while people work: how long it takes, how long a case has to wait."""

import subprocess
import sys
import threading
import time
from typing import Any

import psycopg
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from cases.models import Case
from tests.bench.database import ROOT

# The last migrations of the release before: of 0.6.0, with which they begin.
BEFORE = {
    "cases": "0003_functions",
    "notifications": "0002_functions",
    "workflows": "0002_functions",
    "config": "0001_runs",
}
PAUSE = 0.05


def measured(url: str) -> dict[str, Any]:
    """Seconds and the longest wait, going back to that release first; where that cannot be, why."""
    new = since()
    if not new:
        return {"said": "no migration since"}
    connection.close()
    for app in sorted({app for app, _ in new}):
        back = _migrate(app, BEFORE[app])
        if back.returncode:
            return {"said": f"{app} cannot go back: {back.stderr.strip().splitlines()[-1][:120]}"}
    with Worker(url) as worker:
        began = time.perf_counter()
        forth = _migrate()
        seconds = time.perf_counter() - began
    if forth.returncode:
        return {"said": forth.stderr.strip().splitlines()[-1][:120]}
    return {"seconds": seconds, "longest": worker.longest, "looks": worker.looks, "migrations": len(new)}


def since() -> list[tuple[str, str]]:
    """The migrations of our own apps that the release before does not have."""
    graph = MigrationLoader(connection).graph
    known = {node for app, name in BEFORE.items() for node in graph.forwards_plan((app, name))}
    return [node for node in graph.nodes if node[0] in BEFORE and node not in known]


class Worker:
    """Somebody who reads a case and changes it, again and again, while the `with` block lasts."""

    def __init__(self, url: str) -> None:
        self.url, self.longest, self.looks = url, 0.0, 0
        self.case = Case.objects.order_by("-pk").values_list("pk", flat=True)[0]
        connection.close()
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._work, daemon=True)

    def __enter__(self) -> "Worker":
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._ended.set()
        self._thread.join(60)

    def _work(self) -> None:
        with psycopg.connect(self.url, autocommit=True) as link:
            while not self._ended.wait(PAUSE):
                began = time.perf_counter()
                link.execute("SELECT number, status FROM cases_case WHERE id = %s", [self.case])
                link.execute("UPDATE cases_case SET place = place WHERE id = %s", [self.case])
                self.longest = max(self.longest, time.perf_counter() - began)
                self.looks += 1


def _migrate(*where: str) -> "subprocess.CompletedProcess[str]":
    command = [sys.executable, "manage.py", "migrate", "--verbosity", "0", *where]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
