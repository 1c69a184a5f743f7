"""What an e-mail becomes: the citizen's word, work for the counter, or something that is only kept."""

import datetime
import uuid
from typing import Any

import pytest
from django.db import connection
from django.test import override_settings
from django.utils import timezone
from pytest_django import Settings

from cases.actions import received_mail
from cases.models import Attachment, Case, CaseEvent, Mention, ReceivedMail, RequestType, User
from notifications.channels.reply_address import answered, reply_address
from notifications.mail_in.post import READ_PER_DAY, take
from notifications.models import Notice, State, Suppression
from tests.factories import CaseFactory, UserFactory
from tests.notifications.mail_in import letters
from tests.notifications.mail_in.letters import HOST, TOWN, answer, letter, part, parts, photo, to_citizen
from workflows.jobs import case_jobs

pytestmark = pytest.mark.django_db
Kind = CaseEvent.Kind
Mail = ReceivedMail


@pytest.fixture(autouse=True)
def mail_comes_in(settings: Settings) -> None:
    settings.MAIL_IN_ADDRESS, settings.MAIL_IN_AUTHSERV = TOWN, HOST


def last(case: Case) -> CaseEvent:
    return CaseEvent.objects.filter(case=case).latest("pk")


def now(mail: ReceivedMail) -> ReceivedMail:
    return Mail.objects.get(pk=mail.pk)


def with_photo(words: str) -> dict[str, Any]:
    return parts(part(words), photo())


def test_a_letter_to_the_town_waits_at_the_counter_with_its_words_and_photos() -> None:
    archive = part(b"PK\x03\x04", "application/zip", name="x.zip")
    mail = now(take(letter(**parts(part(letters.WORDS), photo(), archive))))
    assert (mail.state, mail.sort, mail.case, mail.proved) == (Mail.State.NEW, Mail.Sort.LETTER, None, False)
    assert (mail.sender, mail.sender_name) == (letters.CITIZEN, "Somsri Meesuk")
    assert (mail.subject, mail.words, mail.left_out, mail.raw) == ("ไฟทางดับ", letters.WORDS, "x.zip", "")
    assert Attachment.objects.get(draft=mail.pk).is_picture


def test_whose_a_letter_is_and_what_it_says_is_encrypted_in_the_database() -> None:
    take(letter())
    with connection.cursor() as cursor:
        cursor.execute("SELECT sender, sender_name, subject, words FROM cases_receivedmail")
        assert all(text.startswith("gAAAA") for text in cursor.fetchone())


def test_the_same_letter_by_two_ways_is_one() -> None:
    first = take(letter())
    assert take(b"Received: by another way\r\n" + letter()) == first
    assert take(letter(message_id="")) == take(letter(message_id=""))
    assert Mail.objects.count() == 2
    # A program that gives all its letters one Message-ID loses none.
    assert take(letter(Date="Tue, 1 Dec 2026 09:00:00 +0700")) != first


def test_an_answer_of_the_citizen_is_the_citizens_message(case: Case) -> None:
    mail = now(take(answer(to_citizen(case))))
    event = last(case)
    assert (event.kind, event.actor, event.message) == (Kind.MESSAGE, "citizen", "ยังไม่ได้แก้ไขเลยค่ะ")
    assert (mail.state, mail.case, mail.proved, mail.settled_by) == (Mail.State.JOINED, case, True, None)


def test_the_answer_to_a_question_is_one_and_brings_its_photo() -> None:
    case = CaseFactory(waiting=True)
    take(answer(to_citizen(case), **with_photo("บ้านเลขที่ 12 ค่ะ")))
    event = last(case)
    assert (event.kind, event.message) == (Kind.ANSWERED, "บ้านเลขที่ 12 ค่ะ")
    assert event.attachments.get().draft is None
    assert Case.objects.get(pk=case.pk).status == "in_progress"


def test_an_answer_finds_its_case_by_the_signed_address_alone(case: Case) -> None:
    notice = to_citizen(case)
    address = reply_address(notice)
    assert len(address.partition("@")[0]) <= 64
    assert notice.case
    assert notice.case.number not in address
    assert answered([address.upper()]) == [notice.pk]
    assert now(take(answer(notice, to=address, In_Reply_To=""))).state == Mail.State.JOINED
    with override_settings(SECRET_KEY="x" * 50, SECRET_KEY_FALLBACKS=[]):
        assert answered([address]) == []
    forged = address.replace("@", "a@").replace("+r", "+ra", 1)
    assert answered([forged, f"khamrong+r{'a' * 36}@town.example", "x", "", TOWN]) == []


