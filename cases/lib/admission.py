"""The place that a request holds among those that are worked on at once, and how it makes room while it only
waits. The server's gate (config.rush) gives the places; without a gate there is nothing to hold."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

StepAside = Callable[[], bool]
_place: ContextVar[StepAside | None] = ContextVar("place", default=None)


@contextmanager
def admitted(step_aside: StepAside) -> Iterator[None]:
    """Work on a request inside the block; `step_aside` gives its place to the next one."""
    token = _place.set(step_aside)
    try:
        yield
    finally:
        _place.reset(token)


def step_aside() -> bool:
    """Give this request's place to the next one for good, since it is going to wait for something outside;
    False where too many do so already."""
    place = _place.get()
    return place() if place else True
