"""E-mail at the counter: read, filed with one press, attached to a case, put aside; each of them once."""

import uuid
from typing import Any

import pytest
from pytest_django import Settings

from cases.models import Attachment, Case, CaseEvent, ReceivedMail, RequestType, User
from notifications.mail_in.post import take
from tests.factories import (
    CaseFactory,
    ChannelFactory,
    RequestTypeFactory,
    SubdistrictFactory,
    TitleFactory,
    UserFactory,
)
from tests.notifications.mail_in.letters import CITIZEN, TOWN, WORDS, letter, part, parts, photo
from tests.workflows.views.conftest import Desk, Seat, address, text

pytestmark = pytest.mark.django_db
State = ReceivedMail.State


@pytest.fixture
def kind(department: Any) -> RequestType:
    SubdistrictFactory()
    ChannelFactory(code="email")
    return RequestTypeFactory(code="light", name_th="ไฟทางดับ", department=department)


@pytest.fixture
def mail(kind: RequestType) -> ReceivedMail:
    return take(letter(**parts(part(WORDS), photo())))


@pytest.fixture
def clerks(desk: Seat, clerk: User) -> Desk:
    return desk(clerk)


@pytest.fixture
def others(desk: Seat, clerk: User) -> Desk:
    return desk(UserFactory(username="other", group="clerk"))


def now(mail: ReceivedMail) -> ReceivedMail:
    return ReceivedMail.objects.get(pk=mail.pk)


def typed(mail: ReceivedMail, **other: Any) -> dict[str, Any]:
    """What a clerk sends from the form that an e-mail has filled in."""
    return {
        "form_token": str(mail.pk),
        "letter": "1",
        "channel": ChannelFactory(code="email").pk,
        "language": "th",
        "title": TitleFactory().pk,
        "house_no": "12",
        "province": "41",
        "district": "4101",
        "subdistrict": "410101",
        "first_name": "Somsri",
        "last_name": "Meesuk",
        "email": CITIZEN,
        "phone": "081 234 5678",
        "details": WORDS,
        "urgency": "normal",
        "place": "หน้าวัด",
        **other,
    }


def test_the_counter_says_how_many_wait_and_the_list_shows_them(
    clerks: Desk, mail: ReceivedMail, settings: Settings
) -> None:
    take(letter(message_id="<auto@x>", Auto_Submitted="auto-replied", subject="Away"))
    settings.MAIL_IN_ADDRESS = TOWN
    assert "1 new" in text(clerks.get(address("file")))
    shown = text(clerks.get(address("mails")))
    assert "ไฟทางดับ" in shown
    assert "Somsri Meesuk" in shown
    assert "Away" not in shown
    assert "Away" in text(clerks.get(address("mails") + "?show=automatic"))
    assert clerks.get(address("mails") + "?show=nothing&after=x").status_code == 200
    settings.MAIL_IN_ADDRESS = ""
    assert "1 new" not in text(clerks.get(address("file")))


def test_only_who_files_for_others_reads_the_mail(desk: Seat, officer: User, mail: ReceivedMail) -> None:
    seat = desk(officer)
    for name, args in (("mails", ()), ("mail", (mail.pk,))):
        assert seat.get(address(name, *args)).status_code == 403
    for name in ("file_mail", "join_mail", "put_mail_aside"):
        assert seat.post(address(name, mail.pk), {"reason": "x", "kind": "light"}).status_code == 403
    assert now(mail).state == State.NEW


def test_an_e_mail_is_filed_with_its_sender_words_and_photo(
    clerks: Desk, clerk: User, mail: ReceivedMail
) -> None:
    page = clerks.get(address("mail", mail.pk)).content.decode()
    assert WORDS in page
    assert '<option value="light" selected>' in page
    form = clerks.post(address("file_mail", mail.pk), {"kind": "light"}).content.decode()
    for said in (WORDS, CITIZEN, 'value="Somsri"', 'value="Meesuk"', str(mail.pk), 'name="letter"'):
        assert said in form
    assert str(Attachment.objects.get().pk) in form
    assert clerks.post(address("intake", "light"), typed(mail)).status_code == 302
    case = Case.objects.get()
    assert (case.email, case.channel.code, case.details) == (CITIZEN, "email", WORDS)
    assert case.attachments.count() == 1
    mail = now(mail)
    assert (mail.state, mail.case, mail.settled_by) == (State.FILED, case, clerk)


