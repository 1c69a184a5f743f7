"""LINE and SMS: what goes out, and which state each answer of the service ends in."""

import datetime
from collections.abc import Callable

import pytest
from django.conf import LazySettings
from django.utils import timezone

from cases import actions
from cases.actions import contact_preference
from cases.errors import Refused
from cases.models import Case, ContactChannel, User
from notifications.delivery import worker
from notifications.models import ChannelHealth, DeliveryChannel, Notice, State
from notifications.pages import resend
from tests.factories import CaseFactory
from tests.notifications.conftest import LINE_ID
from tests.peers import Peer

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def quick(settings: LazySettings) -> None:
    """Nobody waits long for a service that hangs."""
    settings.EMAIL_TIMEOUT = 1


@pytest.fixture
def by_line(line: Peer, case: Case) -> Notice:
    """One letter to a citizen who has linked LINE, waiting to be sent."""
    contact_preference.link_line(case, line_id=LINE_ID)
    return asked(case)


@pytest.fixture
def by_sms(gateway: Peer, case: Case) -> Notice:
    """One letter to a citizen who has chosen SMS, waiting to be sent, whatever the hour."""
    contact_preference.choose(case, ContactChannel.SMS)
    notice = asked(case)
    Notice.objects.filter(pk=notice.pk).update(due_at=notice.created)
    return notice


def asked(case: Case) -> Notice:
    """The letter with a question to the citizen, alone in the outbox."""
    Notice.objects.all().delete()
    officer = User.objects.get(username="officer")
    actions.assign(case, to=officer, by=User.objects.get(username="head"))
    Notice.objects.all().delete()
    actions.ask(case, by=officer, question="หลุมอยู่หน้าบ้านเลขที่เท่าใด")
    return Notice.objects.get(audience="citizen")


def now(notice: Notice) -> Notice:
    """As it stands now."""
    return Notice.objects.get(pk=notice.pk)


def test_a_linked_citizen_is_told_by_line(by_line: Notice, line: Peer) -> None:
    assert worker.deliver() == 1
    (push,) = line.asked
    assert push.path == "/v2/bot/message/push"
    assert push.headers["Authorization"] == "Bearer the token"
    assert push.headers["X-Line-Retry-Key"] == str(by_line.pk)
    assert push.json == {"to": LINE_ID, "messages": [{"type": "text", "text": by_line.text}]}
    assert (now(by_line).state, now(by_line).provider_id) == (State.SENT, "461230966842064897")


def test_the_outbox_does_not_hold_the_line_id(by_line: Notice) -> None:
    assert (by_line.channel, by_line.address) == (DeliveryChannel.LINE, "")


def test_a_citizen_who_chose_sms_is_told_by_sms(by_sms: Notice, gateway: Peer) -> None:
    assert worker.deliver() == 1
    (sent,) = gateway.asked
    assert sent.form == {"msisdn": "0812345678", "message": by_sms.text, "sender": "City"}
    assert sent.headers["Authorization"] == "Basic dGhlIGtleTp0aGUgc2VjcmV0"
    assert (now(by_sms).state, now(by_sms).provider_id) == (State.SENT, "m-1")


ANSWERS = [
    (200, {}, State.SENT),
    (400, {}, State.FAILED),
    (401, {}, State.PENDING),
    (403, {}, State.FAILED),
    (404, {}, State.FAILED),
    (409, {}, State.SENT),
    (429, {"Retry_After": "900"}, State.PENDING),
    (500, {}, State.PENDING),
    (503, {}, State.PENDING),
    (302, {"Location": "http://127.0.0.1:1/"}, State.FAILED),
]


@pytest.mark.parametrize(("status", "headers", "state"), ANSWERS)
def test_an_answer_of_line_ends_in_its_state(
    by_line: Notice, line: Peer, status: int, headers: dict[str, str], state: State
) -> None:
    line.answer(status, {"message": "said LINE"}, **headers)
    worker.deliver()
    assert (now(by_line).state, len(line.asked)) == (state, 1)
    assert now(by_line).last_error == ("" if state == State.SENT else f"{status} said LINE")


@pytest.mark.parametrize(("status", "headers", "state"), [row for row in ANSWERS if row[0] not in (200, 409)])
def test_an_answer_of_the_gateway_ends_in_its_state(
    by_sms: Notice, gateway: Peer, status: int, headers: dict[str, str], state: State
) -> None:
    gateway.answer(status, {"error": {"description": "no"}}, **headers)
    worker.deliver()
    assert (now(by_sms).state, now(by_sms).last_error) == (state, f"{status} no")


def test_a_yes_without_the_gateways_id_is_a_no(by_sms: Notice, gateway: Peer) -> None:
    gateway.answer(200, {"phone_number_list": [], "bad_phone_number_list": [{"number": "66812345678"}]})
    worker.deliver()
    assert (now(by_sms).state, now(by_sms).last_error) == (State.FAILED, "200")


