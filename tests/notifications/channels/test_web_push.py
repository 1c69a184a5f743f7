"""Web push: what the browser reads, and which state each answer of its push service ends in."""

import datetime
from urllib.parse import urlsplit

import pytest
from cryptography.fernet import Fernet
from django.conf import LazySettings
from django.utils import timezone

from cases import actions
from cases.access import push_keys
from cases.actions import web_push
from cases.errors import Refused
from cases.lib.http_client import Answer
from cases.models import Case, Municipality, PushSubscription, User
from notifications.channels.answers import NotAccepted
from notifications.channels.failures import Verdict
from notifications.channels.web_push import WebPush
from notifications.delivery import worker
from notifications.letters.holds import quiet_hours
from notifications.models import ChannelHealth, DeliveryChannel, Notice, Priority, State, Unreached
from notifications.pages import resend
from tests.push_service import PushService, Telephone

pytestmark = pytest.mark.django_db
QUESTION = "หลุมอยู่หน้าบ้านเลขที่เท่าใด"
PUSH = DeliveryChannel.PUSH


@pytest.fixture(autouse=True)
def quick(settings: LazySettings) -> None:
    """Nobody waits long for a service that hangs."""
    settings.EMAIL_TIMEOUT = 1


@pytest.fixture
def telephone(push_service: PushService, case: Case) -> Telephone:
    """A telephone that is told of the case."""
    push_keys.public_key()
    return told(case, Telephone(push_service))


def told(case: Case, telephone: Telephone, language: str = "en") -> Telephone:
    web_push.subscribe(case, telephone.browser, language=language)
    return telephone


def asked(case: Case) -> list[Notice]:
    """The notifications of a question to the citizen, due at any hour."""
    officer = User.objects.get(username="officer")
    actions.assign(case, to=officer, by=User.objects.get(username="head"))
    Notice.objects.all().delete()
    actions.ask(case, by=officer, question=QUESTION)
    notices = Notice.objects.filter(channel=PUSH)
    notices.update(due_at=timezone.now() - datetime.timedelta(seconds=1))
    return list(notices)


def now(notice: Notice) -> Notice:
    return Notice.objects.get(pk=notice.pk)


def test_each_browser_reads_the_number_and_that_there_is_news_and_nothing_else(
    telephone: Telephone, case: Case, push_service: PushService, settings: LazySettings
) -> None:
    settings.DEFAULT_FROM_EMAIL = "no-reply@city.example"
    other = told(case, Telephone(push_service, "family"), "th")
    notices = asked(case)
    # The letter goes as before.
    assert Notice.objects.filter(audience="citizen", channel="email", text__contains=QUESTION).count() == 1
    assert worker.deliver() >= 2
    page, words = f"/track/cases/{case.number}/", f"Request {case.number}: there is news."
    assert telephone.shown == [
        {"title": "City", "body": words, "page": f"/en{page}", "language": "en"},
    ]
    assert [(one["page"], one["language"], case.number in one["body"]) for one in other.shown] == [
        (page, "th", True)
    ]
    assert {(now(one).state, now(one).address) for one in notices} == {(State.SENT, "")}
    message = push_service.asked[0]
    headers = {name.lower(): value for name, value in message.headers.items()}
    wanted = ("259200", "aes128gcm", "normal")
    assert (headers["ttl"], headers["content-encoding"], headers["urgency"]) == wanted
    sender = push_service.sender_of(message)
    assert (sender["aud"], sender["sub"]) == (push_service.url, "mailto:no-reply@city.example")
    assert message.headers["Authorization"].endswith(f"k={push_keys.public_key()}")


ANSWERS = [
    (200, {}, State.SENT, True),
    (400, {}, State.FAILED, True),
    (401, {}, State.PENDING, True),
    (403, {}, State.FAILED, True),
    (404, {}, State.FAILED, False),
    (410, {}, State.FAILED, False),
    (413, {}, State.FAILED, True),
    (429, {"Retry_After": "900"}, State.PENDING, True),
    (500, {}, State.PENDING, True),
    (503, {"Retry_After": "900"}, State.PENDING, True),
    (302, {"Location": "http://127.0.0.1:1/"}, State.FAILED, True),
]


@pytest.mark.parametrize(("status", "headers", "state", "is_told"), ANSWERS)
def test_an_answer_ends_in_its_state(
    telephone: Telephone,
    case: Case,
    push_service: PushService,
    status: int,
    headers: dict[str, str],
    state: State,
    is_told: bool,
) -> None:
    (notice,) = asked(case)
    push_service.answer(status, None, **headers)
    worker.deliver()
    after = now(notice)
    assert (after.state, len(push_service.asked)) == (state, 1)
    assert web_push.told(case).exists() == is_told
    if "Retry_After" in headers:
        assert (after.due_at - timezone.now()).total_seconds() > 800
    # It comes besides the letter: nobody is telephoned for it.
    assert not Unreached.objects.exists()


