"""Rows that are given from what the city shares: the same as the ones that a join would read."""

import random
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from pytest_django import DjangoAssertNumQueries

from cases.access.decision_makers import KNOWN
from cases.lib.request_cache import one_request
from cases.models import Case, CaseEvent, Department, RequestType, User
from cases.reference import shared_rows
from tests.cases.lib.test_setup_cache import TABLES
from tests.factories import CaseFactory, DepartmentFactory, OfficerFactory, RequestTypeFactory, UnitFactory

pytestmark = pytest.mark.django_db
OF_CASES = ("request_type", "department", "unit", "officer", "channel", "title")
OF_EVENTS = ("by", "officer", "department")


@pytest.fixture
def some_cases(department: Department) -> list[Case]:
    """Cases of several departments and kinds, with and without unit and officer."""
    dice = random.Random(13)
    for place in range(12):
        own = dice.choice([department, DepartmentFactory(code=f"D{place}")])
        request_type = RequestTypeFactory(
            department=own, unit=dice.choice([None, UnitFactory(department=own)])
        )
        officer = dice.choice([None, OfficerFactory(department=own)])
        CaseFactory(request_type=request_type, **({"assigned": True, "officer": officer} if officer else {}))
    return list(Case.objects.order_by("pk"))


def fields(row: Any) -> Any:
    """What a row says; of people what is remembered of them."""
    if row is None:
        return None
    names = KNOWN if isinstance(row, User) else [one.attname for one in row._meta.concrete_fields]
    return type(row), row.pk, {name: getattr(row, name) for name in names}


def pointed(rows: Any, names: tuple[str, ...]) -> list[Any]:
    return [[fields(getattr(row, name)) for name in names] for row in rows]


@pytest.mark.parametrize(("model", "names"), [(Case, OF_CASES), (CaseEvent, OF_EVENTS)])
def test_they_are_what_a_join_reads(some_cases: list[Case], model: Any, names: tuple[str, ...]) -> None:
    joined = model.objects.select_related(*names).order_by("pk")
    given = model.objects.order_by("pk")
    with one_request():
        shared_rows.prefetch(given, *names)
        assert pointed(given, names) == pointed(joined, names)


def test_they_cost_no_statement_once_they_are_known(
    some_cases: list[Case], django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with one_request():
        shared_rows.prefetch(list(Case.objects.all()), *OF_CASES)
    with one_request(), django_assert_num_queries(2):
        # The cases, and the version of the set-up.
        cases = list(Case.objects.all())
        shared_rows.prefetch(cases, *OF_CASES)
        pointed(cases, OF_CASES)


def test_for_no_rows_nothing_is_read(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with one_request(), django_assert_num_queries(0):
        shared_rows.prefetch([], *OF_CASES)


def test_they_stand_in_tables_that_a_trigger_watches(some_cases: list[Case]) -> None:
    assert {model._meta.db_table for model in shared_rows.MODELS} <= TABLES


def test_of_people_nothing_else_is_remembered(some_cases: list[Case]) -> None:
    with one_request(), CaptureQueriesContext(connection) as statements:
        shared_rows.prefetch(some_cases, "officer")
    assert not [one for one in statements if "password" in one["sql"]]


def test_the_next_request_sees_a_change(some_cases: list[Case]) -> None:
    case = some_cases[0]
    with one_request():
        shared_rows.prefetch([case], "department")
    Department.objects.filter(pk=case.department_id).update(name_th="ชื่อใหม่")
    with one_request():
        shared_rows.prefetch([case], "department")
    assert case.department.name_th == "ชื่อใหม่"


def test_what_one_page_changes_is_not_shown_on_another(some_cases: list[Case]) -> None:
    first, second = Case.objects.get(pk=some_cases[0].pk), Case.objects.get(pk=some_cases[0].pk)
    with one_request():
        shared_rows.prefetch([first], "request_type")
        first.request_type.name_th = "ยังไม่บันทึก"
        shared_rows.prefetch([second], "request_type")
    assert second.request_type.name_th != "ยังไม่บันทึก"


def test_a_row_that_is_not_known_yet_is_read(some_cases: list[Case]) -> None:
    with one_request():
        shared_rows.prefetch(some_cases, "department", "request_type")
        known = RequestType.objects.get(pk=some_cases[0].request_type_id)
        with connection.cursor() as cursor:
            # As another process does it: this request does not hear of it.
            cursor.execute("SET LOCAL session_replication_role = replica")
            later = RequestTypeFactory(department=known.department, code="later")
            cursor.execute("SET LOCAL session_replication_role = origin")
        case = some_cases[0]
        case.request_type_id = later.pk
        shared_rows.prefetch([case], "request_type")
        assert case.request_type == later


def test_another_table_is_refused(some_cases: list[Case]) -> None:
    with one_request(), pytest.raises(AssertionError):
        shared_rows.prefetch(some_cases, "process")
