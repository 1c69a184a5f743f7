"""The site under attack, and the two forms of each attack."""

import os
from collections.abc import Callable, Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

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


@pytest.fixture(scope="module")
def server(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Site]:
    """The server, started once for the attacks of a module: each finds it with the rows of its own."""
    with django_db_blocker.unblock(), Site(tmp_path_factory.mktemp("site")) as site:
        yield site


@pytest.fixture
def site(server: Site, people: None) -> Site:  # noqa: F811
    """The server with the sample municipality: `head.eng`, `officer.eng`, `head.phe`, `officer.phe`."""
    return server
