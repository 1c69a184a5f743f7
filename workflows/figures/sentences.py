"""Three sentences about a month, as somebody would read them aloud."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.text.dates import month_and_year
from workflows.figures.town import Town

# Of fewer, so many of a hundred would say more than is known.
ENOUGH = 20


def sentences(town: Town) -> list[str]:
    """What came in, what was done in time, and who has the most late; in the active language."""
    return [_came(town), _done(town), _late(town)]


def _came(town: Town) -> str:
    count, before = town.last.row().received, town.before.row().received
    words = {
        "month": month_and_year(town.last.first),
        "before": month_and_year(town.before.first).split(" ")[0],
        "count": count,
        "difference": abs(count - before),
    }
    if not count:
        return _("In %(month)s no request came in.") % words
    if count > before:
        text = ngettext(
            "In %(month)s %(count)s request came in, %(difference)s more than in %(before)s.",
            "In %(month)s %(count)s requests came in, %(difference)s more than in %(before)s.",
            count,
        )
    elif count < before:
        text = ngettext(
            "In %(month)s %(count)s request came in, %(difference)s fewer than in %(before)s.",
            "In %(month)s %(count)s requests came in, %(difference)s fewer than in %(before)s.",
            count,
        )
    else:
        text = ngettext(
            "In %(month)s %(count)s request came in, as many as in %(before)s.",
            "In %(month)s %(count)s requests came in, as many as in %(before)s.",
            count,
        )
    return text % words


def _done(town: Town) -> str:
    row = town.last.row()
    words = {"done": row.done, "share": row.share, "punctual": row.punctual}
    if not row.done:
        return _("No request was done in this month.")
    if row.done >= ENOUGH:
        return _("%(done)s were done, %(share)s of 100 of them in time.") % words
    return (
        ngettext(
            "%(done)s was done; done in time: %(punctual)s.",
            "%(done)s were done, %(punctual)s of them in time.",
            row.done,
        )
        % words
    )


def _late(town: Town) -> str:
    if town.last.ended is None:
        return _("How many were late at the end of the month is not known.")
    if town.most_late is None:
        return _("At the end of the month none was late.")
    department, count, kind = town.most_late
    words = {"department": department, "count": count, "kind": kind}
    if not kind:
        text = ngettext(
            "At the end of the month %(department)s had %(count)s late case.",
            "At the end of the month %(department)s had %(count)s late cases, the most of all.",
            count,
        )
    else:
        text = ngettext(
            "At the end of the month %(department)s had %(count)s late case: %(kind)s.",
            "At the end of the month %(department)s had %(count)s late cases, above all: %(kind)s.",
            count,
        )
    return text % words
