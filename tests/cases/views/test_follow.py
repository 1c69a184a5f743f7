"""Following somebody else's case: what strangers see, the code, the letters' end."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from cases import actions
from cases.actions import public_description
from cases.intake import followers
from cases.models import Case, Follower, Municipality, OneTimeCode, RequestType, User
from tests.cases.views.codes import code_of, one_time_code, type_code, wrong
from tests.factories import STATES, CaseFactory

pytestmark = pytest.mark.django_db
MALEE = "malee@citizen.example"
PLACE = {"latitude": Decimal("17.415"), "longitude": Decimal("102.787"), "place": "หน้าวัดโพธิ์"}


@pytest.fixture
def hole(request_type: RequestType) -> Case:
    """A case about a place."""
    RequestType.objects.filter(pk=request_type.pk).update(needs_map=True)
    return CaseFactory(request_type=request_type, **PLACE)


def page_of(case: Case, rest: str = "") -> str:
    return f"/en/follow/{case.number}/{rest}"


def ask(client: Client, case: Case, email: str = MALEE) -> Any:
    return client.post(page_of(case), {"email": email})


def test_the_page_shows_kind_date_and_status(client: Client, hole: Case) -> None:
    page = client.get(page_of(hole)).text
    for known in (hole.request_type.name_en, "We have received it"):
        assert known in page


def test_the_page_shows_the_area_without_the_citizens_words(client: Client, hole: Case) -> None:
    Municipality.objects.create(code="UDON", name_en="Udon City", latitude=17.405, longitude=102.787)
    assert "About 1.0 km to the north of the centre of Udon City" in client.get(page_of(hole)).text
    Municipality.objects.update(latitude=17.416)
    assert "In the centre of Udon City" in client.get(page_of(hole)).text
    Municipality.objects.update(latitude=None)
    assert "Area" not in client.get(page_of(hole)).text


# Seven ways of writing a telephone number, and an address: no pattern knows them all.
@pytest.mark.parametrize(
    "typed",
    [
        "หน้าวัดโพธิ์",
        "081-234-5678",
        "๐๘๑ ๒๓๔ ๕๖๗๘",
        "0 8 1 2 3 4 5 6 7 8",
        "08l 234 5678",
        "ศูนย์แปดหนึ่งสองสามสี่",
        "081/234/5678",
        "a＠b.com",
    ],
)
def test_strangers_read_no_words_of_the_citizen(client: Client, hole: Case, typed: str) -> None:
    Case.objects.update(place=typed, details=typed)
    for rest in ("", "done/"):
        assert typed not in client.get(page_of(hole, rest)).text


def test_strangers_read_what_the_staff_has_cleared(client: Client, hole: Case, head: User) -> None:
    public_description.clear(hole, words=hole.place, by=head)
    for rest in ("", "done/"):
        assert hole.place in client.get(page_of(hole, rest)).text
    Case.objects.update(place="บ้านนางมาลี")
    assert "บ้านนางมาลี" not in client.get(page_of(hole)).text
    public_description.take_back(hole, by=head)
    Case.objects.update(place=hole.place)
    assert hole.place not in client.get(page_of(hole)).text


def test_nobody_leafs_through_the_numbers(client: Client, hole: Case) -> None:
    answers = [client.get(f"/en/follow/2569-{number:05d}/").status_code for number in range(121)]
    assert (answers[119], answers[120]) == (404, 429)
    assert client.get(page_of(hole)).status_code == 429
    assert client.get(page_of(hole), REMOTE_ADDR="198.51.100.7").status_code == 200


def test_the_page_tells_nothing_of_the_person(client: Client, hole: Case) -> None:
    page = client.get(page_of(hole)).text
    for private in (hole.first_name, hole.last_name, hole.email, "234 5678", hole.details, "99/1"):
        assert private not in page


@pytest.mark.parametrize("rest", ["", "code/", "done/"])
@pytest.mark.parametrize("state", [state for state in STATES if state not in ("received", "assigned")])
def test_a_case_that_has_ended_is_not_there_for_strangers(
    client: Client, hole: Case, state: str, rest: str
) -> None:
    ended = CaseFactory(request_type=hole.request_type, **PLACE, **{state: True})
    answer = client.get(page_of(ended, rest)).status_code
    assert (answer == 404) == (not ended.is_open)


@pytest.mark.parametrize(
    "fields", [{"restricted": True}, {"needs_map": False}, {"licence": True}, {"needs_national_id": True}]
)
def test_a_kind_about_a_person_is_not_there_for_strangers(
    client: Client, hole: Case, fields: dict[str, bool]
) -> None:
    RequestType.objects.update(**fields)
    assert client.get(page_of(hole)).status_code == 404
    assert ask(client, hole).status_code == 404


def test_a_number_that_was_never_given_is_not_found(client: Client, db: None) -> None:
    assert client.get("/en/follow/2569-99999/").status_code == 404


def test_who_confirms_the_address_follows_the_case(client: Client, hole: Case) -> None:
    assert ask(client, hole).headers["Location"] == page_of(hole, "code/")
    answer = type_code(client, page_of(hole, "code/"), code_of(MALEE))
    assert answer.headers["Location"] == page_of(hole, "done/")
    assert "Thank you" in client.get(page_of(hole, "done/")).text
    follower = Follower.objects.get()
    assert (follower.case, follower.email, follower.language) == (hole, MALEE, "en")


def test_nobody_follows_without_the_code(client: Client, hole: Case) -> None:
    ask(client, hole)
    page = type_code(client, page_of(hole, "code/"), wrong(code_of(MALEE)))
    assert "This code is not right" in page.text
    assert not Follower.objects.exists()


def test_after_five_wrong_codes_the_right_one_comes_too_late(client: Client, hole: Case) -> None:
    ask(client, hole)
    code = code_of(MALEE)
    for _ in range(5):
        type_code(client, page_of(hole, "code/"), wrong(code))
    assert "ask for a new one" in type_code(client, page_of(hole, "code/"), code).text
    assert not Follower.objects.exists()


def test_after_15_minutes_the_code_is_over(client: Client, hole: Case) -> None:
    ask(client, hole)
    code = code_of(MALEE)
    OneTimeCode.objects.update(expires_at=timezone.now() - datetime.timedelta(seconds=1))
    assert type_code(client, page_of(hole, "code/"), code).status_code == 200


def test_the_code_for_one_case_does_not_follow_another(client: Client, hole: Case) -> None:
    other = CaseFactory(request_type=hole.request_type, **PLACE)
    ask(client, hole)
    answer = type_code(client, page_of(other, "code/"), code_of(MALEE))
    assert answer.headers["Location"] == page_of(other)
    assert not Follower.objects.exists()


def test_the_code_opens_no_case(client: Client, hole: Case) -> None:
    ask(client, hole, hole.email)
    type_code(client, page_of(hole, "code/"), code_of(hole.email))
    assert client.get("/en/track/cases/").headers["Location"] == "/en/track/"
    assert one_time_code().confirmed_at


@pytest.mark.parametrize("email", ["", "malee", "a@b", "malee@citizen.examplе"])
def test_what_is_no_address_is_told(client: Client, hole: Case, email: str) -> None:
    assert "email" in ask(client, hole, email).context["form"].errors
    assert not OneTimeCode.objects.exists()


def test_a_fourth_wish_within_an_hour_is_put_off(client: Client, hole: Case) -> None:
    answers = [ask(client, hole, MALEE).status_code for _ in range(4)]
    assert answers == [302, 302, 302, 429]


def test_neighbours_who_share_a_network_may_all_follow(client: Client, hole: Case) -> None:
    answers = {ask(client, hole, f"malee{n}@citizen.example").status_code for n in range(10)}
    assert answers == {302}


def test_the_page_counts_those_who_wait_too(client: Client, hole: Case) -> None:
    for n in range(2):
        followers.add_follower(hole, email=f"malee{n}@citizen.example", language="th")
    page = client.get(page_of(hole)).text
    assert "2 people" in page
    assert "malee" not in page


@pytest.fixture
def stop(hole: Case) -> str:
    """The page on which Malee stops the letters."""
    followers.add_follower(hole, email=MALEE, language="th")
    return f"/en/follow/stop/{followers.stop_token(Follower.objects.get().pk)}/"


def test_stopping_asks_first(client: Client, stop: str) -> None:
    page = client.get(stop).text
    assert "Stop the letters?" in page
    assert MALEE not in page
    assert Follower.objects.exists()


def test_who_stops_is_forgotten(client: Client, stop: str) -> None:
    assert "You get no more letters" in client.post(stop).text
    assert not Follower.objects.exists()


def test_stopping_twice_says_the_same(client: Client, stop: str) -> None:
    assert [client.post(stop).status_code for _ in range(2)] == [200, 200]
    assert "You get no more letters" in client.get(stop).text


def test_a_mail_program_may_stop_without_cookies(stop: str) -> None:
    program = Client(enforce_csrf_checks=True)
    assert program.post(stop, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert not Follower.objects.exists()


def test_letters_can_be_stopped_after_the_case_has_ended(client: Client, stop: str) -> None:
    actions.withdraw(Case.objects.get())
    assert client.post(stop).status_code == 200
    assert not Follower.objects.exists()


def test_a_link_that_we_never_sent_stops_nothing(client: Client, stop: str) -> None:
    forged = f"/en/follow/stop/{Follower.objects.get().pk}/"
    assert client.post(forged).status_code == 404
    assert client.post(stop[:-2] + "x/").status_code == 404
    assert Follower.objects.exists()
