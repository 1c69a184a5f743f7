"""Fields for what people type: cleaned of what cannot be seen before it is judged, Thai digits understood."""

import re
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from cases.text import telephones
from cases.text.case_number import user_id
from cases.text.identity_numbers import identity_number
from cases.text.normalization import ascii_digits, cleaned

DEGREES = re.compile(r"[+-]?[0-9]{1,3}(\.[0-9]{1,30})?")


def needed(message: Any) -> dict[str, Any]:
    """The words for a field that was left empty."""
    return {"required": message}


class Line(forms.CharField):
    """One line of text: blanks joined, nothing invisible; only blanks are empty. Too much is said, never cut
    by the browser."""

    def to_python(self, value: Any) -> str:
        """The cleaned line."""
        return " ".join(cleaned(str(value or "")).split()) or str(self.empty_value)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """Without `maxlength`: a browser would silently cut what is pasted."""
        attrs = super().widget_attrs(widget)
        attrs.pop("maxlength", None)
        attrs.pop("minlength", None)
        return attrs


class Paragraphs(Line):
    """Text of several lines."""

    widget = forms.Textarea(attrs={"rows": 5})

    def to_python(self, value: Any) -> str:
        """The cleaned text with its line breaks."""
        return cleaned(str(value or "")) or str(self.empty_value)


class OneInALine(forms.CharField):
    """A list that is typed one in a line; subclasses judge it in `clean`."""

    widget = forms.Textarea(attrs={"rows": 4, "spellcheck": "false"})

    def prepare_value(self, value: Any) -> Any:
        """Return the list as lines; what was typed stays as it is."""
        return "\n".join(value) if isinstance(value, list) else value


class Digits(Line):
    """Digits, however they were grouped."""

    widget = forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"})

    def to_python(self, value: Any) -> str:
        """The digits alone; anything else that was typed stays, to be refused."""
        return re.sub(r"[\s\-]", "", ascii_digits(super().to_python(value)))


class UserId(Line):
    """The number of a case in any of its spellings."""

    def to_python(self, value: Any) -> str:
        """The number as it is stored, or what was typed."""
        return user_id(super().to_python(value))


class IdentityNumber(Line):
    """A Thai national ID with its check digit, or a passport number."""

    widget = forms.TextInput(
        attrs={"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
    )

    def clean(self, value: Any) -> str:
        """The 13 digits, or the passport number in capitals."""
        typed = super().clean(value)
        return identity_number(typed) if typed else ""


class EmailAddress(forms.EmailField):
    """An e-mail address in ASCII: look-alike letters of other scripts are refused."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("max_length", 254)
        super().__init__(**options)
        self.error_messages["invalid"] = _(
            "This is not an e-mail address. It should look like name@example.com."
        )

    def to_python(self, value: Any) -> str:
        """The address without blanks around it, its domain in small letters."""
        address = cleaned(str(value or ""))
        name, at, domain = address.rpartition("@")
        # A browser writes a domain in other letters as xn--….
        if not address.isascii() or "xn--" in domain.lower():
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        return f"{name}{at}{domain.lower()}"


class TelephoneInput(forms.TextInput):
    """A line for which a telephone shows its keys."""

    input_type = "tel"


class Telephone(Line):
    """A telephone number of any country, Thai unless it says otherwise, with or without an extension."""

    widget = TelephoneInput
    default_error_messages = {
        "invalid": _(
            "This is not a telephone number. It should look like 081 234 5678, 042 211 234 ext. 17 "
            "or +44 20 7946 0958."
        )
    }

    def clean(self, value: Any) -> Any:
        """The number, or an empty text."""
        typed = super().clean(value)
        if not typed:
            return ""
        try:
            return telephones.read(typed)
        except ValueError as error:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from error


class Degrees(forms.Field):
    """A latitude or longitude in decimal degrees, kept to six digits (11 cm)."""

    # By the placeholder the style sheet tells whether the field is empty.
    widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "placeholder": " "})

    def __init__(self, *, limit: int, **options: Any) -> None:
        super().__init__(**options)
        self.limit = limit

    def to_python(self, value: Any) -> Decimal | None:
        """The number, within the world."""
        text = ascii_digits(cleaned(str(value or "")))
        if not text:
            return None
        if not DEGREES.fullmatch(text):
            raise ValidationError(_("Enter a number of degrees, for example 17.415."), code="invalid")
        degrees = Decimal(text)
        if abs(degrees) > self.limit:
            limits = {"low": -self.limit, "high": self.limit}
            raise ValidationError(_("Enter a number from %(low)d to %(high)d."), code="world", params=limits)
        return degrees.quantize(Decimal("0.000001"))
