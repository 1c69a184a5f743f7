"""The second factor: asked for after the password, set up only with it, and needed by administrators."""

import time
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import get_user
from django.test import Client

from cases.access.attempts import SECOND_FACTOR
from cases.access.two_factor import reset
from cases.models import SetupChange, User
from tests.factories import STAFF_PASSWORD, UserFactory
from tests.workflows.views.conftest import Seat, address, text
from workflows.login import totp as factor_codes
from workflows.views.login import second_step

pytestmark = pytest.mark.django_db
SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"


def code(steps: int = 0) -> str:
    """What the app shows, so many half minutes from now."""
    step = int(time.time()) // 30 + steps
    return str(totp.format_hotp_value(totp.hotp_value(SECRET, step)))


def log_in(client: Client, username: str, **more: Any) -> Any:
    return client.post(address("login"), {"username": username, "password": STAFF_PASSWORD, **more})


def second(client: Client, typed: str) -> Any:
    return client.post(address("second_step"), {"code": typed})


@pytest.fixture
def guarded(officer: User) -> User:
    """The officer with an app and spare codes."""
    factor_codes.add_app(officer, SECRET, 0)
    factor_codes.new_spares(officer)
    return officer


@pytest.fixture
def needed(settings: Any) -> None:
    settings.REQUIRE_MFA_FOR_ADMINS = True


