"""The site under attack, and the two forms of each attack."""

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.attacks.site import Site
from tests.journeys.conftest import people  # noqa: F401  (a fixture)

LONG = os.environ.get("ATTACKS") == "long"
_figures: list[str] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The long forms may take minutes."""
    for item in items:
        if "tests/attacks" in str(item.path):
            item.add_marker(pytest.mark.timeout(900 if LONG else 300))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was measured, after the tests: the figures of docs/security.md."""
    if LONG and _figures:
        terminalreporter.section("attacks")
        for line in _figures:
            terminalreporter.write_line(line)


@pytest.fixture
def figure() -> Callable[[str], None]:
    """Keep one line for the end of the run."""
    return _figures.append


@pytest.fixture
def size() -> Callable[[int, int], int]:
    """Give the number for the short form, or the one for the long form."""

    def of(short: int, long: int) -> int:
        return long if LONG else short

    return of


@pytest.fixture
def site(people: None, tmp_path: Path) -> Iterator[Site]:  # noqa: F811
    """The server with the sample municipality: `head.eng`, `officer.eng`, `head.phe`, `officer.phe`."""
    with Site(tmp_path / "site") as server:
        yield server
