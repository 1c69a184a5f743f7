"""The morning letter: opt-in, one for each working day, instead of single reminders."""

import datetime

import pytest
from django.utils import timezone

from cases.events import Kind, record
from cases.models import Case, Department, Holiday, User
from cases.models.case.event_content import Reminder
from notifications.letters import digest
from notifications.models import Letter, Notice
from tests.factories import CaseFactory, RequestTypeFactory

pytestmark = pytest.mark.django_db
# A Monday, half past seven in Bangkok.
MORNING = datetime.datetime(2026, 11, 23, 0, 30, tzinfo=datetime.UTC)
DAY = datetime.timedelta(days=1)


@pytest.fixture
def late() -> Case:
    """A case that was due last week, of an officer who wants the morning letter."""
    case = CaseFactory(in_progress=True)
    User.objects.filter(pk=case.officer_id).update(digest=True, language="en")
    Case.objects.filter(pk=case.pk).update(due_on=MORNING.date() - 4 * DAY)
    Notice.objects.all().delete()
    return Case.objects.get(pk=case.pk)


def test_it_lists_what_is_late_with_number_kind_and_date(late: Case) -> None:
    assert digest.write(now=MORNING) == 1
    letter = Notice.objects.get(kind=Letter.DIGEST)
    assert letter.subject == "1 case for today, 23 Nov 2026"
    assert f"{late.number}: {late.request_type.name_en}, late since 19 Nov 2026" in letter.text


def test_it_quotes_nobody_and_tells_no_place(late: Case) -> None:
    digest.write(now=MORNING)
    letter = Notice.objects.get(kind=Letter.DIGEST)
    assert all(secret not in letter.text for secret in (late.details, late.last_name, "081"))


def test_it_is_written_once_a_morning(late: Case) -> None:
    assert [digest.write(now=MORNING), digest.write(now=MORNING)] == [1, 0]
    assert digest.write(now=MORNING + DAY) == 1


def test_nothing_is_written_to_who_did_not_ask_for_it(late: Case) -> None:
    User.objects.update(digest=False)
    assert digest.write(now=MORNING) == 0


def test_nothing_is_written_where_nothing_presses(late: Case) -> None:
    Case.objects.update(due_on=MORNING.date() + 30 * DAY)
    assert digest.write(now=MORNING) == 0


@pytest.mark.parametrize("moment", [MORNING - DAY, MORNING + 5 * DAY, MORNING + datetime.timedelta(hours=6)])
def test_nothing_is_written_on_closed_days_and_in_the_afternoon(
    late: Case, moment: datetime.datetime
) -> None:
    assert digest.write(now=moment) == 0


def test_nothing_is_written_on_a_holiday(late: Case) -> None:
    Holiday.objects.create(day=MORNING.date(), name_th="x", name_en="x")
    assert digest.write(now=MORNING) == 0


def test_a_head_hears_of_what_nobody_has_taken(head: User) -> None:
    User.objects.filter(pk=head.pk).update(digest=True, language="en")
    request_type = RequestTypeFactory(department=Department.objects.get(memberships__user=head))
    waiting = CaseFactory(request_type=request_type)
    digest.write(now=MORNING)
    letter = Notice.objects.get(kind=Letter.DIGEST)
    assert f"{waiting.number}: {waiting.request_type.name_en}, to be assigned" in letter.text


def test_the_cases_of_others_are_not_in_it(late: Case, stranger: User) -> None:
    User.objects.filter(pk=stranger.pk).update(digest=True)
    assert not digest.cases_for(
        User.objects.get(pk=stranger.pk), today=MORNING.date(), soon=MORNING.date()
    ).exists()


def test_single_reminders_stop(late: Case) -> None:
    for to in ("officer", "head"):
        content = Reminder("late", 1, to, late.due_on)
        record(late, Kind.LATE, now=timezone.now(), before=late.status, content=content)
    assert set(Notice.objects.values_list("audience", "kind")) == {("head", Letter.LATE)}
