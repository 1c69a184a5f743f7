"""What is worked out once and given to many for a while, in the memory of each process.

Not in Redis: the public pages must neither wait for it nor fail without it, and a figure that is ten
minutes old in one process and nine in another harms nobody.
"""

from collections import defaultdict
from collections.abc import Callable
from threading import Lock
from typing import TypeVar, cast

from django.core.cache.backends.locmem import LocMemCache

T = TypeVar("T")
_memory = LocMemCache("raprueang-remembered", {"OPTIONS": {"MAX_ENTRIES": 500}})
_turns: defaultdict[str, Lock] = defaultdict(Lock)
_NOTHING = object()


def remembered(key: str, make: Callable[[], T], *, seconds: float) -> T:
    """What `make` gave under this key within the last so many seconds, or what it gives now; of many who
    ask at once one works it out, and the others wait. It must not depend on the reader: neither on the
    language nor on rights."""
    if (found := _memory.get(key, _NOTHING)) is not _NOTHING:
        return cast(T, found)
    with _turns[key]:
        return cast(T, _memory.get_or_set(key, make, seconds))


def forget() -> None:
    """Forget everything, in this process."""
    _memory.clear()
