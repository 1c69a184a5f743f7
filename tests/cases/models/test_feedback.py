"""The citizen's own verbs: a message, a verdict, another e-mail address."""

import datetime

import pytest
from django.utils import timezone

from cases import actions
from cases.errors import Refused
from cases.models import Case, CaseEvent, Feedback
from cases.text.dates import promised
from tests.factories import CaseFactory
from tests.pictures import photo

pytestmark = pytest.mark.django_db
Kind, Verdict = CaseEvent.Kind, Feedback.Verdict
LATER = datetime.timedelta(days=15)


@pytest.fixture
def resolved(case: Case) -> Case:
    """A case with a result."""
    return CaseFactory(request_type=case.request_type, resolved=True)


@pytest.mark.parametrize("state", ["received", "assigned", "in_progress", "waiting"])
def test_a_message_changes_nothing_but_the_history(case: Case, state: str) -> None:
    before = CaseFactory(request_type=case.request_type, **{state: True})
    after = actions.send_message(before, text="หลุมใหญ่ขึ้น", photos=[photo()])
    event = after.events.get(kind=Kind.MESSAGE)
    assert (after.status, after.due_on) == (before.status, before.due_on)
    assert (event.message, event.actor, event.attachments.count()) == ("หลุมใหญ่ขึ้น", "citizen", 1)


@pytest.mark.parametrize("state", ["resolved", "rejected", "withdrawn", "closed"])
def test_a_message_to_a_case_that_has_ended_is_refused(case: Case, state: str) -> None:
    with pytest.raises(Refused):
        actions.send_message(CaseFactory(request_type=case.request_type, **{state: True}), text="-")


@pytest.mark.parametrize("verdict", [Verdict.FIXED, Verdict.UNKNOWN])
def test_a_verdict_belongs_to_the_result_and_changes_no_status(
    resolved: Case, verdict: Feedback.Verdict
) -> None:
    case = actions.rate(resolved, verdict=verdict, rating=4, comment="เร็วดี", photos=[photo()])
    said = case.events.get(kind=Kind.RESOLVED).feedback
    assert (case.status, said.verdict, said.rating, said.comment) == ("resolved", verdict, 4, "เร็วดี")
    assert case.events.get(kind=Kind.RATED).attachments.count() == 1


def test_a_verdict_is_given_once(resolved: Case) -> None:
    actions.rate(resolved, verdict=Verdict.FIXED)
    with pytest.raises(Refused):
        actions.rate(resolved, verdict=Verdict.UNKNOWN)


def test_a_verdict_after_14_days_is_refused(resolved: Case) -> None:
    with pytest.raises(Refused):
        actions.rate(resolved, verdict=Verdict.FIXED, now=timezone.now() + LATER)


def test_a_case_without_a_result_is_not_rated(case: Case) -> None:
    with pytest.raises(Refused):
        actions.rate(case, verdict=Verdict.FIXED)


def test_still_there_is_kept_as_the_verdict_on_the_result_that_was(resolved: Case) -> None:
    case = actions.reopen(resolved, reason="ยังมีหลุม", rating=2)
    said = case.events.get(kind=Kind.RESOLVED).feedback
    assert (case.status, said.verdict, said.rating) == ("assigned", Verdict.STILL_THERE, 2)


def test_still_there_takes_the_place_of_fixed_and_keeps_its_rating(resolved: Case) -> None:
    case = actions.rate(resolved, verdict=Verdict.FIXED, rating=5, comment="ขอบคุณ")
    actions.reopen(case, reason="กลับมาเป็นหลุมอีก")
    said = Feedback.objects.get(case=case)
    assert (said.verdict, said.rating, said.comment) == (Verdict.STILL_THERE, 5, "ขอบคุณ")


def test_another_e_mail_address_is_used_from_then_on(case: Case) -> None:
    after = actions.change_email(case, to="new@citizen.example")
    event = after.events.get(kind=Kind.EMAIL_CHANGED)
    assert Case.objects.get(pk=case.pk).email == "new@citizen.example"
    assert (event.message, event.actor) == ("", "citizen")


def test_what_can_be_said_until_a_day_can_be_said_until_its_last_moment(resolved: Case) -> None:
    last = promised(resolved.resolved_at, 14)  # type: ignore[arg-type]
    assert (timezone.localtime(last).hour, resolved.reopen_until) == (23, last)
    assert not Case.objects.to_close(last).exists()
    with pytest.raises(Refused):
        actions.close(resolved, now=last)
    actions.rate(resolved, verdict=Verdict.FIXED, now=last)
    actions.reopen(resolved, reason="ยังไม่เสร็จ", now=last)


def test_a_case_closes_when_the_promised_day_is_over(resolved: Case) -> None:
    after = promised(resolved.resolved_at, 14) + datetime.timedelta(microseconds=1)  # type: ignore[arg-type]
    assert Case.objects.to_close(after).get() == resolved
    with pytest.raises(Refused):
        actions.reopen(resolved, reason="ยังไม่เสร็จ", now=after)
    assert actions.close(resolved, now=after).status == "closed"
