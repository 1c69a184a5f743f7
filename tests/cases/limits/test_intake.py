"""A town behind one address files what it has to; whoever sends much more is told whom to telephone."""

from typing import Any

import pytest
from django.test import Client

from cases.limits import intake
from cases.models import Attachment, Case, Draft, Municipality, RequestType
from tests.cases.views.pages import address, last_page, write
from tests.factories import FiledFactory
from tests.pictures import picture

pytestmark = pytest.mark.django_db
NETWORK = "198.51.100.7"


@pytest.fixture(autouse=True)
def office(request_type: RequestType) -> None:
    Municipality.objects.update_or_create(code="city", defaults={"name_th": "เทศบาล", "phone": "042 221 122"})


@pytest.fixture
def request_type(request: pytest.FixtureRequest) -> RequestType:
    request.getfixturevalue("somchai")
    return RequestType.objects.get(code="road_damage")


def file(client: Client, request_type: RequestType, **visit: Any) -> Any:
    write(client, request_type)
    return client.post(address(request_type, "check"), last_page(client, request_type), **visit)


def test_whoever_files_too_much_keeps_what_was_typed_and_reads_the_telephone(
    client: Client, request_type: RequestType, settings: Any
) -> None:
    settings.FILED_PER_NETWORK = 1
    assert file(client, request_type).status_code == 302
    before = Case.objects.count()
    refused = file(client, request_type)
    assert (refused.status_code, "042 221 122" in refused.text, Case.objects.count()) == (429, True, before)
    assert int(refused["Retry-After"]) > 0
    assert Draft.objects.count() == 1
    settings.FILED_PER_NETWORK = 60
    assert client.post(address(request_type, "check"), last_page(client, request_type)).status_code == 302


def test_the_numbers_have_no_gap_after_a_refusal(
    client: Client, request_type: RequestType, settings: Any
) -> None:
    file(client, request_type)
    settings.FILED_PER_NETWORK = 0.5
    file(client, request_type)
    settings.FILED_PER_NETWORK = 60
    client.post(address(request_type, "check"), last_page(client, request_type))
    running = list(Case.objects.order_by("pk").values_list("running", flat=True))
    assert running == list(range(running[0], running[0] + len(running)))


def test_another_network_is_not_held_up(client: Client, request_type: RequestType, settings: Any) -> None:
    settings.FILED_PER_NETWORK = 1
    file(client, request_type)
    assert file(Client(), request_type, REMOTE_ADDR=NETWORK).status_code == 302


def test_a_town_behind_one_address_files_sixty_an_hour_and_others_still_find_room() -> None:
    own, day, everybody = intake.of_case("127.0.0.0/24")
    assert (own.tries, own.seconds, own.leaks) == (60, 3600, True)
    assert everybody.tries / 2 >= 60
    assert (day.tries, everybody.leaks) == (float("inf"), True)


def test_the_counter_is_not_limited(settings: Any, request_type: RequestType) -> None:
    settings.FILED_PER_NETWORK = 0
    assert FiledFactory(request_type=request_type)[0].pk


def test_drafts_beyond_the_limit_are_given_back_and_not_stored(
    client: Client, request_type: RequestType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "DRAFTS", 1)
    Client().post(address(request_type, "what"), {"details": "หลุมลึก"})
    refused = client.post(address(request_type, "what"), {"details": "ไฟดับทั้งซอย"})
    assert (refused.status_code, Draft.objects.count()) == (429, 1)
    assert "ไฟดับทั้งซอย" in refused.text
    assert "042 221 122" in refused.text


def test_words_longer_than_typed_by_hand_are_counted(
    client: Client, request_type: RequestType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "CHARACTERS", 25_000)
    long = {"details": "ก" * 15_000}
    answers = [Client().post(address(request_type, "what"), long).status_code for _ in range(3)]
    assert answers[1:] == [429, 429]
    assert client.post(address(request_type, "what"), {"details": "หลุมลึก"}).status_code == 302


def test_megabytes_beyond_the_limit_are_refused_in_words(
    client: Client, request_type: RequestType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(intake, "MEGABYTES", 0.000001)
    typed = {"details": "หลุมลึก", "photos": [picture()]}
    page = client.post(address(request_type, "what"), typed, follow=True)
    assert "042 221 122" in page.text
    assert (Attachment.objects.count(), Draft.objects.count()) == (0, 1)
