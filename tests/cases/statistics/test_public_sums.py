"""The figures from the sums are those that a count gives, or they are counted."""

import datetime
import random
from collections.abc import Iterator

import pytest
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from pytest_django.plugin import DjangoDbBlocker

from cases.lib.process_cache import forget
from cases.models import Municipality, PublicSums, RequestType
from cases.statistics import public_sums
from cases.statistics.public import figures
from cases.statistics.public_sums import USABLE, keep, latest
from tests.cases.statistics.test_public import DAY, NOW, cases
from tests.factories import DistrictFactory, RequestTypeFactory, SubdistrictFactory
from tests.once import for_a_module

pytestmark = pytest.mark.django_db
MINUTE = datetime.timedelta(minutes=1)


@pytest.fixture(scope="module")
def filed(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Cases of a year and a half, done, late and open, from some areas, for all tests of this module."""
    with for_a_module(django_db_blocker):
        _file()
        yield


def _file() -> None:
    dice, home = random.Random(12), DistrictFactory()
    Municipality.objects.create(code="city", name_th="เทศบาล", name_en="City", district=home)
    codes = ("410101", "410104", "410107", "410201")
    areas = [SubdistrictFactory(code=code, district=DistrictFactory(code=code[:4])) for code in codes]
    kinds = [RequestTypeFactory(code=code, restricted=code == "c") for code in "abc"]
    for _ in range(24):
        cases(
            dice.choice([1, 2, 7]),
            received=NOW - dice.randrange(20, 450) * DAY,
            done_after=dice.choice([None, 0, 3, 9, 15]),
            due_after=dice.choice([3, 10, 400]),
            request_type=dice.choice(kinds),
            subdistrict=dice.choice(areas),
        )


@pytest.fixture
def request_types(db: None, filed: None) -> list[RequestType]:
    """Their three kinds of request, of which one is restricted."""
    return list(RequestType.objects.order_by("code"))


def counts_cases(now: datetime.datetime) -> bool:
    """Whether the figures of this moment are counted anew."""
    forget()
    with CaptureQueriesContext(connection) as captured:
        found = latest(now=now)
    assert found == figures(now=now)
    return any('"cases_case"' in one["sql"] for one in captured)


def test_the_sums_give_what_a_count_gives_of_the_city_and_of_each_kind(
    request_types: list[RequestType],
) -> None:
    keep(now=NOW)
    assert not counts_cases(NOW + USABLE - MINUTE)
    forget()
    for one in request_types[:2]:
        assert latest(one, now=NOW) == figures(one, now=NOW)
        assert latest(one, now=NOW).total.received
    assert latest(now=NOW).areas


def test_the_job_counts_anew_what_has_changed(request_types: list[RequestType]) -> None:
    keep(now=NOW)
    before = latest(now=NOW)
    cases(3, received=NOW - 5 * DAY, request_type=request_types[0])
    assert latest(now=NOW) == before
    keep(now=NOW + MINUTE)
    assert latest(now=NOW + MINUTE).total.received == before.total.received + 3
    assert PublicSums.objects.count() == 1


@pytest.mark.parametrize("later", [USABLE, 12 * 60 * MINUTE])
def test_old_sums_and_those_of_another_day_are_not_taken(
    request_types: list[RequestType], later: datetime.timedelta
) -> None:
    keep(now=NOW)
    assert counts_cases(NOW + later)


def test_the_day_ends_at_midnight(request_types: list[RequestType]) -> None:
    midnight = NOW.replace(hour=0)
    keep(now=midnight - MINUTE)
    assert counts_cases(midnight)


def test_what_becomes_restricted_is_hidden_at_once(request_types: list[RequestType]) -> None:
    keep(now=NOW)
    RequestType.objects.filter(pk=request_types[0].pk).update(restricted=True)
    assert counts_cases(NOW)


def test_other_areas_are_counted_where_the_municipality_moves(request_types: list[RequestType]) -> None:
    keep(now=NOW)
    Municipality.objects.update(district=None)
    forget()
    assert counts_cases(NOW)


def test_the_page_reads_the_sums(client: Client, request_types: list[RequestType]) -> None:
    keep()
    with CaptureQueriesContext(connection) as captured:
        assert client.get(reverse("cases:figures")).status_code == 200
    assert not any('"cases_case"' in one["sql"] for one in captured)
    assert public_sums.city_figures().total == figures().total


def test_the_command_counts_them(request_types: list[RequestType]) -> None:
    call_command("sum_figures")
    assert PublicSums.objects.get().rows[""][0]


def test_they_have_one_row(request_types: list[RequestType]) -> None:
    keep(now=NOW)
    with pytest.raises(IntegrityError, match="public_sums_one_row"):
        PublicSums.objects.create(pk=2, as_of=NOW, restricted=[], rows={}, areas={})
