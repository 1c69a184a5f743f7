"""Letters to an address that nobody has confirmed: a few a day, one that says how many wait, the rest."""

import datetime
import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from email.message import EmailMessage

import pytest
from django.conf import LazySettings
from django.db import connection
from django.db.models import F
from django.db.models.functions import Now
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from cases.access import confirmed_emails
from cases.intake.filing import submit
from cases.models import Case, OneTimeCode, User
from notifications.delivery import worker
from notifications.letters import one_time_codes
from notifications.letters.content.standalone_content import HELD_FOR
from notifications.letters.holds import unconfirmed
from notifications.models import Audience, Letter, Notice, State
from notifications.pages import resend, staff_actions
from tests.factories import CaseFactory, FilingFactory, RequestTypeFactory, SubdistrictFactory
from tests.notifications.conftest import at
from tests.servers import MailServer

pytestmark = pytest.mark.django_db
ADDRESS = "somchai@citizen.example"


@pytest.fixture(autouse=True)
def limited(settings: LazySettings) -> None:
    settings.LETTERS_TO_UNCONFIRMED = 5


def file(count: int, *, email: str = ADDRESS, by: User | None = None) -> list[Case]:
    """So many cases with this address; only the citizen's letters stay."""
    request_type, place = RequestTypeFactory(), SubdistrictFactory()
    filings = [FilingFactory(request_type=request_type, subdistrict=place, email=email) for _ in range(count)]
    cases = [submit(filing, by=by)[0] for filing in filings]
    Notice.objects.exclude(audience=Audience.CITIZEN).delete()
    return cases


def go_on(seconds: float = 180) -> None:
    """Let so much time go by, and send what is due."""
    gone = datetime.timedelta(seconds=seconds)
    Notice.objects.update(
        created=F("created") - gone,
        due_at=F("due_at") - gone,
        admitted_at=F("admitted_at") - gone,
    )
    worker.deliver()


def send_all() -> None:
    """What is due now, and the letter that goes a little later."""
    worker.deliver()
    go_on()


def subjects(server: MailServer, address: str = ADDRESS) -> list[str]:
    return [str(letter["Subject"]) for letter in server.sent_to(address)]


def with_password(server: MailServer) -> list[EmailMessage]:
    return [letter for letter in server.sent_to(ADDRESS) if re.match(r"\d{4}-", str(letter["Subject"]))]


def states() -> dict[str, int]:
    """How many letters with a password are in each state."""
    return Counter(Notice.objects.filter(kind=Letter.RECEIVED).values_list("state", flat=True))


def test_of_fifteen_letters_five_go_and_one_says_that_ten_wait(smtp_server: MailServer) -> None:
    file(15)
    send_all()
    assert (len(with_password(smtp_server)), len(smtp_server.sent_to(ADDRESS))) == (5, 6)
    assert states() == {State.SENT: 5, State.HELD: 10}
    last = smtp_server.sent_to(ADDRESS)[-1]
    assert "10" in str(last["Subject"])
    body = last.get_body(("plain",))
    assert body is not None
    assert reverse("cases:forgot") in body.get_content()


def test_the_number_is_true_when_the_letter_goes(smtp_server: MailServer) -> None:
    file(6)
    worker.deliver()
    file(9)
    send_all()
    assert "10" in subjects(smtp_server)[-1]
    notice = Notice.objects.get(kind=Letter.LETTERS_WAIT)
    assert "10" in notice.text
    assert notice.subject == subjects(smtp_server)[-1]


def test_the_letter_is_written_in_the_language_of_the_request(smtp_server: MailServer) -> None:
    file(6)
    Notice.objects.update(language="en")
    send_all()
    assert subjects(smtp_server)[-1] == "Please confirm your e-mail address: 1 letter waits"


