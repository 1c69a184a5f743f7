"""How a due date moved, as the event that moved it keeps it in its reference."""

import datetime
from typing import NamedTuple


class Move(NamedTuple):
    """From one due date to another."""

    was: datetime.date
    to: datetime.date


def kept(number: int, move: Move) -> str:
    """The move for an event's reference; `number` tells two equal moves of one case apart."""
    return f"{number}:{move.was.isoformat()}:{move.to.isoformat()}"


def read(reference: str) -> Move | None:
    """The move that `kept` wrote; None for any other reference."""
    _number, *days = reference.split(":")
    try:
        return Move(*(datetime.date.fromisoformat(day) for day in days))
    except (TypeError, ValueError):
        return None
