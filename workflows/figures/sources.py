"""Where figures come from: out of the sums where they are there, else counted in the cases."""

import datetime
from dataclasses import dataclass
from typing import Protocol

from cases.models import Department, User
from workflows.figures import board, summed
from workflows.figures.board import Cases, Line, Step
from workflows.figures.dimensions import By
from workflows.figures.measures import Row
from workflows.figures.periods import Period


class Source(Protocol):
    """The figures of a person."""

    @property
    def as_of(self) -> datetime.datetime | None:
        """How new they are; None: of this moment."""

    def totals(self, period: Period) -> tuple[Row, Row]:
        """The numbers of the period, and of the time before."""

    def lines(self, by: By, period: Period) -> list[Line]:
        """The numbers told apart, the most open first."""

    def steps(self, period: Period) -> list[Step]:
        """What came in and what was done over the time."""


@dataclass
class Counted:
    """The figures counted in the cases themselves."""

    cases: Cases
    as_of: None = None

    def totals(self, period: Period) -> tuple[Row, Row]:
        """As `board.totals`."""
        return board.totals(self.cases, period)

    def lines(self, by: By, period: Period) -> list[Line]:
        """As `board.lines`."""
        return board.lines(self.cases, by, period)

    def steps(self, period: Period) -> list[Step]:
        """As `board.steps`."""
        return board.steps(self.cases, period)


def figures_of(user: User, department: Department | None = None) -> Source:
    """The figures of the cases that this person may read, of all departments or one."""
    if as_of := summed.as_of():
        return summed.Summed(user, department, as_of)
    return Counted(board.readable(user, department))
