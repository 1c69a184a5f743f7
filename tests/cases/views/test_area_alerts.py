"""Hearing by e-mail of what is reported near a place: the code, the letter of the morning, and the end."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cases.intake import area_alerts
from cases.models import AreaAlert, Case, Municipality, OneTimeCode, RequestType
from notifications.channels import envelope
from notifications.letters import area_letters
from notifications.models import Letter, Notice
from tests.cases.views.codes import code_of, type_code, wrong
from tests.factories import CaseFactory

pytestmark = pytest.mark.django_db
MALEE = "malee@citizen.example"
NEAR = {"latitude": Decimal("17.415123"), "longitude": Decimal("102.787321")}
FAR = {"latitude": Decimal("17.45"), "longitude": Decimal("102.787321")}
TYPED = {"latitude": "17.4151", "longitude": "102.7873", "metres": "500", "kind": "", "email": MALEE}
DAY = datetime.timedelta(days=1)


@pytest.fixture
def on_map(request_type: RequestType) -> RequestType:
    RequestType.objects.filter(pk=request_type.pk).update(needs_map=True, on_public_map=True)
    return RequestType.objects.get(pk=request_type.pk)


@pytest.fixture
def alert(client: Client, on_map: RequestType) -> AreaAlert:
    """Malee hears of the place; she has typed the code."""
    assert client.post("/en/map/near/", TYPED).headers["Location"] == "/en/map/near/code/"
    assert type_code(client, "/en/map/near/code/", code_of(MALEE)).headers["Location"] == "/en/map/"
    return AreaAlert.objects.get()


def letters() -> list[Notice]:
    return list(Notice.objects.filter(kind=Letter.NEW_IN_AREA).order_by("created"))


def test_nothing_is_kept_before_the_code_is_typed(client: Client, on_map: RequestType) -> None:
    client.post("/en/map/near/", TYPED)
    assert not AreaAlert.objects.exists()
    assert "not right" in type_code(client, "/en/map/near/code/", wrong(code_of(MALEE))).text
    assert not AreaAlert.objects.exists()


def test_the_code_makes_it_and_the_place_is_rounded(client: Client, alert: AreaAlert) -> None:
    assert (alert.email, alert.metres, alert.language, alert.request_type) == (MALEE, 500, "en", None)
    assert alert.latitude != Decimal("17.415100")
    assert "you get a letter the next morning" in client.get("/en/map/").text
    assert client.get("/en/map/near/code/").headers["Location"] == "/en/map/near/"


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"latitude": ""}, "Choose the place."),
        ({"latitude": "95"}, "Enter a number from -90 to 90."),
        ({"latitude": "13.75", "longitude": "100.5"}, "This place is outside the municipality."),
        ({"metres": "7"}, "Select a valid choice"),
        ({"kind": "none"}, "Select a valid choice"),
        ({"email": "x"}, "e-mail"),
    ],
)
def test_what_is_wrong_is_told_and_kept(
    client: Client, on_map: RequestType, changed: dict[str, str], said: str
) -> None:
    Municipality.objects.create(code="UDON", name_en="Udon", south=17.3, west=102.7, north=17.5, east=102.9)
    page = client.post("/en/map/near/", TYPED | changed)
    assert (page.status_code, said in page.text) == (200, True)
    assert not OneTimeCode.objects.exists()
    assert "102.78" in page.text or "100.5" in page.text


def test_the_letter_of_the_morning_names_kinds_and_nothing_of_a_person(
    alert: AreaAlert, on_map: RequestType
) -> None:
    near = CaseFactory(request_type=on_map, **NEAR)
    CaseFactory(request_type=on_map, **FAR)
    assert area_letters.write(now=timezone.now() + DAY) == 1
    (letter,) = letters()
    assert letter.subject == "1 new report in your area"
    assert (letter.address, letter.text.count(on_map.name_en)) == (MALEE, 1)
    assert all(private not in letter.text for private in (near.details, near.first_name, near.number))
    stop = envelope.message(letter).extra_headers["List-Unsubscribe"].strip("<>")
    assert stop in letter.text


def test_each_report_is_told_once_and_one_letter_is_written_a_day(
    alert: AreaAlert, on_map: RequestType
) -> None:
    morning = timezone.now() + DAY
    CaseFactory(request_type=on_map, **NEAR)
    assert [area_letters.write(now=morning), area_letters.write(now=morning)] == [1, 0]
    assert area_letters.write(now=morning + DAY) == 0
    Case.objects.update(received_at=morning + DAY * 1.5)
    assert area_letters.write(now=morning + 2 * DAY) == 1
    assert len({one.digest_on for one in letters()}) == 2


def test_a_kind_that_was_chosen_is_the_only_one(
    client: Client, on_map: RequestType, alert: AreaAlert
) -> None:
    AreaAlert.objects.update(
        request_type=RequestType.objects.create(
            code="other_one",
            name_th="ก",
            category=on_map.category,
            department=on_map.department,
            target_working_days=3,
        )
    )
    CaseFactory(request_type=on_map, **NEAR)
    assert area_letters.write(now=timezone.now() + DAY) == 0


@pytest.mark.parametrize("changed", [{"hide_identity": True}, {"latitude": None, "longitude": None}])
def test_what_is_not_public_is_not_told(
    alert: AreaAlert, on_map: RequestType, changed: dict[str, Any]
) -> None:
    CaseFactory(request_type=on_map, **NEAR)
    Case.objects.update(**changed)
    assert area_letters.write(now=timezone.now() + DAY) == 0


def test_the_link_stops_the_letters_and_forgets_the_address(
    client: Client, alert: AreaAlert, on_map: RequestType
) -> None:
    CaseFactory(request_type=on_map, **NEAR)
    area_letters.write(now=timezone.now() + DAY)
    page = f"/en/map/near/stop/{area_alerts.stop_token(alert.pk)}/"
    assert "Stop the letters?" in client.get(page).text
    # As a mail program does, which has no cookies.
    assert Client(enforce_csrf_checks=True).post(page, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert (AreaAlert.objects.count(), letters()) == (0, [])
    assert "no more letters" in client.get(page).text
    assert client.get("/en/map/near/stop/forged/").status_code == 404


def test_an_address_hears_of_five_places_at_most(
    client: Client, alert: AreaAlert, on_map: RequestType
) -> None:
    for number in range(4):
        area = area_alerts.AlertPlace(f"17.3{number}0000", "102.700000", 500)
        area_alerts.add(area, email=MALEE, language="en")
    client.post("/en/map/near/", TYPED | {"latitude": "17.44"})
    type_code(client, "/en/map/near/code/", code_of(MALEE))
    assert "hears of 5 areas already" in client.get("/en/map/").text
    # The same place once more changes how far around it.
    client.post("/en/map/near/", TYPED | {"metres": "1000"})
    type_code(client, "/en/map/near/code/", code_of(MALEE))
    assert sorted(AreaAlert.objects.values_list("metres", flat=True)) == [500, 500, 500, 500, 1000]
