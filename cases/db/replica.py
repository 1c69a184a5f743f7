"""Reading from a copy of the database that may be some seconds behind: asked for by a view, decided by the
project's router.

The rule: only for figures and tables of figures, never for a page that follows a form: whoever has done
something sees it done. Who the reader is, and the session, are read from the database itself.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from functools import wraps
from itertools import chain, islice
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import InterfaceError, OperationalError, connections
from django.http import HttpRequest
from django.http.response import HttpResponseBase

ALIAS = "replica"
# A table begins with a mark and its heads.
FIRST = 3
P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)
Answer = TypeVar("Answer", bound=HttpResponseBase)
_wanted: ContextVar[bool] = ContextVar("replica_wanted", default=False)


def wanted() -> bool:
    """Whether what reads now is content with a copy."""
    return _wanted.get()


@contextmanager
def content_with_a_copy() -> Iterator[None]:
    """Reads inside may be some seconds behind."""
    token = _wanted.set(True)
    try:
        yield
    finally:
        _wanted.reset(token)


@contextmanager
def from_the_database_itself() -> Iterator[None]:
    """Reads inside are of this moment, whatever the reader is content with."""
    token = _wanted.set(False)
    try:
        yield
    finally:
        _wanted.reset(token)


def from_replica(
    view: Callable[Concatenate[R, P], Answer],
) -> Callable[Concatenate[R, P], Answer]:
    """A view that only reads. Where the copy fails in the middle, it is made once more from the database
    itself; a table that is sent while it is read stays with what it began."""
    if ALIAS not in connections:
        return view

    @wraps(view)
    def reading(request: R, /, *args: P.args, **kwargs: P.kwargs) -> Answer:
        try:
            with content_with_a_copy():
                answer = view(request, *args, **kwargs)
                if getattr(answer, "streaming", False):
                    _begin(answer)
        except (OperationalError, InterfaceError):
            connections[ALIAS].close()
            return view(request, *args, **kwargs)
        return answer

    return reading


def _begin(answer: Any) -> None:
    """Make the first pieces now, the first row among them: a copy that is away is noticed in time."""
    content = iter(answer.streaming_content)
    first = list(islice(content, FIRST))
    answer.streaming_content = chain(first, _read_on(content))


def _read_on(content: Iterator[bytes]) -> Iterator[bytes]:
    """The rest is read after the view has ended, a piece at a time: from the copy too."""
    nothing = object()
    while True:
        with content_with_a_copy():
            piece = next(content, nothing)
        if piece is nothing:
            return
        yield piece  # type: ignore[misc]
