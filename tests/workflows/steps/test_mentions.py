"""Mentions: who is meant by @username, who may be named, and that a letter goes out."""

import pytest

from cases.errors import Refused
from cases.models import Case, CaseEvent, Mention, User
from notifications.models import Audience, Letter, Notice
from tests.factories import CaseFactory, OfficerFactory, RequestTypeFactory, UserFactory
from workflows.steps import mentions, notes

pytestmark = pytest.mark.django_db


def write(case: Case, by: User, text: str, *picked: User) -> CaseEvent:
    return notes.write(case, by=by, text=text, after=0, mentioned=picked)


def told() -> set[User | None]:
    return {notice.recipient for notice in Notice.objects.filter(audience=Audience.MENTIONED)}


@pytest.mark.parametrize(
    "text", ["@officer ดูด้วย", "@officerช่วยดูด้วย", "ถาม(@Officer).", "ดู\n@officer", "@officer, @officer"]
)
def test_whoever_is_named_gets_one_letter(case: Case, head: User, officer: User, text: str) -> None:
    event = write(case, head, text)
    assert [mention.user for mention in event.mentions.all()] == [officer]
    assert told() == {officer}
    assert Notice.objects.filter(kind=Letter.MENTIONED).count() == 1


@pytest.mark.parametrize("text", ["ไม่มีใคร", "a@officer.example", "นัด @ 5 โมง", "x.@officer", "@ officer"])
def test_what_is_no_mention_tells_nobody(case: Case, head: User, officer: User, text: str) -> None:
    assert not write(case, head, text).mentions.exists()
    assert told() == set()


def test_of_two_names_that_fit_the_longer_one_is_meant(case: Case, head: User, officer: User) -> None:
    longer = OfficerFactory(username="officer.eng", department=case.department)
    write(case, head, "@officer.engช่วยดู")
    assert told() == {longer}


@pytest.mark.parametrize("text", ["@nobody", "@officer.x", "@officer2", "@officer_"])
def test_a_name_that_belongs_to_nobody_is_told(case: Case, head: User, officer: User, text: str) -> None:
    with pytest.raises(Refused, match=text[1:]):
        write(case, head, text)
    assert not Mention.objects.exists()


def test_who_may_not_read_the_case_cannot_be_named(case: Case, head: User, stranger: User) -> None:
    with pytest.raises(Refused, match=str(stranger)):
        write(case, head, "@stranger ดูด้วย")
    assert not case.events.filter(kind="noted").exists()


def test_who_has_left_cannot_be_named(case: Case, head: User, officer: User) -> None:
    User.objects.filter(pk=officer.pk).update(is_active=False)
    with pytest.raises(Refused, match=str(officer)):
        write(case, head, "@officer")


def test_who_reads_every_case_can_be_named(case: Case, head: User, clerk: User) -> None:
    write(case, head, "@clerk")
    assert told() == {clerk}


def test_of_a_restricted_case_only_heads_and_its_officer_can_be_named(
    department: object, head: User, officer: User, colleague: User, clerk: User
) -> None:
    request_type = RequestTypeFactory(department=department, restricted=True)
    case = CaseFactory(request_type=request_type, assigned=True, head=head, officer=officer)
    write(case, head, "@officer")
    for name in ("colleague", "clerk"):
        with pytest.raises(Refused):
            write(case, head, f"@{name}")
    assert set(mentions.proposed(case)) == {head, officer}


def test_a_letter_about_a_restricted_case_does_not_quote_the_note(head: User, officer: User) -> None:
    request_type = RequestTypeFactory(department=head.memberships.get().department, restricted=True)
    case = CaseFactory(
        request_type=request_type, assigned=True, head=head, officer=officer, place="Secret Lane"
    )
    write(case, head, "@officer เรื่องลับ")
    letter = Notice.objects.get(audience=Audience.MENTIONED)
    assert "เรื่องลับ" not in letter.text
    assert "Secret Lane" not in letter.text


def test_the_letter_names_the_writer_and_quotes_the_note(case: Case, head: User, officer: User) -> None:
    write(case, head, "@officer รอวัสดุ")
    letter = Notice.objects.get(audience=Audience.MENTIONED)
    assert str(head) in letter.text
    assert "รอวัสดุ" in letter.text
    assert letter.subject.startswith(case.number)


def test_nobody_is_told_of_the_own_note(case: Case, head: User) -> None:
    assert not write(case, head, "@head จดไว้").mentions.exists()


def test_who_was_picked_is_named_at_the_end(case: Case, head: User, officer: User, clerk: User) -> None:
    event = write(case, head, "@officer ดูด้วย", officer, clerk)
    assert event.message == "@officer ดูด้วย\n@clerk"
    assert told() == {officer, clerk}


def test_picking_gives_no_right(case: Case, head: User, stranger: User) -> None:
    with pytest.raises(Refused):
        write(case, head, "ดูด้วย", stranger)


def test_proposed_are_the_department_and_who_had_a_part(
    case: Case, head: User, officer: User, clerk: User, stranger: User
) -> None:
    write(case, clerk, "โทรแล้ว")
    gone = OfficerFactory(department=case.department, is_active=False)
    assert set(mentions.proposed(case)) == {head, officer, clerk}
    assert gone not in mentions.proposed(case)
    assert all(mentions.may_read(person, case) for person in mentions.proposed(case))


def test_a_name_in_thai_letters_can_be_mentioned(case: Case, head: User) -> None:
    person = UserFactory(username="สมหญิง", group="clerk")
    write(case, head, "@สมหญิง โทรหาด้วย")
    assert told() == {person}
