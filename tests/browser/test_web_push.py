"""Notifications in a real browser: the button, what it sends, and what the service worker shows."""

from collections.abc import Callable

import pytest
from django.db.models.functions import Now
from django.utils import timezone
from playwright.sync_api import Page
from py_vapid.utils import b64urlencode

from cases.access import push_keys
from cases.actions import web_push
from cases.events import Actor, Kind, record
from cases.models import Case, RequestType
from notifications.delivery import worker
from notifications.models import Notice
from tests.browser.test_citizen_pages import findings, log_in, width
from tests.factories import FiledFactory
from tests.people import Citizen
from tests.push_service import PushService, Telephone

pytestmark = pytest.mark.django_db(transaction=True)
BUTTON = "[data-push-offer] button"
# The push service of its maker is not in this room: what it would give stands here, for the key of the page.
GIVES = """
PushManager.prototype.subscribe = async function (options) {
  const given = %s;
  sessionStorage.setItem("key", String(Array.from(new Uint8Array(options.applicationServerKey))));
  localStorage.setItem("given", "1");
  return { ...given, toJSON: () => given, options };
};
PushManager.prototype.getSubscription = async function () {
  const given = %s;
  return localStorage.getItem("given") ? { ...given, options: {} } : null;
};
"""
# A message comes and is pressed: what the worker has the browser show, and which window it opens. A headless
# browser has nowhere to show it.
HAPPENS = """(news) => {
  const did = [];
  const told = (name, what) =>
    self.dispatchEvent(Object.assign(new Event(name), { waitUntil() {}, ...what }));
  self.registration.showNotification = (...shown) => did.push(shown);
  self.clients.openWindow = (address) => did.push(address);
  told("push", { data: { json: () => news } });
  told("notificationclick", { notification: { close() {}, data: did[0][1].data } });
  return did;
}"""


@pytest.fixture
def citizen(request_type: RequestType, push_service: PushService) -> Citizen:
    return Citizen(*FiledFactory(request_type=request_type))


def opened(visitor: Callable[..., Page], citizen: Citizen, script: str = "", **options: object) -> Page:
    """The page of the case, in English."""
    page = visitor(**options)
    if script:
        page.add_init_script(script)
    log_in(page, citizen)
    page.goto(f"/en/track/cases/{citizen.case.number}/")
    return page


def test_the_button_has_this_browser_told_and_the_page_knows_it(
    visitor: Callable[..., Page], citizen: Citizen, push_service: PushService
) -> None:
    telephone = Telephone(push_service)
    page = opened(visitor, citizen, GIVES % (telephone.json, telephone.json), permissions=["notifications"])
    page.wait_for_selector(BUTTON)
    assert "Google, Mozilla, Apple, Microsoft" in page.inner_text("#notifications")
    page.set_viewport_size({"width": 320, "height": 640})
    assert (findings(page), width(page)) == ([], 320)
    page.click(BUTTON)
    page.wait_for_selector("text=Notifications are on")
    key = bytes(int(one) for one in page.evaluate("sessionStorage.getItem('key')").split(","))
    assert b64urlencode(key) == push_keys.public_key()
    assert web_push.told(citizen.case).get().p256dh == telephone.browser.p256dh
    # It is not offered again where it is on.
    page.wait_for_selector("[data-push-here]:visible")
    assert not page.is_visible(BUTTON)
    page.click("#notifications ul button")
    page.wait_for_selector("text=has forgotten the browser")
    assert not web_push.told(citizen.case).exists()


def test_without_javascript_and_without_leave_nothing_is_sent(
    visitor: Callable[..., Page], citizen: Citizen
) -> None:
    assert "otification" not in opened(visitor, citizen, java_script_enabled=False).inner_text("main")
    refused = "Notification.requestPermission = async () => 'denied';"
    page = opened(visitor, citizen, refused)
    page.click(BUTTON)
    page.wait_for_selector("[data-push-blocked]:visible")
    failing = "Notification.requestPermission = async () => 'granted';"
    failing += "PushManager.prototype.subscribe = async () => { throw new Error('away'); };"
    page = opened(visitor, citizen, failing)
    page.click(BUTTON)
    page.wait_for_selector("[data-push-failed]:visible")
    assert not web_push.told(citizen.case).exists()


def test_the_worker_shows_what_was_sent(
    visitor: Callable[..., Page], citizen: Citizen, push_service: PushService, live_site: str
) -> None:
    telephone = Telephone(push_service)
    page = opened(visitor, citizen, GIVES % (telephone.json, telephone.json), permissions=["notifications"])
    page.click(BUTTON)
    page.wait_for_selector("text=Notifications are on")
    _news(citizen.case)
    worker.deliver()
    (news,) = telephone.shown
    (running,) = page.context.service_workers
    shown, window = running.evaluate(HAPPENS, news)
    here = f"/en/track/cases/{citizen.case.number}/"
    assert (shown[0], shown[1]["body"]) == ("City", f"Request {citizen.case.number}: there is news.")
    assert (shown[1]["data"], shown[1]["lang"], window) == ({"page": here}, "en", f"{live_site}{here}")
    scopes = "async () => (await navigator.serviceWorker.getRegistrations()).map((one) => one.scope)"
    assert page.evaluate(scopes) == [f"{live_site}/telephone/"]
    assert page.evaluate("navigator.serviceWorker.controller") is None


def _news(case: Case) -> None:
    """A new password, told by day and by night."""
    record(case, Kind.PASSWORD_CHANGED, actor=Actor.CITIZEN, now=timezone.now(), secret="1234 5678 9012")
    Notice.objects.filter(channel="push").update(due_at=Now())
