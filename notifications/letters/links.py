"""Links in letters: the address of a page, and the button that leads there."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _


def page(name: str, *args: str) -> str:
    """The full address of a page, in the active language."""
    return f"{settings.SITE_URL}{reverse(name, args=args)}"


@dataclass(frozen=True)
class Button:
    """The one link of a letter: its label, and the page (the name of a view) that it opens."""

    label: Any
    view: str
    query: str = ""

    def context(self, *args: str) -> dict[str, Any]:
        """Return what the frame of the letter shows, in the active language; `args` belong to the view."""
        return {"link": f"{page(self.view, *args)}{self.query}", "link_label": str(self.label)}


def personal(mark: str) -> dict[str, str]:
    """Return the button of an outside party's letter: its link ends with the mark of the secret."""
    stand_in = "token"
    address = page("outside:open", stand_in).removesuffix(f"{stand_in}/")
    return {"link": f"{address}{mark}/", "link_label": str(OPEN_STEP)}


OPEN_STEP = _("Open the step")
TRACKING = Button(_("Follow your case"), "cases:track")
CASE = Button(_("Open the case"), "staff:case")
INBOX = Button(_("Open the inbox"), "staff:inbox")
TO_ASSIGN = Button(_("Open the inbox"), "staff:inbox", "?view=assign")
MAP = Button(_("Open the map"), "cases:map")
CONFIRM = Button(_("Confirm this address"), "cases:forgot")
WEBHOOKS = Button(_("Open the webhooks"), "webhooks:webhooks")
WATCHING = Button(_("Open “Is everything well?”"), "watching")
