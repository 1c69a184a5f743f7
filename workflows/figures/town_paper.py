"""The mayor's page on one sheet of paper, for the council."""

from cases.lib import pdf
from cases.printouts.documents import Paper, letterhead
from workflows.figures.town import Town
from workflows.figures.town_page import town_page


def town_paper(town: Town) -> Paper:
    """Return the sheet of the town's last month, in the active language."""
    page = town_page(town)
    context = {"title": page.title, "page": page, **letterhead()}
    name = f"report-{town.last.first:%Y-%m}.pdf"
    return Paper("staff/figures/town_paper.html", name, context, whose=pdf.For.STAFF)
