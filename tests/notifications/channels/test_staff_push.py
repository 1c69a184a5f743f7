"""Web push to the staff: what a browser reads of a letter, and when it is told no more."""

from collections.abc import Callable

import pytest
from cryptography.fernet import Fernet
from django.db.models.functions import Now
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cases import actions
from cases.access import push_keys
from cases.actions.undo import undo_step
from cases.errors import Refused
from cases.models import Case, RequestType, StaffSession, User
from notifications.delivery import worker
from notifications.models import DeliveryChannel, Notice, State
from notifications.pages import bell, resend
from tests.push_service import PushService, Telephone
from tests.workflows.views.conftest import Desk, Seat, address, text
from tests.workflows.views.conftest import desk as desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
PUSH = DeliveryChannel.PUSH
ON = "/en/staff/notices/browser/on/"


@pytest.fixture
def telephone(push_service: PushService) -> Telephone:
    return Telephone(push_service)


@pytest.fixture
def seat(desk: Seat, officer: User, telephone: Telephone) -> Desk:
    """The officer's browser, in which notifications are on."""
    User.objects.filter(pk=officer.pk).update(language="en")
    officer.refresh_from_db()
    seat = desk(officer)
    push_keys.public_key()
    seat.post(ON, {"browser": telephone.json})
    return seat


@pytest.fixture
def assigned(case: Case, head: User, officer: User, seat: Desk) -> Notice:
    """What the officer's browser is told of an assignment, due at any hour."""
    actions.assign(case, to=officer, by=head, note="ด่วนหน่อย")
    notices = Notice.objects.filter(channel=PUSH)
    notices.update(due_at=Now())
    return notices.get()


def now(notice: Notice) -> Notice:
    return Notice.objects.get(pk=notice.pk)


def test_a_browser_reads_number_and_letter_and_a_press_has_read_the_news(
    assigned: Notice, seat: Desk, case: Case, officer: User, telephone: Telephone
) -> None:
    letter = Notice.objects.get(recipient=officer, channel="email")
    worker.deliver()
    page = f"/en/staff/notices/news/{assigned.pk}/"
    assert telephone.shown == [
        {
            "title": "City",
            "body": f"{case.number}: Case assigned to you",
            "page": page,
            "language": "en",
        }
    ]
    assert (now(assigned).state, now(assigned).html, now(assigned).address) == (State.SENT, "", "")
    # The news are counted once.
    assert bell._unread(officer).get() == letter
    assert seat.get(page)["Location"] == address("case", case.number)
    assert not bell._unread(officer).exists()
    assert Client().get(page)["Location"].startswith("/en/staff/login/")


def test_of_a_restricted_kind_it_says_only_that_there_is_news(
    case: Case, head: User, officer: User, seat: Desk, telephone: Telephone
) -> None:
    RequestType.objects.update(restricted=True)
    case.refresh_from_db()
    actions.assign(case, to=officer, by=head)
    Notice.objects.filter(channel=PUSH).update(due_at=Now())
    worker.deliver()
    (shown,) = telephone.shown
    assert shown["body"] == "There is news for you."
    assert case.number not in str(shown)


def test_a_browser_that_is_gone_is_forgotten_and_the_letter_stays_in_the_list(
    assigned: Notice, administrator: User, desk: Seat, push_service: PushService, head: User, seat: Desk
) -> None:
    push_service.answer(410, None)
    worker.deliver()
    after = now(assigned)
    said = "The browser takes no more notifications."
    assert (after.state, after.staff_browser_id, after.last_error) == (State.FAILED, None, said)
    assert "This browser is told" not in text(seat.page("security"))
    assert "Notification" in text(desk(administrator).get("/en/staff/notices/"))
    with pytest.raises(Refused, match="no address"):
        resend.resend(after, by=head)


def _logs_out(case: Case, officer: User, seat: Desk) -> None:
    seat.post(address("logout"))


def _is_switched_off(case: Case, officer: User, seat: Desk) -> None:
    User.objects.filter(pk=officer.pk).update(is_active=False)


def _loses_the_right(case: Case, officer: User, seat: Desk) -> None:
    officer.memberships.all().delete()
    Case.objects.update(officer=None)


@pytest.mark.parametrize("happens", [_logs_out, _is_switched_off, _loses_the_right])
def test_what_waits_is_not_told_to_who_has_gone_or_may_not_read_it(
    assigned: Notice,
    case: Case,
    officer: User,
    seat: Desk,
    push_service: PushService,
    happens: Callable[[Case, User, Desk], None],
) -> None:
    happens(case, officer, seat)
    worker.deliver()
    assert (now(assigned).state, push_service.asked) == (State.FAILED, [])
    assert now(assigned).last_error


def test_an_assignment_that_is_undone_is_told_to_nobody(
    case: Case, head: User, officer: User, seat: Desk, settings: Settings
) -> None:
    settings.UNDO_SECONDS = 30
    actions.assign(case, to=officer, by=head)
    told = Notice.objects.get(channel=PUSH)
    assert told.due_at > timezone.now()
    undo_step(case, event=told.event_id or 0, by=head)
    assert now(told).state == State.CANCELLED


def test_each_browser_is_told_and_whoever_did_it_is_not(
    assigned: Notice, case: Case, officer: User, head: User, desk: Seat, push_service: PushService
) -> None:
    second = Telephone(push_service, "second")
    for person in (officer, head):
        other = Telephone(push_service, "head") if person == head else second
        desk(person).post(ON, {"browser": other.json})
    Notice.objects.all().delete()
    actions.note(case, by=head, text="ดูแล้ว", mentioned=[officer])
    told = Notice.objects.filter(channel=PUSH)
    assert {(one.recipient, one.audience) for one in told} == {(officer, "mentioned")}
    assert told.count() == 2
    # A log-out leaves two letters of one event that name no browser.
    Client().force_login(officer)
    StaffSession.objects.filter(user=officer).delete()
    assert told.filter(staff_browser=None).count() == 2


def test_new_keys_end_what_was_bound_to_the_old(
    assigned: Notice, settings: Settings, push_service: PushService
) -> None:
    settings.FIELD_KEYS = [Fernet.generate_key().decode()]
    assert push_keys.replace_unreadable()
    assert now(assigned).staff_browser_id is None
