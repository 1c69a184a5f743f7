"""What another system files: judged as on the pages, stored once, answered with a number or a token."""

import datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cases.models import Answer, Attachment, Case, Open311Partner, Question, RequestType
from cases.open311 import filing, partners
from cases.questionnaires.versions import publish
from tests.cases.open311.conftest import PERSON, PLACE, REPORT, Call
from tests.factories import RequestTypeFactory
from tests.pictures import picture

pytestmark = pytest.mark.django_db
HOUR = datetime.timedelta(hours=1)


def photo() -> Any:
    return picture()


def words(errors: Any) -> str:
    return "\n".join(one["description"] for one in errors)


def test_a_report_becomes_a_case_that_can_be_read_at_once(post: Call, read: Call, hole: RequestType) -> None:
    (said,) = post("v2/requests.json", REPORT | PERSON | {"address_string": "In front of the school"})
    case = Case.objects.get()
    assert said == {"service_request_id": case.number, "service_notice": None, "account_id": None}
    assert (case.channel.code, case.channel_reference, case.open311.partner.name) == (
        "open311",
        "FixIt",
        "FixIt",
    )
    assert (case.details, case.place) == (REPORT["description"], "In front of the school")
    assert (str(case.latitude), str(case.longitude)) == (PLACE["lat"], PLACE["long"])
    assert (case.first_name, case.email, case.unnamed) == ("Somying", "somying@example.org", False)
    assert case.events.get().actor == "citizen"
    assert read(f"requests/{case.number}.json")[0]["service_request_id"] == case.number


def test_the_answer_is_xml_where_that_is_asked_for(post: Call, hole: RequestType) -> None:
    tree = post("v2/requests.xml", REPORT)
    assert tree.tag == "service_requests"
    assert tree.findtext("request/service_request_id") == Case.objects.get().number
    assert tree.find("request/token") is None


def test_without_a_way_to_answer_it_is_a_report_without_a_name(post: Call, hole: RequestType) -> None:
    post("v2/requests.json", REPORT | {"first_name": "Somying", "last_name": "Rakdee"})
    case = Case.objects.get()
    assert (case.unnamed, case.first_name, case.last_name) == (True, "", "")


def test_a_kind_that_needs_the_person_is_refused_without(post: Call, hole: RequestType) -> None:
    RequestType.objects.update(allows_unnamed=False, person_fields="full")
    errors = post("v2/requests.json", REPORT, 400)
    assert {one["code"] for one in errors} == {400}
    assert [one["description"].partition(":")[0] for one in errors] == ["first_name", "last_name", "email"]
    post("v2/requests.json", REPORT | PERSON)


def test_without_a_description_the_name_of_the_service_stands_for_one(post: Call, hole: RequestType) -> None:
    post("v2/requests.json", REPORT | {"description": " "})
    assert Case.objects.get().details == "Hole in a road"


