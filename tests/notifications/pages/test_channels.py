"""The administrators' page of the channels, and its test letters."""

import pytest
from django.conf import LazySettings
from django.test import Client

from cases.access import push_keys
from cases.models import User
from notifications.models import ChannelHealth, DeliveryChannel, Notice
from tests.notifications.conftest import LINE_ID
from tests.peers import Peer
from tests.push_service import PushService, Telephone
from tests.servers import MailServer

pytestmark = pytest.mark.django_db
PAGE = "/en/staff/notices/channels/"


@pytest.fixture
def desk(client: Client, administrator: User) -> Client:
    """The administrator's browser."""
    client.force_login(administrator)
    return client


def text(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["clerk", "head", "executive"])
def test_nobody_else_may_see_it_or_send_a_test(
    client: Client, name: str, request: pytest.FixtureRequest
) -> None:
    client.force_login(request.getfixturevalue(name))
    assert client.get(PAGE).status_code == 403
    assert client.post(f"{PAGE}email/test/", {"email-address": "a@b.example"}).status_code == 403


def test_what_is_not_set_up_has_no_button(desk: Client) -> None:
    page = text(desk.get(PAGE))
    assert page.count("Not set up") == 3
    assert f"{PAGE}email/test/" in page
    assert f"{PAGE}sms/test/" not in page
    assert desk.post(f"{PAGE}sms/test/", {"sms-address": "0812345678"}).status_code == 404


def test_the_last_success_and_the_last_error_are_shown(desk: Client, gateway: Peer) -> None:
    gateway.answer(401, {"error": {"description": "wrong key"}})
    desk.post(f"{PAGE}sms/test/", {"sms-address": "0812345678"})
    page = text(desk.get(PAGE))
    assert "401 wrong key" in page
    assert "Last success" not in page
    gateway.answer(200, {"phone_number_list": [{"message_id": "1"}]})
    desk.post(f"{PAGE}sms/test/", {"sms-address": "0812345678"})
    assert "Last success" in text(desk.get(PAGE))


def test_a_test_by_email_arrives(desk: Client, smtp_server: MailServer) -> None:
    answer = desk.post(f"{PAGE}email/test/", {"email-address": "me@office.example"}, follow=True)
    assert "has accepted the test letter" in text(answer)
    (mail,) = smtp_server.sent_to("me@office.example")
    assert mail["Subject"] == "Test letter"


def test_a_test_by_line_goes_to_the_id_that_was_typed(desk: Client, line: Peer) -> None:
    desk.post(f"{PAGE}line/test/", {"line-address": LINE_ID})
    assert line.asked[0].json["to"] == LINE_ID


def test_a_test_by_sms_goes_to_the_number_that_was_typed(desk: Client, gateway: Peer) -> None:
    desk.post(f"{PAGE}sms/test/", {"sms-address": "๐๘๑ ๒๓๔ ๕๖๗๘"})
    assert gateway.asked[0].form["msisdn"] == "0812345678"


def test_a_test_that_fails_says_why_and_keeps_what_was_typed(desk: Client, smtp_server: MailServer) -> None:
    smtp_server.refuse("550 5.1.1 Unknown")
    page = text(desk.post(f"{PAGE}email/test/", {"email-address": "me@office.example"}))
    assert "550 5.1.1 Unknown" in page
    assert 'value="me@office.example"' in page


def test_a_mail_server_that_is_away_is_no_server_error(desk: Client, smtp_server: MailServer) -> None:
    smtp_server.stop()
    answer = desk.post(f"{PAGE}email/test/", {"email-address": "me@office.example"})
    assert (answer.status_code, "Connection refused" in text(answer)) == (200, True)


@pytest.mark.parametrize(
    ("channel", "typed"), [("email", ""), ("email", "me"), ("line", "U123"), ("sms", "12")]
)
def test_a_wrong_address_is_said_and_nothing_is_sent(
    desk: Client, line: Peer, gateway: Peer, channel: str, typed: str
) -> None:
    page = text(desk.post(f"{PAGE}{channel}/test/", {f"{channel}-address": typed}))
    assert "error" in page.lower()
    assert (line.asked, gateway.asked) == ([], [])


def test_tests_are_throttled(desk: Client, line: Peer) -> None:
    for _ in range(10):
        desk.post(f"{PAGE}line/test/", {"line-address": LINE_ID})
    assert desk.post(f"{PAGE}line/test/", {"line-address": LINE_ID}).status_code == 429
    assert len(line.asked) == 10


def test_a_test_leaves_no_letter_behind(desk: Client, line: Peer) -> None:
    desk.post(f"{PAGE}line/test/", {"line-address": LINE_ID})
    assert not Notice.objects.exists()
    assert ChannelHealth.objects.get().channel == DeliveryChannel.LINE


def test_the_page_takes_few_statements(
    desk: Client, line: Peer, gateway: Peer, settings: LazySettings, django_assert_max_num_queries: object
) -> None:
    desk.get(PAGE)
    with django_assert_max_num_queries(14):  # type: ignore[operator]
        desk.get(PAGE)


def test_a_test_is_shown_by_the_browser_that_asks_for_it(desk: Client, push_service: PushService) -> None:
    telephone = Telephone(push_service)
    page = text(desk.get(PAGE))
    assert f'data-push-key="{push_keys.public_key()}"' in page
    typed = {"push-address": telephone.json}
    assert "has accepted the test letter" in text(desk.post(f"{PAGE}push/test/", typed, follow=True))
    assert [one["page"] for one in telephone.shown] == ["/en/track/"]
    push_service.answer(410, None)
    assert "takes no more notifications" in text(desk.post(f"{PAGE}push/test/", typed))
    assert "gave nothing" in text(desk.post(f"{PAGE}push/test/", {"push-address": "{}"}))
    assert not Notice.objects.exists()
