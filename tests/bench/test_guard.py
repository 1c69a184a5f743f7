"""Pages keep their statements, with more cases than fit on them; what they cost is `make bench`'s to say."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.conf import settings
from django.test import override_settings
from pytest_django.plugin import DjangoDbBlocker

from tests.bench import forms, pages, steps, visitors
from tests.bench.statements import played

PLAYED = 5
# What pages took when this was written.
MOST_STATEMENTS = {
    "home": 5,
    "form page": 15,
    "citizen's details": 15,
    "inbox": 12,
    "search": 12,
    # With pictures and rights of each card.
    "look": 14,
    # One more for the answers of its form, for an outside party, and two for a transfer, whichever the day's
    # most urgent cases have.
    "case page": 17,
    "dashboard": 15,
    "log in": 20,
    "file a request": 11,
    # Only where a department has so many to assign, which the day decides.
    "assign 50 at once": 1000,
    "assign": 24,
    "resolve": 34,
}
REMEMBERED = (
    visitors.seat,
    visitors.head,
    visitors.clerk,
    visitors.executive,
    pages.all_some,
    forms.request_type,
)


@pytest.fixture
def sample(copy_of_the_sample: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """The sample, and the floors among the addresses."""
    with django_db_blocker.unblock(), override_settings(**_with_floors()):
        _forget()
        yield
    _forget()


def _with_floors() -> dict[str, Any]:
    engine = settings.TEMPLATES[0]
    folders = [*engine["DIRS"], settings.BASE_DIR / "tests" / "bench" / "templates"]
    templates = [{**engine, "DIRS": folders}]
    return {"ROOT_URLCONF": "tests.bench.urls", "TEMPLATES": templates, "TRUSTED_PROXIES": 1}


def _forget() -> None:
    """What was remembered is of another database."""
    for one in REMEMBERED:
        one.cache_clear()
    steps.supply.used.clear()


def _limit(name: str) -> int | None:
    return next((limit for begin, limit in MOST_STATEMENTS.items() if name.startswith(begin)), None)


@pytest.mark.timeout(900)
def test_pages_keep_their_statements(sample: None) -> None:
    beyond = {}
    for row in [*pages.rows(), *steps.rows()]:
        if (limit := _limit(row.name)) and (asks := [*row.asks(PLAYED)]):
            # The first warms up; what is written once a minute (when somebody was last here) is left out.
            first, *others = [
                played(ask, row.good) for ask in (asks * PLAYED)[: len(asks) if row.once else PLAYED]
            ]
            found = min(one.count for one in others or [first])
            if found > limit:
                beyond[row.name] = found
    assert beyond == {}
