"""Webhooks: what another system is told, how it proves who says so, and what each of its answers means."""

import datetime
import json
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from cryptography.exceptions import InvalidSignature
from django.conf import LazySettings
from django.db import connection, transaction
from django.db.models import F
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from standardwebhooks import WebhookVerificationError

from cases import actions
from cases.actions import undo
from cases.events import Actor, Kind, record
from cases.lib.request_cache import one_request
from cases.models import Case, RequestType, User
from notifications.channels import webhook_health
from notifications.channels.webhook_health import ATTEMPTS, SCHEDULE, forget_attempts
from notifications.delivery import schedules, worker
from notifications.letters.webhooks import EVENT_TYPES
from notifications.models import (
    ChannelHealth,
    DeliveryChannel,
    Letter,
    Notice,
    Priority,
    State,
    WebhookAttempt,
    WebhookEndpoint,
    WebhookHealth,
)
from notifications.pages.webhooks import steps
from tests.factories import RequestTypeFactory
from tests.webhook_receiver import Receiver, header, listening, receiving, verify

pytestmark = pytest.mark.django_db
WEBHOOK = DeliveryChannel.WEBHOOK
WORDS = "หลุมอยู่หน้าบ้านป้าสมศรี"


@pytest.fixture
def receiver(
    tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch, case: Case
) -> Iterator[Receiver]:
    """Another system; nothing else waits in the outbox."""
    Notice.objects.all().delete()
    with receiving(tmp_path, settings, monkeypatch) as found:
        yield found


@pytest.fixture
def endpoint(receiver: Receiver, administrator: User) -> WebhookEndpoint:
    """A webhook that tells it of everything."""
    return listening(f"{receiver.url}/hook", by=administrator)


def told(case: Case, kind: Kind = Kind.MESSAGE) -> list[Notice]:
    """The messages about one more event of the case."""
    known = set(Notice.objects.values_list("pk", flat=True))
    record(case, kind, actor=Actor.CITIZEN, now=timezone.now(), message=WORDS)
    return list(Notice.objects.filter(channel=WEBHOOK).exclude(pk__in=known))


def sent_again() -> None:
    """Deliver what waits, whenever it is due and whoever is left alone."""
    Notice.objects.filter(channel=WEBHOOK, state=State.PENDING).update(due_at=timezone.now())
    WebhookHealth.objects.update(quiet_until=None)
    worker.deliver()


def now(notice: Notice) -> Notice:
    return Notice.objects.get(pk=notice.pk)


def test_a_message_is_thin_and_signed_by_both_keys(
    receiver: Receiver, endpoint: WebhookEndpoint, case: Case, settings: LazySettings
) -> None:
    settings.SITE_URL = "https://city.example"
    (notice,) = told(case)
    worker.deliver()
    (asked,) = receiver.asked
    verify(asked, endpoint.secrets.get())
    said = json.loads(asked.body)
    assert said.pop("time").endswith("Z")
    assert said == {
        "specversion": "1.0",
        "id": str(notice.pk),
        "source": "https://city.example",
        "type": "case.message_received",
        "datacontenttype": "application/json",
        "subject": case.number,
        "data": {
            "number": case.number,
            "kind": case.request_type.code,
            "department": case.department.code,
            "status": "received",
            "due_on": case.due_on.isoformat(),
            "links": {"staff": f"https://city.example/staff/cases/{case.number}/"},
        },
    }
    assert (receiver.ids, header(asked, "content-type")) == ([str(notice.pk)], "application/json")
    assert abs(int(header(asked, "webhook-timestamp")) - timezone.now().timestamp()) < 30
    assert (asked.path, len(asked.body) < 20_000) == ("/hook", True)
    personal = (WORDS, case.first_name, case.last_name, str(case.email), case.place)
    assert [one for one in personal if one and one in asked.body] == []
    sent = now(notice)
    assert (sent.state, sent.address, sent.priority) == (State.SENT, "", Priority.BULK)
    attempt = WebhookAttempt.objects.get()
    assert (attempt.status, attempt.ok, attempt.notice_id) == (204, True, notice.pk)
    assert endpoint.health.worked_at is not None


