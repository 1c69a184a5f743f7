"""Secrets at rest: encrypted with keys that are kept outside the database."""

from functools import cache

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models
from django.utils.translation import gettext as _

__all__ = ["EncryptedTextField", "InvalidToken", "Unreadable", "decrypt", "encrypt", "readable"]


@cache
def _keyring(keys: tuple[str, ...]) -> MultiFernet:
    return MultiFernet([Fernet(key) for key in keys])


def encrypt(text: str) -> str:
    """The text under the newest of FIELD_KEYS (Fernet: AES-128-CBC and HMAC-SHA256)."""
    return _keyring(tuple(settings.FIELD_KEYS)).encrypt(text.encode()).decode()


def decrypt(token: str) -> str:
    """The text of `encrypt`; raises InvalidToken where none of FIELD_KEYS made it, or they are no keys."""
    try:
        return _keyring(tuple(settings.FIELD_KEYS)).decrypt(token.encode()).decode()
    except ValueError as error:
        raise InvalidToken from error


class Unreadable(str):
    """What stands in the place of a secret that none of FIELD_KEYS opens: words that say so.

    Stored again it is what it was, so that the right keys find everything as it was left.
    """

    token: str

    def __new__(cls, token: str) -> "Unreadable":
        """Keep the token behind the words."""
        made = super().__new__(cls, _("cannot be read: the key is missing"))
        made.token = token
        return made


def readable(text: str) -> str:
    """Return the text of a secret that is needed as such; raise InvalidToken where it cannot be read."""
    if isinstance(text, Unreadable):
        raise InvalidToken
    return text


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]
    """Text that is encrypted in the database and plain, or Unreadable, on the object; never searched."""

    def from_db_value(self, value: str | None, *args: object) -> str | None:
        """Decrypt what was read; what cannot be read must not keep the rest of the row away."""
        if not value:
            return value
        try:
            return decrypt(value)
        except InvalidToken:
            return Unreadable(value)

    def get_prep_value(self, value: str | None) -> str | None:
        """Encrypt what is written; what could not be read is left as it is."""
        if isinstance(value, Unreadable):
            return value.token
        return encrypt(value) if value else value
