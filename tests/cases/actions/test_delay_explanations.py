"""The delay of a licence: when an explanation is due, what its draft says, and when it is sent."""

import datetime
from zoneinfo import ZoneInfo

import pytest

from cases.actions import delay_explanations
from cases.deadlines.work_calendar import DAY, WorkCalendar
from cases.errors import AlreadyDone, Refused
from cases.events import Kind
from cases.models import Case
from tests.factories import CaseFactory, RequestTypeFactory
from workflows.jobs import case_jobs

pytestmark = pytest.mark.django_db
# A Monday; with five working days the case is due on Monday 23 November.
MONDAY = datetime.datetime(2026, 11, 16, 10, 0, tzinfo=ZoneInfo("Asia/Bangkok"))


def after_due(days: int) -> datetime.datetime:
    return MONDAY + (7 + days) * DAY


@pytest.fixture
def licence(department, head, officer) -> Case:
    """An application for a building permit, in progress."""
    request_type = RequestTypeFactory(
        code="building_permit", department=department, target_working_days=5, licence=True
    )
    return CaseFactory(request_type=request_type, now=MONDAY, head=head, officer=officer, in_progress=True)


@pytest.mark.parametrize(("days", "asked"), [(0, 0), (1, 0), (4, 0), (7, 1), (8, 1)])
def test_an_explanation_is_due_from_the_seventh_day_after_the_due_date(licence, days, asked):
    assert case_jobs.remind_of_delays(now=after_due(days)) == asked


def test_it_is_due_again_every_seven_days_and_asked_for_once(licence):
    asked = [case_jobs.remind_of_delays(now=after_due(days)) for days in (7, 7, 8, 11, 14, 15, 21)]
    assert asked == [1, 0, 0, 0, 1, 0, 1]


def test_who_has_explained_it_is_not_asked(licence, officer):
    delay_explanations.explain(licence, by=officer, text="รอผลตรวจ", now=after_due(7))
    assert [case_jobs.remind_of_delays(now=after_due(days)) for days in (8, 14)] == [0, 1]


def test_no_other_kind_is_asked_for_an_explanation(licence, officer):
    licence.request_type.licence = False
    licence.request_type.save()
    assert case_jobs.remind_of_delays(now=after_due(7)) == 0
    with pytest.raises(Refused):
        delay_explanations.explain(licence, by=officer, text="รอผลตรวจ", now=after_due(7))


@pytest.mark.parametrize("state", ["waiting", "resolved", "withdrawn"])
def test_what_waits_or_has_ended_needs_no_explanation(licence, state):
    other = CaseFactory(request_type=licence.request_type, now=MONDAY, **{state: True})
    assert case_jobs.remind_of_delays(now=after_due(7)) == 1
    assert not other.events.filter(kind=Kind.DELAY_DUE).exists()


def test_the_applicant_reads_the_words_of_the_officer(licence, officer):
    case = delay_explanations.explain(licence, by=officer, text="รอผลตรวจจากโยธาธิการจังหวัด", now=after_due(7))
    event = case.events.latest("pk")
    assert (event.kind, event.citizen_message) == (Kind.DELAY_EXPLAINED, "รอผลตรวจจากโยธาธิการจังหวัด")
    assert "รอผลตรวจจากโยธาธิการจังหวัด" in event.notices.get(audience="citizen").text


def test_it_is_sent_once_in_seven_days(licence, officer):
    delay_explanations.explain(licence, by=officer, text="รอผลตรวจ", now=after_due(7))
    with pytest.raises(AlreadyDone):
        delay_explanations.explain(licence, by=officer, text="รอผลตรวจอีก", now=after_due(13))
    delay_explanations.explain(licence, by=officer, text="รอผลตรวจอีก", now=after_due(14))


@pytest.mark.parametrize("text", ["", "  ", f"The reason is: {delay_explanations.GAP}"])
def test_a_draft_without_a_reason_is_not_sent(licence, officer, text):
    with pytest.raises(Refused):
        delay_explanations.explain(licence, by=officer, text=text, now=after_due(7))


def test_a_case_that_is_not_late_is_not_explained(licence, officer):
    with pytest.raises(Refused):
        delay_explanations.explain(licence, by=officer, text="รอผลตรวจ", now=after_due(0))


def test_the_draft_holds_the_facts_and_a_gap_in_the_language_of_the_citizen(licence):
    licence.language = "en"
    text = delay_explanations.draft(licence, calendar=WorkCalendar.load(), today=after_due(8).date())
    assert "was due on 23 November 2026. It is 8 days late." in text
    assert "by 8 December 2026" in text
    assert delay_explanations.GAP in text
