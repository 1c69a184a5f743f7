"""The CSV of 100,000 cases as a browser gets it: how quickly, and what the server holds meanwhile."""

import http.client
import time
from typing import Any
from urllib.parse import urlencode

from django.utils import timezone

from cases.models import Case
from tests.bench import machine, visitors
from tests.bench.asks import Ask
from tests.bench.pages import period
from tests.bench.web import Web

ROWS = 100_000


def measured(web: Web) -> dict[str, Any]:
    """Rows, bytes, seconds to the first byte and in all, and by how much the worker's memory grew."""
    ask = Ask(_path(), visitors.seat(visitors.executive()))
    before = machine.largest(web.pid)
    machine.forget_peaks(web.pid)
    connection = http.client.HTTPConnection("127.0.0.1", web.port, timeout=600)
    began = time.perf_counter()
    connection.request("GET", ask.path, headers={**ask.headers, "Accept-Encoding": "identity"})
    answer = connection.getresponse()
    first, size, lines = 0.0, 0, 0
    while block := answer.read(64 * 1024):
        first = first or time.perf_counter() - began
        size, lines = size + len(block), lines + block.count(b"\n")
    seconds = time.perf_counter() - began
    connection.close()
    return {
        "status": answer.status,
        "rows": lines - 1,
        "bytes": size,
        "first": first,
        "seconds": seconds,
        "grown_mb": machine.peak(web.pid) - before,
    }


def _path() -> str:
    """The newest cases, as many days as it takes; all of them where there are fewer."""
    newest = Case.objects.order_by("-received_at").values_list("received_at", flat=True)
    since = newest[min(ROWS, len(newest[:ROWS])) - 1]
    days = period(timezone.localdate(since), timezone.localdate())
    return f"/staff/figures/cases.csv?{urlencode({'measure': 'received', **days})}"