def test_a_forged_or_changed_message_does_not_verify(
    receiver: Receiver, endpoint: WebhookEndpoint, case: Case, administrator: User
) -> None:
    told(case)
    worker.deliver()
    (asked,) = receiver.asked
    stranger = steps.new_keys(listening("https://x.example", name="x", by=administrator), by=administrator)
    with pytest.raises(WebhookVerificationError):
        verify(asked, stranger)
    own = endpoint.secrets.get()
    own.public = stranger.public
    with pytest.raises(InvalidSignature):
        verify(asked, own)


def test_two_keys_hold_for_a_day_and_never_three(
    receiver: Receiver, endpoint: WebhookEndpoint, case: Case, administrator: User
) -> None:
    first = endpoint.secrets.get()
    second = steps.new_keys(endpoint, by=administrator)
    told(case)
    worker.deliver()
    verify(receiver.asked[0], first)
    verify(receiver.asked[0], second)
    third = steps.new_keys(endpoint, by=administrator)
    assert list(endpoint.secrets.valid()) == [third, second]
    long_ago = timezone.now() - steps.BOTH_HOLD
    fourth = steps.new_keys(endpoint, by=administrator, now=long_ago - datetime.timedelta(seconds=5))
    assert third not in endpoint.secrets.valid()
    assert fourth in endpoint.secrets.valid()
    assert "whsec_" not in json.dumps(list(connection_rows("notifications_webhooksecret")), default=str)


def connection_rows(table: str) -> list[tuple[object, ...]]:
    """What stands in the table, as the database has it."""
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT * FROM {table}")  # noqa: S608
        return list(cursor.fetchall())


ANSWERS = [
    (200, {}, State.SENT),
    (204, {}, State.SENT),
    (302, {"Location": "https://127.0.0.1:1/"}, State.PENDING),
    (400, {}, State.PENDING),
    (401, {}, State.PENDING),
    (404, {}, State.PENDING),
    (410, {}, State.FAILED),
    (429, {"Retry_After": "7200"}, State.PENDING),
    (500, {}, State.PENDING),
    (502, {}, State.PENDING),
    (503, {"Retry_After": "7200"}, State.PENDING),
    (504, {}, State.PENDING),
]


@pytest.mark.parametrize(("status", "headers", "state"), ANSWERS)
def test_an_answer_ends_in_its_state(
    receiver: Receiver,
    endpoint: WebhookEndpoint,
    case: Case,
    status: int,
    headers: dict[str, str],
    state: State,
) -> None:
    (notice,) = told(case)
    receiver.answer(status, None, **headers)
    worker.deliver()
    after = now(notice)
    assert (after.state, len(receiver.asked)) == (state, 1)
    assert WebhookAttempt.objects.get().status == status
    endpoint.refresh_from_db()
    assert endpoint.active == (status != 410)
    if state == State.PENDING:
        wait = (after.due_at - timezone.now()).total_seconds()
        assert wait > 7000 if headers.get("Retry_After") else 0 < wait < 7
        assert (after.last_error, endpoint.health.failing_since is not None) == (str(status), True)
    # A system that is busy is left alone, and so is one that asks for it.
    quiet = WebhookHealth.objects.filter(quiet_until__gt=timezone.now()).exists()
    assert quiet == (status in (429, 502, 503, 504))


def test_one_that_is_gone_is_switched_off_and_the_administrators_hear_of_it(
    receiver: Receiver, endpoint: WebhookEndpoint, case: Case, administrator: User
) -> None:
    (first,), (second,) = told(case), told(case)
    receiver.answer(410, None)
    worker.deliver()
    endpoint.refresh_from_db()
    assert (endpoint.active, endpoint.off_because) == (False, "gone")
    assert [now(one).state for one in (first, second)] == [State.FAILED, State.FAILED]
    assert len(receiver.asked) == 1
    assert told(case) == []
    letter = Notice.objects.get(kind=Letter.WEBHOOK_OFF)
    assert (letter.recipient, letter.address) == (administrator, administrator.email)
    assert endpoint.name in letter.subject
    assert "/staff/setup/webhooks/" in letter.text


