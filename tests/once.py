"""What is made once for a whole module: whatever it likes, or the people and the case of `tests.people`.

A module that imports these fixtures makes them in a transaction that ends with the module; each of its tests
runs in a transaction within, and leaves nothing behind.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

import pytest
from django.db import transaction
from django.utils import translation
from pytest_django import DjangoDbBlocker

from cases.lib.process_cache import forget
from cases.models import Case, Department, User
from tests.factories import (
    CaseFactory,
    DepartmentFactory,
    HeadFactory,
    OfficerFactory,
    RequestTypeFactory,
    UserFactory,
)


@contextmanager
def for_a_module(blocker: DjangoDbBlocker) -> Iterator[None]:
    """Let the block of a fixture of a module write rows for all its tests, none of which may commit."""
    forget()
    with blocker.unblock(), transaction.atomic(), translation.override("th"):
        yield
        transaction.set_rollback(True)


class Made(NamedTuple):
    """The keys of what a module has."""

    department: int
    head: int
    officer: int


@pytest.fixture(scope="module")
def made(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[Made]:
    """A department with its head and an officer."""
    with for_a_module(django_db_blocker):
        department = DepartmentFactory(code="ENG", name_th="สำนักช่าง", name_en="Bureau of Public Works")
        head = HeadFactory(username="head", department=department)
        officer = OfficerFactory(username="officer", department=department)
        yield Made(department.pk, head.pk, officer.pk)


@pytest.fixture(scope="module")
def case_made(made: Made, django_db_blocker: DjangoDbBlocker) -> int:
    """The key of a case of the department that has just come in."""
    with django_db_blocker.unblock(), translation.override("th"):
        department = Department.objects.get(pk=made.department)
        return CaseFactory(request_type=RequestTypeFactory(code="road_damage", department=department)).pk


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
def case(db: None, case_made: int) -> Case:
    """Its case."""
    return Case.objects.get(pk=case_made)


@pytest.fixture(scope="module")
def others(made: Made, django_db_blocker: DjangoDbBlocker) -> dict[str, int]:
    """The keys of the people who look on, by their user names."""
    with django_db_blocker.unblock(), translation.override("th"):
        department = Department.objects.get(pk=made.department)
        found = [
            OfficerFactory(username="colleague", department=department),
            HeadFactory(username="stranger", department__code="PHE"),
            *(UserFactory(username=name, group=name) for name in ("clerk", "executive")),
            UserFactory(username="administrator", group="administrator", is_staff=True),
        ]
        return {person.username: person.pk for person in found}


def _onlooker(name: str) -> Any:
    @pytest.fixture(name=name)
    def person(db: None, others: dict[str, int]) -> User:
        return User.objects.get(pk=others[name])

    return person


# As in tests.people.
colleague, stranger = _onlooker("colleague"), _onlooker("stranger")
clerk, executive, administrator = _onlooker("clerk"), _onlooker("executive"), _onlooker("administrator")
