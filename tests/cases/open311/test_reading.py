"""What other systems read: discovery, services, definitions, requests; strict to GeoReport v2."""

import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cases.lib.geography import Point, metres_between
from cases.models import Case, Municipality, Question, RequestType
from cases.questionnaires.versions import publish
from tests.cases.open311.conftest import Call
from tests.factories import STATES, CaseFactory, RequestTypeFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
AT = {"latitude": Decimal("17.415123"), "longitude": Decimal("102.787321"), "place": "บ้านนายสมชาย"}
FIELDS = (
    "service_request_id status status_notes service_name service_code description agency_responsible "
    "service_notice requested_datetime updated_datetime expected_datetime address address_id zipcode lat "
    "long media_url"
).split()
ADDRESSES = (
    "discovery services services/road_damage requests requests/2569-00001 servicerequestupdates "
    "tokens/00000000-0000-4000-8000-000000000000"
).split()


@pytest.fixture
def case(hole: RequestType) -> Case:
    return CaseFactory(request_type=hole, **AT)


def moved(case: Case, **columns: Any) -> None:
    Case.objects.filter(pk=case.pk).update(**columns)


def ids(found: list[dict[str, Any]]) -> list[str]:
    return [one["service_request_id"] for one in found]


@pytest.mark.parametrize("form", ["xml", "json"])
def test_it_is_off_until_the_municipality_switches_it_on(read: Call, case: Case, form: str) -> None:
    Municipality.objects.update(open311=False)
    for address in ADDRESSES:
        read(f"{address}.{form}", 404)


def test_discovery_names_a_production_and_a_test_endpoint_with_all_fields(
    read: Call, office: Municipality
) -> None:
    found = read("discovery.json")
    assert found.keys() == {"changeset", "contact", "key_service", "endpoints"}
    assert [one["type"] for one in found["endpoints"]] == ["production", "test"]
    for one in found["endpoints"]:
        assert one.keys() == {"specification", "url", "changeset", "type", "formats"}
        assert one["specification"] == "http://wiki.open311.org/GeoReport_v2"
        assert one["formats"] == ["text/xml", "application/json"]
    assert found["endpoints"][0]["url"].endswith("/open311/v2")
    tree = read("discovery.xml")
    assert tree.tag == "discovery"
    assert [one.text for one in tree.iterfind("endpoints/endpoint/formats/format")][:2] == found["endpoints"][
        0
    ]["formats"]


def test_services_are_the_kinds_of_the_public_map_and_no_others(read: Call, hole: RequestType) -> None:
    RequestTypeFactory(code="private", needs_map=True)
    (found,) = read("services.json")
    assert found == {
        "service_code": "road_damage",
        "service_name": "Hole in a road",
        "description": "Done within 7 working days.",
        "metadata": False,
        "type": "realtime",
        "keywords": "หลุม,pothole",
        "group": "Roads",
    }
    tree = read("services.xml")
    assert (tree.tag, [one.tag for one in tree]) == ("services", ["service"])
    assert tree.findtext("service/metadata") == "false"
    assert {one.tag: one.text for one in tree[0]}["service_name"] == found["service_name"]
    read("services/private.json", 404)
    read("services/none.xml", 404)


