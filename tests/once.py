"""The people and the case of `tests.people`, made once for a whole module.

A module that imports these fixtures makes them in a transaction that ends with the module; each of its tests
runs in a transaction within, and leaves nothing behind.
"""

from collections.abc import Iterator
from typing import NamedTuple

import pytest
from django.db import transaction
from django.utils import translation
from pytest_django import DjangoDbBlocker

from cases.models import Case, Department, User
from cases.remembered import forget
from tests.factories import CaseFactory, DepartmentFactory, HeadFactory, OfficerFactory, RequestTypeFactory


class Made(NamedTuple):
    """The keys of what a module has."""

    department: int
    head: int
    officer: int
    case: int


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Made]:
    """A department with its head and an officer, and a case that has just come in."""
    forget()
    with django_db_blocker.unblock(), transaction.atomic(), translation.override("th"):
        department = DepartmentFactory(code="ENG", name_th="สำนักช่าง", name_en="Bureau of Public Works")
        head = HeadFactory(username="head", department=department)
        officer = OfficerFactory(username="officer", department=department)
        case = CaseFactory(request_type=RequestTypeFactory(code="road_damage", department=department))
        yield Made(department.pk, head.pk, officer.pk, case.pk)
        transaction.set_rollback(True)


@pytest.fixture
def department(db: None, made: Made) -> Department:
    """The department of the module."""
    return Department.objects.get(pk=made.department)


@pytest.fixture
def head(db: None, made: Made) -> User:
    """Its head."""
    return User.objects.get(pk=made.head)


@pytest.fixture
def officer(db: None, made: Made) -> User:
    """Its officer."""
    return User.objects.get(pk=made.officer)


@pytest.fixture
def case(db: None, made: Made) -> Case:
    """Its case."""
    return Case.objects.get(pk=made.case)
