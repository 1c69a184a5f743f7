"""Sending a letter again, and the panel that offers it."""

import pytest
from django.template import Context, Template
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pytest_django import DjangoAssertNumQueries

from cases.errors import Refused
from cases.lib.request_cache import one_request
from cases.models import Case, User
from notifications.delivery import worker
from notifications.letters import one_time_codes
from notifications.models import Notice
from notifications.pages.resend import resend
from tests.factories import RequestTypeFactory
from tests.notifications.conftest import PASSWORD
from tests.notifications.letters.test_one_time_codes import one_time_code
from tests.servers import MailServer


@pytest.fixture
def failed(letter: Notice, smtp_server: MailServer) -> Notice:
    """A letter with a password that the mail server did not want."""
    smtp_server.refuse("550 no")
    worker.deliver()
    smtp_server.accept()
    return Notice.objects.get(pk=letter.pk)


def post(client: Client, notice: Notice, user: User | None = None) -> int:
    if user:
        client.force_login(user)
    return client.post(reverse("notifications:resend", args=[notice.pk])).status_code


def panel(case: Case, reader: User | None = None) -> str:
    page = Template("{% load notices %}{% notices_of case %}")
    with override("en"):
        return page.render(Context({"case": case, "csrf_token": "token", "user": reader}))


def test_a_failed_letter_goes_out_again_to_the_address_of_now(
    failed: Notice, case: Case, head: User, smtp_server: MailServer
) -> None:
    Case.objects.update(email="right@citizen.example")
    resend(failed, by=head)
    assert worker.deliver() == 1
    (mail,) = smtp_server.sent_to("right@citizen.example")
    assert mail["Subject"].strip() == failed.subject


def test_a_password_that_is_wiped_is_replaced_by_the_way_to_a_new_one(
    failed: Notice, head: User, smtp_server: MailServer
) -> None:
    resend(failed, by=head)
    worker.deliver()
    body = smtp_server.messages[-1].get_body(("plain",))
    assert body is not None
    assert PASSWORD not in body.get_content()
    assert "/track/forgot/" in body.get_content()


def test_the_copy_says_who_wished_it(failed: Notice, head: User) -> None:
    copy = resend(failed, by=head)
    assert (copy.copy_of, copy.resent_by, copy.state) == (failed, head, "pending")


def test_a_letter_on_its_way_is_not_sent_again(letter: Notice, head: User) -> None:
    with pytest.raises(Refused):
        resend(letter, by=head)


def test_a_second_click_makes_no_second_copy(failed: Notice, head: User) -> None:
    resend(failed, by=head)
    with pytest.raises(Refused):
        resend(failed, by=head)


def test_a_code_is_not_sent_again(case: Case, head: User, smtp_server: MailServer) -> None:
    one_time_code(case.email)
    one_time_codes.look_up()
    worker.deliver()
    with pytest.raises(Refused):
        resend(Notice.objects.get(kind="recovery_code"), by=head)


def test_without_an_address_it_is_refused(failed: Notice, head: User) -> None:
    Case.objects.update(email="")
    with pytest.raises(Refused):
        resend(failed, by=head)


def test_who_may_read_the_case_may_send_again(client: Client, failed: Notice, officer: User) -> None:
    assert post(client, failed, officer) == 302
    assert failed.copies.count() == 1


def test_a_stranger_may_not(client: Client, failed: Notice, stranger: User) -> None:
    assert post(client, failed, stranger) == 404
    assert not failed.copies.exists()


def test_an_officer_who_may_not_read_a_restricted_case_may_not(
    client: Client, failed: Notice, case: Case, officer: User
) -> None:
    Case.objects.update(request_type=RequestTypeFactory(restricted=True))
    assert post(client, failed, officer) == 404


def test_nobody_may_without_a_log_in(client: Client, failed: Notice) -> None:
    assert post(client, failed) == 302
    assert not failed.copies.exists()


def test_looking_at_the_address_sends_nothing(client: Client, failed: Notice, head: User) -> None:
    client.force_login(head)
    assert client.get(reverse("notifications:resend", args=[failed.pk])).status_code == 405


def test_a_second_click_is_a_conflict(client: Client, failed: Notice, head: User) -> None:
    assert [post(client, failed, head), post(client, failed, head)] == [302, 409]


def test_the_panel_shows_what_became_of_each_letter(failed: Notice) -> None:
    html = panel(Case.objects.get())
    for words in ("New password", "Citizen", "Not delivered", "550 no"):
        assert words in html
    assert failed.address not in html


def test_the_panel_offers_to_send_a_settled_letter_again(failed: Notice, head: User) -> None:
    address = reverse("notifications:resend", args=[failed.pk])
    case = Case.objects.get()
    assert address.removeprefix("/") in panel(case, head)
    resend(failed, by=head)
    assert panel(case, head).count("<form") == 0


def test_who_only_reads_the_case_sends_nothing_again(failed: Notice, executive: User, client: Client) -> None:
    assert "<form" not in panel(Case.objects.get(), executive)
    client.force_login(executive, backend="django.contrib.auth.backends.ModelBackend")
    assert client.post(reverse("notifications:resend", args=[failed.pk])).status_code == 403


def test_the_panel_does_not_offer_a_letter_that_is_on_its_way(letter: Notice) -> None:
    assert "<form" not in panel(Case.objects.get())


def test_the_panel_of_a_case_takes_one_statement(
    failed: Notice, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    case = Case.objects.get()
    with one_request():
        # What the city shares is read by the first page.
        panel(case)
        with django_assert_num_queries(1):
            panel(case)


def test_the_panel_says_that_there_is_no_letter(case: Case) -> None:
    Notice.objects.all().delete()
    assert "No letter has been written" in panel(case)
