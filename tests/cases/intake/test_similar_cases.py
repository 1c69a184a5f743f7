"""Was it reported already? What is found near by, and what strangers must never find."""

import dataclasses
import datetime
import math
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from cases.actions import public_description
from cases.intake import followers
from cases.intake.similar_cases import Nearby, direction, similar
from cases.lib.geography import METRES_A_DEGREE, Point
from cases.models import Case, RequestType, User
from tests.factories import STATES, CaseFactory, RequestTypeFactory

pytestmark = pytest.mark.django_db
LATITUDE, LONGITUDE = Decimal("17.415000"), Decimal("102.787000")
# One degree of latitude is 111.2 km.
METRE = Decimal("0.000009")
OPEN = ("received", "assigned", "in_progress", "waiting")


@pytest.fixture
def hole() -> RequestType:
    """A kind of request that is about a place."""
    return RequestTypeFactory(code="road_damage", needs_map=True)


def filed(hole: RequestType, *, north: int = 0, east: int = 0, **fields: Any) -> Case:
    """A case so many metres away."""
    place = {"latitude": LATITUDE + north * METRE, "longitude": LONGITUDE + east * METRE}
    return CaseFactory(**{"request_type": hole, **place, "place": "หน้าวัดโพธิ์", **fields})


def found(hole: RequestType, **options: Any) -> list[Nearby]:
    return similar(hole, LATITUDE, LONGITUDE, **options)


def test_an_open_case_of_the_same_kind_close_by_is_found(hole: RequestType) -> None:
    case = filed(hole, north=30)
    (one,) = found(hole)
    assert (one.number, one.place, one.received_at) == (case.number, "", case.received_at)
    assert one.metres in (30, 31)


@pytest.mark.parametrize(("north", "east", "is_found"), [(49, 0, 1), (52, 0, 0), (0, -51, 1), (0, 54, 0)])
def test_fifty_metres_is_the_limit_in_all_directions(
    hole: RequestType, north: int, east: int, is_found: int
) -> None:
    filed(hole, north=north, east=east)
    assert len(found(hole)) == is_found


def test_the_corner_of_the_box_lies_outside_the_circle(hole: RequestType) -> None:
    filed(hole, north=45, east=45)
    assert not found(hole)


@pytest.mark.parametrize("state", STATES)
def test_only_open_cases_are_found(hole: RequestType, state: str) -> None:
    filed(hole, **{state: True})
    assert bool(found(hole)) == (state in OPEN)


def test_a_case_of_another_kind_is_not_found(hole: RequestType) -> None:
    filed(hole, request_type=RequestTypeFactory(needs_map=True))
    assert not found(hole)


def test_a_case_older_than_60_days_is_not_found(hole: RequestType) -> None:
    filed(hole)
    assert found(hole, now=timezone.now() + datetime.timedelta(days=59))
    assert not found(hole, now=timezone.now() + datetime.timedelta(days=61))


@pytest.mark.parametrize(
    "fields",
    [{"restricted": True}, {"licence": True}, {"needs_national_id": True}, {"needs_map": False}],
)
def test_a_kind_that_is_about_a_person_is_nobody_elses_business(fields: dict[str, bool]) -> None:
    request_type = RequestTypeFactory(**{"needs_map": True, **fields})
    case = filed(request_type)
    assert not found(request_type)
    assert not followers.followable().filter(pk=case.pk).exists()


def test_a_case_whose_citizen_wants_to_stay_unnamed_is_not_found(hole: RequestType) -> None:
    filed(hole, hide_identity=True)
    assert not found(hole)


def test_without_a_place_nothing_is_found(hole: RequestType) -> None:
    filed(hole)
    assert similar(hole, None, LONGITUDE) == similar(hole, LATITUDE, None) == []


def test_the_five_nearest_are_found_the_nearest_first(hole: RequestType) -> None:
    for metres in (40, 10, 30, 20, 45, 5):
        filed(hole, north=metres)
    assert [round(one.metres or 0, -1) for one in found(hole)] == [10, 10, 20, 30, 40]


def test_what_is_found_tells_nothing_of_the_person(hole: RequestType) -> None:
    case = filed(hole, north=1, line_id="somchai99")
    told = str(dataclasses.asdict(found(hole)[0]))
    for private in (case.first_name, case.last_name, case.email, "812345678", "somchai99", case.details):
        assert private not in told


def test_words_are_shown_as_they_were_cleared_alone(hole: RequestType, head: User) -> None:
    case = filed(hole, north=1)
    assert found(hole)[0].place == ""
    public_description.clear(case, words=case.place, by=head)
    assert found(hole)[0].place == case.place
    Case.objects.update(place="โทร ๐๘๑ ๒๓๔ ๕๖๗๘")
    assert found(hole)[0].place == ""


@pytest.mark.parametrize(
    ("north", "east", "said"),
    [
        (20, 0, "to the north"),
        (20, 20, "to the north-east"),
        (0, -20, "to the west"),
        (-20, 1, "to the south"),
        (0, 0, ""),
    ],
)
def test_the_direction_is_told(north: float, east: float, said: str) -> None:
    here = Point(17.4, 102.8)
    wide = METRES_A_DEGREE * math.cos(math.radians(17.4))
    there = Point(17.4 + north / METRES_A_DEGREE, 102.8 + east / wide)
    with override("en"):
        assert direction(here, there) == said


def test_the_status_does_not_speak_to_somebody_else(hole: RequestType) -> None:
    filed(hole, waiting=True)
    with override("en"):
        assert found(hole)[0].status_words == "Waiting for information"


def test_followers_are_counted_in_one_statement(hole: RequestType, django_assert_num_queries: Any) -> None:
    for _ in range(3):
        case = filed(hole)
        followers.add_follower(case, email="malee@citizen.example", language="th")
    with django_assert_num_queries(1):
        assert [one.followers for one in found(hole)] == [1, 1, 1]


def test_following_twice_counts_once(hole: RequestType) -> None:
    case = filed(hole)
    for email in ("malee@citizen.example", "MALEE@citizen.example"):
        followers.add_follower(case, email=email, language="th")
    assert case.followers.count() == 1


def test_who_has_filed_the_case_does_not_count_as_a_follower(hole: RequestType) -> None:
    case = filed(hole)
    followers.add_follower(case, email=case.email.upper(), language="th")
    assert not case.followers.exists()
