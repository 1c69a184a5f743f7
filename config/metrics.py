"""What Prometheus can ask: requests, jobs, letters, ages. By the page's route, never by a case or a person.

The page exists only where METRICS_TOKEN is set, for those who show it. Several processes of one machine are
added up where PROMETHEUS_MULTIPROC_DIR names a folder they share (see docs/operations.md).
"""

import os
import time
from collections.abc import Callable, Iterator
from typing import Any

from celery.signals import task_postrun
from django.conf import settings
from django.db import Error
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    CollectorRegistry,
    Counter,
    Histogram,
    generate_latest,
)
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector
from prometheus_client.registry import Collector

from config import health
from config.watching import troubles
from config.watching.state import figures_for_prometheus

REQUESTS = Counter("raprueang_requests", "Requests answered", ["method", "route", "status"])
SECONDS = Histogram(
    "raprueang_request_seconds",
    "Time to answer a request",
    ["route"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
TASKS = Counter("raprueang_tasks", "Tasks run", ["task", "state"])
MONITORED = frozenset({"healthz", "readyz", "metrics"})
METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})


class MetricsMiddleware:
    """Counts and times each request under the route that answered it."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """One count, one time."""
        started = time.perf_counter()
        response = self.get_response(request)
        found = request.resolver_match
        route = found.view_name or found.route if found else "none"
        method = request.method if request.method in METHODS else "other"
        REQUESTS.labels(method, route, response.status_code).inc()
        SECONDS.labels(route).observe(time.perf_counter() - started)
        # A monitor that is told "not ready" is no visitor whose page failed.
        if response.status_code >= 500 and route not in MONITORED:
            troubles.count(troubles.What.ERROR)
        troubles.write_down()
        return response


class StateOfThings(Collector):
    """What the database knows at the moment of asking: letters on their way, and how old things are."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """A few statements, each by a small index; while the database is away that alone is said."""
        try:
            letters, ages = health.unsettled(), health.ages()
            checks, size = figures_for_prometheus(), health.database_bytes()
        except Error:
            yield GaugeMetricFamily("raprueang_database_up", "Whether the database answers", value=0)
            return
        yield GaugeMetricFamily("raprueang_database_up", "Whether the database answers", value=1)
        yield GaugeMetricFamily("raprueang_database_bytes", "Size of the database", value=size)
        looked = GaugeMetricFamily("raprueang_check", "Figures of “Is everything well?”", labels=["check"])
        for name, figure in checks.items():
            looked.add_metric([name], figure)
        yield looked
        waiting = GaugeMetricFamily(
            "raprueang_notices_unsettled", "Letters on their way", labels=["state", "channel"]
        )
        for (state, channel), count in letters.items():
            waiting.add_metric([state, channel], count)
        yield waiting
        old = GaugeMetricFamily("raprueang_age_seconds", "How long ago, or how old", labels=["of"])
        for name, seconds in ages.items():
            old.add_metric([name], seconds)
        yield old


@task_postrun.connect(dispatch_uid="config.count_task")
def count_task(task: Any = None, state: str = "", **kwargs: Any) -> None:
    """One task more has ended."""
    TASKS.labels(getattr(task, "name", ""), state or "UNKNOWN").inc()


@never_cache
@require_safe
def metrics(request: HttpRequest) -> HttpResponse:
    """Everything above, as text for Prometheus; not there for who does not show the token."""
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if not settings.METRICS_TOKEN or not constant_time_compare(shown, settings.METRICS_TOKEN):
        raise Http404
    state = CollectorRegistry(auto_describe=False)
    state.register(StateOfThings())
    text = generate_latest(_counters()) + generate_latest(state)
    return HttpResponse(text, content_type=CONTENT_TYPE_LATEST)


def _counters() -> CollectorRegistry:
    if not os.environ.get("PROMETHEUS_MULTIPROC_DIR"):
        return REGISTRY
    shared = CollectorRegistry()
    MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
    return shared
