"""Schemathesis sends what the description of our Open311 allows and what it does not: no mistake of ours
comes back, and each answer is one that the description has."""

from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, settings

from cases.models import RequestType
from tests.cases.open311.test_reading import AT
from tests.factories import CaseFactory
from tests.workflows.api.test_schemathesis import CHECKS

pytestmark = pytest.mark.django_db(transaction=True)
schema = schemathesis.openapi.from_path("docs/open311.yaml")


@pytest.fixture
def known(hole: RequestType, key: str) -> dict[str, str]:
    """What is really there: a kind, a case, a key."""
    case = CaseFactory(request_type=hole, **AT)
    return {"api_key": key, "service_code": hole.code, "service_request_id": case.number}


@schema.parametrize()
@settings(max_examples=8, deadline=None, suppress_health_check=list(HealthCheck))
def test_no_request_meets_a_mistake_of_ours(case: Any, live_site: str, known: dict[str, str]) -> None:
    base = f"{live_site}/open311/v2"
    case.call_and_validate(base_url=base, checks=CHECKS)
    # With a key and a kind that are good, what comes next is judged.
    if isinstance(case.body, dict):
        case.body |= {name: known[name] for name in known if name in case.body}
        case.call_and_validate(base_url=base, checks=CHECKS)
