"""The page for the council: made on the first working day of a month, and mailed once to each address."""

import datetime
import io

import pytest
from django.core.mail import EmailMessage
from pypdf import PdfReader

from cases.models import Case, Holiday, MonthlyReport, Municipality
from notifications.channels.envelope import message
from notifications.letters import monthly_letters
from notifications.models import Notice
from tests.factories import CaseFactory
from workflows.figures import sums
from workflows.jobs import monthly_report

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
# A Saturday, in the morning in Bangkok; the second of the month is a Sunday, the third a Monday.
FIRST = datetime.datetime(2026, 8, 1, 1, 5, tzinfo=datetime.UTC)
MONDAY = FIRST + 2 * DAY
JULY = datetime.date(2026, 7, 1)


@pytest.fixture
def council() -> Municipality:
    """A municipality whose council gets the page of July, with one case; counted as on 1 August."""
    office: Municipality = Municipality.objects.create(
        code="city", report_addresses=["Mayor@city.example", "council@home.example"]
    )
    case = CaseFactory(resolved=True)
    july = datetime.datetime(2026, 7, 10, 2, tzinfo=datetime.UTC)
    Case.objects.filter(pk=case.pk).update(received_at=july, resolved_at=july, ended_at=july)
    sums.sum_up(now=FIRST)
    return office


def made(moment: datetime.datetime) -> int:
    return monthly_report.make(now=moment)


def test_it_is_made_on_the_first_working_day_and_once(council: Municipality) -> None:
    assert [made(FIRST), made(FIRST + DAY)] == [0, 0]
    assert [made(MONDAY), made(MONDAY), made(MONDAY + DAY)] == [1, 0, 0]
    report = MonthlyReport.objects.get()
    assert report.month == JULY
    assert "เดือนกรกฎาคม 2569 มีเรื่องเข้ามา 1 เรื่อง" in report.sentences


def test_a_holiday_moves_it(council: Municipality) -> None:
    Holiday.objects.create(day=datetime.date(2026, 8, 3))
    assert [made(MONDAY), made(MONDAY + DAY)] == [0, 1]


def test_a_missed_day_is_made_up_for_within_three_working_days_and_not_later(council: Municipality) -> None:
    assert made(MONDAY + 4 * DAY) == 0
    assert made(MONDAY + 3 * DAY) == 1


def test_nothing_is_made_where_nobody_wants_it_or_the_month_is_not_counted(council: Municipality) -> None:
    Municipality.objects.update(report_addresses=[])
    assert made(MONDAY) == 0
    Municipality.objects.update(report_addresses=["mayor@city.example"])
    sums.sum_up(now=FIRST - 2 * DAY)
    assert made(MONDAY) == 0


def test_each_address_gets_one_letter_with_the_sheet(council: Municipality, pango: None) -> None:
    made(MONDAY)
    assert [monthly_letters.write(now=MONDAY), monthly_letters.write(now=MONDAY)] == [2, 0]
    letter = Notice.objects.order_by("address")[1]
    assert (letter.address, letter.language) == ("mayor@city.example", "th")
    assert MonthlyReport.objects.get().sentences in letter.text
    mail: EmailMessage = message(letter)
    name, content, kind = mail.attachments[-1]
    assert (name, kind) == ("report-2026-07.pdf", "application/pdf")
    assert len(PdfReader(io.BytesIO(content)).pages) == 1


def test_an_old_page_is_mailed_to_nobody_who_is_named_later(council: Municipality, pango: None) -> None:
    made(MONDAY)
    assert monthly_letters.write(now=MONDAY + 6 * DAY) == 0
