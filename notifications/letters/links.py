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


TRACKING = Button(_("Follow your case"), "cases:track")
CASE = Button(_("Open the case"), "staff:case")
INBOX = Button(_("Open the inbox"), "staff:inbox")
TO_ASSIGN = Button(_("Open the inbox"), "staff:inbox", "?view=assign")
CONFIRM = Button(_("Confirm this address"), "cases:forgot")
