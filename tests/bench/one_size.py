"""Everything that is measured at one size, on one server and one database: `python -m tests.bench.one_size`.

A process of its own for each size: Django is set up for one database.
"""

import json
import os
import sys
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import django

django.setup()

from tests.bench import (  # noqa: E402
    export,
    jobs,
    measure,
    mixed,
    moving,
    pages,
    search,
    statements,
    steps,
    visitors,
)
from tests.bench.database import ROOT, Database  # noqa: E402
from tests.bench.peers import run as peers  # noqa: E402
from tests.bench.targets import hash_ms  # noqa: E402
from tests.bench.web import Web  # noqa: E402

# Parts that may be asked for alone: PARTS=pages,search.
PARTS = ("pages", "search", "export", "memory", "mixed", "flame", "jobs", "migrate")


class Size:
    """What is found at one size; written after each part, so that a long run that breaks is not lost."""

    def __init__(self, size: int, folder: Path, out: Path) -> None:
        self.database, self.folder, self.out = Database(folder, size), folder, out
        self.found: dict[str, Any] = {"size": size, "loaded": json.loads(os.environ["BENCH_LOADED"])}
        self.seconds = float(os.environ.get("SECONDS_EACH") or 5)
        self.lasting = float(os.environ.get("DURATION") or 300)
        self.wanted = (os.environ.get("PARTS") or ",".join(PARTS)).split(",")
        if os.environ.get("PEERS") == "1":
            self.wanted.append("peers")
        only = os.environ.get("ONLY", "")
        every = [*pages.rows(), *steps.rows()]
        self.rows = [row for row in every if only in row.name or row.name.startswith("floor")]

    def measure(self) -> None:
        """All that is wanted: first the peer, which has a database of its own, then what reads, then what
        changes much."""
        self.part("peers", lambda: peers.measured(self.database, self.folder, seconds=self.seconds))
        with self.web() as web:
            self.part("pages", lambda: self.pages(web))
            self.part("export", lambda: export.measured(web))
        self.part("search", lambda: search.measured(visitors.clerk()))
        with self.web() as web:
            self.part("memory", lambda: mixed.memory(web))
            self.part("flame", lambda: mixed.flame(web, ROOT / "docs" / "bench" / "flame.svg"))
            self.part("mixed", lambda: mixed.measured(web, seconds=self.lasting))
        self.part("jobs", jobs.measured)
        self.part("migrate", lambda: moving.measured(os.environ["DATABASE_URL"]))

    def web(self) -> Web:
        """A fresh server."""
        return Web(self.folder)

    def part(self, name: str, work: Callable[[], Any]) -> None:
        """Do one part, and keep what it found; one that breaks is told, and the others go on."""
        if name not in self.wanted:
            return
        print(f"  {name}", flush=True)
        try:
            self.found[name] = work()
        except Exception:
            traceback.print_exc()
        print(f"    {str(self.found.get(name))[:700]}", flush=True)
        self.out.write_text(json.dumps(self.found, default=str))

    def pages(self, web: Web) -> int:
        """Line by line; then the plans of the costliest statements."""
        bench = measure.Bench(web, self.database, seconds=self.seconds)
        self.found["rows"] = {}
        for row in self.rows:
            self.found["rows"][row.name] = line = bench.measured(row)
            print(f"    {row.name}: {_in_short(line)}", flush=True)
            self.out.write_text(json.dumps(self.found, default=str))
        self.found["hash"] = hash_ms(self.found["rows"])
        self.found["plans"] = statements.costliest(bench.profiles)
        return len(self.found["rows"])


def _in_short(line: dict[str, Any]) -> str:
    """A line for who is waiting."""
    if "missing" in line:
        return str(line["missing"])
    wrong = f", {line['bad']} WRONG: {line['wrong'][:300]}" if line["bad"] else ""
    return f"{line['app_ms']:.1f} + {line['db_ms']:.1f} ms, {line['statements']} statements{wrong}"


if __name__ == "__main__":
    Size(int(sys.argv[1]), Path(sys.argv[2]), Path(sys.argv[3])).measure()