def test_a_confirmed_address_gets_all(smtp_server: MailServer) -> None:
    confirmed_emails.note("Somchai@Citizen.Example")
    file(15)
    send_all()
    assert len(with_password(smtp_server)) == len(smtp_server.sent_to(ADDRESS)) == 15


def test_once_confirmed_the_waiting_letters_arrive_once_each_in_order(smtp_server: MailServer) -> None:
    cases = file(15)
    send_all()
    confirmed_emails.note(ADDRESS.upper())
    worker.deliver()
    go_on()
    told = [str(letter["Subject"]).split(":")[0] for letter in with_password(smtp_server)]
    assert told == [case.number for case in cases]
    assert len(smtp_server.sent_to(ADDRESS)) == 16
    for letter in with_password(smtp_server):
        body = letter.get_body(("plain",))
        assert body is not None
        assert re.search(r"\d{4} \d{4} \d{4}", body.get_content()), "the password is in it"
    assert not Notice.objects.exclude(secret="").exists()


def test_a_code_on_the_page_of_the_letter_confirms(client: Client, smtp_server: MailServer) -> None:
    file(7)
    send_all()
    client.post(reverse("cases:forgot"), {"wanted": ADDRESS})
    one_time_codes.look_up()
    worker.deliver()
    code_letter = smtp_server.sent_to(ADDRESS)[-1].get_body(("plain",))
    assert code_letter is not None
    code = re.search(r"\b\d{6}\b", code_letter.get_content())
    assert code
    client.post(reverse("cases:forgot_code"), {"code": code[0]})
    assert OneTimeCode.objects.get().confirmed_at is not None
    worker.deliver()
    assert len(with_password(smtp_server)) == 7


def test_a_wrong_code_confirms_nothing(client: Client, smtp_server: MailServer) -> None:
    file(6)
    send_all()
    client.post(reverse("cases:forgot"), {"wanted": ADDRESS})
    one_time_codes.look_up()
    client.post(reverse("cases:forgot_code"), {"code": "000000"})
    assert (states()[State.HELD], confirmed_emails.is_confirmed(ADDRESS)) == (1, False)


def test_the_password_of_a_case_confirms_nothing(client: Client, smtp_server: MailServer) -> None:
    """Whoever files reads it on the page, with any address."""
    file(6)
    send_all()
    case, password = submit(FilingFactory(email=ADDRESS))
    client.post(reverse("cases:track"), {"user_id": case.number, "password": password})
    assert client.get(reverse("cases:case", args=[case.number])).status_code == 200
    assert states()[State.HELD] == 1


def test_a_letter_that_tells_of_none_any_more_does_not_go(smtp_server: MailServer) -> None:
    file(6)
    worker.deliver()
    confirmed_emails.note(ADDRESS)
    send_all()
    assert Notice.objects.get(kind=Letter.LETTERS_WAIT).state == State.CANCELLED
    assert len(smtp_server.sent_to(ADDRESS)) == 6


def test_never_a_second_such_letter_within_a_day(smtp_server: MailServer) -> None:
    file(6)
    send_all()
    go_on(seconds=23 * 60 * 60)
    file(9)
    send_all()
    assert Notice.objects.filter(kind=Letter.LETTERS_WAIT).count() == 1
    assert len(smtp_server.sent_to(ADDRESS)) == 6


def test_the_next_day_has_five_of_its_own(smtp_server: MailServer) -> None:
    file(7)
    send_all()
    go_on(seconds=25 * 60 * 60)
    file(7)
    send_all()
    assert len(with_password(smtp_server)) == 10
    assert states() == {State.SENT: 10, State.HELD: 4}
    assert Notice.objects.filter(kind=Letter.LETTERS_WAIT).count() == 2


def test_what_nobody_confirms_expires_without_its_password(smtp_server: MailServer) -> None:
    file(7)
    send_all()
    go_on(seconds=HELD_FOR.total_seconds())
    gone = Notice.objects.filter(state=State.EXPIRED)
    assert (gone.count(), set(gone.values_list("secret", "last_error"))) == (2, {("", unconfirmed.WORDS)})
    assert unconfirmed.waiting(ADDRESS) == 0