def test_a_browser_that_is_gone_is_forgotten_and_its_letter_says_so(
    telephone: Telephone, case: Case, push_service: PushService, in_english: None
) -> None:
    (notice,) = asked(case)
    push_service.answer(410, None)
    worker.deliver()
    assert now(notice).last_error == "The browser takes no more notifications."
    row = PushSubscription.objects.get()
    assert (row.endpoint, row.p256dh, row.auth, row.endpoint_hash) == ("", "", "", "")
    assert (row.ended_at is not None, row.service) == (True, "127.0.0.1")
    with pytest.raises(Refused, match="no address"):
        resend.resend(now(notice), by=User.objects.get(username="head"))


def test_a_wait_is_the_letters_own_and_an_hour_at_most(push_service: PushService) -> None:
    answer = NotAccepted(Answer(429, None, 86400.0))
    assert WebPush().judge(answer, Notice()) == Verdict("429", after=3600.0)
    stops = WebPush().judge(NotAccepted(Answer(401)), Notice())
    assert (stops.stop, stops.for_good) == (True, False)


def test_one_makers_service_that_is_busy_holds_up_no_other(
    telephone: Telephone, case: Case, push_service: PushService
) -> None:
    told(case, Telephone(push_service, "family"))
    notices = asked(case)
    push_service.reply = lambda asked: (
        (429, {"Retry-After": "900"}, None) if asked.path == telephone.path else (201, {}, None)
    )
    worker.deliver()
    assert sorted(now(one).state for one in notices) == [State.PENDING, State.SENT]
    assert ChannelHealth.objects.get(channel=PUSH).quiet_until is None


def test_a_name_that_leads_into_a_private_network_is_never_asked(
    push_service: PushService, case: Case, settings: LazySettings, in_english: None
) -> None:
    port = urlsplit(push_service.url).port
    settings.WEB_PUSH_SERVICES = [f"localhost:{port}"]
    inside = Telephone(push_service)
    browser = type(inside.browser)(f"https://localhost:{port}/x", inside.browser.p256dh, inside.browser.auth)
    push_keys.public_key()
    web_push.subscribe(case, browser, language="en")
    (notice,) = asked(case)
    worker.deliver()
    assert (now(notice).state, push_service.asked) == (State.FAILED, [])
    assert "none that the municipality sends to" in now(notice).last_error


def test_what_waits_does_not_go_to_a_browser_that_was_switched_off(
    telephone: Telephone, case: Case, push_service: PushService
) -> None:
    (notice,) = asked(case)
    assert web_push.stop(case, web_push.told(case).get().pk)
    worker.deliver()
    assert (now(notice).state, push_service.asked) == (State.FAILED, [])


def test_nothing_is_written_while_the_set_up_has_it_off(telephone: Telephone, case: Case) -> None:
    Municipality.objects.update(web_push=False)
    assert asked(case) == []


def test_without_the_key_letters_wait_and_new_keys_end_what_was_bound_to_the_old(
    telephone: Telephone, case: Case, push_service: PushService, settings: LazySettings
) -> None:
    (notice,) = asked(case)
    before, settings.FIELD_KEYS = push_keys.public_key(), [Fernet.generate_key().decode()]
    worker.deliver()
    assert (now(notice).state, push_service.asked) == (State.PENDING, [])
    assert push_keys.replace_unreadable()
    assert push_keys.public_key() != before
    assert not web_push.told(case).exists()
    assert not push_keys.replace_unreadable()


def test_a_citizen_whom_only_a_browser_tells_is_telephoned_all_the_same(
    push_service: PushService, case: Case
) -> None:
    Case.objects.update(email="")
    told(case, Telephone(push_service))
    assert len(asked(case)) == 1
    assert Unreached.objects.get().kind == "question"


def test_it_can_be_sent_again_and_waits_for_the_day(telephone: Telephone, case: Case) -> None:
    (notice,) = asked(case)
    worker.deliver()
    copy = resend.resend(now(notice), by=User.objects.get(username="head"))
    Notice.objects.filter(pk=copy.pk).update(due_at=timezone.now() - datetime.timedelta(seconds=1))
    worker.deliver()
    assert len(telephone.shown) == 2
    night = timezone.localtime().replace(hour=3, minute=0, second=0, microsecond=0)
    assert quiet_hours.wait(PUSH, Priority.NORMAL, at=night) == datetime.timedelta(hours=5)