def test_it_is_tried_by_the_schedule_then_fails_and_so_is_the_webhook_switched_off(
    receiver: Receiver, endpoint: WebhookEndpoint, case: Case, administrator: User
) -> None:
    receiver.answer(500, None)
    (notice,) = told(case)
    for attempt, pause in enumerate(SCHEDULE, start=1):
        before = timezone.now()
        sent_again()
        after = now(notice)
        assert (after.state, after.attempts) == (State.PENDING, attempt)
        wait = (after.due_at - before).total_seconds()
        assert pause <= wait <= pause * 1.2 + 5
    # Days have gone by meanwhile.
    WebhookHealth.objects.update(failing_since=F("failing_since") - webhook_health.FAILED_FOR)
    sent_again()
    assert (now(notice).state, len(receiver.asked)) == (State.FAILED, ATTEMPTS)
    assert set(receiver.ids) == {str(notice.pk)}
    endpoint.refresh_from_db()
    assert (endpoint.active, endpoint.off_because) == (False, "failing")
    assert Notice.objects.filter(kind=Letter.WEBHOOK_OFF).count() == 1


def test_one_message_that_fails_for_days_ends_nothing_where_others_get_through(
    receiver: Receiver, endpoint: WebhookEndpoint, case: Case
) -> None:
    (notice,) = told(case)
    Notice.objects.filter(pk=notice.pk).update(attempts=ATTEMPTS - 1)
    receiver.answer(500, None)
    sent_again()
    endpoint.refresh_from_db()
    assert (now(notice).state, endpoint.active) == (State.FAILED, True)


def test_a_message_outlives_the_two_days_of_a_letter() -> None:
    assert datetime.timedelta(seconds=1.2 * sum(SCHEDULE)) < schedules.MESSAGE_PATIENCE
    assert sum(SCHEDULE) > schedules.PATIENCE.total_seconds()
    assert [round(one / 60) for one in SCHEDULE] == [0, 5, 30, 120, 300, 600, 840, 1200, 1440]


def test_one_that_hangs_is_cut_and_keeps_no_other_waiting(
    receiver: Receiver,
    endpoint: WebhookEndpoint,
    case: Case,
    administrator: User,
    tmp_path: Path,
) -> None:
    receiver.reply = lambda asked: (204, {}, None) if asked.path == "/good" else hung(receiver)
    listening(f"{receiver.url}/good", name="good", by=administrator)
    notices = [one for _ in range(2) for one in told(case)]
    begun = timezone.now()
    worker.deliver()
    worker.deliver()
    assert (timezone.now() - begun).total_seconds() < 8
    states = {(one.endpoint_id == endpoint.pk, now(one).state) for one in notices}
    assert states == {(True, State.PENDING), (False, State.SENT)}
    assert [asked.path for asked in receiver.asked].count("/hook") == 1
    attempt = WebhookAttempt.objects.get(status=None)
    assert attempt.error == "Unanswered: TimeoutError"
    assert ChannelHealth.objects.get(channel=WEBHOOK).quiet_until is None


def hung(receiver: Receiver) -> tuple[int, dict[str, str], None]:
    """Say nothing until the test is over."""
    receiver.over.wait(20)
    return 200, {}, None


@pytest.mark.parametrize("listed", [[], ["10.0.0.0/8"]])
def test_a_name_that_leads_into_the_inner_network_is_never_asked(
    receiver: Receiver, administrator: User, case: Case, settings: LazySettings, listed: list[str]
) -> None:
    settings.WEBHOOK_NETWORKS = listed
    endpoint = listening(f"https://localhost:{urlsplit(receiver.url).port}/x", by=administrator)
    (notice,) = told(case)
    worker.deliver()
    assert (now(notice).state, receiver.asked) == (State.PENDING, [])
    assert "inner network" in now(notice).last_error
    assert "inner network" in endpoint.attempts.get().error
    settings.WEBHOOK_NETWORKS = ["127.0.0.0/8", "::1"]
    sent_again()
    assert (now(notice).state, len(receiver.asked)) == (State.SENT, 1)


