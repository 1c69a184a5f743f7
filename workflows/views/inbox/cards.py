"""A case on the board, as its card is written: what its row says, shorter, and the steps that move it."""

from dataclasses import dataclass
from functools import cached_property

from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from cases.actions.duplicates import main_of
from cases.models import Status
from cases.text.initials import initials
from workflows import rights
from workflows.rights.catalogue import Verb
from workflows.steps import wording
from workflows.views.inbox.rows import NOTHING, THUMBNAIL, Row

# The steps that move a card, and the column of a status to which each moves it.
MOVES = {
    Verb.ACCEPT: Status.ASSIGNED,
    Verb.ASSIGN: Status.ASSIGNED,
    Verb.START: Status.IN_PROGRESS,
    Verb.ASK: Status.WAITING,
    Verb.HAND_BACK: Status.ASSIGNED,
    Verb.RESOLVE: Status.RESOLVED,
    Verb.PROPOSE: Status.RESOLVED,
    Verb.REJECT: Status.REJECTED,
}
CARD = """<li class="case-card" data-card data-number="{}" data-at="{}">
  {}
  <a href="{}"><strong>{}</strong> <small class="nowrap">{}</small></a>
  <span class="place">{}</span>
  <span class="{}">{}</span> {}
  {} {}
</li>
"""
OFFICER = """<span class="initials" title="{0}">
  <span aria-hidden="true">{1}</span><span class="visually-hidden">{0}</span>
</span>"""
STEPS = """<details class="moves">
  <summary>{}<span class="visually-hidden"> {}</span></summary> <ul>{}</ul>
</details>"""
STEP = """<li><a href="{}#step" data-move="{}" data-leads="{}">{}</a></li>"""


@dataclass(frozen=True)
class Card(Row):
    """A case on the board. Its steps are those that this person may do and that fit now."""

    @property
    def html(self) -> SafeString:
        """The card."""
        case = self.case
        photo = getattr(case, "first_photo", None)
        name = str(case.officer or "")
        kind = "late" if self.late else "soon" if self.is_soon else "due"
        return format_html(
            CARD,
            *(case.number, case.status),
            format_html(THUMBNAIL, self.listing.thumbnail.format(photo)) if photo else NOTHING,
            *(self.listing.address.format(case.number), case.request_type.name, case.number),
            case.place,
            *(kind, self.days_left),
            format_html(OFFICER, name, initials(name)) if name else NOTHING,
            *(self._remarks, self._steps),
        )

    @cached_property
    def moves(self) -> list[Verb]:
        """The steps that move it, as its own page offers them."""
        user, case = self.listing.user, self.case
        if not case.is_open or main_of(case) is not None:
            return []
        return [verb for verb in MOVES if rights.fits(verb, case) and rights.may(user, verb, case)]

    @property
    def _steps(self) -> SafeString:
        if not self.moves:
            return NOTHING
        number = self.case.number
        steps = format_html_join(
            "",
            STEP,
            (
                (_address(number, verb), verb.value, MOVES[verb].value, wording.name(verb))
                for verb in self.moves
            ),
        )
        return format_html(STEPS, _("Move"), number, steps)


def _address(number: str, verb: Verb) -> str:
    return reverse("staff:step", args=[number, verb])
