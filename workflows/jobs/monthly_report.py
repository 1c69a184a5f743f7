"""The page of the last month for the council, made on the first working day of a month."""

import datetime
import logging

from django.utils import timezone
from django.utils.translation import override

from cases.db.insert_once import leave
from cases.deadlines.work_calendar import WorkCalendar
from cases.lib import pdf
from cases.models import MonthlyReport, Municipality
from cases.statistics.public import midnight, months_before
from workflows.figures import sentences, summed, town
from workflows.figures.town_paper import town_paper

log = logging.getLogger(__name__)
LANGUAGE = "th"
# Where the first day was missed, since nothing ran: within so many working days more it is made all the same.
LATER = 3


def make(*, now: datetime.datetime | None = None) -> int:
    """Make the page of the last month where it is wanted, its day has come and it is not there yet; return
    how many. Safe to run twice."""
    now = now or timezone.now()
    today = timezone.localdate(now)
    month = months_before(today, 1)
    if not _is_due(today) or not Municipality.current().report_addresses:
        return 0
    if MonthlyReport.objects.filter(month=month).exists() or not _is_counted(month):
        return 0
    with override(LANGUAGE):
        told = town.town(month)
        said = " ".join(sentences.sentences(told))
        page = _page(told)
    leave(MonthlyReport(month=month, sentences=said, page=page, made_at=now))
    return 1


def _is_due(today: datetime.date) -> bool:
    """Whether this is the first working day of the month, or one of the few after it."""
    calendar = WorkCalendar.load()
    first = calendar.shift(today.replace(day=1) - datetime.timedelta(days=1), 1)
    return calendar.is_working(today) and first <= today <= calendar.shift(first, LATER)


def _is_counted(month: datetime.date) -> bool:
    """Whether the sums know the whole month."""
    as_of = summed.as_of()
    return as_of is not None and as_of >= midnight(months_before(month, -1)) and month in town.known_months()


def _page(told: town.Town) -> bytes:
    """The PDF; empty on a machine that makes none: the letter has the sentences all the same."""
    try:
        return town_paper(told).pdf()
    except pdf.Unavailable:
        log.warning("The monthly page could not be made as a PDF")
        return b""