def test_a_certificate_of_another_name_is_refused(
    receiver: Receiver, endpoint: WebhookEndpoint, case: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("SSL_CERT_FILE")
    (notice,) = told(case)
    worker.deliver()
    assert (now(notice).state, receiver.asked) == (State.PENDING, [])


def test_what_is_rolled_back_is_never_told(endpoint: WebhookEndpoint, case: Case, receiver: Receiver) -> None:
    with transaction.atomic():
        assert len(told(case)) == 1
        transaction.set_rollback(True)
    worker.deliver()
    assert (receiver.asked, Notice.objects.filter(channel=WEBHOOK).exists()) == ([], False)


def test_without_a_webhook_a_step_asks_for_none(case: Case) -> None:
    with one_request():
        record(case, Kind.MESSAGE, actor=Actor.CITIZEN, now=timezone.now())
    with one_request(), CaptureQueriesContext(connection) as statements:
        record(case, Kind.MESSAGE, actor=Actor.CITIZEN, now=timezone.now())
    assert [one["sql"] for one in statements if "webhook" in one["sql"]] == []


def test_it_hears_of_what_it_was_chosen_for(
    receiver: Receiver, endpoint: WebhookEndpoint, case: Case, stranger: User
) -> None:
    endpoint.event_types = ["case.rated"]
    endpoint.save()
    assert (told(case), len(told(case, Kind.RATED))) == ([], 1)
    endpoint.event_types = []
    endpoint.save()
    elsewhere = stranger.memberships.get().department
    endpoint.departments.set([elsewhere])
    assert told(case) == []
    endpoint.departments.set([elsewhere, case.department])
    other = RequestTypeFactory(code="other", department=elsewhere)
    endpoint.kinds.set([other])
    assert told(case) == []
    endpoint.kinds.add(case.request_type)
    assert len(told(case)) == 1
    WebhookEndpoint.objects.update(active=False, off_because="by_hand")
    assert told(case) == []


def test_nothing_of_a_restricted_kind_leaves_but_where_it_is_named_and_allowed(
    receiver: Receiver, endpoint: WebhookEndpoint, case: Case, in_english: None
) -> None:
    (before,) = told(case)
    RequestType.objects.filter(pk=case.request_type_id).update(restricted=True)
    case.request_type.refresh_from_db()
    assert told(case) == []
    endpoint.kinds.set([case.request_type])
    assert told(case) == []
    # What was written before waits no longer.
    worker.deliver()
    assert (now(before).state, receiver.asked) == (State.FAILED, [])
    assert now(before).last_error == "The kind of request has become restricted."
    endpoint.restricted = True
    endpoint.save()
    assert len(told(case)) == 1
    endpoint.kinds.clear()
    assert told(case) == []


def test_the_message_of_an_assignment_waits_and_is_withdrawn_with_it(
    receiver: Receiver,
    endpoint: WebhookEndpoint,
    case: Case,
    head: User,
    officer: User,
    settings: LazySettings,
) -> None:
    settings.UNDO_SECONDS = 30
    actions.assign(case, to=officer, by=head)
    notice = Notice.objects.get(channel=WEBHOOK)
    worker.deliver()
    assert (now(notice).state, receiver.asked) == (State.PENDING, [])
    event = case.events.order_by("-pk")[0]
    undo.undo_step(case, event=event.pk, by=head)
    assert now(notice).state == State.CANCELLED
    assert Notice.objects.filter(channel=WEBHOOK).count() == 1


def test_every_event_is_told_or_is_the_staffs_own() -> None:
    own = {
        *("handed_back", "proposed", "proposal_returned", "proposal_withdrawn", "proposal_approved"),
        *("reopen_due", "noted", "email_changed", "contact_changed", "password_changed", "due_soon", "late"),
        *("unassigned", "reply_late", "delay_due", "recounted", "delay_explained", "sent_back", "to_clerk"),
        *("unanswered", "subtask_asked", "subtask_assigned", "subtask_done", "subtask_refused"),
        *("subtask_cancelled", "subtask_left", "subtask_late", "step_opened", "step_skipped"),
        *("step_returned", "plan_moved", "step_photo", "finding_changed", "outside_asked"),
        *("outside_answered", "outside_promised", "outside_due", "outside_reminder", "outside_linked"),
        *("outside_shut", "words_cleared", "words_taken_back", "details_corrected", "person_corrected"),
        *("officer_left", "assign_undone", "hand_back_undone", "join_undone", "extend_undone"),
        *("urgency_undone", "imported"),
    }
    assert {*EVENT_TYPES} | own == {*Kind.values}
    assert not {*EVENT_TYPES} & own
    assert len(set(EVENT_TYPES.values())) == len(EVENT_TYPES)


def test_old_attempts_are_forgotten(endpoint: WebhookEndpoint) -> None:
    old = timezone.now() - webhook_health.KEPT - datetime.timedelta(hours=1)
    for at in (old, timezone.now()):
        WebhookAttempt.objects.create(endpoint=endpoint, at=at, status=200, milliseconds=1)
    assert (forget_attempts(), WebhookAttempt.objects.count()) == (1, 1)
