"""The outbox: written with the event, once, frozen, its secret encrypted."""

import pytest
from django.db import IntegrityError, connection, transaction
from pytest_django import DjangoAssertNumQueries

from cases import actions
from cases.events import Actor, Kind, record
from cases.intake.filing import submit
from cases.models import Case, Membership, User
from notifications.letters import outbox
from notifications.letters.catalogue import letters_for
from notifications.letters.content.rendering import MARK, NAME
from notifications.models import Notice, State
from tests.factories import CaseFactory, FiledFactory, FilingFactory, RequestTypeFactory


def test_filing_writes_the_letter_and_tells_the_head(case: Case, head: User) -> None:
    citizens, heads = Notice.objects.for_case(case).order_by("audience")
    assert (citizens.kind, citizens.address, citizens.state) == ("received", case.email, State.PENDING)
    assert (heads.kind, heads.recipient, heads.secret) == ("new_case", head, "")


def test_a_filing_that_is_rolled_back_leaves_no_letter(db: None) -> None:
    with transaction.atomic():
        CaseFactory()
        transaction.set_rollback(True)
    assert not Notice.objects.exists()


def test_a_letter_that_cannot_be_written_undoes_the_event(case: Case) -> None:
    case.language = "xx"
    with pytest.raises(IntegrityError), transaction.atomic():
        record(case, Kind.PASSWORD_CHANGED, actor=Actor.CITIZEN, now=case.received_at)
    assert not case.events.filter(kind=Kind.PASSWORD_CHANGED).exists()


def test_the_same_event_writes_its_letters_once(case: Case) -> None:
    with pytest.raises(IntegrityError, match="notice_once_per_event"):
        outbox.write(event := case.events.get(), letters_for(event))


def test_a_letter_says_what_was_true_at_its_event(case: Case, head: User, officer: User) -> None:
    due = case.due_on
    notice = Notice.objects.for_case(case).get(audience="head")
    Case.objects.update(due_on=due.replace(year=due.year + 1), place="elsewhere")
    assert Notice.objects.get(pk=notice.pk).text == notice.text
    assert str(due.year + 543) in notice.text


def test_the_password_is_stored_encrypted_and_apart_from_the_words(db: None) -> None:
    case, password = FiledFactory()
    notice = Notice.objects.get(case=case, audience="citizen")
    with connection.cursor() as cursor:
        cursor.execute("SELECT secret, notifications_notice::text FROM notifications_notice")
        stored, everything = cursor.fetchone()
    assert notice.secret == password
    assert password not in everything
    assert stored != password
    assert notice.text.count(MARK) == notice.html.count(MARK) == 1


def test_a_letter_greets_the_citizen_by_a_name_that_is_no_link(case: Case, head: User) -> None:
    name = {"first_name": "<b>", "last_name": "www.evil.example"}
    filed = CaseFactory(request_type=case.request_type, language="th", **name)
    to_citizen, to_head = Notice.objects.for_case(filed).order_by("audience")
    assert "\n\nเรียน คุณ<b> www." in to_citizen.text
    assert "เรียน คุณ&lt;b&gt; www." in to_citizen.html
    assert "ขอแสดงความนับถือ\n" in to_citizen.text
    assert "evil.example" not in to_citizen.text + to_citizen.html + to_head.text
    assert NAME not in to_citizen.text + to_citizen.html


def test_who_gave_no_name_is_greeted_as_the_applicant(case: Case) -> None:
    case.first_name = case.last_name = ""
    record(case, Kind.EMAIL_CHANGED, actor=Actor.CITIZEN, now=case.received_at)
    assert "\n\nเรียน ผู้ยื่นคำร้อง\n\n" in Notice.objects.get(kind="email_changed").text


def test_a_letter_without_a_place_for_it_keeps_no_password(case: Case) -> None:
    record(case, Kind.EMAIL_CHANGED, actor=Actor.CITIZEN, now=case.received_at, secret="1234 5678 9012")
    assert Notice.objects.get(kind="email_changed").secret == ""


@pytest.mark.parametrize(
    "change",
    [
        {"state": "odd"},
        {"state": "sent", "secret": ""},
        {"state": "claimed"},
        {"state": "failed"},
        {"event": None},
    ],
)
def test_the_database_refuses_a_notice_that_cannot_be(letter: Notice, change: dict[str, str]) -> None:
    with pytest.raises(IntegrityError):
        Notice.objects.filter(pk=letter.pk).update(**change)


def test_writing_takes_six_statements_however_many_heads(
    department: object, head: User, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    request_type = RequestTypeFactory(department=department)
    event = (
        CaseFactory(request_type=request_type)
        .events.select_related("case__request_type", "case__department", "case__agency")
        .get()
    )
    Notice.objects.all().delete()
    # Two are of the municipality, which a request knows already.
    with django_assert_max_num_queries(6):
        assert len(outbox.write(event, letters_for(event))) == 2


def test_nobody_to_tell_takes_three_statements(
    db: None, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    event = CaseFactory(email="").events.select_related("case__request_type").get()
    Membership.objects.filter(role="head").update(role="officer")
    # The heads, the clerks in their place, and who hears of new cases: outside a request nothing is shared.
    with django_assert_max_num_queries(3):
        assert outbox.write(event, letters_for(event)) == []


def test_a_case_filed_at_the_counter_has_its_letter_too(clerk: User) -> None:
    case, _password = submit(FilingFactory(channel="web"), by=clerk)
    assert Notice.objects.filter(case=case, kind="received").exists()


def test_a_refused_step_writes_no_letter(case: Case) -> None:
    before = Notice.objects.count()
    with pytest.raises(Exception, match=r"answer|waiting"):
        actions.answer(case, text="early")
    assert Notice.objects.count() == before
