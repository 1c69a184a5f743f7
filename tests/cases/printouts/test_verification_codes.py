"""Anybody can check a result's paper; nobody learns anything personal from it."""

import datetime
import re
from collections.abc import Iterator

import pytest
from django.conf import settings as site
from django.test import Client
from django.urls import reverse
from django.utils.translation import override
from pytest_django import Settings

from cases import actions
from cases.models import Case
from cases.printouts import documents, verification_codes
from cases.printouts.verification_codes import code_for, find, result_event
from tests.factories import CaseFactory, Walk

pytestmark = pytest.mark.django_db
UNKNOWN = "We know no document with this number and this code."


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """The pages speak English here, so that their words can be compared."""
    with override("en"):
        yield


@pytest.fixture
def resolved() -> Case:
    """A case with a result."""
    return CaseFactory(resolved=True, place="หน้าวัด")


def code_of(case: Case) -> str:
    """The code on the paper of the case as it stands."""
    event = result_event(case)
    assert event is not None
    return code_for(event)


def again(case: Case) -> Case:
    """The case after the citizen said that it is not fixed, and the department did it again."""
    case = actions.reopen(case, reason="ยังเป็นหลุมอยู่")
    walk = Walk(case, head=None, officer=None, now=case.changed_at + datetime.timedelta(seconds=1))
    walk.resolved()
    return Case.objects.get(pk=case.pk)


def ask(client: Client, number: str, code: str) -> str:
    """The page that answers the form."""
    return client.get(reverse("cases:verify"), {"number": number, "code": code}).content.decode()


def test_a_code_is_ten_digits_in_two_groups(resolved: Case) -> None:
    assert re.fullmatch(r"[0-9]{5} [0-9]{5}", code_of(resolved))


def test_a_genuine_paper_is_found(resolved: Case) -> None:
    finding = find(resolved.number, code_of(resolved))
    assert finding is not None
    assert finding.current


def test_the_same_paper_has_the_same_code_tomorrow(resolved: Case) -> None:
    assert code_of(resolved) == code_of(Case.objects.get(pk=resolved.pk))


@pytest.mark.parametrize("wrong", ["", "0", "00000 00000", "abcdefghij", "1" * 400])
def test_a_wrong_code_is_not_found(resolved: Case, wrong: str) -> None:
    assert find(resolved.number, wrong) is None


def test_the_code_of_another_case_is_not_found(resolved: Case) -> None:
    assert find(resolved.number, code_of(CaseFactory(resolved=True))) is None


def test_the_code_says_the_same_in_thai_digits_and_with_hyphens(resolved: Case) -> None:
    typed = code_of(resolved).replace(" ", "-").translate(str.maketrans("0123456789", "๐๑๒๓๔๕๖๗๘๙"))
    assert find(resolved.number, typed)


def test_a_rejection_can_be_checked_too() -> None:
    case = CaseFactory(rejected=True)
    assert find(case.number, code_of(case))


def test_a_closed_case_keeps_its_paper() -> None:
    case = CaseFactory(closed=True)
    finding = find(case.number, code_of(case))
    assert finding is not None
    assert finding.current


@pytest.mark.parametrize("state", ["assigned", "waiting", "withdrawn"])
def test_a_case_without_a_result_has_no_code(state: str) -> None:
    assert result_event(CaseFactory(**{state: True})) is None


def test_a_paper_stays_good_when_a_new_key_comes(resolved: Case, settings: Settings) -> None:
    old = code_of(resolved)
    settings.FIELD_KEYS = ["a-new-key", *settings.FIELD_KEYS]
    assert find(resolved.number, old)
    assert code_of(resolved) != old


def test_a_paper_ends_with_its_key(resolved: Case, settings: Settings) -> None:
    old = code_of(resolved)
    settings.FIELD_KEYS = ["another-key"]
    assert find(resolved.number, old) is None


def test_a_paper_is_no_longer_the_last_word_when_the_case_is_reopened(resolved: Case) -> None:
    code = code_of(resolved)
    actions.reopen(resolved, reason="ยังเป็นหลุมอยู่")
    finding = find(resolved.number, code)
    assert finding is not None
    assert not finding.current


def test_a_second_result_has_a_paper_of_its_own(resolved: Case) -> None:
    first = code_of(resolved)
    case = again(resolved)
    old, new = find(case.number, first), find(case.number, code_of(case))
    assert old is not None
    assert new is not None
    assert (old.current, new.current) == (False, True)


def test_the_page_says_what_the_paper_says(client: Client, resolved: Case) -> None:
    page = ask(client, resolved.number, code_of(resolved))
    assert "This document is genuine" in page
    for expected in (resolved.request_type.name, resolved.department.name, str(resolved.result)):
        assert expected in page


def test_the_page_shows_nothing_personal(client: Client, resolved: Case) -> None:
    page = ask(client, resolved.number, code_of(resolved))
    for secret in ("สมชาย", "ใจดี", resolved.details, resolved.place, resolved.result_details, "0812345678"):
        assert secret not in page


def test_an_older_paper_does_not_show_the_newer_result(client: Client, resolved: Case) -> None:
    code = code_of(resolved)
    page = ask(client, again(resolved).number, code)
    assert "but there is a newer result" in page
    assert str(resolved.result) not in page


def test_an_unknown_number_and_a_wrong_code_get_the_same_words(client: Client, resolved: Case) -> None:
    assert UNKNOWN in ask(client, resolved.number, "12345 67890")
    assert UNKNOWN in ask(client, "2569-99999", "12345 67890")


def test_the_form_takes_the_receipt_number_too(client: Client, resolved: Case) -> None:
    assert "This document is genuine" in ask(client, resolved.receipt_number, code_of(resolved))


def test_the_qr_code_of_the_paper_leads_to_the_answer(client: Client, resolved: Case) -> None:
    paper = documents.result(resolved)
    assert paper is not None
    answer = client.get(paper.context["link"].removeprefix(site.SITE_URL))
    assert "This document is genuine" in answer.content.decode()
    assert answer["X-Robots-Tag"] == "noindex"


def test_an_empty_form_names_no_error(client: Client) -> None:
    assert "error-summary" not in client.get(reverse("cases:verify")).content.decode()


def test_a_missing_code_is_asked_for(client: Client) -> None:
    assert "Enter the verification code" in ask(client, "2569-00001", "")


def test_guessing_is_stopped(client: Client) -> None:
    for _ in range(30):
        ask(client, "2569-00001", "12345 67890")
    answer = client.get(reverse("cases:verify"), {"number": "2569-00001", "code": "12345 67891"})
    assert answer.status_code == 429
    assert int(answer["Retry-After"]) > 0


def test_guessing_one_case_from_many_networks_is_stopped(client: Client) -> None:
    statuses = [
        client.get(
            reverse("cases:verify"),
            {"number": "2569-00001", "code": "12345 67890"},
            REMOTE_ADDR=f"10.0.{network}.1",
        ).status_code
        for network in range(61)
    ]
    assert statuses[59:] == [200, 429]


def test_checking_takes_few_statements(client: Client, resolved: Case, django_assert_max_num_queries) -> None:
    code = verification_codes.canonical(code_of(resolved))
    with django_assert_max_num_queries(8):
        client.get(reverse("cases:verify", args=[resolved.number, code]))
