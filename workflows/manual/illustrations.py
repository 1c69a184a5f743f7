"""The pictures of the staff's manual, which show pages of the staff and are given to the staff alone."""

from pathlib import Path

from django.urls import reverse
from django.utils.translation import get_language

from cases.printouts.illustrated import Picture

FOLDER = Path(__file__).with_name("pictures")


class StaffPicture(Picture):
    """A picture that no address of the static files gives away."""

    @property
    def address(self) -> str:
        """Return the page that gives it, in the active language."""
        return reverse("staff:help_picture", args=[get_language() or "th", self.name])

    @property
    def folder(self) -> Path:
        """Return where `make pictures` puts them."""
        return FOLDER
