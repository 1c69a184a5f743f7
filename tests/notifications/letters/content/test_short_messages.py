"""The short letter: two parts of an SMS at most, the link whole, no password ever."""

import datetime

import pytest
from django.utils import timezone
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from cases import actions
from cases.actions import contact_preference
from cases.models import Case, ContactChannel, User
from notifications.letters.catalogue import SPECS, priority_of
from notifications.letters.content.short_messages import fits, fitted
from notifications.letters.holds import quiet_hours
from notifications.models import DeliveryChannel, Letter, Notice
from tests.factories import FiledFactory
from tests.peers import Peer

LINK = "https://eservice.example.go.th/track/"
BANGKOK = timezone.get_default_timezone()


@given(subject=st.text(), step=st.text())
def test_whatever_is_said_it_fits_and_the_link_is_whole(subject: str, step: str) -> None:
    text = fitted(subject, step, LINK)
    assert fits(text)
    assert text.endswith(LINK)


def test_the_next_step_goes_before_the_subject_is_cut() -> None:
    assert fitted("ก" * 40, "ข" * 40, LINK) == f"{'ก' * 40}\n{'ข' * 40}\n{LINK}"
    assert fitted("ก" * 90, "ข" * 40, LINK) == f"{'ก' * 90}\n{LINK}"
    assert "…" in fitted("ก" * 200, "ข" * 40, LINK)


def test_thai_letters_with_their_next_step_fit() -> None:
    values = dict.fromkeys(("due", "until", "subtask_due", "look_by"), "22 พฤศจิกายน 2569")
    with override("th"):
        steps = [str(spec.next_step) % values for spec in SPECS if spec.next_step]
    assert all(fits(f"2569-00014: {'ก' * 25}\n{step}\n{LINK}") for step in steps)


@pytest.mark.django_db
def test_without_email_the_first_letter_goes_by_sms_and_has_no_password(gateway: Peer) -> None:
    case, password = FiledFactory(email="")
    notice = Notice.objects.get(case=case, kind=Letter.RECEIVED)
    assert (notice.channel, notice.address, notice.html) == (DeliveryChannel.SMS, "+66812345678", "")
    assert case.number in notice.text
    assert "/track/" in notice.text
    assert password not in notice.text
    assert notice.secret == ""


@pytest.mark.django_db
def test_without_email_a_landline_gets_no_sms(gateway: Peer) -> None:
    FiledFactory(email="", phone="+6642325176")
    assert not Notice.objects.filter(audience="citizen").exists()


@pytest.mark.django_db
def test_a_new_password_goes_by_email_whatever_was_chosen(case: Case, gateway: Peer) -> None:
    contact_preference.choose(case, ContactChannel.SMS)
    actions.change_password(case)
    notice = Notice.objects.get(kind=Letter.NEW_PASSWORD)
    assert (notice.channel, bool(notice.secret)) == (DeliveryChannel.EMAIL, True)


def local(hour: int, minute: int = 0) -> datetime.datetime:
    return datetime.datetime(2026, 11, 22, hour, minute, tzinfo=BANGKOK)


@pytest.mark.parametrize(("hour", "waits"), [(0, 8), (7, 1), (8, 0), (12, 0), (19, 0), (20, 12), (23, 9)])
def test_an_sms_waits_for_the_day(hour: int, waits: int) -> None:
    wait = quiet_hours.wait(DeliveryChannel.SMS, priority_of(Letter.RESULT), at=local(hour))
    assert wait == datetime.timedelta(hours=waits)


@pytest.mark.parametrize(
    ("channel", "letter"), [("email", Letter.RESULT), ("line", Letter.RESULT), ("sms", Letter.RECOVERY_CODE)]
)
def test_other_ways_and_codes_wait_for_nothing(channel: str, letter: Letter) -> None:
    assert quiet_hours.wait(channel, priority_of(letter), at=local(2)) == datetime.timedelta()


@pytest.mark.django_db
def test_an_sms_written_at_night_is_due_in_the_morning(
    case: Case, head: User, officer: User, gateway: Peer, monkeypatch: pytest.MonkeyPatch
) -> None:
    contact_preference.choose(case, ContactChannel.SMS)
    monkeypatch.setattr(timezone, "now", lambda: local(22))
    actions.assign(case, to=officer, by=head)
    notice = Notice.objects.get(channel="sms")
    assert notice.due_at == local(8) + datetime.timedelta(days=1)
