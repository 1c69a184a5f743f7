"""The town's website shows our page within its own; links lead into the form with kind and place."""

from html import unescape
from typing import Any

import pytest
from django.test import Client

from cases.models import Asset, Draft, Municipality, RequestType, SetupChange, User
from tests.factories import ExternalAgencyFactory, RequestTypeFactory
from tests.workflows.views.conftest import Seat, address, text

pytestmark = pytest.mark.django_db
SITE = "https://www.city.example"


@pytest.fixture
def framed(db: None) -> Municipality:
    return Municipality.objects.create(code="city", name_th="เทศบาล", name_en="City", framed_by=[SITE])


@pytest.fixture
def lamps(db: None) -> RequestType:
    found = RequestTypeFactory(code="street_light", name_en="Street light", asset_sort="lamp", needs_map=True)
    Asset.objects.create(sort="lamp", number="4-17", key=Asset.key_of("4-17"), latitude=17.4, longitude=102.8)
    return found


def policy(answer: Any) -> dict[str, str]:
    parts = answer["Content-Security-Policy"].split(";")
    return {name: rule for name, _, rule in (part.strip().partition(" ") for part in parts)}


def test_without_a_website_there_is_no_page(client: Client, lamps: RequestType) -> None:
    assert client.get("/embedded/").status_code == 404


def test_the_named_websites_alone_frame_it_and_nothing_else(
    client: Client, framed: Municipality, lamps: RequestType
) -> None:
    usual = client.get("/")
    assert (policy(usual)["frame-ancestors"], usual["X-Frame-Options"]) == ("'none'", "DENY")
    for path in ("/embedded/", "/en/embedded/", "/embedded/?q=light", "/embedded/?kind=street_light"):
        answer = client.get(path)
        assert answer.status_code == 200
        assert "X-Frame-Options" not in answer
        assert policy(answer) == {**policy(usual), "frame-ancestors": SITE}
        assert not answer.cookies
        assert '<base target="_top">' in answer.text
    assert client.get("/requests/street_light/what/")["X-Frame-Options"] == "DENY"


@pytest.mark.parametrize("kind", ["unknown", "\0", "gone", "agency"])
def test_a_kind_that_takes_no_requests_has_no_page(client: Client, framed: Municipality, kind: str) -> None:
    RequestTypeFactory(code="gone", active=False)
    RequestTypeFactory(code="agency", refers_only=True, agency=ExternalAgencyFactory())
    assert client.get("/embedded/", {"kind": kind}).status_code == 404
    # Whom to turn to instead is found as on the first page.
    assert "/en/requests/agency/" in client.get("/en/embedded/", {"q": "Name of agency"}).text


def test_a_link_fills_in_the_place_once(client: Client, framed: Municipality, lamps: RequestType) -> None:
    page = client.get("/en/embedded/?kind=street_light&asset=4-17&place=Gate&q=x")
    assert 'href="/en/requests/street_light/?place=Gate&amp;asset=4-17"' in page.text
    answer = client.get("/en/requests/street_light/?place=Gate&asset=4-17&latitude=&details=no")
    assert answer["Location"] == "/en/requests/street_light/what/"
    draft = Draft.objects.get()
    assert draft.typed("where").dict() == {"place": "Gate", "asset": "4-17"}
    assert (draft.state("where"), draft.state("what")) == (Draft.State.TYPED, "")
    client.get("/en/requests/street_light/?place=Elsewhere")
    assert Draft.objects.get().typed("where")["place"] == "Gate"


@pytest.mark.parametrize("query", ["place=%00", "latitude=", "page=7", "asset=4-17", ""])
def test_a_link_without_a_place_that_the_form_asks_for_keeps_nothing(client: Client, query: str) -> None:
    RequestTypeFactory(code="road_damage")
    assert client.get(f"/requests/road_damage/?{query}").status_code == 302
    assert not Draft.objects.exists()


def test_websites_are_kept_as_a_browser_compares_them(desk: Seat, administrator: User, clerk: User) -> None:
    Municipality.objects.create(code="city")
    typed = {
        "framed_by": "https://WWW.City.example/news?a=1\nhttps://www.city.example\nhttps://เทศบาล.ไทย:8443/"
    }
    seat = desk(administrator)
    assert seat.post(address("setup_embedding"), typed)["Location"] == address("setup_embedding")
    origins = Municipality.objects.get().framed_by
    assert origins == [SITE, "https://xn--o3cg7ak5c9d.xn--o3cw4h:8443"]
    assert SetupChange.objects.filter(fields__has_key="framed_by").exists()
    assert desk(clerk).page("setup_embedding").status_code == 403


@pytest.mark.parametrize(
    "line", ["http://a.example", "www.a.example", "*", "https://*.a.example", "https://a b"]
)
def test_what_is_no_website_is_named_and_kept(desk: Seat, administrator: User, line: str) -> None:
    Municipality.objects.create(code="city")
    answer = desk(administrator).post(address("setup_embedding"), {"framed_by": f"{SITE}\n{line}"})
    assert "is no address of a website" in text(answer)
    assert f"{line}</textarea>" in text(answer)
    assert Municipality.objects.get().framed_by == []


def test_an_empty_list_is_an_empty_field(desk: Seat, administrator: User) -> None:
    seat = desk(administrator)
    for name in ("setup_embedding", "setup_token_new", "setup_monthly"):
        assert "[]</textarea>" not in text(seat.page(name)), name


def test_the_link_builder_says_link_frame_and_code(
    desk: Seat, administrator: User, framed: Municipality, lamps: RequestType, settings: Any
) -> None:
    settings.SITE_URL = "https://eservice.example"
    seat = desk(administrator)
    shown = text(seat.page("setup_embedding", kind="street_light", asset="4-17", language="en"))
    assert "https://eservice.example/en/requests/street_light/?asset=4-17" in shown
    frame = unescape(shown.partition('readonly spellcheck="false">')[2].partition("</textarea>")[0])
    # An attribute of HTML within the page's own.
    assert 'src="https://eservice.example/en/embedded/?kind=street_light&amp;asset=4-17"' in frame
    assert "<svg" in shown


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({"place": "Gate"}, "Choose the kind"),
        ({"kind": "street_light", "latitude": "17.4"}, "go together"),
        ({"kind": "street_light", "asset": "no"}, "knows no thing"),
        ({"kind": "unknown"}, "valid choice"),
    ],
)
def test_a_link_that_would_lead_nowhere_is_not_made(
    desk: Seat,
    administrator: User,
    framed: Municipality,
    lamps: RequestType,
    query: dict[str, str],
    said: str,
) -> None:
    shown = text(desk(administrator).page("setup_embedding", **query))
    assert said in shown
    assert "iframe" not in shown