def test_a_code_is_that_of_rfc_6238() -> None:
    secret = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ"
    assert totp.hotp_value(secret, 59 // 30) == 94287082 % 10**6


def test_the_password_alone_opens_nothing(client: Client, guarded: User) -> None:
    assert log_in(client, "officer").url == address("second_step")
    assert not get_user(client).is_authenticated
    assert client.get(address("inbox")).status_code == 302


def test_with_the_apps_code_one_is_in_where_one_wanted(client: Client, guarded: User) -> None:
    log_in(client, "officer", next="/en/staff/?view=late")
    assert second(client, code()).url == "/en/staff/?view=late"
    assert get_user(client) == guarded


def test_without_a_factor_the_password_is_enough(client: Client, officer: User) -> None:
    assert log_in(client, "officer").url == address("inbox")


def test_a_code_opens_once(client: Client, guarded: User) -> None:
    typed = code()
    log_in(client, "officer")
    second(client, typed)
    other = Client()
    log_in(other, "officer")
    assert "wrong, or was used before" in text(second(other, typed))
    assert not get_user(other).is_authenticated


@pytest.mark.parametrize("steps", [-4, 4])
def test_a_code_of_another_time_opens_nothing(client: Client, guarded: User, steps: int) -> None:
    log_in(client, "officer")
    assert second(client, code(steps)).status_code == 200
    assert not get_user(client).is_authenticated


@pytest.mark.parametrize("typed", ["", "000000x", "\x00", "๑๒๓๔๕๖", "9" * 60])
def test_nonsense_opens_nothing(client: Client, guarded: User, typed: str) -> None:
    log_in(client, "officer")
    assert second(client, typed).status_code == 200
    assert not get_user(client).is_authenticated


def test_a_spare_code_opens_once(client: Client, guarded: User) -> None:
    spare = factor_codes.spares(guarded)[0]
    log_in(client, "officer")
    assert second(client, f" {spare[:4]} {spare[4:]} ").status_code == 302
    assert spare not in factor_codes.spares(guarded)
    other = Client()
    log_in(other, "officer")
    assert second(other, spare).status_code == 200


def test_too_many_codes_close_the_step_for_a_while(client: Client, guarded: User) -> None:
    log_in(client, "officer")
    answers = [second(client, "000000").status_code for _ in range(SECOND_FACTOR.of_one[0] + 1)]
    assert answers[-1] == 429
    assert second(client, code()).status_code == 429


def test_the_second_step_is_for_those_who_have_typed_the_password(client: Client, guarded: User) -> None:
    assert second(client, code()).url == "/en/staff/login/"


def test_the_second_step_ends_after_ten_minutes(
    client: Client, guarded: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    log_in(client, "officer")
    monkeypatch.setattr(second_step, "SECONDS", -1)
    assert second(client, code()).url == "/en/staff/login/"


def test_who_is_switched_off_between_the_steps_stays_out(client: Client, guarded: User) -> None:
    log_in(client, "officer")
    User.objects.filter(pk=guarded.pk).update(is_active=False)
    assert second(client, code()).url == "/en/staff/login/"


def test_secrets_lie_encrypted(guarded: User) -> None:
    stored = " ".join(str(row.data) for row in Authenticator.objects.all())
    assert SECRET not in stored


def set_up(seat: Any, password: str = STAFF_PASSWORD) -> Any:
    """Set up an app as its person does, from the key on the page."""
    page = seat.page("add_app")
    secret = page.context["secret"].replace(" ", "")
    shown = totp.format_hotp_value(totp.hotp_value(secret, int(time.time()) // 30))
    return seat.post(address("add_app"), {"code": shown, "password": password})


def test_an_app_is_set_up_with_its_code_and_brings_spare_codes_shown_once(desk: Seat, officer: User) -> None:
    seat = desk(officer)
    assert set_up(seat).url == address("spare_codes")
    assert factor_codes.spares(officer)[0] in text(seat.page("spare_codes"))
    assert factor_codes.spares(officer)[0] not in text(seat.page("spare_codes"))


def test_an_app_is_not_set_up_without_the_password(desk: Seat, officer: User) -> None:
    assert "This is not your password" in text(set_up(desk(officer), "wrong"))
    assert not Authenticator.objects.exists()


def test_an_app_is_not_set_up_with_a_wrong_code(desk: Seat, officer: User) -> None:
    seat = desk(officer)
    before = seat.page("add_app").context["secret"]
    page = seat.post(address("add_app"), {"code": "000000", "password": STAFF_PASSWORD})
    assert (page.status_code, page.context["secret"]) == (200, before)
    assert not Authenticator.objects.exists()


def test_a_new_factor_ends_the_other_log_ins(client: Client, desk: Seat, officer: User) -> None:
    log_in(client, "officer")
    set_up(desk(officer))
    assert not get_user(client).is_authenticated


def test_a_factor_is_removed_with_the_password(desk: Seat, guarded: User) -> None:
    pk = Authenticator.objects.get(type="totp").pk
    desk(guarded).post(address("remove_factor", pk), {"password": "wrong"})
    assert Authenticator.objects.filter(type="totp").exists()
    desk(guarded).post(address("remove_factor", pk), {"password": STAFF_PASSWORD})
    assert not Authenticator.objects.exists()


def test_nobody_removes_anothers_factor(desk: Seat, guarded: User, head: User) -> None:
    pk = Authenticator.objects.get(type="totp").pk
    sent = desk(head).post(address("remove_factor", pk), {"password": STAFF_PASSWORD})
    assert sent.status_code == 404


@pytest.mark.parametrize("answer", ["", "x", "{}", "[]", '{"id": 1}', "null", "[" * 9000])
def test_a_passkey_that_makes_no_sense_is_refused(desk: Seat, officer: User, answer: str) -> None:
    seat = desk(officer)
    seat.page("add_passkey")
    typed = {"name": "Key", "password": STAFF_PASSWORD, "answer": answer}
    assert "The browser made no passkey" in text(seat.post(address("add_passkey"), typed))
    assert not Authenticator.objects.exists()


@pytest.mark.parametrize("answer", ["x", "{}", '{"id": "x", "rawId": "x", "response": {}}'])
def test_a_passkeys_answer_that_makes_no_sense_opens_nothing(
    client: Client, guarded: User, answer: str
) -> None:
    log_in(client, "officer")
    page = client.post(address("second_step"), {"answer": answer})
    assert "did not open the door" in text(page)
    assert not get_user(client).is_authenticated


@pytest.mark.usefixtures("needed")
class TestAnAdministrator:
    PAGES = ("/en/staff/", "/en/admin/", "/en/admin/cases/user/", "/en/staff/rights/", "/en/admin/nowhere/")

    @pytest.mark.parametrize("page", PAGES)
    def test_without_a_factor_sets_one_up_first(self, desk: Seat, administrator: User, page: str) -> None:
        response = desk(administrator).get(page)
        assert response.status_code == 302
        assert response["Location"] == address("security")

    def test_who_sets_one_up_goes_on(self, desk: Seat, administrator: User) -> None:
        seat = desk(administrator)
        assert "needs a second factor" in text(seat.page("security"))
        set_up(seat)
        assert seat.get("/en/admin/").status_code == 200

    def test_does_not_remove_the_last_one(self, desk: Seat, administrator: User) -> None:
        seat = desk(administrator)
        set_up(seat)
        pk = Authenticator.objects.get(type="totp").pk
        seat.post(address("remove_factor", pk), {"password": STAFF_PASSWORD})
        assert Authenticator.objects.filter(type="totp").exists()

    def test_who_came_in_before_the_factor_was_there_comes_again(
        self, desk: Seat, administrator: User
    ) -> None:
        seat = desk(administrator)
        factor_codes.add_app(administrator, SECRET, 0)
        assert seat.get("/en/admin/")["Location"].startswith("/en/staff/login/")
        assert not get_user(seat).is_authenticated

    def test_officers_do_without(self, desk: Seat, officer: User) -> None:
        assert desk(officer).page("inbox").status_code == 200


def test_in_the_demo_administrators_do_without(desk: Seat, administrator: User) -> None:
    assert desk(administrator).get("/en/admin/").status_code == 200


def act(seat: Any, person: User) -> Any:
    chosen = {"action": "reset_second_factor", "_selected_action": [person.pk]}
    return seat.post("/en/admin/cases/user/", chosen, follow=True)


def test_an_administrator_resets_a_lost_factor_and_it_is_logged(
    client: Client, desk: Seat, administrator: User, guarded: User
) -> None:
    log_in(client, "officer")
    second(client, code())
    act(desk(administrator), guarded)
    assert not Authenticator.objects.exists()
    assert not get_user(client).is_authenticated
    assert SetupChange.objects.get().fields == {"second_factor": [True, False]}


def test_an_administrator_does_not_reset_a_superusers_factor(desk: Seat, administrator: User) -> None:
    root = UserFactory(username="root", is_superuser=True, is_staff=True)
    factor_codes.add_app(root, SECRET, 0)
    assert "Only a superuser" in text(act(desk(administrator), root))
    assert Authenticator.objects.exists()


def test_nothing_to_reset_is_no_error(administrator: User, officer: User) -> None:
    assert not reset(officer, by=administrator)
    assert not SetupChange.objects.exists()
