"""What is worked out once and given to many for a while, in the memory of each process.

Not in Redis: the public pages must neither wait for it nor fail without it, and a figure that is ten
minutes old in one process and nine in another harms nobody.
"""

import time
from collections import defaultdict
from collections.abc import Callable
from threading import Lock
from typing import TypeVar, cast

from django.core.cache.backends.locmem import LocMemCache

T = TypeVar("T")
_memory = LocMemCache("raprueang-remembered", {"OPTIONS": {"MAX_ENTRIES": 2000}})
_turns: defaultdict[str, Lock] = defaultdict(Lock)
_NOTHING = object()


def remembered(key: str, make: Callable[[], T], *, seconds: float) -> T:
    """What `make` gave under this key within the last so many seconds, or what it gives now. Of many who ask
    at once one works it out; the others get what was known before, for as long again, or wait. It must not
    depend on the reader: neither on the language nor on rights."""
    known, fresh = _known(key)
    if fresh:
        return cast(T, known)
    turn = _turns[key]
    if not turn.acquire(blocking=known is _NOTHING):
        return cast(T, known)
    try:
        known, fresh = _known(key)
        if not fresh:
            known = make()
            _memory.set(key, (known, time.monotonic() + seconds), 2 * seconds)
    finally:
        turn.release()
    return cast(T, known)


def _known(key: str) -> tuple[object, bool]:
    value, until = _memory.get(key, (_NOTHING, 0.0))
    return value, time.monotonic() < until


def forget_one(key: str) -> None:
    """Forget what is known under this key, in this process."""
    _memory.delete(key)


def forget() -> None:
    """Forget everything, in this process."""
    _memory.clear()
