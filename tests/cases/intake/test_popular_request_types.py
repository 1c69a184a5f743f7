"""What is asked for most stands first."""

import datetime
from collections.abc import Iterator
from typing import Any

import pytest
from django.utils import timezone

from cases.intake import popular_request_types
from cases.models import RequestType
from tests.factories import CaseFactory, CategoryFactory, RequestTypeFactory

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _counted_anew() -> Iterator[None]:
    popular_request_types.forget()
    yield
    popular_request_types.forget()


@pytest.fixture
def request_types() -> list[RequestType]:
    """Two categories; the second one has two kinds."""
    roads, waste = CategoryFactory(code="roads", position=0), CategoryFactory(code="waste", position=1)
    return [
        RequestTypeFactory(code="hole", category=roads, position=0),
        RequestTypeFactory(code="bin", category=waste, position=1),
        RequestTypeFactory(code="dump", category=waste, position=2),
    ]


def order(request_types: list[RequestType]) -> list[tuple[str, list[str]]]:
    groups = popular_request_types.most_used_first(request_types)
    return [(category.code, [request_type.code for request_type in members]) for category, members in groups]


def test_without_cases_the_office_says_the_order(request_types: list[RequestType]) -> None:
    assert order(request_types) == [("roads", ["hole"]), ("waste", ["bin", "dump"])]


def test_what_was_asked_for_lately_stands_first(request_types: list[RequestType]) -> None:
    CaseFactory(request_type=request_types[2])
    assert order(request_types) == [("waste", ["dump", "bin"]), ("roads", ["hole"])]


def test_the_tiles_are_what_was_asked_for_most_then_the_first_of_each_category(
    request_types: list[RequestType],
) -> None:
    other = RequestTypeFactory(code=RequestType.OTHER, category=CategoryFactory(code="other", position=0))
    CaseFactory(request_type=request_types[2])
    CaseFactory(request_type=other)
    CaseFactory(request_type=other)
    groups = popular_request_types.most_used_first([*request_types, other])
    assert [category.code for category, _ in groups] == ["waste", "roads", "other"]
    assert [one.code for one in popular_request_types.most_reported(groups)] == ["dump", "hole"]


def test_what_was_asked_for_long_ago_does_not_count(request_types: list[RequestType]) -> None:
    CaseFactory(request_type=request_types[2], now=timezone.now() - datetime.timedelta(days=120))
    assert order(request_types)[0][0] == "roads"


def test_the_cases_are_counted_once_in_ten_minutes(
    request_types: list[RequestType], django_assert_num_queries: Any
) -> None:
    now = timezone.now()
    with django_assert_num_queries(1):
        popular_request_types.most_used_first(request_types, now=now)
        popular_request_types.most_used_first(request_types, now=now)
