"""A town on several machines: each is a process with a folder of its own; the figures are printed."""

from collections.abc import Callable, Iterator

import pytest

from tests.faults.conftest import mail, write  # noqa: F401  (fixtures)
from tests.scaling.bouncer import PgBouncer

_figures: list[str] = []


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """They take minutes: `make scaling` runs them, `make test` does not."""
    for item in items:
        if "tests/scaling" in str(item.path):
            item.add_marker(pytest.mark.scaling)
            item.add_marker(pytest.mark.timeout(900))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """What was measured, after the tests: the figures of docs/scaling.md."""
    if _figures:
        terminalreporter.section("scaling")
        for line in _figures:
            terminalreporter.write_line(line)


@pytest.fixture
def figure() -> Callable[[str], None]:
    """Keep one line for the end of the run."""
    return _figures.append


@pytest.fixture
def bouncer() -> Iterator[PgBouncer]:
    """PgBouncer in transaction mode, with four connections for everybody together."""
    with PgBouncer(connections=4) as server:
        yield server
