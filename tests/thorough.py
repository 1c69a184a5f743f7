"""The two forms of tests of many combinations: `make test` runs the short form, `make thorough` the long one.

The short form meets every value, the long one every value with every other. What is chosen follows from the
names alone: neither the hour nor the seed of a run decides it, and all processes of a run collect the same.
"""

import os
from collections.abc import Iterable
from itertools import product
from typing import Any, TypeVar

import pytest

LONG = os.environ.get("THOROUGH") == "1"
Thing = TypeVar("Thing")


def combinations(**values: Iterable[Any]) -> pytest.MarkDecorator:
    """Run the test with all combinations of these values, or in the short form with so few that each value
    comes once: `@combinations(screen=SCREENS, language=["/", "/en/"])`."""
    lists = [[*one] for one in values.values()]
    rows = range(max(len(one) for one in lists))
    few = [tuple(one[row % len(one)] for one in lists) for row in rows]
    return pytest.mark.parametrize(", ".join(values), [*product(*lists)] if LONG else few)


def one_of(name: str, values: Iterable[Any], short: int = 0) -> pytest.MarkDecorator:
    """Run the test with all values, or in the short form with the one at this place. Pages are seen on a
    telephone and at a desk by turns."""
    found = [*values]
    return pytest.mark.parametrize(name, found if LONG else [found[short]])


def so_many(short: Thing, long: Thing) -> Thing:
    """Return what this form of the tests is run with."""
    return long if LONG else short
