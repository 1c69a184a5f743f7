"""The people of the tests: somchai asks, head and officer of one department answer, others look on."""

from typing import NamedTuple

import pytest

from cases.models import Case, Department, User
from tests.factories import (
    CaseFactory,
    DepartmentFactory,
    FiledFactory,
    HeadFactory,
    OfficerFactory,
    RequestTypeFactory,
    UserFactory,
)


class Citizen(NamedTuple):
    """A citizen is a case and the password that opens it."""

    case: Case
    password: str


@pytest.fixture
def department(db: None) -> Department:
    """The department that the tests' kind of request belongs to."""
    return DepartmentFactory(code="ENG", name_th="สำนักช่าง", name_en="Bureau of Public Works")


@pytest.fixture
def head(department: Department) -> User:
    """The head of the department."""
    return HeadFactory(username="head", department=department)


@pytest.fixture
def officer(department: Department) -> User:
    """An officer of the department, in charge of its cases."""
    return OfficerFactory(username="officer", department=department)


@pytest.fixture
def colleague(department: Department, officer: User) -> User:
    """Another officer of the department, in charge of nothing."""
    return OfficerFactory(username="colleague", department=department)


@pytest.fixture
def stranger(db: None) -> User:
    """The head of another department."""
    return HeadFactory(username="stranger", department__code="PHE")


@pytest.fixture
def clerk(db: None) -> User:
    """The clerk at the counter, who belongs to no department."""
    return UserFactory(username="clerk", group="clerk")


@pytest.fixture
def executive(db: None) -> User:
    """Reads everything, does nothing."""
    return UserFactory(username="executive", group="executive")


@pytest.fixture
def administrator(db: None) -> User:
    """Sets the system up, and has no part in a case."""
    return UserFactory(username="administrator", group="administrator", is_staff=True)


@pytest.fixture
def case(department: Department, head: User, officer: User) -> Case:
    """A case that has just come in, in the department of head and officer."""
    return CaseFactory(request_type=RequestTypeFactory(code="road_damage", department=department))


@pytest.fixture
def somchai(department: Department, head: User, officer: User) -> Citizen:
    """A citizen who has just filed a case."""
    request_type = RequestTypeFactory(code="road_damage", department=department)
    return Citizen(*FiledFactory(request_type=request_type))
