"""Are FIELD_KEYS keys at all? Asked before anything starts, so it needs nothing of Django."""

from collections.abc import Sequence

from cryptography.fernet import Fernet


def malformed(keys: Sequence[str]) -> str:
    """Return a sentence for the keeper where these are no Fernet keys; empty when all of them are."""
    try:
        for key in keys:
            Fernet(key)
    except ValueError:
        return "FIELD_KEYS are no keys: each has to be 32 random bytes in URL-safe Base64."
    return ""
