"""Which statements PostgreSQL plans anew for the values of each run.

A connection prepares what it is asked again, and PostgreSQL then keeps one plan for all values where that
seems no dearer. A list over partial indexes loses by it: such an index is taken only where the plan can see
that the value fits.
"""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from django.db import connections


@contextmanager
def planned_anew() -> Iterator[None]:
    """Let PostgreSQL plan the statements of this block, or of the function that this decorates, for their own
    values. A queryset has to be read inside of it."""
    with ExitStack() as stack:
        for alias in connections:
            stack.enter_context(connections[alias].execute_wrapper(_unprepared))
        yield


def _unprepared(execute: Callable[..., Any], *statement: Any) -> Any:
    *_what, context = statement
    link = context["connection"].connection
    kept, link.prepare_threshold = link.prepare_threshold, None
    try:
        return execute(*statement)
    finally:
        link.prepare_threshold = kept
