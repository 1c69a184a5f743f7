"""The report: the same figures on paper, for the executive's folder."""

from django.utils.translation import gettext as _

from cases.lib import pdf
from cases.models import Department
from cases.printouts.documents import Paper, letterhead
from workflows.figures.dimensions import DIMENSIONS
from workflows.figures.periods import Period
from workflows.figures.sources import Source


def report(source: Source, period: Period, *, department: Department | None = None) -> Paper:
    """The figures of a period, against the one before, told apart in every way."""
    total, before = source.totals(period)
    tables = [(dimension.label, source.lines(by, period)) for by, dimension in DIMENSIONS.items()]
    context = {
        "title": _("Report"),
        "period": period,
        "department": department,
        "as_of": source.as_of,
        "total": total,
        "before": before,
        "tables": tables,
        **letterhead(),
    }
    name = f"report-{period.since:%Y%m%d}-{period.until:%Y%m%d}.pdf"
    return Paper("staff/figures/paper.html", name, context, whose=pdf.For.STAFF)
