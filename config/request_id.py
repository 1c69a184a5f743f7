"""The thread through the log: one ID for a request, which goes along into the tasks that it starts.

It says nothing about anybody. A proxy's `X-Request-ID` is taken over if it is well formed.
"""

import logging
import re
import uuid
from collections.abc import Callable
from contextvars import ContextVar
from typing import Any

from celery.signals import before_task_publish, task_postrun, task_prerun
from django.http import HttpRequest, HttpResponse

HEADER = "X-Request-ID"
TASK_HEADER = "request_id"
WELL_FORMED = re.compile(r"[A-Za-z0-9_-]{8,64}")
current: ContextVar[str] = ContextVar("request_id", default="")


class RequestIdMiddleware:
    """Gives each request its ID, and tells it in the answer."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The ID holds while the request is answered."""
        offered = request.headers.get(HEADER, "")
        token = current.set(offered if WELL_FORMED.fullmatch(offered) else uuid.uuid4().hex)
        try:
            response = self.get_response(request)
            response[HEADER] = current.get()
            return response
        finally:
            current.reset(token)


class RequestIdFilter(logging.Filter):
    """Puts the ID on every line of the log."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Never drops a line."""
        record.request_id = current.get() or "-"
        return True


@before_task_publish.connect(dispatch_uid="config.send_request_id")
def send(headers: dict[str, Any] | None = None, **kwargs: Any) -> None:
    """The task that a request starts carries its ID."""
    if headers is not None and current.get():
        headers[TASK_HEADER] = current.get()


@task_prerun.connect(dispatch_uid="config.take_request_id")
def take(task: Any = None, task_id: str = "", **kwargs: Any) -> None:
    """A task goes on under the ID of its request, or under its own."""
    offered = str(task.request.get(TASK_HEADER) or "") if task else ""
    current.set(offered if WELL_FORMED.fullmatch(offered) else task_id)


@task_postrun.connect(dispatch_uid="config.drop_request_id")
def drop(**kwargs: Any) -> None:
    """The next task of this process has another."""
    current.set("")
