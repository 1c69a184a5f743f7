"""Tell me on this telephone: the offer on receipt and case, and what is done with what the browser gives."""

import json
from typing import Any

import pytest
from django.test import Client

from cases.actions import web_push
from cases.models import Case, Municipality, PushSubscription, RequestType
from tests.cases.views.pages import send
from tests.cases.views.test_filing import older
from tests.factories import FiledFactory
from tests.people import Citizen
from tests.push_service import PushService, Telephone

pytestmark = pytest.mark.django_db
OFFER = "Tell me on this telephone"


@pytest.fixture
def browser_in(client: Client, somchai: Citizen) -> Client:
    """Somchai's browser, logged in for the case."""
    client.post("/track/", {"user_id": somchai.case.number, "password": somchai.password})
    return client


def page(case: Case, rest: str = "") -> str:
    return f"/en/track/cases/{case.number}/{rest}"


def switched_on(client: Client, case: Case, browser: str) -> str:
    """The page that comes after the button, with what it says."""
    answer = client.post(page(case, "notifications/"), {"browser": browser}, follow=True)
    assert answer.redirect_chain == [(page(case), 302)]
    return str(answer.content.decode())


def test_nothing_stands_there_while_the_set_up_has_it_off(browser_in: Client, somchai: Citizen) -> None:
    Municipality.objects.create(code="city", name_th="เทศบาล", name_en="City")
    assert "otifications" not in browser_in.get(page(somchai.case)).content.decode()
    assert "push service" not in browser_in.get("/en/privacy/").content.decode()
    answer = browser_in.post(page(somchai.case, "notifications/"), {"browser": "{}"}, follow=True)
    assert (answer.status_code, PushSubscription.objects.count()) == (200, 0)


def test_a_browser_is_told_listed_and_switched_off(
    browser_in: Client, somchai: Citizen, push_service: PushService
) -> None:
    before = browser_in.get(page(somchai.case)).content.decode()
    assert (OFFER in before, "data-push-offer hidden" in before) == (True, True)
    assert "Notifications are on" in switched_on(browser_in, somchai.case, Telephone(push_service).json)
    row = web_push.told(somchai.case).get()
    assert (row.language, row.service) == ("en", "127.0.0.1")
    listed = browser_in.get(page(somchai.case)).content.decode()
    assert f'data-push-told="{web_push.fingerprint(row.endpoint)}"' in listed
    assert row.endpoint not in listed
    off = browser_in.post(page(somchai.case, f"notifications/{row.pk}/off/"), follow=True)
    assert "has forgotten the browser" in off.content.decode()
    assert not web_push.told(somchai.case).exists()
    assert "push service" in browser_in.get("/en/privacy/").content.decode()


def test_the_receipt_offers_it_for_as_long_as_it_shows_the_password(
    client: Client, request_type: RequestType, push_service: PushService
) -> None:
    send(client, request_type)
    receipt, target = "/en/requests/done/", "/en/requests/done/notifications/"
    page = client.get(receipt).content.decode()
    assert (OFFER in page, target in page) == (True, True)
    typed = {"browser": Telephone(push_service).json}
    answer = client.post(target, typed, follow=True)
    assert answer.redirect_chain == [(receipt, 302)]
    assert "Notifications are on" in answer.content.decode()
    row = web_push.told(Case.objects.get()).get()
    # Switching off is for who has the password.
    assert f"notifications/{row.pk}/off/" not in answer.content.decode()
    older(client, 31 * 60)
    late = {"browser": Telephone(push_service, "another").json}
    assert client.post(target, late)["Location"] == "/en/track/"
    assert web_push.told(Case.objects.get()).get() == row


def spoilt(telephone: Telephone, **keys: Any) -> str:
    whole = json.loads(telephone.json)
    return json.dumps({**whole, "keys": {**whole["keys"], **keys}})


def test_what_is_no_browser_is_refused_in_words_and_not_stored(
    browser_in: Client, somchai: Citizen, push_service: PushService
) -> None:
    telephone = Telephone(push_service)
    point = telephone.browser.p256dh
    for wrong in (
        "",
        "nonsense",
        "[]",
        "null",
        "[" * 3000,
        "{" * 5000,
        spoilt(telephone, auth="c2hvcnQ"),
        spoilt(telephone, auth=7),
        spoilt(telephone, auth="ขอ"),
        spoilt(telephone, p256dh=point[:-4] + "AAAA"),
        spoilt(telephone, p256dh=""),
    ):
        said = switched_on(browser_in, somchai.case, wrong)
        assert "Your browser gave nothing by which it can be told." in said, wrong
    elsewhere = json.dumps({**json.loads(telephone.json), "endpoint": "https://10.0.0.1/"})
    assert "none that the municipality sends to" in switched_on(browser_in, somchai.case, elsewhere)
    assert not PushSubscription.objects.exists()


def test_nobody_is_told_of_somebody_elses_case(
    browser_in: Client, client: Client, somchai: Citizen, push_service: PushService
) -> None:
    other = Citizen(*FiledFactory())
    typed = {"browser": Telephone(push_service).json}
    own = web_push.subscribe(somchai.case, Telephone(push_service).browser, language="th")
    assert browser_in.post(page(other.case, "notifications/"), typed).status_code == 404
    assert browser_in.post(page(other.case, f"notifications/{own.pk}/off/")).status_code == 404
    stranger = Client()
    for rest in ("notifications/", f"notifications/{own.pk}/off/"):
        assert stranger.post(page(somchai.case, rest), typed)["Location"] == "/en/track/"
    assert stranger.post("/en/requests/done/notifications/", typed)["Location"] == "/en/track/"
    assert list(web_push.told(other.case)) == []
    assert web_push.told(somchai.case).get() == own


def test_the_worker_has_a_folder_of_its_own_and_no_page(client: Client, db: None) -> None:
    answer = client.get("/telephone/worker.js")
    assert answer["Content-Type"] == "text/javascript; charset=utf-8"
    assert answer["Cache-Control"] == "no-cache"
    assert "default-src 'self'" in answer["Content-Security-Policy"]
    assert "fetch" not in answer.content.decode().replace("no fetch handler", "")
