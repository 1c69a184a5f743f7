"""The people of the tests: somchai asks, head and officer of one department answer, others look on."""

from collections.abc import Callable
from typing import Any, NamedTuple

import pytest
from django.db.models import Model
from pytest_django.plugin import DjangoDbBlocker

from cases.models import Case, Department, User
from tests.factories import (
    DepartmentFactory,
    FiledFactory,
    HeadFactory,
    OfficerFactory,
    RequestTypeFactory,
    UserFactory,
)
from tests.planted import Plants


class Citizen(NamedTuple):
    """A citizen is a case and the password that opens it."""

    case: Case
    password: str


def _department() -> Department:
    return DepartmentFactory(code="ENG", name_th="สำนักช่าง", name_en="Bureau of Public Works")


def _head(department: Department) -> User:
    return HeadFactory(username="head", department=department)


def _officer(department: Department) -> User:
    return OfficerFactory(username="officer", department=department)


def _filed(department: Department, *_: User) -> Citizen:
    return Citizen(*FiledFactory(request_type=RequestTypeFactory(code="road_damage", department=department)))


def _colleague(department: Department, *_: User) -> User:
    return OfficerFactory(username="colleague", department=department)


def _stranger() -> User:
    return HeadFactory(username="stranger", department__code="PHE")


def _clerk() -> User:
    return UserFactory(username="clerk", group="clerk")


def _executive() -> User:
    return UserFactory(username="executive", group="executive")


def _administrator() -> User:
    return UserFactory(username="administrator", group="administrator", is_staff=True)


# What must be there, and what makes it.
STEPS: dict[str, tuple[tuple[str, ...], Callable[..., Any]]] = {
    "department": ((), _department),
    "head": (("department",), _head),
    "officer": (("department",), _officer),
    "case": (("department", "head", "officer"), _filed),
    "colleague": (("department", "officer"), _colleague),
    "stranger": ((), _stranger),
    "clerk": ((), _clerk),
    "executive": ((), _executive),
    "administrator": ((), _administrator),
}


@pytest.fixture(scope="session")
def plants(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Plants:
    """The people and the case, made once by this process."""
    found = Plants()
    with django_db_blocker.unblock():
        found.prepare(STEPS)
    return found


@pytest.fixture
def planted(plants: Plants, db: None) -> Callable[..., Any]:
    """Give what a step makes, from the plants where they hold and from the step where not."""
    plants.begin()

    def plant(name: str, *given: Any) -> Any:
        found = plants.plant(name)
        if found is None:
            return STEPS[name][1](*given)
        if isinstance(found, Model):
            return type(found)._default_manager.get(pk=found.pk)
        return Citizen(Case.objects.get(pk=found.case.pk), found.password)

    return plant


@pytest.fixture
def department(planted: Callable[..., Any]) -> Department:
    """The department that the tests' kind of request belongs to."""
    return planted("department")


@pytest.fixture
def head(planted: Callable[..., Any], department: Department) -> User:
    """The head of the department."""
    return planted("head", department)


@pytest.fixture
def officer(planted: Callable[..., Any], department: Department) -> User:
    """An officer of the department, in charge of its cases."""
    return planted("officer", department)


@pytest.fixture
def colleague(planted: Callable[..., Any], department: Department, officer: User) -> User:
    """Another officer of the department, in charge of nothing."""
    return planted("colleague", department, officer)


@pytest.fixture
def stranger(planted: Callable[..., Any]) -> User:
    """The head of another department."""
    return planted("stranger")


@pytest.fixture
def clerk(planted: Callable[..., Any]) -> User:
    """The clerk at the counter, who belongs to no department."""
    return planted("clerk")


@pytest.fixture
def executive(planted: Callable[..., Any]) -> User:
    """Reads everything, does nothing."""
    return planted("executive")


@pytest.fixture
def administrator(planted: Callable[..., Any]) -> User:
    """Sets the system up, and has no part in a case."""
    return planted("administrator")


@pytest.fixture
def somchai(planted: Callable[..., Any], department: Department, head: User, officer: User) -> Citizen:
    """A citizen who has just filed a case."""
    return planted("case", department, head, officer)


@pytest.fixture
def case(planted: Callable[..., Any], department: Department, head: User, officer: User) -> Case:
    """A case that has just come in, in the department of head and officer."""
    return planted("case", department, head, officer).case
