"""Open data: off until they are switched on, made at night, and nothing in them that points to somebody."""

import csv
import datetime
import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cases.models import Case, Municipality, OpenDataRelease, RequestType
from cases.opendata import making
from cases.opendata.tables import REQUESTS
from cases.statistics.public import midnight, months_before
from tests.factories import CaseFactory, RequestTypeFactory

pytestmark = pytest.mark.django_db
AT = {"latitude": Decimal("17.415123"), "longitude": Decimal("102.787321"), "place": "บ้านนายสมชาย"}


@pytest.fixture
def office(settings: Settings, tmp_path: Path) -> Municipality:
    settings.MEDIA_ROOT = tmp_path
    return Municipality.objects.create(code="city", name_th="เทศบาล", name_en="City", open_data=True)


@pytest.fixture
def shown(office: Municipality) -> RequestType:
    return RequestTypeFactory(
        code="road_damage", name_en="Hole in a road", needs_map=True, on_public_map=True
    )


def table(client: Client, name: str) -> list[dict[str, str]]:
    answer: Any = client.get(f"/opendata/files/{name}")
    assert answer.status_code == 200
    content = b"".join(answer.streaming_content)
    assert content.startswith(b"\xef\xbb\xbf")
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"))))


def last_month() -> datetime.datetime:
    day = months_before(timezone.localdate(), 1)
    return midnight(day) + datetime.timedelta(days=9)


def received_then(kind: RequestType, count: int) -> None:
    for _ in range(count):
        case = CaseFactory(request_type=kind, **AT)
        Case.objects.filter(pk=case.pk).update(received_at=last_month())


def test_there_are_none_until_the_municipality_switches_them_on(client: Client, shown: RequestType) -> None:
    making.make()
    Municipality.objects.update(open_data=False)
    assert making.make() is None
    for path in (
        "/opendata/",
        "/en/opendata/",
        "/opendata/files/services.csv",
        "/opendata/files/dcat.jsonld",
    ):
        assert client.get(path).status_code == 404


def test_before_the_first_night_the_page_says_so(client: Client, office: Municipality) -> None:
    assert "please come back tomorrow" in client.get("/en/opendata/").text
    assert client.get("/opendata/files/datapackage.json").status_code == 404


def test_requests_of_the_public_map_have_no_word_and_a_rough_place(
    client: Client, shown: RequestType
) -> None:
    case = CaseFactory(request_type=shown, **AT, resolved=True)
    CaseFactory(request_type=RequestTypeFactory(code="private", needs_map=True), **AT)
    making.make()
    (row,) = table(client, f"requests-{timezone.localdate().year}.csv")
    assert list(row) == REQUESTS
    assert (row["service_request_id"], row["status_description"]) == (case.number, "closed")
    assert (row["service_name"], row["closed_date"][-6:]) == ("Hole in a road", "+07:00")
    assert (row["lat"], row["long"]) == ("17.415", "102.787")
    assert row["description"] == row["address"] == ""
    for said in (case.details, case.place, case.first_name, case.last_name, case.email, str(case.phone)):
        assert said not in str(row)


def test_small_numbers_of_kinds_that_are_not_shown_are_withheld(client: Client, shown: RequestType) -> None:
    few, many = (RequestTypeFactory(code=code) for code in ("few", "many"))
    secret = RequestTypeFactory(code="secret", restricted=True)
    for kind, count in ((shown, 1), (few, 2), (many, 6), (secret, 5)):
        received_then(kind, count)
    CaseFactory(request_type=many)
    making.make()
    month = f"{last_month():%Y-%m}"
    rows = {row["service_code"]: row for row in table(client, "months-by-service.csv")}
    assert rows["road_damage"] == {"month": month, "service_code": "road_damage", "received": "1", "note": ""}
    assert (rows["few"]["received"], rows["many"]["received"]) == ("", "")
    assert rows.keys() == {"road_damage", "few", "many"}
    (total,) = table(client, "months.csv")
    assert total == {"month": month, "received": "9", "completed": "0", "completed_in_time": "0", "note": ""}
    assert {row["service_code"] for row in table(client, "services.csv")} == {"road_damage", "few", "many"}


def test_a_small_month_tells_no_number(client: Client, shown: RequestType) -> None:
    received_then(shown, 2)
    making.make()
    (total,) = table(client, "months.csv")
    assert (total["received"], total["completed"], total["note"]) == ("", "", "1-4")


def test_a_new_release_takes_the_place_of_the_one_before(
    client: Client, shown: RequestType, tmp_path: Path
) -> None:
    making.make()
    first = {path.name for path in tmp_path.rglob("*.csv")}
    CaseFactory(request_type=shown, **AT)
    making.make()
    release = OpenDataRelease.objects.get()
    found = list(tmp_path.rglob("*.csv"))
    assert first < {path.name for path in found}
    assert {str(path.parent.relative_to(tmp_path)) for path in found} == {release.folder}
    assert release.files[-1]["rows"] == 1
    for hostile in ("x", "..%2F..%2Fetc%2Fpasswd", "%00", "services.csv%00"):
        assert client.get(f"/opendata/files/{hostile}").status_code in (400, 404)


def test_the_catalogues_read_what_there_is(client: Client, shown: RequestType) -> None:
    making.make()
    package = client.get("/opendata/files/datapackage.json").json()
    services = package["resources"][0]
    assert services["path"].endswith("/opendata/files/services.csv")
    assert [one["name"] for one in services["schema"]["fields"]] == list(table(client, "services.csv")[0])
    assert package["licenses"][0]["path"] == "https://creativecommons.org/licenses/by/4.0/"
    dcat = client.get("/opendata/files/dcat.jsonld")
    assert dcat["Content-Type"] == "application/ld+json; charset=utf-8"
    assert len(dcat.json()["dcat:distribution"]) == len(package["resources"])
    ckan = client.get("/opendata/files/ckan-package.json").json()
    needed = "title notes objective data_type data_category data_format geo_coverage license_id"
    assert all(ckan[key] for key in needed.split())
    page = client.get("/en/opendata/").text
    assert all(name in page for name in ("months.csv", "dcat.jsonld", "Creative Commons Attribution 4.0"))
