"""The field of the photos and papers that come with a form."""

from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _


class SeveralFiles(forms.FileInput):
    """A file input that takes several pictures."""

    allow_multiple_selected = True


class Photos(forms.Field):
    """The place of the photos on a form; the uploads take them and say what is wrong with them."""

    pictures = "image/jpeg,image/png,image/webp"
    widget = SeveralFiles(attrs={"accept": pictures, "data-photos": ""})

    def take_papers(self, note: Any = "") -> None:
        """Offer PDF files as well; `note` says who sees them, or the like."""
        self.label, self.widget.attrs["accept"] = (
            _("Photos and documents"),
            f"{self.pictures},application/pdf",
        )
        limits = _("Up to 5 files: pictures (JPEG, PNG, WebP) or PDF, 10 MB each.")
        self.help_text = format_lazy("{} {}", limits, note) if note else limits

    def clean(self, value: Any) -> None:
        """Nothing: see `cases.drafts.uploads`."""