def test_what_waited_for_days_is_tried_again_after_it_was_released(smtp_server: MailServer) -> None:
    file(6)
    send_all()
    go_on(seconds=3 * 24 * 60 * 60)
    confirmed_emails.note(ADDRESS)
    smtp_server.refuse()
    worker.deliver()
    assert states() == {State.SENT: 5, State.PENDING: 1}


def test_a_letter_that_was_put_off_is_counted_once(smtp_server: MailServer) -> None:
    file(5)
    smtp_server.refuse()
    worker.deliver()
    smtp_server.accept()
    Notice.objects.update(due_at=Now())
    worker.deliver()
    assert states() == {State.SENT: 5}


def test_upper_case_is_the_same_address_and_a_tag_is_another(smtp_server: MailServer) -> None:
    file(3)
    file(3, email=ADDRESS.upper())
    file(3, email="somchai+2@citizen.example")
    worker.deliver()
    assert states() == {State.SENT: 8, State.HELD: 1}


def test_what_the_counter_files_is_not_limited(clerk: User, smtp_server: MailServer) -> None:
    file(15, by=clerk)
    send_all()
    assert states() == {State.SENT: 15}


def test_a_code_is_not_held(smtp_server: MailServer) -> None:
    file(6)
    send_all()
    OneTimeCode.objects.create(wanted=ADDRESS)
    one_time_codes.look_up()
    worker.deliver()
    assert Notice.objects.get(kind=Letter.RECOVERY_CODE).state == State.SENT


def test_letters_to_the_staff_are_not_held(smtp_server: MailServer, department: object, head: User) -> None:
    for _ in range(7):
        CaseFactory(request_type=RequestTypeFactory(department=department), email="")
    worker.deliver()
    assert len(smtp_server.sent_to(head.email)) == 7


def test_who_waits_can_be_cancelled_and_then_sent_again(clerk: User, smtp_server: MailServer) -> None:
    file(6)
    send_all()
    held = Notice.objects.get(state=State.HELD)
    held = staff_actions.cancel(held, by=clerk)
    assert (held.state, held.secret) == (State.CANCELLED, "")
    resend.resend(held, by=clerk)
    worker.deliver()
    assert len(with_password(smtp_server)) == 6


@pytest.mark.parametrize(
    ("language", "words"),
    [("en", "Waits until the address is confirmed"), ("th", "รอจนกว่าจะมีการยืนยันอีเมล")],
)
def test_the_staff_read_why_a_letter_waits(
    client: Client, clerk: User, smtp_server: MailServer, language: str, words: str
) -> None:
    file(6)
    send_all()
    client.force_login(clerk)
    held = Notice.objects.get(state=State.HELD)
    with override(language):
        listed = reverse("notifications:outgoing"), reverse("notifications:letter", args=[held.pk])
    for page in (f"{listed[0]}?state=held", listed[1]):
        assert words in client.get(page, headers={"accept-language": language}).content.decode()


def test_an_expired_letter_says_why(client: Client, clerk: User, smtp_server: MailServer) -> None:
    file(6)
    send_all()
    go_on(seconds=HELD_FOR.total_seconds())
    client.force_login(clerk)
    page = client.get(at("letter", Notice.objects.get(state=State.EXPIRED).pk)).content.decode()
    assert "nobody has confirmed the address" in page


@pytest.mark.django_db(transaction=True)
def test_several_workers_at_once_let_no_more_through(
    smtp_server: MailServer,
) -> None:
    file(15)

    def work(_: int) -> None:
        try:
            worker.deliver()
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        list(pool.map(work, range(4)))
    assert states() == {State.SENT: 5, State.HELD: 10}
    assert Notice.objects.filter(kind=Letter.LETTERS_WAIT).count() == 1
