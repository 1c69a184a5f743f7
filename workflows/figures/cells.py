"""A cell: counts by name that can be added up and taken away again, and the numbers that they make.

Names: received, punctual, open, late; `days5` what took five days from receipt to result; stars and rated,
still: the citizens' verdicts; `rated738000` and `still738000` those whose case had one before, on that day:
so a case that was rated twice within a time counts once, whatever the time; `reply2` whose first reply came
two days after receipt, and prompt, of these by its date.
"""

import datetime
from collections import Counter
from collections.abc import Iterator

from cases.statistics.public import percentile
from workflows.figures.measures import Row

Cell = Counter[str]
DAYS, RATED, STILL, REPLY = "days", "rated", "still", "reply"
DAY = datetime.timedelta(days=1)


def row(cell: Cell, since: datetime.date) -> Row:
    """The numbers of a time that begins on this day."""
    spent, replies = sorted(_numbered(cell, DAYS)), sorted(_numbered(cell, REPLY))
    return Row(
        open=cell["open"],
        late=cell["late"],
        received=cell["received"],
        done=sum(count for _days, count in spent),
        punctual=cell["punctual"],
        middle=percentile(spent, 0.5),
        slow=percentile(spent, 0.9),
        rated=_cases(cell, RATED, since),
        stars=cell["stars"] / cell[RATED] if cell[RATED] else None,
        reopened=_cases(cell, STILL, since),
        replied=sum(count for _days, count in replies),
        prompt=cell["prompt"],
        reply=percentile(replies, 0.5),
    )


def _cases(cell: Cell, name: str, since: datetime.date) -> int:
    """How many cases have such a verdict: all verdicts, but those that had one before in the same time."""
    again = sum(count for day, count in _numbered(cell, name) if day >= since.toordinal())
    return cell[name] - again


def _numbered(cell: Cell, name: str) -> Iterator[tuple[int, int]]:
    for key, count in cell.items():
        if key.startswith(name) and len(key) > len(name):
            yield int(key.removeprefix(name)), count
