"""Values over months as lines and areas of an SVG drawing."""

import itertools
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

WIDTH, HEIGHT = 600, 180
STEPS = (1, 2, 5, 10)


@dataclass(frozen=True)
class Plot:
    """A sheet for so many months, from 0 at the bottom to `most` at the top."""

    count: int
    most: int
    width: int = WIDTH
    height: int = HEIGHT

    @classmethod
    def holding(
        cls, *values: Sequence[int | None], count: int, width: int = WIDTH, height: int = HEIGHT
    ) -> "Plot":
        """Return the sheet that holds all values, with a round number at the top."""
        return cls(
            count, round_up(max((one or 0 for some in values for one in some), default=0)), width, height
        )

    def line(self, values: Sequence[int | None]) -> str:
        """Return the line through the values for the attribute `d` of a path; it is broken where one is not
        known, and a value that stands alone is a dash."""
        return " ".join(self._line(run) for run in _runs(values))

    def area(self, values: Sequence[int | None]) -> str:
        """Return what lies below that line."""
        return " ".join(
            f"{self._line(run)}L{self.x(run[-1][0])},{self.height}L{self.x(run[0][0])},{self.height}Z"
            for run in _runs(values)
        )

    def x(self, number: int) -> float:
        """Return where a month stands."""
        return round(number * self.width / max(self.count - 1, 1), 1)

    def y(self, value: float) -> float:
        """Return how high a value stands, from the top."""
        return round(self.height * (1 - value / self.most), 1)

    @property
    def ticks(self) -> list[tuple[int, float]]:
        """The values at which a thin line goes across, with where."""
        half = self.most // 2
        return [(value, self.y(value)) for value in (half, self.most) if value]

    def _line(self, run: list[tuple[int, int]]) -> str:
        points = [f"{self.x(number)},{self.y(value)}" for number, value in run]
        return f"M{'L'.join(points)}" if len(points) > 1 else f"M{points[0]}h4"


def round_up(value: int) -> int:
    """Return the next round number: 1, 2, 5 or 10 times a power of ten, at least 2."""
    size = 1
    while True:
        for step in STEPS:
            if step * size >= max(value, 2):
                return step * size
        size *= 10


def _runs(values: Sequence[int | None]) -> Iterator[list[tuple[int, int]]]:
    """The values that follow each other without a gap, each with its number."""
    for known, some in itertools.groupby(enumerate(values), key=lambda pair: pair[1] is not None):
        if known:
            yield [(number, value) for number, value in some if value is not None]
