"""What the city does, as an Atom feed: what was solved of late and each whole month, off without the map."""

import datetime
from xml.etree import ElementTree

import pytest
from django.test import Client
from django.utils import timezone

from cases.models import Case, RequestType
from cases.statistics.public import months_before
from tests.factories import CaseFactory

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def on_map(request_type: RequestType) -> RequestType:
    RequestType.objects.filter(pk=request_type.pk).update(needs_map=True, on_public_map=True)
    return RequestType.objects.get(pk=request_type.pk)


def entries(client: Client, feed: str = "/en/figures/feed/") -> dict[str, tuple[str, str]]:
    answer = client.get(feed)
    assert (answer.status_code, answer["Content-Type"]) == (200, "application/atom+xml; charset=utf-8")
    found = ElementTree.fromstring(answer.content).findall(f"{ATOM}entry")  # noqa: S314 (our own)
    return {
        one.findtext(f"{ATOM}id", ""): (one.findtext(f"{ATOM}title", ""), one.findtext(f"{ATOM}summary", ""))
        for one in found
    }


def test_there_is_none_before_the_town_has_a_map(client: Client, request_type: RequestType) -> None:
    assert client.get("/en/figures/feed/").status_code == 404
    assert "feed" not in client.get("/en/figures/").text


def test_it_tells_what_was_solved_and_nothing_that_was_typed(client: Client, on_map: RequestType) -> None:
    place = {"latitude": "17.415123", "longitude": "102.787321", "place": "บ้านนายสมชาย"}
    case = CaseFactory(request_type=on_map, resolved=True, **place)
    CaseFactory(request_type=on_map, **place)
    Case.objects.filter(pk=case.pk).update(received_at=case.resolved_at - datetime.timedelta(days=3))
    # On the first days of a month the month before is told as well.
    (found,) = (one for one in entries(client).items() if "month/" not in one[0])
    key, (title, words) = found
    assert key.startswith("tag:")
    assert case.number in key
    assert title == f"Solved: {on_map.name_en}"
    assert words.startswith("Solved in 3 days.")
    text = client.get("/en/figures/feed/").text
    for typed in (case.details, "บ้านนายสมชาย", case.first_name, case.last_name, case.email, "17.415123"):
        assert typed not in text
    # Who reads both feeds is not shown one as the other.
    assert key not in entries(client, "/en/map/feed/")
    assert "figures/feed/" in client.get("/en/figures/").text
    assert "แก้ไขแล้ว" in client.get("/figures/feed/").text


def test_each_whole_month_is_told_when_it_is_over(client: Client, on_map: RequestType) -> None:
    before = months_before(timezone.localdate(), 1)
    at = timezone.make_aware(datetime.datetime.combine(before, datetime.time(9)))
    for _ in range(5):
        case = CaseFactory(request_type=on_map, resolved=True)
        Case.objects.filter(pk=case.pk).update(
            received_at=at, resolved_at=at + datetime.timedelta(days=4), due_on=before
        )
    months = {key: one for key, one in entries(client).items() if "month/" in key}
    ((key, (title, words)),) = months.items()
    assert key.endswith(f"month/{before:%Y-%m}")
    assert title == f"{before:%B %Y} in figures"
    assert words.split("\n")[0] == "5 requests received, 5 of them done."
    assert words.split("\n")[-1] == "Half of them were done within 4 days."


def test_a_reader_that_has_it_is_told_so(client: Client, on_map: RequestType) -> None:
    CaseFactory(request_type=on_map, resolved=True, latitude="17.4", longitude="102.7")
    for feed in ("/en/figures/feed/", "/en/map/feed/"):
        first = client.get(feed)
        assert "max-age=300" in first["Cache-Control"]
        assert client.get(feed, headers={"if-none-match": first["ETag"]}).status_code == 304
