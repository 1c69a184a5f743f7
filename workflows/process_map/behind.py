"""The cases behind a number of the map, the newest first."""

import datetime
from collections.abc import Collection, Iterator
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from cases.models import Case
from workflows.process_map import lives

# So many cases are looked through at once, and at most for one page.
AT_ONCE, MOST = 200, 4000


@dataclass(frozen=True)
class Movers:
    """Those of the cases that went from one of these places, or from anywhere, to one of the targets, in a
    time, `end` excluded, into the hands of one of the departments, or of any; `staged` is whether stages are
    places."""

    cases: QuerySet[Case]
    sources: Collection[str] | None
    targets: Collection[str]
    start: datetime.datetime
    end: datetime.datetime
    departments: Collection[int] | None = None
    staged: bool = True

    def page(self, size: int, after: int | None = None) -> tuple[list[int], int | None]:
        """The keys of the next cases, and the key after which the page that follows goes on; None where there
        is none. A page looks through MOST cases and may be short."""
        statuses = {lives.status_of(target) for target in self.targets}
        found = lives.moved(self.cases, self.start, self.end, Q(to_status__in=statuses)).order_by("-pk")
        if after is not None:
            found = found.filter(pk__lt=after)
        looked = list(found.values_list("pk", flat=True)[:MOST])
        keys: list[int] = []
        for some in _portions(looked):
            keys += self._movers(some)
            if len(keys) > size:
                return keys[:size], keys[size - 1]
        return keys, looked[-1] if len(looked) == MOST else None

    def _movers(self, keys: list[int]) -> list[int]:
        found = lives.of(Case.objects.filter(pk__in=keys))
        return sorted((life.case for life in found if self._has_moved(life)), reverse=True)

    def _has_moved(self, life: lives.Life) -> bool:
        return any(
            move.target in self.targets
            and (self.sources is None or move.source in self.sources)
            and self.start <= move.at < self.end
            and (self.departments is None or move.department in self.departments)
            for move in life.moves(staged=self.staged)
        )


def _portions(keys: list[int]) -> Iterator[list[int]]:
    return (keys[begin : begin + AT_ONCE] for begin in range(0, len(keys), AT_ONCE))
