"""Secrets at rest: encrypted with keys that are kept outside the database."""

from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models

__all__ = ["EncryptedTextField", "InvalidToken", "decrypt", "encrypt"]


@cache
def _keyring(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str) -> str:
    """The text under the newest of FIELD_KEYS (Fernet: AES-128-CBC and HMAC-SHA256)."""
    return _keyring(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """The text of `encrypt`; raises InvalidToken where none of FIELD_KEYS made it."""
    return _keyring(tuple(settings.FIELD_KEYS)).decrypt(token.encode()).decode()


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that is encrypted in the database and plain on the object; it cannot be searched."""

    def from_db_value(self, value: str | None, *args: object) -> str | None:
        """Decrypt what was read."""
        return decrypt(value) if value else value

    def get_prep_value(self, value: str | None) -> str | None:
        """Encrypt what is written."""
        return encrypt(value) if value else value
