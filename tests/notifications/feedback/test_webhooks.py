"""The services' news: believed only with a proof, understood in any order, never answered with an error."""

from typing import Any

import pytest
from django.test import Client
from pytest_django import Settings

from notifications.delivery import worker
from notifications.models import Notice, State, Suppression
from tests.notifications.hooks import SETTINGS, brevo, mailgun, mailgun_failure, postmark, tell
from tests.servers import MailServer


@pytest.fixture(autouse=True)
def configured(settings: Settings) -> None:
    settings.ANYMAIL = SETTINGS


@pytest.fixture
def sent(letter: Notice, smtp_server: MailServer) -> Notice:
    """A letter that the mail server has accepted."""
    worker.deliver()
    Notice.objects.update(provider_id="<202611011633.26224@smtp-relay.mailin.fr>")
    return now(letter)


def now(notice: Notice) -> Notice:
    return Notice.objects.get(pk=notice.pk)


@pytest.mark.parametrize(
    ("service", "payload"),
    [
        ("mailgun", mailgun),
        ("postmark", postmark),
        ("brevo", lambda notice: brevo(notice, "delivered")),
    ],
)
def test_a_letter_that_arrived_is_known_to_have_arrived(
    client: Client, sent: Notice, service: str, payload: Any
) -> None:
    assert tell(client, service, payload(sent)).status_code == 200
    assert now(sent).state == State.DELIVERED
    assert now(sent).arrived_at is not None
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    ("service", "payload", "reason"),
    [
        ("mailgun", mailgun_failure, "bounced"),
        ("mailgun", lambda notice: mailgun(notice, "complained"), "complained"),
        ("postmark", lambda notice: postmark(notice, "Bounce", Type="HardBounce"), "bounced"),
        ("postmark", lambda notice: postmark(notice, "SpamComplaint", Type="SpamComplaint"), "complained"),
        ("postmark", lambda notice: postmark(notice, "Bounce", Type="BadEmailAddress"), "refused"),
        ("brevo", lambda notice: brevo(notice, "hard_bounce"), "bounced"),
        ("brevo", lambda notice: brevo(notice, "complaint"), "complained"),
    ],
)
def test_a_letter_that_came_back_closes_its_address(
    client: Client, sent: Notice, service: str, payload: Any, reason: str
) -> None:
    assert tell(client, service, payload(sent)).status_code == 200
    assert now(sent).state == State.BOUNCED
    assert Suppression.objects.get().reason == reason


@pytest.mark.parametrize(
    ("service", "payload"),
    [
        ("postmark", lambda notice: postmark(notice, "Bounce", Type="SoftBounce")),
        ("postmark", lambda notice: postmark(notice, "Bounce", Type="Blocked")),
        ("brevo", lambda notice: brevo(notice, "soft_bounce")),
        ("mailgun", lambda notice: mailgun_failure(notice, reason="generic")),
    ],
)
def test_what_is_this_letters_fault_or_the_days_does_not_close_the_address(
    client: Client, sent: Notice, service: str, payload: Any
) -> None:
    tell(client, service, payload(sent))
    assert now(sent).state == State.BOUNCED
    assert not Suppression.objects.exists()


@pytest.mark.parametrize(
    ("service", "payload"),
    [
        ("mailgun", lambda notice: mailgun_failure(notice, severity="temporary")),
        ("mailgun", lambda notice: mailgun(notice, "opened")),
        ("mailgun", lambda notice: mailgun(notice, "unheard-of")),
        ("postmark", lambda notice: postmark(notice, "Bounce", Type="Transient")),
    ],
)
def test_other_news_change_nothing(client: Client, sent: Notice, service: str, payload: Any) -> None:
    assert tell(client, service, payload(sent)).status_code == 200
    assert now(sent).state == State.SENT


@pytest.mark.parametrize(
    ("service", "secret"),
    [("postmark", ""), ("postmark", "hook:guessed"), ("brevo", ""), ("brevo", "other:of-the-tests")],
)
def test_who_cannot_log_in_is_refused(client: Client, sent: Notice, service: str, secret: str) -> None:
    payload = postmark(sent, "Bounce", Type="HardBounce") if service == "postmark" else brevo(sent, "spam")
    assert tell(client, service, payload, secret=secret).status_code == 403
    assert now(sent).state == State.SENT
    assert not Suppression.objects.exists()


def test_a_forged_signature_changes_nobodys_state(client: Client, sent: Notice) -> None:
    forged = mailgun_failure(sent, key="another-key")
    assert tell(client, "mailgun", forged).status_code == 403
    stale = mailgun_failure(sent)
    stale["signature"]["token"] = "d" * 50
    assert tell(client, "mailgun", stale).status_code == 403
    assert now(sent).state == State.SENT
    assert not Suppression.objects.exists()


