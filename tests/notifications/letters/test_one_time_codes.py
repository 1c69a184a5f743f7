"""Looking up wishes that a code must confirm."""

import datetime
import re
from collections.abc import Callable

import pytest
from django.utils import timezone

from cases.access.one_time_codes import code_hash, confirm
from cases.models import Case, OneTimeCode
from notifications.delivery import worker
from notifications.letters import one_time_codes
from notifications.models import Notice, State
from tests.factories import CaseFactory
from tests.notifications.test_at_once import at_once
from tests.servers import MailServer


def one_time_code(wanted: str, **fields: object) -> OneTimeCode:
    return OneTimeCode.objects.create(wanted=wanted, **fields)


def looked_up(wanted: str, **fields: object) -> tuple[OneTimeCode, Notice | None]:
    made = one_time_code(wanted, **fields)
    one_time_codes.look_up()
    return OneTimeCode.objects.get(pk=made.pk), Notice.objects.filter(recovery=made).first()


@pytest.mark.parametrize(
    "wanted", ["somchai@citizen.example", "  SOMCHAI@Citizen.Example ", "{number}", "{thai}"]
)
def test_a_known_address_or_number_gets_a_code(case: Case, wanted: str) -> None:
    thai = case.number.translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    made, notice = looked_up(wanted.format(number=case.number, thai=thai))
    assert notice is not None
    assert notice.address == made.email == case.email
    assert re.fullmatch(r"[0-9]{6}", notice.secret)
    assert made.code == code_hash(made.pk, notice.secret)


@pytest.mark.parametrize("wanted", ["nobody@citizen.example", "2500-00001", "nonsense", ""])
def test_an_unknown_wish_is_only_looked_up(case: Case, wanted: str) -> None:
    made, notice = looked_up(wanted)
    assert made.looked_up_at
    assert (made.code, notice) == ("", None)


def test_a_case_without_an_address_gets_no_code(db: None) -> None:
    assert looked_up(CaseFactory(email="").number)[1] is None


def test_what_was_typed_is_wiped(case: Case) -> None:
    assert looked_up(case.number)[0].wanted == ""
    assert looked_up("nobody@citizen.example")[0].wanted == ""


def test_the_code_opens_the_wish(case: Case) -> None:
    made, notice = looked_up(case.email)
    assert notice is not None
    assert confirm(made.pk, notice.secret)


def test_the_code_is_valid_for_fifteen_minutes(case: Case) -> None:
    made, _notice = looked_up(case.email)
    assert made.expires_at is not None
    assert made.looked_up_at is not None
    assert made.expires_at - made.looked_up_at == datetime.timedelta(minutes=15)


@pytest.mark.parametrize(("language", "subject"), [("en", "Your code"), ("th", None)])
def test_the_code_comes_in_the_language_of_the_page(case: Case, language: str, subject: str | None) -> None:
    _made, notice = looked_up(case.email, language=language)
    assert notice is not None
    assert notice.language == language
    assert subject is None or notice.subject == subject


@pytest.mark.parametrize("purpose", ["email", "follow"])
def test_a_new_address_is_confirmed_by_itself(case: Case, purpose: str) -> None:
    made, notice = looked_up("new@citizen.example", purpose=purpose, case=case)
    assert notice is not None
    assert notice.address == made.email == "new@citizen.example"


def test_a_second_look_up_writes_nothing(case: Case) -> None:
    made, _notice = looked_up(case.email)
    assert one_time_codes.look_up() == 0
    assert OneTimeCode.objects.get(pk=made.pk).code == made.code
    assert Notice.objects.filter(recovery=made).count() == 1


def test_the_code_goes_out_by_mail_and_is_wiped(case: Case, smtp_server: MailServer) -> None:
    made, notice = looked_up(case.email)
    assert notice is not None
    worker.deliver()
    bodies = [mail.get_body(("plain",)) for mail in smtp_server.sent_to(case.email)]
    assert any(body and notice.secret in body.get_content() for body in bodies)
    assert Notice.objects.get(recovery=made).secret == ""


def test_a_code_that_no_longer_works_is_not_sent(
    case: Case, smtp_server: MailServer, pass_time: Callable[..., None]
) -> None:
    made, _notice = looked_up(case.email)
    pass_time(minutes=16)
    worker.deliver()
    stale = Notice.objects.get(recovery=made)
    assert (stale.state, stale.secret) == (State.EXPIRED, "")


def test_wishes_are_forgotten_after_a_day_with_their_letters(case: Case) -> None:
    looked_up(case.email)
    assert one_time_codes.purge() == 0
    assert one_time_codes.purge(now=timezone.now() + datetime.timedelta(hours=25)) == 1
    assert not Notice.objects.filter(kind="recovery_code").exists()


@pytest.mark.django_db(transaction=True)
def test_ten_look_ups_at_once_write_one_letter_for_each_wish(transactional_db: None, case: Case) -> None:
    for _ in range(5):
        one_time_code(case.email)
    at_once(10, one_time_codes.look_up)
    assert Notice.objects.filter(kind="recovery_code").count() == 5
    assert not OneTimeCode.objects.filter(looked_up_at=None).exists()
