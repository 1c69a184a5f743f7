"""The months through which a search looks, the nearest first.

A case is found under the month in which it came as under a word. So the index itself can leave out what came
in other months, and a common word costs what the cases of some months cost, however many there are.
"""

import datetime
from itertools import accumulate, pairwise

# So many months each window has; what no window holds is looked for at last. PostgreSQL plans each window,
# also where it is not needed, so there are few.
SIZES = (2, 12)


def lexeme(received: datetime.datetime) -> str:
    """Return the word for the month of a moment, in UTC as moments are kept. Its first sign is in no text,
    so that nothing which is typed finds it."""
    return _named(_number(received))


def from_month_of(start: datetime.datetime, *, backwards: bool) -> list[list[str]]:
    """Return the months of each window, from that of `start` on, or from it backwards."""
    way = -1 if backwards else 1
    bounds = pairwise(accumulate(SIZES, initial=0))
    return [[_named(_number(start) + way * n) for n in range(*window)] for window in bounds]


def _number(moment: datetime.datetime) -> int:
    day = moment.astimezone(datetime.UTC)
    return day.year * 12 + day.month - 1


def _named(number: int) -> str:
    return f"#{number // 12}-{number % 12 + 1:02d}"
