"""What the citizen reads of time: a new date with its reason, a pause, an explained delay, no reminders."""

import datetime
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from cases import actions
from cases.actions import delay_explanations
from cases.actions.extension import extend
from cases.deadlines.work_calendar import DAY, WorkCalendar
from cases.models import EscalationRule, User
from cases.text.dates import long_date
from tests.factories import FiledFactory, RequestTypeFactory
from tests.people import Citizen
from workflows.jobs import case_jobs

pytestmark = pytest.mark.django_db


@pytest.fixture
def page(client: Any) -> Any:
    """The text of the case's page as its citizen sees it, in English."""

    def read(citizen: Citizen) -> str:
        wish = {"user_id": citizen.case.number, "password": citizen.password}
        client.post("/en/track/", wish)
        return str(client.get(f"/en/track/cases/{citizen.case.number}/").content.decode())

    return read


def test_more_time_shows_both_dates_and_the_reason(page: Any, somchai: Citizen, head: User) -> None:
    was = somchai.case.due_on
    to = WorkCalendar.load().shift(was, 1)
    extend(somchai.case, to=to, by=head, reason="รออะไหล่")
    said = page(somchai)
    assert "We need more time" in said
    assert "รออะไหล่" in said
    with override("en"):
        assert f"Expected by {long_date(to)}, instead of {long_date(was)}." in said


def test_a_pause_shows_since_when_and_then_for_how_long(
    page: Any, somchai: Citizen, head: User, officer: User
) -> None:
    case = actions.assign(somchai.case, to=officer, by=head)
    case = actions.ask(case, by=officer, question="สีอะไร")
    assert "The expected date has been paused since" in page(somchai)
    actions.answer(case, text="แดง", now=timezone.now())
    assert "The expected date was paused for 0 working days until then." in page(somchai)


def test_an_explained_delay_is_read_and_a_reminder_is_not(
    page: Any, department: Any, head: User, officer: User
) -> None:
    request_type = RequestTypeFactory(department=department, licence=True, target_working_days=1)
    citizen = Citizen(*FiledFactory(request_type=request_type, now=timezone.now() - 30 * DAY, assigned=True))
    EscalationRule.objects.create(when="late", days=1, to="head")
    day = WorkCalendar.load().shift(timezone.localdate(), 1)
    assert case_jobs.escalate(now=timezone.make_aware(datetime.datetime.combine(day, datetime.time(9)))) == 1
    delay_explanations.explain(citizen.case, by=officer, text="รอผลตรวจจากจังหวัด")
    said = page(citizen)
    assert "รอผลตรวจจากจังหวัด" in said
    assert "Reminder" not in said
