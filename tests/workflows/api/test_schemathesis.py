"""Schemathesis sends what the description allows and what it does not: no mistake of ours comes back, and
each answer is one that the description has."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.factories import CaseFactory
from tests.workflows.api.conftest import token_for

pytestmark = pytest.mark.django_db(transaction=True)
CHECKS = [
    not_a_server_error,
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
]
# What the API says of itself is this file, as tests/config/test_openapi.py asks.
schema = schemathesis.openapi.from_path("docs/openapi.json")


@pytest.fixture
def bearer(clerk: Any) -> dict[str, str]:
    """A clerk may do all three."""
    CaseFactory()
    return {"Authorization": f"Bearer {token_for(clerk)[0]}"}


@schema.parametrize()
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_request_meets_a_mistake_of_ours(case: Any, live_site: str, bearer: dict[str, str]) -> None:
    case.call_and_validate(base_url=f"{live_site}/api/v1", checks=CHECKS, headers=bearer)
