"""Logging out ends all that the browser keeps for citizens, in every tab, and nothing of the staff's."""

import uuid

import pytest
from django.contrib.sessions.models import Session
from django.test import Client

from cases.models import Draft, RequestType, User
from tests.cases.views.pages import WHAT, address, last_page, log_in, page_of, part, send, typed, write
from tests.factories import FiledFactory
from tests.people import Citizen
from tests.pictures import picture

pytestmark = pytest.mark.django_db
WORDS = "ยังไม่ได้ส่งคำตอบนี้"


@pytest.fixture
def visit(client: Client, request_type: RequestType) -> Client:
    """A browser in which somebody has filed, logged in, begun another request, sent a photo, asked for a code
    and had words kept."""
    send(client, request_type)
    citizen = Citizen(*FiledFactory(request_type=request_type, waiting=True))
    log_in(client, citizen.case.number, citizen.password)
    client.post(page_of(citizen.case, "email"), {"email": "other@citizen.example"})
    client.post(page_of(citizen.case, "answer"), {"form_token": str(uuid.uuid4()), "photos": [picture()]})
    write(client, request_type)
    session = client.session
    session["citizen"] = [{**held, "seen": 0} for held in session["citizen"]]
    session.save()
    client.post(page_of(citizen.case, "answer"), {"text": WORDS})
    return client


def test_nothing_of_the_citizens_is_left(visit: Client) -> None:
    assert {"citizen", "filed", "forms", "drafts", "typed_replies", "wish_email"} <= visit.session.keys()
    visit.post("/en/track/logout/")
    assert not Session.objects.exists()
    assert not Draft.objects.exists()
    assert visit.cookies["sessionid"].value == ""


def test_a_staff_log_in_in_the_same_browser_keeps_what_is_its_own(visit: Client, officer: User) -> None:
    visit.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    session = visit.session
    session["second_factor"] = True
    session.save()
    before = session.session_key
    visit.post("/en/track/logout/")
    log_in = {"_auth_user_id", "_auth_user_backend", "_auth_user_hash", "second_factor", "staff_clock"}
    assert visit.session.keys() == log_in
    assert visit.session.session_key != before


def test_user_id_and_password_are_no_longer_shown(client: Client, request_type: RequestType) -> None:
    send(client, request_type)
    page = client.get("/en/requests/done/")
    number, password = page.context["case"].number, page.context["password"]
    assert "Forget everything here" in page.text
    client.post("/en/track/logout/")
    for path in ("/en/requests/done/", "/en/requests/done/receipt/"):
        shown = client.get(path, follow=True).text
        assert number not in shown
        assert password not in shown


def test_the_words_that_were_kept_are_gone(visit: Client) -> None:
    assert visit.get("/en/track/").context["typed"]
    visit.post("/en/track/logout/")
    assert not visit.get("/en/track/").context["typed"]


def test_another_tab_stores_nothing_any_more(request_type: RequestType) -> None:
    browser = Client(enforce_csrf_checks=True, headers={"Sec-Fetch-Site": "same-origin"})
    tab = browser.get(address(request_type, WHAT)).text.split('csrfmiddlewaretoken" value="')[1].split('"')[0]
    browser.post("/en/track/logout/", {"csrfmiddlewaretoken": tab})
    form = part(typed(), WHAT) | {"csrfmiddlewaretoken": tab, "autosave": "1"}
    assert browser.post(address(request_type, WHAT), form).status_code == 403
    assert not Draft.objects.exists()
    assert not Session.objects.exists()


def test_no_page_with_words_of_a_citizen_stays_in_the_browser(
    visit: Client, request_type: RequestType
) -> None:
    citizen = Citizen(*FiledFactory(request_type=request_type, resolved=True))
    log_in(visit, citizen.case.number, citizen.password)
    last_page(visit, request_type)
    paths = [
        page_of(citizen.case, verb) for verb in ("", "receipt", "result", "withdraw", "email", "telling")
    ]
    paths += ["/en/requests/done/", "/en/requests/done/receipt/", "/en/track/", "/en/track/cases/"]
    for path in [
        *paths,
        address(request_type, WHAT),
        address(request_type, "you"),
        address(request_type, "check"),
    ]:
        assert "no-store" in visit.get(path).headers["Cache-Control"], path