@pytest.mark.parametrize(
    ("changed", "status", "said"),
    [
        ({"service_code": ""}, 400, "service_code: it has to be given"),
        ({"service_code": "other"}, 404, "service_code: “other” is not known here"),
        ({"service_code": "private"}, 404, "service_code: “private” is not known here"),
        ({"service_code": "\x00"}, 400, "service_code"),
        ({"lat": "", "long": ""}, 400, "Say where it is"),
        ({"lat": "", "long": "", "address_id": "77"}, 400, "No addresses are known by an address_id"),
        ({"lat": ""}, 400, "go together"),
        ({"lat": "nan"}, 400, "lat: Enter a number of degrees"),
        ({"long": "181"}, 400, "long: Enter a number from"),
        ({"description": "x" * 4001}, 400, "description"),
        ({"address_string": "x" * 301}, 400, "address_string"),
        ({"email": "nobody"}, 400, "email: This is not an e-mail address"),
        ({"phone": "12"}, 400, "phone: This is not a telephone number"),
        ({"attribute[colour]": "red"}, 400, "attribute[colour]: this service does not ask for it"),
        ({"media_url": "file:///etc/passwd"}, 400, "only an http or https address"),
        ({"media_url": "http://127.0.0.1/x.jpg"}, 400, "only an http or https address"),
        ({"media_url": "http://[::ffff:10.0.0.1]/x.jpg"}, 400, "only an http or https address"),
        (
            {"media": SimpleUploadedFile("a.jpg", b"no picture", "image/jpeg")},
            400,
            "This file is not a photo",
        ),
        ({"jurisdiction_id": "other"}, 404, "jurisdiction_id"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_stored(
    post: Call, hole: RequestType, changed: dict[str, Any], status: int, said: str
) -> None:
    RequestTypeFactory(code="private", needs_map=True)
    errors = post("v2/requests.json", REPORT | changed, status)
    assert said in words(errors)
    assert {one["code"] for one in errors} == {status}
    assert not Case.objects.exists()
    assert not Attachment.objects.exists()


def test_everything_that_is_wrong_is_said_at_once(post: Call, hole: RequestType) -> None:
    tree = post("v2/requests.xml", REPORT | {"lat": "x", "email": "x", "attribute[a]": "x"}, 400)
    assert tree.tag == "errors"
    assert len(tree.findall("error/description")) == 3


@pytest.mark.parametrize("how", ["missing", "wrong", "withdrawn", "ended", "in the address"])
def test_without_a_good_key_nothing_is_filed(
    client: Client, hole: RequestType, partner: tuple[Open311Partner, str], how: str
) -> None:
    system, key = partner
    sent = {"missing": {}, "wrong": {"api_key": "x"}, "in the address": {}}.get(how, {"api_key": key})
    if how == "withdrawn":
        partners.withdraw(system)
    if how == "ended":
        Open311Partner.objects.update(expires_on=timezone.localdate() - datetime.timedelta(days=1))
    query = f"?api_key={key}" if how == "in the address" else ""
    answer = client.post(f"/open311/v2/requests.json{query}", REPORT | sent)
    assert (answer.status_code, answer.json()[0]["code"]) == (403, 403)
    assert not Case.objects.exists()


def test_whoever_guesses_keys_has_to_wait(
    client: Client, hole: RequestType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(partners, "WRONG_KEYS", 2)
    for status in (403, 403, 429):
        answer = client.post("/open311/v2/requests.xml", REPORT | {"api_key": "guess"})
        assert answer.status_code == status
    assert int(answer["Retry-After"]) > 0


def test_a_key_is_stored_as_a_hash(partner: tuple[Open311Partner, str]) -> None:
    system, key = partner
    assert key.startswith("o311_")
    assert len(key) > 30
    assert key not in str(vars(Open311Partner.objects.get(pk=system.pk)))


def test_the_same_again_within_the_hour_is_the_first_one(post: Call, hole: RequestType) -> None:
    first = post("v2/requests.json", REPORT)
    assert post("v2/requests.json", REPORT) == first
    assert (
        post("v2/requests.xml", REPORT).findtext("request/service_request_id")
        == first[0]["service_request_id"]
    )
    # Two people who say the same are two.
    assert post("v2/requests.json", REPORT | {"device_id": "another telephone"}) != first
    assert post("v2/requests.json", REPORT | {"media": photo()}) != first
    assert Case.objects.count() == 3


def test_an_hour_later_it_is_another_report(post: Call, hole: RequestType, rf: Any, partner: Any) -> None:
    system, _key = partner
    now = timezone.now()

    def at(moment: datetime.datetime) -> str:
        request = rf.post("/open311/v2/requests.json", REPORT)
        return str(filing.filed(request, hole, system, now=moment)[0]["service_request_id"])

    first = at(now)
    assert at(now + HOUR * 0.9) == first
    assert at(now + HOUR * 1.1) != first


def test_answers_are_stored_with_the_questions(post: Call, hole: RequestType) -> None:
    several = [{"th": "ถนน", "en": "Road"}, {"th": "ทางเท้า", "en": "Pavement"}]
    asked = {"text_th": "ถาม", "text_en": "Ask"}
    publish(
        hole,
        [
            Question(key="deep", kind="number", required=True, **asked),
            Question(key="where", kind="several", choices=several, **asked),
            Question(key="since", kind="date", **asked),
            Question(key="seen", kind="check", **asked),
            Question(key="wires", kind="yes_no", **asked),
            Question(key="near", kind="file", required=True, **asked),
        ],
    )
    errors = post(
        "v2/requests.json", REPORT | {"attribute[where]": "มหาสมุทร", "attribute[since]": "then"}, 400
    )
    assert {one["description"].partition(":")[0] for one in errors} == {
        "attribute[deep]",
        "attribute[where]",
        "attribute[since]",
    }
    today = timezone.localdate()
    answered = {
        "attribute[deep]": "12",
        "attribute[where][]": ["ถนน", "ทางเท้า"],
        "attribute[since]": f"{today}T08:00:00+07:00",
        "attribute[seen]": "true",
        "attribute[wires]": "no",
    }
    post("v2/requests.json", REPORT | answered)
    stored = {one.question.key: one.value for one in Answer.objects.all()}
    assert stored == {
        "deep": 12,
        "where": ["ถนน", "ทางเท้า"],
        "since": today.isoformat(),
        "seen": True,
        "wires": "no",
    }


def test_photos_come_as_files_and_lose_what_they_tell_of_the_telephone(post: Call, hole: RequestType) -> None:
    RequestType.objects.update(needs_photo=True)
    post("v2/requests.json", REPORT | {"media[]": [photo(), photo()], "three": photo()})
    case = Case.objects.get()
    assert (case.attachments.count(), case.no_photo) == (3, "")
    assert all(one.draft is None and one.event_id for one in case.attachments.defer("thumbnail"))
    post("v2/requests.json", REPORT | {"description": "Another hole, without a photo"})
    assert Case.objects.latest("pk").no_photo == "unable"
    errors = post("v2/requests.json", REPORT | {"media": [photo() for _ in range(6)]}, 400)
    assert "at most 5 photos" in words(errors)


def test_a_place_in_words_gets_a_token_until_it_can_be_read(
    post: Call, read: Call, hole: RequestType
) -> None:
    (said,) = post("v2/requests.json", REPORT | {"lat": "", "long": "", "address_string": "Temple gate"})
    assert "service_request_id" not in said
    assert read(f"tokens/{said['token']}.json") == [{"service_request_id": None, "token": said["token"]}]
    case = Case.objects.get()
    read(f"requests/{case.number}.json", 404)
    Case.objects.update(latitude="17.4", longitude="102.7")
    tree = read(f"tokens/{said['token']}.xml")
    assert tree.findtext("request/service_request_id") == case.number


def test_a_token_is_given_while_a_photo_waits_for_the_virus_scanner(
    post: Call, read: Call, hole: RequestType, settings: Settings
) -> None:
    settings.CLAMD_URL = "tcp://127.0.0.1:9"
    (said,) = post("v2/requests.json", REPORT | {"media": photo()})
    assert read(f"tokens/{said['token']}.json")[0]["service_request_id"] is None
    Attachment.objects.update(scan="clean")
    assert read(f"tokens/{said['token']}.json")[0]["service_request_id"] == Case.objects.get().number


@pytest.mark.parametrize("token", ["x", "%00", "0" * 400, "c1bf6dcc-9057-434c-b1a4-1e21c9805db2"])
def test_a_token_that_was_never_given_is_unknown(read: Call, hole: RequestType, token: str) -> None:
    read(f"tokens/{token}.xml", 404)


def test_a_form_of_the_pages_has_no_token_here(read: Call, hole: RequestType, case: Case) -> None:
    read(f"tokens/{case.form_token}.json", 404)


def test_the_address_of_trials_judges_and_stores_nothing(
    post: Call, client: Client, hole: RequestType
) -> None:
    (said,) = post("test/v2/requests.json", REPORT | {"media": photo()})
    assert client.get(f"/open311/test/v2/tokens/{said['token']}.json").json() == [
        {"service_request_id": None, "token": said["token"]}
    ]
    assert "lat" in words(post("test/v2/requests.json", REPORT | {"lat": "x"}, 400))
    assert not Case.objects.exists()
    assert not Attachment.objects.exists()


def test_a_partner_that_files_very_much_has_to_wait(
    post: Call, hole: RequestType, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filing, "PARTNER_AN_HOUR", 1)
    post("v2/requests.json", REPORT)
    errors = post("v2/requests.json", REPORT | {"description": "Another hole"}, 429)
    assert "Please try again" in words(errors)
    assert Case.objects.count() == 1


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe%ZZ&api_key=%ff", "application/x-www-form-urlencoded"),
        (b'{"service_code": 1}', "application/json"),
        (b"--x\r\nbroken", "multipart/form-data; boundary=x"),
        (b"", "multipart/form-data"),
        (b"&".join(b"a%d=1" % n for n in range(600)), "application/x-www-form-urlencoded"),
        (b"a=1", "application/x-www-form-urlencoded; charset=none"),
    ],
)
def test_what_cannot_be_read_is_refused(client: Client, hole: RequestType, body: bytes, kind: str) -> None:
    answer = client.generic("POST", "/open311/v2/requests.xml", body, content_type=kind)
    assert answer.status_code in (400, 403)
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