def test_a_definition_says_what_is_asked(read: Call, hole: RequestType) -> None:
    asked = {"text_th": "ถาม", "text_en": "Ask"}
    several = [{"th": "ถนน", "en": "Road"}, {"th": "ทางเท้า", "en": "Pavement"}]
    questions = [
        Question(key="deep", kind="number", required=True, help_en="In cm", help_th="ซม.", **asked),
        Question(key="where", kind="several", choices=several, **asked),
        Question(
            key="danger", kind="yes_no", required=True, show_if_key="where", show_if_value="ถนน", **asked
        ),
        Question(key="since", kind="date", **asked),
        Question(key="near", kind="file", required=True, **asked),
    ]
    publish(hole, questions)
    assert read("services.json")[0]["metadata"] is True
    found = read("services/road_damage.json")
    assert found.keys() == {"service_code", "attributes"}
    by_code = {one["code"]: one for one in found["attributes"]}
    assert list(by_code) == ["deep", "where", "danger", "since"]
    assert [one["order"] for one in found["attributes"]] == [1, 2, 3, 4]
    assert [one["datatype"] for one in found["attributes"]] == [
        "number",
        "multivaluelist",
        "singlevaluelist",
        "datetime",
    ]
    assert by_code["deep"] == {
        "variable": True,
        "code": "deep",
        "datatype": "number",
        "required": True,
        "datatype_description": "In cm",
        "order": 1,
        "description": "Ask",
        "values": [],
    }
    assert by_code["danger"]["required"] is False
    assert by_code["where"]["values"] == [
        {"key": "ถนน", "name": "Road"},
        {"key": "ทางเท้า", "name": "Pavement"},
    ]
    tree = read("services/road_damage.xml")
    assert tree.tag == "service_definition"
    assert tree.findtext("attributes/attribute/variable") == "true"
    assert tree.findtext("attributes/attribute[2]/values/value/name") == "Road"


def test_a_kind_that_needs_the_person_says_so_as_text(read: Call, hole: RequestType) -> None:
    RequestType.objects.update(allows_unnamed=False, person_fields="full")
    (note,) = read("services/road_damage.json")["attributes"]
    assert (note["variable"], note["required"]) == (False, False)
    assert note["description"].startswith("Give your first and last name.")


def test_a_request_has_every_field_and_no_word_of_its_citizen(read: Call, case: Case) -> None:
    (found,) = read("requests.json")
    assert list(found) == FIELDS
    assert (found["service_request_id"], found["status"]) == (case.number, "open")
    assert (found["service_code"], found["service_name"]) == ("road_damage", "Hole in a road")
    assert found["agency_responsible"] == case.department.name_en
    assert found["description"] is found["address"] is found["media_url"] is found["zipcode"] is None
    for name in ("requested_datetime", "updated_datetime", "expected_datetime"):
        assert found[name].endswith("+07:00")
    assert found["expected_datetime"] == f"{case.due_on.isoformat()}T23:59:59+07:00"
    real = Point.of(case)
    assert real is not None
    assert 0 < metres_between(Point(found["lat"], found["long"]), real) <= 36
    assert read(f"requests/{case.number}.json") == [found]
    tree = read(f"requests/{case.number}.xml")
    assert tree.tag == "service_requests"
    assert [one.tag for one in tree[0]] == FIELDS
    assert (tree.findtext("request/lat"), tree.findtext("request/address")) == (str(found["lat"]), "")


def test_words_are_told_once_they_are_cleared(read: Call, case: Case) -> None:
    moved(case, public_words="A hole & <more>\x0b", cleared_place="บ้านนายสมชาย")
    (found,) = read("requests.json")
    assert (found["description"], found["address"]) == ("A hole & <more>\x0b", "บ้านนายสมชาย")
    assert read("requests.xml").findtext("request/description") == "A hole & <more>"
    moved(case, cleared_place="other words")
    assert read("requests.json")[0]["address"] is None


def test_words_are_told_no_longer_than_on_the_public_map(read: Call, hole: RequestType) -> None:
    case = CaseFactory(request_type=hole, **AT, resolved=True)
    moved(case, public_words="A hole")
    assert read("requests.json")[0]["description"] == "A hole"
    moved(case, resolved_at=timezone.now() - 31 * DAY)
    assert read("requests.json")[0]["description"] is None
    rejected = CaseFactory(request_type=hole, **AT, rejected=True)
    moved(rejected, public_words="A hole")
    assert read(f"requests/{rejected.number}.json")[0]["description"] is None


@pytest.mark.parametrize("state", STATES)
def test_open_and_closed_are_the_only_states(read: Call, hole: RequestType, state: str) -> None:
    case = CaseFactory(request_type=hole, **AT, **{state: True})
    if state == "withdrawn":
        read(f"requests/{case.number}.json", 404)
        return
    (found,) = read(f"requests/{case.number}.json")
    assert found["status"] == ("open" if case.is_open else "closed")
    assert ids(read("requests.json", status=found["status"])) == [case.number]
    assert read("requests.json", status="closed" if case.is_open else "open") == []
    assert ids(read("requests.json", status="open,closed")) == [case.number]
    if not case.is_open:
        assert found["updated_datetime"] == timezone.localtime(case.resolved_at or case.ended_at).isoformat(
            timespec="seconds"
        )


