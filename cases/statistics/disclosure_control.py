"""Counts that may be published: small ones are hidden, and so are others from which they would follow.

A count below FEW could point to a neighbour. The reader knows the total, knows what is hidden, and may
know this method. So beside the small cells larger ones are withheld, the smallest first, until each small
one could still be anything from 1 to 4. Zero points to nobody and is shown.
"""

from collections.abc import Sequence
from dataclasses import dataclass

FEW = 5


@dataclass(frozen=True)
class Cell:
    """A count as it is published: a number, `few` (1 to 4), or neither: withheld to protect another."""

    count: int | None
    few: bool = False


def published(counts: Sequence[int]) -> list[Cell]:
    """The counts as cells, in their order; empty where they cannot be published without giving a small one
    away."""
    small = [count for count in counts if 0 < count < FEW]
    large = sorted(count for count in counts if count >= FEW)
    withheld = _to_withhold(small, large)
    if withheld is None:
        return []
    return [_cell(count, withheld) for count in counts]


def _to_withhold(small: list[int], large: list[int]) -> int | None:
    """The largest count that has to be withheld, 0 for none; None where even all of them do not suffice."""
    if not small:
        return 0
    steps = [0, *dict.fromkeys(large)]
    for step, ceiling in zip(steps, [*steps[1:], None], strict=True):
        hidden = [count for count in large if count <= step]
        if _ambiguous(small, hidden, ceiling):
            return step
    return None


def _ambiguous(small: list[int], hidden: list[int], ceiling: int | None) -> bool:
    """Whether each small cell could be 1 as well as 4, for a reader who knows the sum of all that is not
    shown, and that a withheld count is smaller than `ceiling`, the smallest that is shown."""
    spare = sum(small) - len(small) + sum(hidden) - FEW * len(hidden)
    if spare < FEW - 2:
        return False
    if hidden and ceiling is None:
        return True
    room = (FEW - 2) * (len(small) - 1) + sum((ceiling or FEW) - 1 - FEW for _ in hidden)
    return spare <= room


def _cell(count: int, withheld: int) -> Cell:
    if 0 < count < FEW:
        return Cell(None, few=True)
    return Cell(None) if FEW <= count <= withheld else Cell(count)
