"""A case in the list of the inbox, as its row is written.

Fifty of them are most of a page: written here, a row costs a third of what a template takes for it.
"""

import datetime
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from cases.actions.duplicates import main_of
from cases.models import Case, Status, Urgency, User
from cases.text.dates import short_date
from cases.text.initials import initials
from workflows import rights
from workflows.inbox.row_notes import remarks
from workflows.inbox.row_words import first_line

PLACE_LENGTH = 90
SOME_NUMBER = "2569-00001"
ROW = """<tr>{} {}
  <th scope="row"><a href="{}">{}</a></th>
  <td class="what"> {} </td>
  <td> {} {} </td>
  <td data-label="{}"> {} {} </td>
  <td class="nowrap" data-label="{}"> {} {} </td>
  <td class="nowrap" data-label="{}">{}{}</td>
</tr>
"""
PICTURE = """<td class="picture">{}</td>"""
THUMBNAIL = """<img src="{}" alt="" width="56" height="56" loading="lazy">"""
TICK = """
  <td class="tick"> <label>
    <input type="checkbox" name="case" value="{}"> <span class="visually-hidden">{}</span>
  </label> </td>"""
STATUS = """<span class="status status-{}"> <span class="shape" aria-hidden="true"></span> {} </span>"""
BADGE = """<span class="badge">{}</span>"""
BELOW = """<br><span class="{}">{}</span>"""
OFFICER = """<span class="initials" aria-hidden="true">{}</span> <span class="officer">{}</span>"""
DUE = """<span class="{}">{}</span>{}"""
REMARK = """ <br><small{}>{}</small>"""
LATE = SafeString(' class="late"')
NOTHING = SafeString("")


@dataclass(frozen=True)
class Listing:
    """What the rows of one page have in common: who reads them, on which day, whether they can be ticked,
    whether they name the department, and whether they have pictures. It lives as long as the page, in one
    language."""

    user: User
    today: datetime.date
    ticked: bool = False
    names_department: bool = False
    pictured: bool = False

    @cached_property
    def labels(self) -> tuple[str, str, str]:
        """The heads of the columns from the officer on."""
        return _("Officer"), _("Due"), _("Received")

    @cached_property
    def thumbnail(self) -> str:
        """The address of a small photo, with {} for its key."""
        return reverse("cases:thumbnail", args=[UUID(int=0)]).replace(str(UUID(int=0)), "{}")

    @cached_property
    def address(self) -> str:
        """The address of a case, with {} for its number."""
        return reverse("staff:case", args=[SOME_NUMBER]).replace(SOME_NUMBER, "{}")


@dataclass(frozen=True)
class Row:
    """A case in a list: how its deadline stands, in words, how old it is, and what else there is to say.
    Everything that somebody has typed is escaped."""

    case: Case
    listing: Listing

    @property
    def html(self) -> SafeString:
        """The row of the table."""
        case, listing = self.case, self.listing
        officer, due, received = listing.labels
        return format_html(
            ROW,
            self._tick if listing.ticked else NOTHING,
            self._picture if listing.pictured else NOTHING,
            *(listing.address.format(case.number), case.number),
            self._what,
            *(format_html(STATUS, case.status, case.get_status_display()), self._remarks),
            *(officer, self._officer, self._stand_in),
            *(due, self._due, self._reply),
            *(received, short_date(case.received_at), _below(self.age)),
        )

    @property
    def late(self) -> bool:
        """Whether the case is late; one that goes along with another case is not."""
        return self.case.is_late and not (self.case.is_open and main_of(self.case) is not None)

    @property
    def age(self) -> str:
        """How long ago the case came in."""
        days = (self.listing.today - timezone.localdate(self.case.received_at)).days
        return ngettext("%(days)s day", "%(days)s days", days) % {"days": days} if days else _("new today")

    @property
    def days_left(self) -> str:
        """How the deadline stands: late, today, in so many days, paused; nothing for what has ended."""
        case = self.case
        if not case.is_open:
            return ""
        if main := main_of(case):
            return _("with %(number)s") % {"number": main.number}
        if case.status == Status.WAITING:
            return _("paused")
        days = (case.due_on - self.listing.today).days
        if days < 0:
            return ngettext("%(days)s day late", "%(days)s days late", -days) % {"days": -days}
        if days == 0:
            return _("today")
        if days == 1:
            return _("tomorrow")
        return ngettext("in %(days)s day", "in %(days)s days", days) % {"days": days}

    @property
    def is_soon(self) -> bool:
        """Whether somebody has to be done with the case today or tomorrow."""
        running = self.case.is_open and self.case.status != Status.WAITING and main_of(self.case) is None
        return running and 0 <= (self.case.due_on - self.listing.today).days <= 1

    @property
    def _tick(self) -> SafeString:
        number = self.case.number
        return format_html(TICK, number, _("Tick %(number)s") % {"number": number})

    @property
    def _picture(self) -> SafeString:
        photo = getattr(self.case, "first_photo", None)
        return format_html(
            PICTURE, format_html(THUMBNAIL, self.listing.thumbnail.format(photo)) if photo else ""
        )

    @property
    def _what(self) -> SafeString:
        case = self.case
        urgent = case.urgency != Urgency.NORMAL
        return format_html(
            "<strong>{}</strong> {} {} {} {}",
            case.request_type.name,
            format_html(BADGE, case.get_urgency_display()) if urgent else NOTHING,
            format_html("<span> · {}</span>", _cut(case.place)) if case.place else NOTHING,
            _below(first_line(case), kind="words"),
            _below(case.department.name) if self.listing.names_department else NOTHING,
        )

    @property
    def _officer(self) -> SafeString | str:
        name = str(self.case.officer or "")
        return format_html(OFFICER, initials(name), name) if name else "–"

    @property
    def _remarks(self) -> SafeString:
        found = remarks(self.case, self.listing.today)
        return format_html_join("", REMARK, ((LATE if one.late else NOTHING, one.text) for one in found))

    @property
    def _stand_in(self) -> SafeString:
        told = rights.stands_in(self.listing.user, self.case) and not self.case.request_type.restricted
        return format_html(BADGE, _("you stand in")) if told else NOTHING

    @property
    def _due(self) -> SafeString | str:
        if not (days_left := self.days_left):
            return "–"
        kind = "late" if self.late else "soon" if self.is_soon else "due"
        return format_html(DUE, kind, days_left, _below(short_date(self.case.due_on)))

    @property
    def _reply(self) -> SafeString:
        """By when somebody has to take the case; nothing where somebody has."""
        due = self.case.first_reply_due_on if self.case.status == Status.RECEIVED else None
        if due is None:
            return NOTHING
        if due < self.listing.today:
            return _below(_("first reply overdue"), kind="late")
        return _below(_("first reply by %(date)s") % {"date": short_date(due)})


def _cut(place: str) -> str:
    return place if len(place) <= PLACE_LENGTH else Truncator(place).chars(PLACE_LENGTH)


def _below(words: str, *, kind: str = "muted") -> SafeString:
    """The words on a line of their own; nothing for none."""
    return format_html(BELOW, kind, words) if words else NOTHING