@pytest.mark.parametrize(
    "fields", [{"hide_identity": True}, {"latitude": None, "longitude": None}, {"request_type": None}]
)
def test_what_is_not_for_everybody_is_as_good_as_unknown(
    read: Call, case: Case, fields: dict[str, Any]
) -> None:
    private = RequestTypeFactory(code="private", needs_map=True)
    moved(
        case,
        **{name: value or (private if name == "request_type" else value) for name, value in fields.items()},
    )
    assert read("requests.json") == []
    (error,) = read(f"requests/{case.number}.json", 404)
    assert (error["code"], error.keys()) == (404, {"code", "description"})
    assert (
        read("requests/2569-99999.json", 404)[0]["description"].replace("2569-99999", case.number)
        == error["description"]
    )
    read("requests.json", 404, service_request_id=case.number)
    read("requests.json", 404, service_code="private")


def test_a_list_of_numbers_overrides_every_other_argument(read: Call, case: Case) -> None:
    moved(case, received_at=timezone.now() - 200 * DAY)
    wrong = {"start_date": "x", "status": "x", "service_code": "x", "page": "x"}
    found = read("requests.json", service_request_id=f"{case.number}, 2569-99999,", **wrong)
    assert ids(found) == [case.number]


def test_without_dates_it_is_the_last_ninety_days(read: Call, case: Case) -> None:
    assert ids(read("requests.json")) == [case.number]
    moved(case, received_at=timezone.now() - 91 * DAY)
    assert read("requests.json") == []
    assert ids(read(f"requests/{case.number}.json")) == [case.number]


@pytest.mark.parametrize(
    ("start", "end", "there"),
    [
        ("2026-03-01T00:00:00Z", "2026-03-31T00:00:00Z", True),
        ("2026-03-01T00:00:00+07:00", "", True),
        ("2026-03-01T00:00:00 07:00", "2026-03-31T00:00:00 07:00", True),
        ("", "2026-04-30T00:00:00Z", True),
        ("", "2026-03-01T00:00:00Z", False),
        ("2025-12-01", "", False),
        ("2026-03-10T12:00:00+07:00", "2026-03-10T12:00:00+07:00", True),
        ("2026-03-10T12:00:01+07:00", "2026-03-11", False),
    ],
)
def test_one_date_alone_is_given_the_other_by_ninety_days(
    read: Call, case: Case, start: str, end: str, there: bool
) -> None:
    moved(case, received_at=datetime.datetime(2026, 3, 10, 5, tzinfo=datetime.UTC))
    found = read("requests.json", start_date=start, end_date=end)
    assert ids(found) == ([case.number] if there else [])


@pytest.mark.parametrize(
    "wrong",
    [
        {"start_date": "2026-01-01", "end_date": "2026-06-01"},
        {"start_date": "2026-02-01", "end_date": "2026-01-01"},
        {"start_date": "yesterday"},
        {"end_date": "0001-01-01T00:00:00+14:00"},
        {"start_date": "9999-12-31T23:59:59-12:00"},
        {"status": "openish"},
        {"page": "0"},
        {"page_size": "1001"},
        {"page": "9" * 30},
        {"updated_after": "%"},
        {"extensions": "maybe"},
    ],
)
@pytest.mark.parametrize("form", ["json", "xml"])
def test_what_makes_no_sense_is_refused_in_the_format_that_was_asked_for(
    read: Call, case: Case, wrong: dict[str, str], form: str
) -> None:
    found = read(f"requests.{form}", 400, **wrong)
    if form == "json":
        assert [one["code"] for one in found] == [400]
    else:
        assert (found.tag, found[0].tag, found.findtext("error/code")) == ("errors", "error", "400")
        assert found.findtext("error/description")


