"""However often and by whichever case it is asked for, one address gets few codes."""

import datetime

import pytest
from django.utils import timezone

from cases.models import Case, OneTimeCode, RequestType
from notifications.letters import one_time_codes
from notifications.models import Notice
from tests.factories import CaseFactory

pytestmark = pytest.mark.django_db


def ask(*wishes: str, ago: datetime.timedelta = datetime.timedelta()) -> int:
    """Ask for codes, look them up; the number of letters there are now."""
    for wanted in wishes:
        OneTimeCode.objects.create(wanted=wanted)
    one_time_codes.look_up(now=timezone.now() - ago)
    return Notice.objects.exclude(recovery=None).count()


def test_a_seventh_code_within_an_hour_is_not_sent(case: Case) -> None:
    assert ask(*[case.email] * 7) == 6


def test_the_limit_holds_over_all_cases_of_the_address(case: Case) -> None:
    request_type = RequestType.objects.get()
    numbers = [CaseFactory(request_type=request_type, email=case.email.upper()).number for _ in range(7)]
    assert ask(*numbers) == 6


def test_after_an_hour_there_may_be_more(case: Case) -> None:
    ask(*[case.email] * 6, ago=datetime.timedelta(minutes=61))
    assert ask(case.email) == 7


def test_a_twenty_first_code_within_a_day_is_not_sent(case: Case) -> None:
    for hours in (10, 8, 6, 4):
        ask(*[case.email] * 6, ago=datetime.timedelta(hours=hours))
    assert ask(case.email) == 20


def test_strangers_use_up_no_codes_of_whoever_was_here_before(case: Case) -> None:
    ask(*[case.email] * 9)
    OneTimeCode.objects.create(wanted=case.number, known=True)
    assert ask() == 7
    OneTimeCode.objects.create(wanted=case.email, known=True)
    assert ask() == 8


def test_known_visitors_get_few_codes_too(case: Case) -> None:
    for _ in range(9):
        OneTimeCode.objects.create(wanted=case.number, known=True)
    assert ask() == 6


def test_a_case_filed_with_somebody_elses_address_uses_up_no_codes_of_theirs(case: Case) -> None:
    foreign = CaseFactory(request_type=RequestType.objects.get(), email=case.email)
    for _ in range(9):
        OneTimeCode.objects.create(wanted=foreign.number, known=True)
    OneTimeCode.objects.create(wanted=case.number, known=True)
    assert ask() == 7


def test_one_address_never_gets_more_than_three_times_as_many(case: Case) -> None:
    request_type = RequestType.objects.get()
    for number in [CaseFactory(request_type=request_type, email=case.email).number for _ in range(4)]:
        for _ in range(6):
            OneTimeCode.objects.create(wanted=number, known=True)
    assert ask() == 18


def test_another_address_is_not_held_up(case: Case) -> None:
    request_type = RequestType.objects.get()
    other = CaseFactory(request_type=request_type, email="malee@citizen.example")
    ask(*[case.email] * 7)
    assert ask(other.number) == 7
