"""What is read once for each request, however many parts of the page ask for it: the city's own rows, who
heads what, which do not depend on the reader, and what two parts of one page list. A job keeps it for some
cases at a time; elsewhere nothing is kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, TypeVar, cast

T = TypeVar("T")
_kept: ContextVar[dict[str, Any] | None] = ContextVar("one_request", default=None)


@contextmanager
def one_request() -> Iterator[None]:
    """Keep what `once` reads, until the end of the block."""
    token = _kept.set({})
    try:
        yield
    finally:
        _kept.reset(token)


def once(key: str, read: Callable[[], T]) -> T:
    """What `read` gave under this key in this request, or gives now."""
    kept = _kept.get()
    if kept is None:
        return read()
    if key not in kept:
        kept[key] = read()
    return cast(T, kept[key])


def forget() -> None:
    """Read everything anew: something was changed."""
    kept = _kept.get()
    if kept is not None:
        kept.clear()
