"""The client of others (PyPI's georeport) reads a live site, in both formats."""

from typing import Any

import pytest
from georeport import GeoReport
from pytest_django.live_server_helper import LiveServer

from cases.models import RequestType
from tests.cases.open311.test_reading import AT
from tests.factories import CaseFactory


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_georeport_reads_services_definitions_and_requests(
    live_server: LiveServer, hole: RequestType, form: str
) -> None:
    RequestType.objects.update(allows_unnamed=False)
    case = CaseFactory(request_type=hole, **AT)
    city = GeoReport(f"{live_server.url}/open311/v2", jurisdiction="city.example", output_format=form)
    assert _only(city.get_service_list())["service_code"] == "road_damage"
    assert city.get_service_definition("road_damage")["service_code"] == "road_damage"
    found = _only(city.get_service_requests(service_code="road_damage", status="open"))
    assert found["service_request_id"] == case.number
    ranged = city.get_service_requests(start_date="2020-01-01T00:00:00Z", service_request_id=case.number)
    assert _only(ranged) == found == _only(city.get_service_request(case.number))


def _only(found: Any) -> dict[str, Any]:
    """One of one: of a list in JSON; an XML client makes the element itself of it."""
    if isinstance(found, list):
        (found,) = found
    return dict(found)
