"""The client of others (PyPI's georeport) reads a live site, in both formats; and no public answer of the
whole sample tells who anybody is."""

from typing import Any

import pytest
from django.test import Client
from georeport import GeoReport
from pytest_django.live_server_helper import LiveServer

from cases.models import Case, Municipality, RequestType
from cases.text import telephones
from tests.cases.open311.test_reading import AT
from tests.factories import CaseFactory
from tests.sample_database import copy_of_the_sample as copy_of_the_sample


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


@pytest.mark.django_db
@pytest.mark.usefixtures("copy_of_the_sample")
def test_no_name_number_or_address_of_the_sample_is_told(client: Client) -> None:
    Municipality.objects.update(open311=True)
    public = {"needs_map": True, "needs_national_id": False, "needs_address": False, "licence": False}
    RequestType.objects.filter(restricted=False).update(**public, on_public_map=True)
    told = "\n".join(
        client.get(f"/open311/v2/{path}").text
        for path in (
            "discovery.json",
            "services.json",
            "requests.json?extensions=true",
            "requests.xml?extensions=true&status=closed",
            "servicerequestupdates.json",
        )
    )
    assert told.count("service_request_id") > 100
    said = Case.objects.exclude(first_name="").values_list(
        "first_name", "last_name", "phone", "email", "details"
    )
    for first, last, phone, email, details in said:
        assert f"{first} {last}" not in told
        assert not phone or (str(phone) not in told and telephones.shown(phone) not in told)
        assert not email or email not in told
        assert details not in told


def _only(found: Any) -> dict[str, Any]:
    """One of one: of a list in JSON; an XML client makes the element itself of it."""
    if isinstance(found, list):
        (found,) = found
    return dict(found)