def test_a_gateway_without_credit_is_asked_again(by_sms: Notice, gateway: Peer) -> None:
    gateway.answer(400, {"error": {"name": "NO_CREDIT", "description": "not enough credit"}})
    worker.deliver()
    assert (now(by_sms).state, now(by_sms).last_error) == (State.PENDING, "400 not enough credit")


def test_a_service_that_hangs_is_asked_once_and_the_letter_waits(by_line: Notice, line: Peer) -> None:
    line.hang()
    worker.deliver()
    assert (now(by_line).state, now(by_line).attempts, len(line.asked)) == (State.PENDING, 1, 1)
    assert now(by_line).last_error.startswith("Unanswered")


def test_line_is_asked_again_under_the_same_key(
    by_line: Notice, line: Peer, make_due: Callable[[], None]
) -> None:
    line.answer(500, {})
    worker.deliver()
    line.answer(409, {"message": "The retry key is already accepted", "sentMessages": [{"id": "77"}]})
    make_due()
    worker.deliver()
    assert len({push.headers["X-Line-Retry-Key"] for push in line.asked}) == 1
    assert (now(by_line).state, now(by_line).provider_id) == (State.SENT, "77")


def test_too_many_requests_put_the_letter_and_its_channel_off_as_long_as_asked(
    by_line: Notice, line: Peer, make_due: Callable[[], None]
) -> None:
    line.answer(429, {}, Retry_After="900")
    worker.deliver()
    assert now(by_line).due_at > timezone.now() + datetime.timedelta(minutes=14)
    make_due()
    worker.deliver()
    assert len(line.asked) == 1


def test_a_channel_that_stopped_holds_up_no_other(
    by_line: Notice, line: Peer, smtp_server: object, case: Case
) -> None:
    line.answer(401, {})
    CaseFactory(email="else@citizen.example", request_type=case.request_type)
    assert worker.deliver() >= 1
    assert not Notice.objects.unsettled().filter(channel=DeliveryChannel.EMAIL).exists()


def test_a_wrong_set_up_is_visible_and_stops_the_channel(
    by_sms: Notice, gateway: Peer, settings: LazySettings
) -> None:
    settings.SMS_GATEWAY = {"url": f"{gateway.url}/sms", "colour": "blue"}
    worker.deliver()
    assert now(by_sms).state == State.PENDING
    assert "SMS_GATEWAY" in ChannelHealth.objects.get(channel=DeliveryChannel.SMS).last_error


def test_how_a_channel_does_is_noted(by_line: Notice, line: Peer, make_due: Callable[[], None]) -> None:
    line.answer(401, {"message": "Authentication failed"})
    worker.deliver()
    health = ChannelHealth.objects.get(channel=DeliveryChannel.LINE)
    assert (health.worked_at, health.last_error) == (None, "401 Authentication failed")
    line.answer(200, {})
    make_due()
    worker.deliver()
    assert ChannelHealth.objects.get(channel=DeliveryChannel.LINE).worked_at is not None


def test_unlinking_ends_what_waits(by_line: Notice, line: Peer, case: Case) -> None:
    contact_preference.unlink_line(case)
    worker.deliver()
    assert (now(by_line).state, line.asked) == (State.FAILED, [])


def test_letters_of_a_channel_that_was_taken_away_fail_after_two_days(
    by_sms: Notice, settings: LazySettings, pass_time: Callable[..., None]
) -> None:
    settings.SMS_GATEWAY = {}
    worker.deliver()
    assert now(by_sms).state == State.PENDING
    pass_time(hours=49)
    worker.deliver()
    assert now(by_sms).state == State.FAILED


def test_an_sms_names_nobody_in_its_error(by_sms: Notice, gateway: Peer) -> None:
    gateway.answer(400, {"error": {"description": "number +66812345678 is bad"}})
    worker.deliver()
    assert now(by_sms).last_error == "400 number … is bad"


def test_a_letter_by_line_goes_out_again_by_line(by_line: Notice, line: Peer, head: User) -> None:
    line.answer(400, {})
    worker.deliver()
    copy = resend.resend(now(by_line), by=head)
    line.answer(200, {})
    assert worker.deliver() == 1
    assert (copy.channel, line.asked[-1].json["to"]) == (DeliveryChannel.LINE, LINE_ID)


def test_a_letter_by_line_cannot_go_again_once_line_is_unlinked(
    by_line: Notice, line: Peer, head: User, case: Case
) -> None:
    line.answer(400, {})
    worker.deliver()
    contact_preference.unlink_line(case)
    with pytest.raises(Refused):
        resend.resend(now(by_line), by=head)