def test_the_same_news_twice_is_no_error(client: Client, sent: Notice) -> None:
    assert [tell(client, "mailgun", mailgun_failure(sent)).status_code for _ in range(3)] == [200] * 3
    assert now(sent).state == State.BOUNCED
    assert Suppression.objects.count() == 1


def test_arrived_after_it_came_back_changes_nothing(client: Client, sent: Notice) -> None:
    tell(client, "mailgun", mailgun_failure(sent))
    before = now(sent).arrived_at
    assert tell(client, "mailgun", mailgun(sent)).status_code == 200
    assert (now(sent).state, now(sent).arrived_at) == (State.BOUNCED, before)


def test_it_may_come_back_after_it_arrived(client: Client, sent: Notice) -> None:
    tell(client, "mailgun", mailgun(sent))
    tell(client, "mailgun", mailgun(sent, "complained"))
    assert now(sent).state == State.BOUNCED


def test_unknown_letters_are_ignored(client: Client, sent: Notice) -> None:
    stranger = Notice(pk="00000000-0000-4000-8000-000000000000", address="x@y.example")
    assert tell(client, "mailgun", mailgun_failure(stranger)).status_code == 200
    assert not Suppression.objects.exists()


def test_what_failed_already_stays_failed_and_its_address_is_closed(
    client: Client, letter: Notice, smtp_server: MailServer
) -> None:
    smtp_server.refuse("554 5.7.1 no")
    worker.deliver()
    tell(client, "mailgun", mailgun_failure(letter))
    assert now(letter).state == State.FAILED
    assert Suppression.objects.exists()


def test_a_service_that_is_quicker_than_we_are_is_asked_to_tell_again(client: Client, letter: Notice) -> None:
    worker.claim()
    response = tell(client, "mailgun", mailgun(letter))
    assert (response.status_code, response["Retry-After"]) == (503, "60")
    assert now(letter).state == State.CLAIMED


def test_a_letter_whose_worker_died_after_the_sending_is_not_sent_twice(
    client: Client, letter: Notice, smtp_server: MailServer, pass_time: Any
) -> None:
    worker.claim()
    pass_time(minutes=10)
    worker.release_expired()
    tell(client, "mailgun", mailgun(letter))
    assert (now(letter).state, now(letter).secret) == (State.DELIVERED, "")
    assert worker.deliver() == 0


def test_a_letter_that_was_never_tried_did_not_arrive(client: Client, letter: Notice) -> None:
    tell(client, "mailgun", mailgun(letter))
    assert now(letter).state == State.PENDING


@pytest.mark.parametrize("secret", [{}, {"WEBHOOK_SECRET": ""}, {"MAILGUN_API_KEY": "key"}])
@pytest.mark.parametrize("service", ["mailgun", "postmark", "brevo", "mandrill"])
def test_a_service_without_a_secret_has_no_address(
    client: Client, sent: Notice, settings: Settings, service: str, secret: dict[str, str]
) -> None:
    settings.ANYMAIL = secret
    assert tell(client, service, mailgun(sent)).status_code == 404


@pytest.mark.parametrize(
    "body",
    ["", "{", "[]", "null", '"x"', '{"event-data": {}}', "[" * 200_000, '{"signature": []}', "\x00", "{}"],
)
@pytest.mark.parametrize("service", ["mailgun", "postmark", "brevo"])
def test_nonsense_is_never_an_error_of_ours(client: Client, db: None, service: str, body: str) -> None:
    assert tell(client, service, body).status_code in (200, 400, 403)


def test_signed_nonsense_is_no_error_either(client: Client, sent: Notice) -> None:
    odd: list[dict[str, Any]] = [{"user-variables": []}, {"user-variables": {"notice": 7}}, {"message": None}]
    odd += [
        {"timestamp": "later"},
        {"user-variables": {"notice": "\x00"}, "message": {"headers": {"message-id": "\x00"}}},
    ]
    for more in odd:
        assert tell(client, "mailgun", mailgun(sent, **more)).status_code in (200, 400)


def test_looking_at_the_address_is_not_telling(client: Client, db: None) -> None:
    assert client.get("/hooks/mailgun/tracking/").status_code == 405
    assert client.head("/hooks/mailgun/tracking/").status_code == 200


def test_news_take_few_statements(client: Client, sent: Notice, django_assert_max_num_queries: Any) -> None:
    with django_assert_max_num_queries(10):
        tell(client, "mailgun", mailgun_failure(sent))


def test_the_log_names_nobody(client: Client, sent: Notice, caplog: pytest.LogCaptureFixture) -> None:
    tell(client, "mailgun", mailgun_failure(sent, key="another-key"))
    assert "mailgun" in caplog.text
    assert sent.address not in caplog.text
