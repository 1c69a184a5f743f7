"""A kind of request, a browser, and a citizen who is logged in."""

import pytest
from django.test import Client

from cases.models import Department, RequestType, User
from tests.cases.views.pages import log_in
from tests.factories import FiledFactory, RequestTypeFactory
from tests.people import Citizen


@pytest.fixture
def request_type(department: Department, head: User, officer: User) -> RequestType:
    """A kind of request that needs nothing special."""
    return RequestTypeFactory(code="road_damage", department=department)


@pytest.fixture
def logged_in(client: Client, somchai: Citizen) -> Client:
    """Somchai's browser, logged in for his case."""
    log_in(client, somchai.case.number, somchai.password)
    return client


@pytest.fixture
def waiting(client: Client, request_type: RequestType) -> Citizen:
    """A citizen, logged in, whose answer is waited for."""
    citizen = Citizen(*FiledFactory(request_type=request_type, waiting=True))
    log_in(client, citizen.case.number, citizen.password)
    return citizen


@pytest.fixture
def resolved(client: Client, request_type: RequestType) -> Citizen:
    """A citizen, logged in, whose case has a result."""
    citizen = Citizen(*FiledFactory(request_type=request_type, resolved=True))
    log_in(client, citizen.case.number, citizen.password)
    return citizen
