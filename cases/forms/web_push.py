"""The button that switches notifications on: the browser gives its PushSubscription as JSON."""

import binascii
import json
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ec import SECP256R1, EllipticCurvePublicKey
from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from py_vapid.utils import b64urldecode

from cases.lib.push_services import Browser, NoPushService, host_of

# The longest addresses known are those of Windows, below 1,000.
LONGEST = 4000
SECRET = 16


class BrowserField(forms.CharField):
    """A Browser of a known push service, with keys for which something can be encrypted. The script fills it
    in, so nobody can put it right: each of its errors is a sentence by itself."""

    default_error_messages = {
        "required": _("Your browser gave nothing by which it can be told. Please try again."),
        "service": _("Your browser's push service is none that the municipality sends to."),
    }

    def __init__(self, **options: Any) -> None:
        # Found by web-push.js.
        options["widget"] = forms.HiddenInput(attrs={"data-push-browser": True})
        super().__init__(**options)

    def to_python(self, value: Any) -> Any:
        """The Browser; raises ValidationError for anything else."""
        typed = super().to_python(value)
        if not typed:
            return None
        browser = _read(typed)
        if browser is None or not (_is_point(browser.p256dh) and _is_secret(browser.auth)):
            raise ValidationError(self.error_messages["required"])
        try:
            host_of(browser.endpoint)
        except NoPushService as error:
            raise ValidationError(self.error_messages["service"]) from error
        return browser


def _read(typed: str) -> Browser | None:
    """What the JSON says (`PushSubscription.toJSON`), where it says all of it."""
    try:
        found: Any = json.loads(typed) if len(typed) <= LONGEST else None
        parts = [found["endpoint"], found["keys"]["p256dh"], found["keys"]["auth"]]
    except (ValueError, TypeError, KeyError, RecursionError):
        return None
    return Browser(*parts) if all(isinstance(part, str) and part for part in parts) else None


def _is_point(typed: str) -> bool:
    """Whether it is a point on P-256 (RFC 8291, 3.1)."""
    try:
        EllipticCurvePublicKey.from_encoded_point(SECP256R1(), b64urldecode(typed.encode()))
    except (ValueError, binascii.Error):
        return False
    return True


def _is_secret(typed: str) -> bool:
    try:
        return len(b64urldecode(typed.encode())) == SECRET
    except (ValueError, binascii.Error):
        return False


class BrowserForm(forms.Form):
    """The browser, as the page's script has filled it in."""

    browser = BrowserField()

    @property
    def problem(self) -> str:
        """What is wrong, in one sentence."""
        return str(self.errors["browser"][0])
