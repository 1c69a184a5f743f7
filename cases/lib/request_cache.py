"""What is read once for each request, however many parts of the page ask for it: the city's own rows, who
heads what, which do not depend on the reader, and what two parts of one page list. A job keeps it for some
cases at a time; elsewhere nothing is kept."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any, TypeVar, cast
from uuid import UUID

T = TypeVar("T")


@dataclass
class Kept:
    """What one request has read, the version of the set-up that it knows, and whether it has changed the
    set-up itself (cases.lib.setup_cache)."""

    rows: dict[str, Any] = field(default_factory=dict)
    version: UUID | None = None
    changed: bool = False

    def forget(self) -> None:
        """Drop all that was read."""
        self.rows.clear()
        self.version = None


_kept: ContextVar[Kept | None] = ContextVar("one_request", default=None)


@contextmanager
def one_request() -> Iterator[None]:
    """Keep what `once` reads, until the end of the block."""
    token = _kept.set(Kept())
    try:
        yield
    finally:
        _kept.reset(token)


def current() -> Kept | None:
    """Return what this request keeps; None where nothing is kept."""
    return _kept.get()


def once(key: str, read: Callable[[], T]) -> T:
    """What `read` gave under this key in this request, or gives now."""
    kept = _kept.get()
    if kept is None:
        return read()
    if key not in kept.rows:
        kept.rows[key] = read()
    return cast(T, kept.rows[key])


def forget() -> None:
    """Read everything anew: something was changed."""
    kept = _kept.get()
    if kept is not None:
        kept.forget()
