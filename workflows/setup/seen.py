"""A form says what it was filled from: what somebody else has changed meanwhile is not overwritten."""

import json
from typing import Any

from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _

# By this name a form carries it.
SEEN = "seen"
CONFLICT = 409
CHANGED_MEANWHILE = _(
    "Somebody else has changed this meanwhile, and nothing was saved. What you typed is still here. Compare, "
    "and save again."
)


def digest(*values: Any) -> str:
    """Return what stands for these values: the same for the same, and no way back to them."""
    text = json.dumps(values, default=str, sort_keys=True)
    return salted_hmac("workflows.setup.seen", text, algorithm="sha256").hexdigest()[:24]