def test_an_empty_argument_is_as_good_as_none(read: Call, case: Case) -> None:
    names = (
        "service_request_id service_code start_date end_date status page page_size updated_after extensions"
    )
    empty = dict.fromkeys([*names.split(), "jurisdiction_id"], "")
    assert ids(read("requests.json", **empty)) == [case.number]


@pytest.mark.parametrize("address", ADDRESSES[1:])
def test_another_jurisdiction_is_not_known_here(read: Call, case: Case, address: str) -> None:
    read(f"{address}.json", 404, jurisdiction_id="other.example")


def test_the_own_jurisdiction_may_be_named(read: Call, case: Case) -> None:
    assert ids(read("requests.json", jurisdiction_id="city.example")) == [case.number]


def test_pages_go_on_where_the_one_before_ended(read: Call, hole: RequestType) -> None:
    numbers = [CaseFactory(request_type=hole, **AT).number for _ in range(3)][::-1]
    assert ids(read("requests.json")) == numbers
    assert ids(read("requests.json", page="1", page_size="2")) == numbers[:2]
    assert ids(read("requests.json", page="2", page_size="2")) == numbers[2:]
    assert read("requests.json", page="3", page_size="2") == []
    assert ids(read("requests.json", service_code="road_damage", page="1")) == numbers


def test_what_has_changed_since_is_found_by_the_time_that_is_told(read: Call, hole: RequestType) -> None:
    open_one, done = (
        CaseFactory(request_type=hole, **AT, **{state: True}) for state in ("received", "resolved")
    )
    now = timezone.now()
    moved(open_one, changed_at=now - 3 * DAY)
    # Closed by itself since: that is not told.
    moved(done, resolved_at=now - 20 * DAY, changed_at=now - DAY)
    assert ids(read("requests.json", updated_after=(now - 4 * DAY).isoformat())) == [open_one.number]
    assert ids(read("requests.json", updated_before=(now - 4 * DAY).isoformat())) == [done.number]
    both = read("requests.json", updated_after=(now - 21 * DAY).isoformat(), updated_before=now.isoformat())
    assert len(both) == 2


def test_the_extensions_tell_the_state_the_steps_and_the_photos(read: Call, hole: RequestType) -> None:
    case = CaseFactory(request_type=hole, **AT, in_progress=True)
    assert "notes" not in read("requests.json")[0]
    (found,) = read("requests.json", extensions="true")
    assert found["extended_attributes"] == {"detailed_status": "IN_PROCESS", "photos": []}
    assert [one["type"] for one in found["notes"]] == ["RECEIVED", "IN_PROCESS", "IN_PROCESS"]
    assert found["notes"][-1]["description"] == "Work is in progress"
    tree = read(f"requests/{case.number}.xml", extensions="true")
    assert tree.findtext("request/notes/note/type") == "RECEIVED"


def test_only_reading_needs_no_post(client: Client, hole: RequestType) -> None:
    for method in (client.post, client.put, client.delete):
        answer = method("/open311/v2/services.json")
        assert (answer.status_code, answer["Allow"]) == (405, "GET")
        assert answer.json()[0]["code"] == 405
    assert client.head("/open311/v2/services.xml").status_code == 200
    assert client.get("/open311/v2/other.xml")["Content-Type"] == "text/xml; charset=utf-8"
    assert client.get("/open311/v2/services.html").status_code == 404


def test_the_language_is_the_clients(client: Client, hole: RequestType) -> None:
    def name(language: str) -> str:
        answer = client.get("/open311/v2/services.json", headers={"Accept-Language": language})
        assert answer["Vary"].startswith("Accept-Language")
        return str(answer.json()[0]["service_name"])

    assert name("en-GB,en;q=0.8") == "Hole in a road"
    assert name("") == name("xx") == name("th") == hole.name_th


def test_a_list_takes_few_statements_however_long(
    read: Call, hole: RequestType, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(3):
        CaseFactory(request_type=hole, **AT, resolved=True)
    read("requests.json")
    with django_assert_max_num_queries(8):
        assert len(read("requests.xml", extensions="true")) == 3
