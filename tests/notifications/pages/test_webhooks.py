"""The administrators' pages of webhooks: made, tried, switched, new keys, and what failed sent again."""

import datetime
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import LazySettings
from django.test import Client
from django.utils import timezone

from cases.events import Actor, Kind, record
from cases.lib import process_cache
from cases.models import Case, RequestType, SetupChange, User
from notifications.delivery import worker
from notifications.models import Notice, State, WebhookEndpoint, WebhookHealth, WebhookSecret
from notifications.pages import backlog
from notifications.pages.webhooks import steps
from tests.webhook_receiver import Receiver, listening, receiving, verify

pytestmark = pytest.mark.django_db
PAGE = "/en/staff/setup/webhooks/"


@pytest.fixture
def receiver(tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    """Another system."""
    with receiving(tmp_path, settings, monkeypatch) as found:
        yield found


@pytest.fixture
def desk(client: Client, administrator: User) -> Client:
    """The administrator's browser."""
    client.force_login(administrator)
    return client


@pytest.fixture
def endpoint(receiver: Receiver, administrator: User) -> WebhookEndpoint:
    """A webhook that tells it of everything."""
    return listening(f"{receiver.url}/hook", by=administrator)


def text(answer: Any) -> str:
    return str(answer.content.decode())


def told(case: Case) -> Notice:
    record(case, Kind.MESSAGE, actor=Actor.CITIZEN, now=timezone.now())
    return Notice.objects.filter(channel="webhook").latest("created")


@pytest.mark.parametrize("name", ["clerk", "head", "executive"])
def test_nobody_else_has_these_pages(
    client: Client, endpoint: WebhookEndpoint, name: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(name))
    for page in ("", "new/", f"{endpoint.pk}/", f"{endpoint.pk}/edit/", f"{endpoint.pk}/secret/"):
        assert client.get(f"{PAGE}{page}").status_code == 403
    for page in ("switch/", "keys/", "test/", "replay/"):
        assert client.post(f"{PAGE}{endpoint.pk}/{page}").status_code == 403


def test_a_new_one_is_off_its_secret_is_shown_once_and_the_log_knows_who(
    desk: Client, receiver: Receiver, case: Case, administrator: User
) -> None:
    answer = desk.post(f"{PAGE}new/", {"name": "Contractor", "address": receiver.url}, follow=True)
    endpoint = WebhookEndpoint.objects.get()
    keys = endpoint.secrets.get()
    assert (endpoint.active, endpoint.off_because) == (False, "new")
    assert keys.secret in text(answer)
    assert keys.public in text(answer)
    assert keys.private not in text(answer)
    again = desk.get(f"{PAGE}{endpoint.pk}/secret/", follow=True)
    assert keys.secret not in text(again)
    assert keys.public in text(again)
    record(case, Kind.MESSAGE, actor=Actor.CITIZEN, now=timezone.now())
    assert not Notice.objects.filter(channel="webhook").exists()
    lines = SetupChange.objects.filter(by=administrator)
    assert {line.table for line in lines} == {
        "notifications.webhookendpoint",
        "notifications.webhooksecret",
    }
    assert "whsec_" not in str([line.fields for line in lines])
    desk.post(f"{PAGE}{endpoint.pk}/switch/", {"on": "1"})
    assert told(case).endpoint == endpoint
    assert "Contractor" in text(desk.get(PAGE))


WRONG = {
    "http://town.example/hook": "without a user name",
    "https://user:password@town.example/": "without a user name",
    "https://town.example/#part": "without a user name",
    "https://10.1.2.3/hook": "lies in the inner network",
    "https://[::1]/": "lies in the inner network",
    "https://[::ffff:169.254.169.254]/": "lies in the inner network",
    "https://[64:ff9b::7f00:1]/": "lies in the inner network",
    "https://2130706433/": "lies in the inner network",
    "ไม่ใช่ที่อยู่": "without a user name",
    "": "Enter the address",
}


@pytest.mark.parametrize("address", WRONG)
def test_a_wrong_address_is_refused_in_words_and_kept(
    desk: Client, address: str, settings: LazySettings
) -> None:
    settings.WEBHOOK_NETWORKS = []
    page = text(desk.post(f"{PAGE}new/", {"name": "Town", "address": address}))
    assert WRONG[address] in page
    assert 'value="Town"' in page
    assert not WebhookEndpoint.objects.exists()


def test_what_it_hears_of_is_changed_and_restricted_kinds_are_named(
    desk: Client, endpoint: WebhookEndpoint, case: Case
) -> None:
    typed: dict[str, Any] = {"name": "Town", "address": endpoint.address, "restricted": "on"}
    page = text(desk.post(f"{PAGE}{endpoint.pk}/edit/", typed))
    assert "of a restricted kind only what is chosen here is told" in page
    kind = RequestType.objects.get(pk=case.request_type_id)
    typed |= {"kinds": [kind.pk], "event_types": ["case.closed", "case.resolved"]}
    page = text(desk.post(f"{PAGE}{endpoint.pk}/edit/", typed, follow=True))
    endpoint.refresh_from_db()
    assert (endpoint.name, endpoint.restricted, endpoint.active) == ("Town", True, True)
    assert (sorted(endpoint.event_types), list(endpoint.kinds.all())) == (
        ["case.closed", "case.resolved"],
        [kind],
    )
    assert "(case.resolved)" in page
    assert "restricted ones too" in page
    listening("https://other.example", name="Other", by=endpoint.secrets.get().made_by)
    page = text(desk.post(f"{PAGE}{endpoint.pk}/edit/", typed | {"name": "Other"}))
    assert "There is a webhook of this name already." in page


def test_the_test_button_sends_also_while_it_is_off_and_says_what_came_of_it(
    desk: Client, receiver: Receiver, endpoint: WebhookEndpoint
) -> None:
    WebhookEndpoint.objects.update(active=False, off_because="by_hand")
    page = text(desk.post(f"{PAGE}{endpoint.pk}/test/", follow=True))
    assert "has taken the test message" in page
    (asked,) = receiver.asked
    verify(asked, endpoint.secrets.get())
    assert (asked.json["type"], asked.json["data"]) == ("webhook.test", {})
    receiver.answer(503, None)
    page = text(desk.post(f"{PAGE}{endpoint.pk}/test/", follow=True))
    assert "has not taken the test message: 503" in page
    assert page.count("Test message") == 2
    assert not Notice.objects.filter(channel="webhook").exists()


def test_new_keys_are_shown_once_and_a_second_click_makes_none(
    desk: Client, endpoint: WebhookEndpoint
) -> None:
    page = text(desk.get(f"{PAGE}{endpoint.pk}/"))
    found = re.search(r'/keys/.*?name="form_token" value="([^"]+)"', page, re.DOTALL)
    assert found
    first = text(desk.post(f"{PAGE}{endpoint.pk}/keys/", {"form_token": found[1]}, follow=True))
    newest = WebhookSecret.objects.latest("pk")
    assert newest.secret in first
    again = text(desk.post(f"{PAGE}{endpoint.pk}/keys/", {"form_token": found[1]}, follow=True))
    assert newest.secret not in again
    assert endpoint.secrets.valid().count() == WebhookSecret.objects.count() == 2
    assert "holds until" in again


def test_what_failed_is_sent_again_one_or_all_under_the_same_id(
    desk: Client, receiver: Receiver, endpoint: WebhookEndpoint, case: Case
) -> None:
    worker.deliver()  # That the case was filed.
    first, second = told(case), told(case)
    receiver.answer(400, None)
    worker.deliver()
    Notice.objects.filter(pk__in=[first.pk, second.pk]).update(state=State.FAILED)
    page = text(desk.get(f"{PAGE}{endpoint.pk}/"))
    assert page.count("400") >= 2
    assert case.number in page
    assert f"{PAGE}{endpoint.pk}/replay/{first.pk}/" in page
    receiver.answer(204, None)
    answer = desk.post(f"{PAGE}{endpoint.pk}/replay/{first.pk}/")
    assert (answer.status_code, first.copies.get().state) == (302, State.PENDING)
    worker.deliver()
    assert first.copies.get().state == State.SENT
    assert receiver.ids[-1] == str(first.pk)
    assert receiver.asked[-1].json["id"] == str(first.pk)
    assert list(steps.failed(endpoint)) == [second]
    day = timezone.localdate()
    typed = {"since_day": day.day, "since_month": day.month, "since_year": day.year}
    page = text(desk.post(f"{PAGE}{endpoint.pk}/replay/", typed, follow=True))
    assert "1 message is on its way again." in page
    worker.deliver()
    assert receiver.ids[-1] == str(second.pk)
    assert not steps.failed(endpoint).exists()
    assert Notice.objects.filter(channel="webhook", copy_of__isnull=False, state=State.SENT).count() == 2
    page = text(desk.post(f"{PAGE}{endpoint.pk}/replay/", {"since_day": "31"}))
    assert "This day does not exist" in page


def test_one_that_is_off_replays_nothing_and_forgets_its_failures_when_it_is_on(
    desk: Client, endpoint: WebhookEndpoint, case: Case
) -> None:
    notice = told(case)
    Notice.objects.filter(pk=notice.pk).update(state=State.FAILED)
    WebhookHealth.objects.create(endpoint=endpoint, failing_since=timezone.now())
    desk.post(f"{PAGE}{endpoint.pk}/switch/", {"on": "0"})
    endpoint.refresh_from_db()
    assert (endpoint.active, endpoint.off_because) == (False, "by_hand")
    assert not Notice.objects.filter(kind="webhook_off").exists()
    answer = desk.post(f"{PAGE}{endpoint.pk}/replay/{notice.pk}/")
    assert "Switch it on first" in text(answer)
    assert not Notice.objects.filter(copy_of=notice).exists()
    desk.post(f"{PAGE}{endpoint.pk}/switch/", {"on": "1"})
    assert WebhookHealth.objects.get().failing_since is None
    # A message of another webhook is none of this one's.
    other = listening("https://other.example", name="Other", by=endpoint.secrets.get().made_by)
    assert desk.post(f"{PAGE}{other.pk}/replay/{notice.pk}/").status_code == 404


def test_the_page_of_a_case_lists_no_message_and_the_list_of_letters_does(
    client: Client, endpoint: WebhookEndpoint, case: Case, head: User
) -> None:
    notice = told(case)
    client.force_login(head)
    assert "another system" not in text(client.get(f"/en/staff/cases/{case.number}/")).lower()
    page = "/en/staff/notices/"
    listed = text(client.get(page, {"channel": "webhook"}))
    assert "Event, for another system" in listed
    letter = text(client.get(f"/en/staff/notices/{notice.pk}/"))
    assert "case.message_received" in letter
    assert endpoint.name in letter
    # Nobody's letter is late because of it.
    old = timezone.now() - datetime.timedelta(hours=1)
    Notice.objects.filter(pk=told(case).pk).update(created=old, due_at=old, attempts=1)
    Notice.objects.exclude(channel="webhook").update(state=State.CANCELLED, secret="")
    process_cache.forget()
    assert backlog.late_since() is None
    assert "Send again" not in letter
    assert client.post(f"/en/staff/notices/{notice.pk}/resend/").status_code == 403
