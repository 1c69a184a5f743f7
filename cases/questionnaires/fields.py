"""Form fields that only questions use: a number as people write one, a line to tick, and the place of a
photo."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from cases.drafts.uploads import DraftUploads
from cases.fields.text import Line
from cases.models import Attachment
from cases.text.normalization import ascii_digits

NUMBER = re.compile(r"[+-]?([0-9]{1,12}|[0-9]{1,3}(,[0-9]{3}){1,3})(\.[0-9]{1,2})?")


class NumberAnswer(Line):
    """A number with at most two decimals; Thai digits and thousands in groups are understood."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off"})

    def clean(self, value: Any) -> Any:
        """The number, or None where nothing was typed."""
        text = ascii_digits(self.to_python(value))
        self.validate(text)
        if not text:
            return None
        if not NUMBER.fullmatch(text):
            raise ValidationError(_("Enter a number, for example 12 or 2.5."), code="invalid")
        number = Decimal(text.replace(",", ""))
        self.run_validators(number)
        return number


class TickAnswer(forms.BooleanField):
    """A line to tick: true where it is ticked, nothing where it is not."""

    def clean(self, value: Any) -> bool | None:
        """True, or None for a line that need not be ticked and is not."""
        return super().clean(value) or None


class PhotoAnswer(forms.Field):
    """The place of one photo on a form; its uploads take it and say what is wrong with it."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp"})
    uploads: DraftUploads | None = None

    def clean(self, value: Any) -> Attachment | None:
        """The photo among the uploads."""
        if self.uploads and self.uploads.problems:
            raise ValidationError(self.uploads.problems)
        photo = self.uploads.photos[0] if self.uploads and self.uploads.photos else None
        if photo is None and self.required:
            raise ValidationError(self.error_messages["required"], code="required")
        return photo
