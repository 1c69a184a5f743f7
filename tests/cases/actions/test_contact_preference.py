"""The citizen's choice of the way: what is offered, what holds, and who hears of another choice."""

import pytest
from django.conf import LazySettings
from django.db import IntegrityError, connection

from cases.actions import contact_preference
from cases.errors import Refused
from cases.models import Case, CaseEvent, Contact, ContactChannel
from notifications.models import DeliveryChannel, Letter, Notice
from tests.factories import CaseFactory

pytestmark = pytest.mark.django_db
LINE_ID = "U" + "0123456789abcdef" * 2


@pytest.fixture
def sms(settings: LazySettings) -> None:
    settings.SMS_GATEWAY = {"url": "https://sms.example/", "form": {"to": "{phone}"}}


@pytest.fixture
def line(settings: LazySettings) -> None:
    settings.LINE_CHANNEL_TOKEN, settings.LINE_LOGIN_ID, settings.LINE_LOGIN_SECRET = "t", "1", "s"


def told_by(case: Case) -> ContactChannel | None:
    return contact_preference.way_of(case, contact_preference.contact_of(case))


def test_without_any_set_up_there_is_email_alone(case: Case) -> None:
    assert contact_preference.offered(case, None) == [ContactChannel.EMAIL]
    assert told_by(case) == ContactChannel.EMAIL


def test_what_is_not_offered_cannot_be_chosen(case: Case, line: None) -> None:
    for way in (ContactChannel.SMS, ContactChannel.LINE):
        with pytest.raises(Refused):
            contact_preference.choose(case, way)


def test_sms_can_be_chosen_where_it_is_set_up(case: Case, sms: None) -> None:
    contact_preference.choose(case, ContactChannel.SMS)
    assert told_by(case) == ContactChannel.SMS


def test_without_email_sms_is_the_default(sms: None) -> None:
    assert told_by(CaseFactory(email="")) == ContactChannel.SMS


def test_without_email_and_sms_nobody_is_told() -> None:
    assert told_by(CaseFactory(email="")) is None


def test_a_way_that_was_taken_away_gives_way_to_the_default(
    case: Case, sms: None, settings: LazySettings
) -> None:
    contact_preference.choose(case, ContactChannel.SMS)
    settings.SMS_GATEWAY = {}
    assert told_by(case) == ContactChannel.EMAIL


def test_line_is_offered_once_it_is_linked(case: Case, line: None) -> None:
    held = contact_preference.link_line(case, line_id=LINE_ID)
    assert told_by(case) == ContactChannel.LINE
    contact_preference.choose(case, ContactChannel.EMAIL)
    assert contact_preference.offered(case, held) == [ContactChannel.EMAIL, ContactChannel.LINE]


def test_the_line_id_is_encrypted(case: Case, line: None) -> None:
    contact_preference.link_line(case, line_id=LINE_ID)
    with connection.cursor() as cursor:
        cursor.execute("SELECT line_id FROM cases_contact")
        assert LINE_ID not in cursor.fetchone()[0]


def test_unlinking_forgets_the_account_and_falls_back(case: Case, line: None) -> None:
    contact_preference.link_line(case, line_id=LINE_ID)
    contact_preference.unlink_line(case)
    assert Contact.objects.get(case=case).line_id == ""
    assert told_by(case) == ContactChannel.EMAIL


def test_unlinking_what_is_not_linked_is_no_event(case: Case, line: None) -> None:
    contact_preference.unlink_line(case)
    assert not case.events.filter(kind=CaseEvent.Kind.CONTACT_CHANGED).exists()


def test_another_choice_is_told_by_email(case: Case, line: None) -> None:
    contact_preference.link_line(case, line_id=LINE_ID)
    notice = Notice.objects.get(kind=Letter.CONTACT_CHANGED)
    assert (notice.channel, notice.address) == (DeliveryChannel.EMAIL, case.email)


def test_without_email_the_way_of_before_is_told(sms: None, line: None) -> None:
    case = CaseFactory(email="")
    contact_preference.link_line(case, line_id=LINE_ID)
    assert Notice.objects.get(kind=Letter.CONTACT_CHANGED).channel == DeliveryChannel.SMS


def test_the_same_choice_again_is_no_event(case: Case) -> None:
    contact_preference.choose(case, ContactChannel.EMAIL)
    assert not case.events.filter(kind=CaseEvent.Kind.CONTACT_CHANGED).exists()


def test_the_database_holds_no_line_without_its_id(case: Case) -> None:
    with pytest.raises(IntegrityError):
        Contact.objects.create(case=case, way=ContactChannel.LINE)