@pytest.mark.parametrize(
    ("more", "proved"),
    [
        pytest.param({"sender": "x@elsewhere.example"}, True, id="from another address"),
        pytest.param({"proved": False}, False, id="not proved"),
        pytest.param(
            {
                "proved": False,
                "Authentication_Results": "mx.evil.example; dmarc=pass header.from=citizen.example",
            },
            False,
            id="proved by a stranger",
        ),
        pytest.param(
            {"proved": False, "Authentication_Results": f"{HOST}; dmarc=fail header.from=citizen.example"},
            False,
            id="refused",
        ),
        pytest.param(
            {"proved": False, "Authentication_Results": f"{HOST}; dkim=pass header.d=evil.example"},
            False,
            id="proved for somebody else",
        ),
        pytest.param({"sender": "a@citizen.example, somchai@citizen.example"}, False, id="two senders"),
    ],
)
def test_who_is_not_proved_to_be_the_citizen_is_read_at_the_counter(
    case: Case, more: dict[str, Any], proved: bool
) -> None:
    before = CaseEvent.objects.count()
    mail = now(take(answer(to_citizen(case), **more)))
    assert (mail.state, mail.case, mail.proved) == (Mail.State.NEW, case, proved)
    assert CaseEvent.objects.count() == before


def test_without_a_server_that_is_believed_nobody_speaks_for_the_citizen(
    case: Case, settings: Settings
) -> None:
    settings.MAIL_IN_AUTHSERV = ""
    assert now(take(answer(to_citizen(case)))).state == Mail.State.NEW


def test_an_answer_about_a_restricted_kind_never_waits_at_the_counter(case: Case, head: User) -> None:
    RequestType.objects.update(restricted=True)
    mail = now(take(answer(to_citizen(case), proved=False)))
    event = last(case)
    assert (mail.state, mail.case, mail.settled_by) == (Mail.State.JOINED, case, None)
    assert (event.kind, event.by, "ยังไม่ได้แก้ไขเลยค่ะ" in event.message) == (Kind.NOTED, None, True)
    assert [one.user for one in Mention.objects.filter(event=event)] == [case.officer or head]


def test_a_letter_to_the_staff_that_is_answered_is_no_word_of_the_citizen(case: Case) -> None:
    notice = Notice.objects.filter(case=case).exclude(audience="citizen").first()
    assert notice
    assert reply_address(notice) == ""
    assert now(take(answer(notice))).state == Mail.State.NEW


def test_an_answer_on_a_case_that_has_ended_is_read_at_the_counter() -> None:
    case = CaseFactory(withdrawn=True)
    mail = now(take(answer(to_citizen(case))))
    assert (mail.state, mail.case) == (Mail.State.NEW, case)


@pytest.mark.parametrize(
    ("status", "state", "suppressed"),
    [("5.1.1", State.BOUNCED, True), ("5.2.2", State.BOUNCED, False), ("4.2.2", State.SENT, False)],
)
def test_a_letter_that_comes_back_is_known_to_have(
    case: Case, status: str, state: State, suppressed: bool
) -> None:
    notice = to_citizen(case)
    Notice.objects.filter(pk=notice.pk).update(attempts=1)
    mail = now(take(letters.bounce(notice, status)))
    assert (mail.state, mail.sort) == (Mail.State.KEPT, Mail.Sort.BOUNCE)
    if state == State.BOUNCED:
        assert Notice.objects.get(pk=notice.pk).state == state
    assert Suppression.objects.exists() is suppressed


def test_a_bounce_of_nobodys_letter_is_only_kept(case: Case) -> None:
    notice = to_citizen(case)
    notice.pk = uuid.uuid4()
    assert now(take(letters.bounce(notice))).state == Mail.State.KEPT


def test_our_own_letter_that_comes_home_is_only_kept() -> None:
    assert now(take(letter(X_Loop=TOWN))).sort == Mail.Sort.OWN
    assert now(take(letter(sender=TOWN, message_id="<two@x>"))).sort == Mail.Sort.OWN


def test_who_writes_without_end_calls_nobody() -> None:
    for number in range(READ_PER_DAY + 2):
        take(letter(message_id=f"<{number}@robot.example>"))
    assert Mail.objects.filter(state=Mail.State.NEW).count() == READ_PER_DAY
    assert Mail.objects.filter(state=Mail.State.KEPT).count() == 2


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"\x00\xff" * 50,
        letter(kind="application/pkcs7-mime; smime-type=enveloped-data", body=b"\x30\x82"),
    ],
)
def test_what_cannot_be_read_is_kept_as_it_came_and_shown(raw: bytes) -> None:
    mail = now(take(raw))
    assert (mail.sort, mail.state) == (Mail.Sort.UNREADABLE, Mail.State.NEW)
    assert mail.raw.encode("latin-1") == raw


def test_nothing_of_a_letter_stands_in_the_log(case: Case, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level("DEBUG", logger="notifications"):
        take(answer(to_citizen(case)))
    assert caplog.records
    for word in ("somchai", "แก้ไข", case.number):
        assert word not in caplog.text


def test_the_files_of_an_e_mail_stay_for_as_long_as_it_can_become_something() -> None:
    mail = take(letter(**with_photo(letters.WORDS)))
    day = datetime.timedelta(days=1)
    case_jobs.purge_drafts(now=timezone.now() + 2 * day)
    assert Attachment.objects.filter(draft=mail.pk).exists()
    received_mail.put_aside(mail, by=UserFactory(), reason="โฆษณา")
    case_jobs.purge_drafts(now=timezone.now() + 179 * day)
    assert Attachment.objects.filter(draft=mail.pk).exists()
    case_jobs.purge_drafts(now=timezone.now() + 181 * day)
    assert not Mail.objects.exists()
    assert not Attachment.objects.exists()