def test_an_e_mail_that_somebody_has_filed_is_not_filed_again(
    clerks: Desk, others: Desk, mail: ReceivedMail
) -> None:
    clerks.post(address("intake", "light"), typed(mail))
    again = others.post(address("intake", "light"), typed(mail))
    assert again["Location"].endswith(address("mail", mail.pk))
    assert others.post(address("file_mail", mail.pk), {"kind": "light"}).status_code == 409
    assert Case.objects.count() == 1


def test_an_e_mail_that_somebody_has_attached_meanwhile_is_not_filed(
    clerks: Desk, mail: ReceivedMail
) -> None:
    case = CaseFactory()
    clerks.post(address("join_mail", mail.pk), {"number": case.number, "form_token": uuid.uuid4()})
    assert clerks.post(address("intake", "light"), typed(mail))["Location"].endswith(address("mail", mail.pk))
    assert Case.objects.get() == case


def test_an_e_mail_becomes_a_note_on_a_case_of_which_the_officer_hears(
    clerks: Desk, clerk: User, mail: ReceivedMail
) -> None:
    case = CaseFactory(in_progress=True)
    form = {"number": case.number, "form_token": uuid.uuid4()}
    assert clerks.post(address("join_mail", mail.pk), form).status_code == 302
    note = CaseEvent.objects.filter(case=case).latest("pk")
    assert (note.kind, note.by, note.attachments.count()) == (CaseEvent.Kind.NOTED, clerk, 1)
    assert WORDS in note.message
    assert CITIZEN in note.message
    assert note.mentions.get().user == case.officer
    assert now(mail).state == State.JOINED
    assert clerks.post(address("join_mail", mail.pk), form).status_code == 302
    assert CaseEvent.objects.filter(case=case, kind=CaseEvent.Kind.NOTED).count() == 1


def test_an_unknown_case_and_a_missing_reason_are_said_and_change_nothing(
    clerks: Desk, mail: ReceivedMail
) -> None:
    for name, form, words in (
        ("join_mail", {"number": "2569-99999"}, "There is no case with this number"),
        ("join_mail", {"number": ""}, "Write the number of the case."),
        ("put_mail_aside", {"reason": " "}, "Write the reason."),
    ):
        answer = clerks.post(address(name, mail.pk), form | {"form_token": uuid.uuid4()})
        assert words in text(answer)
    assert now(mail).state == State.NEW


def test_what_was_put_aside_has_a_reason_and_can_still_be_filed(clerks: Desk, mail: ReceivedMail) -> None:
    form = {"reason": "โฆษณา", "form_token": uuid.uuid4()}
    assert clerks.post(address("put_mail_aside", mail.pk), form).status_code == 302
    assert (now(mail).state, now(mail).reason) == (State.ASIDE, "โฆษณา")
    assert "โฆษณา" in text(clerks.get(address("mail", mail.pk)))
    assert clerks.post(address("intake", "light"), typed(mail)).status_code == 302
    assert now(mail).state == State.FILED


def test_what_could_not_be_read_is_shown_as_it_came(clerks: Desk, kind: RequestType) -> None:
    mail = take(b"\x00\xff strange <script>")
    page = clerks.get(address("mail", mail.pk)).content.decode()
    assert "could not be read" in page
    assert "strange &lt;script&gt;" in page


def test_an_e_mail_about_a_restricted_case_is_read_by_the_readers_of_the_case(
    desk: Seat, clerk: User, case: Case, settings: Settings
) -> None:
    settings.MAIL_IN_ADDRESS = TOWN
    mail = ReceivedMail.objects.create(digest="a" * 64, sort="letter", subject="Quiet matter", case=case)
    seat = desk(clerk)
    assert "Quiet matter" in text(seat.page("mails"))
    RequestType.objects.update(restricted=True)
    assert "Quiet matter" not in text(seat.page("mails"))
    assert seat.page("file").context["mails"] == 0
    assert seat.page("mail", mail.pk).status_code == 404


def test_what_could_not_be_read_is_downloaded_byte_for_byte(desk: Seat, clerk: User) -> None:
    damaged, read = take(b"\x00\xff" * 300_000, most=None), take(letter())
    seat = desk(clerk)
    assert address("mail_as_it_came", damaged.pk) in text(seat.page("mail", damaged.pk))
    answer = seat.page("mail_as_it_came", damaged.pk)
    assert (answer.content, answer["Content-Type"]) == (b"\x00\xff" * 300_000, "application/octet-stream")
    assert answer["Content-Disposition"].startswith("attachment")
    assert seat.page("mail_as_it_came", read.pk).status_code == 404
