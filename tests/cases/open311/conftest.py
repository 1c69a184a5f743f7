"""Open311 switched on, a kind that everybody may know of, and a system with a key."""

from collections.abc import Callable
from typing import Any
from xml.etree import ElementTree

import pytest
from django.test import Client

from cases.models import Municipality, Open311Partner, RequestType
from cases.open311 import partners
from tests.factories import RequestTypeFactory

Call = Callable[..., Any]
PLACE = {"lat": "17.415123", "long": "102.787321"}
REPORT = {"service_code": "road_damage", "description": "A hole in front of the school", **PLACE}
PERSON = {
    "first_name": "Somying",
    "last_name": "Rakdee",
    "email": "somying@example.org",
    "phone": "0810000001",
}


@pytest.fixture
def office(db: None) -> Municipality:
    """The municipality, which answers other systems."""
    partners.ensure_channel()
    return Municipality.objects.create(
        code="city", name_th="เทศบาล", name_en="City", open311=True, jurisdiction_id="city.example"
    )


@pytest.fixture
def hole(office: Municipality, db: None) -> RequestType:
    """A kind on the public map that needs no more than a way to answer."""
    return RequestTypeFactory(
        code="road_damage",
        name_en="Hole in a road",
        category__name_en="Roads",
        needs_map=True,
        on_public_map=True,
        person_fields="contact",
        allows_unnamed=True,
        synonyms=["หลุม", "pothole"],
    )


@pytest.fixture
def partner(office: Municipality) -> tuple[Open311Partner, str]:
    """A system with its key."""
    return partners.make("FixIt", by=None)


@pytest.fixture
def key(partner: tuple[Open311Partner, str]) -> str:
    """The key."""
    return partner[1]


@pytest.fixture
def read(client: Client) -> Call:
    """Read an address below /open311/v2/."""

    def call(path: str, status: int = 200, /, **arguments: str) -> Any:
        answer = client.get(f"/open311/v2/{path}", arguments, headers={"Accept-Language": "en"})
        assert answer.status_code == status, answer.text
        return parsed(answer)

    return call


@pytest.fixture
def post(client: Client, key: str) -> Call:
    """Post to an address below /open311/, with the key."""

    def call(path: str, said: dict[str, Any], status: int = 200, **options: Any) -> Any:
        answer = client.post(
            f"/open311/{path}", {"api_key": key} | said, headers={"Accept-Language": "en"}, **options
        )
        assert answer.status_code == status, answer.text
        return parsed(answer)

    return call


def parsed(answer: Any) -> Any:
    """JSON as plain data, XML as a tree."""
    if answer["Content-Type"] == "text/xml; charset=utf-8":
        assert answer.text.startswith('<?xml version="1.0" encoding="utf-8"?>')
        return ElementTree.fromstring(answer.content)  # noqa: S314
    assert answer["Content-Type"] == "application/json; charset=utf-8"
    return answer.json()
