"""ThaID for citizens: it fills in name and number and proves them; nobody needs it, nothing stays of it."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from cases.access import thaid
from cases.actions import corrections
from cases.lib import process_cache
from cases.models import Case, RequestType, User
from tests.cases.views.pages import YOU, address, at, go_on, last_page, part, send, typed
from tests.issuer import CLIENT_ID, CLIENT_SECRET, AtIssuer, TestIssuer
from tests.workflows.views.conftest import address as of_staff
from tests.workflows.views.conftest import text

pytestmark = pytest.mark.django_db
BACK, NUMBER = "/thaid/back/", "1101700230708"
PERSON = {"pid": NUMBER, "given_name": "สมชาย", "family_name": "ใจดี"}
SITE = "http://127.0.0.1:8000"


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestIssuer]:
    """The issuer, started once."""
    with TestIssuer(Path(tmp_path_factory.mktemp("thaid"))) as issuer:
        issuer.knows("somchai")
        yield issuer


@pytest.fixture
def issuer(running: TestIssuer, settings: Any) -> TestIssuer:
    """ThaID, which says who somchai is."""
    running.begin_anew()
    running.tell(claims=PERSON)
    process_cache.forget()
    settings.SITE_URL, settings.THAID_ISSUER = SITE, running.url
    settings.THAID_CLIENT_ID, settings.THAID_CLIENT_SECRET = CLIENT_ID, CLIENT_SECRET
    return running


@pytest.fixture
def licence(request_type: RequestType) -> RequestType:
    """The kind asks for the national ID."""
    RequestType.objects.filter(pk=request_type.pk).update(needs_national_id=True)
    return RequestType.objects.get(pk=request_type.pk)


def came(client: Client, kind: RequestType, **changed: str) -> Any:
    """Go to ThaID and come back."""
    way = client.get(address(kind, "thaid/begin"))["Location"]
    back = urlsplit(AtIssuer("somchai").comes_back(way))
    assert back.path == BACK
    query = {key: values[0] for key, values in parse_qs(back.query).items()}
    return client.get(BACK, {**query, **changed})


def test_thaid_fills_in_who_it_is_and_the_case_says_that_it_is_proved(
    issuer: TestIssuer,
    client: Client,
    licence: RequestType,
    head: User,
) -> None:
    assert "If you have ThaID" in text(at(client, licence, YOU, first_name="", last_name=""))
    there = client.post(address(licence, YOU), {"thaid": "1", "phone": "081 234 5678"})
    assert there["Location"] == address(licence, "thaid")
    assert "your national ID" in text(client.get(there["Location"]))
    assert came(client, licence).url == address(licence, YOU)
    page = client.get(address(licence, YOU))
    values = {name: page.context["form"][name].value() for name in ("first_name", "national_id", "phone")}
    assert values == {"first_name": "สมชาย", "national_id": NUMBER, "phone": "081 234 5678"}
    assert "no longer counts as proved" in text(page)
    go_on(client, licence, YOU, part(typed(national_id=NUMBER), YOU))
    assert "ThaID has proved who you are" in text(client.get(address(licence, "check")))
    client.post(address(licence, "check"), last_page(client, licence))
    case = Case.objects.get()
    assert case.identity_proved
    assert thaid.KEY not in client.session or not client.session[thaid.KEY]
    seat = Client()
    seat.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    assert "proved by ThaID" in text(seat.get(of_staff("case", case.number)))
    corrections.correct_person(case, changes={"first_name": "สมหญิง"}, by=head, checked="by telephone")
    assert not Case.objects.get().identity_proved


def test_what_is_changed_afterwards_is_not_proved(
    issuer: TestIssuer, client: Client, licence: RequestType
) -> None:
    at(client, licence, YOU)
    came(client, licence)
    go_on(client, licence, YOU, part(typed(national_id=NUMBER, last_name="ใจร้าย"), YOU))
    assert "has proved" not in text(client.get(address(licence, "check")))
    client.post(address(licence, "check"), last_page(client, licence))
    assert not Case.objects.get().identity_proved


def test_a_kind_that_asks_for_no_number_keeps_none(
    issuer: TestIssuer, client: Client, request_type: RequestType
) -> None:
    at(client, request_type, YOU)
    came(client, request_type)
    assert NUMBER not in json.dumps([one.get_decoded() for one in Session.objects.all()])
    send(client, request_type)
    case = Case.objects.get()
    assert (case.identity_proved, case.national_id) == (True, "")


def test_nobody_needs_it(issuer: TestIssuer, client: Client, request_type: RequestType) -> None:
    send(client, request_type)
    assert not Case.objects.get().identity_proved


@pytest.mark.parametrize(
    ("told", "words"),
    [
        ({"claims": {**PERSON, "nonce": "x"}}, "belongs to another log-in"),
        ({"claims": {**PERSON, "aud": "another"}}, "meant for another service"),
        ({"claims": {**PERSON, "exp": 1_600_000_000}}, "not good any more"),
        ({"claims": {**PERSON, "pid": "1101700230700"}}, "could not be understood"),
        ({"claims": {"pid": NUMBER}}, "could not be understood"),
        ({"other_key": True}, "signature"),
    ],
)
def test_what_thaid_does_not_say_rightly_fills_in_nothing(
    issuer: TestIssuer, client: Client, licence: RequestType, told: dict[str, Any], words: str
) -> None:
    at(client, licence, YOU)
    issuer.tell(**told)
    page = text(client.get(came(client, licence).url))
    assert words in page
    assert "fill in the form yourself" in page
    assert NUMBER not in page


def test_a_way_back_of_another_browser_or_of_the_staff_is_none(
    issuer: TestIssuer, client: Client, licence: RequestType, settings: Any
) -> None:
    settings.STAFF_SSO_ISSUER = issuer.url
    settings.STAFF_SSO_CLIENT_ID, settings.STAFF_SSO_CLIENT_SECRET = CLIENT_ID, CLIENT_SECRET
    at(client, licence, YOU)
    state = parse_qs(urlsplit(client.get(of_staff("sso"))["Location"]).query)["state"][0]
    answer = client.get(BACK, {"state": state, "code": "x"}, headers={"accept-language": "en"})
    assert "not begun in this browser" in text(client.get(answer["Location"]))
    assert thaid.KEY not in client.session


def test_thaid_away_keeps_nobody_from_writing(
    issuer: TestIssuer, client: Client, licence: RequestType, settings: Any
) -> None:
    settings.THAID_ISSUER = "http://127.0.0.1:1"
    at(client, licence, YOU)
    answer = client.get(address(licence, "thaid/begin"))
    assert answer["Location"] == address(licence, YOU)
    assert "ThaID does not answer" in text(client.get(answer["Location"]))


def test_the_privacy_notice_says_it_while_it_is_on(issuer: TestIssuer, client: Client, settings: Any) -> None:
    assert "ThaID learns that you have used it here" in text(client.get("/en/privacy/"))
    settings.THAID_CLIENT_ID = ""
    assert "ThaID" not in text(client.get("/en/privacy/"))


def test_without_settings_it_is_not_there(client: Client, licence: RequestType) -> None:
    assert "ThaID" not in text(at(client, licence, YOU))
    assert client.get(BACK).status_code == 404
    assert client.get(address(licence, "thaid")).status_code == 404
    assert client.get(address(licence, "thaid/begin")).status_code == 404


def test_logging_out_forgets_it(issuer: TestIssuer, client: Client, licence: RequestType) -> None:
    at(client, licence, YOU)
    came(client, licence)
    client.get(address(licence, "thaid/begin"))
    client.post("/en/track/logout/")
    assert not Session.objects.exists()
