"""What allauth asks us about the second factor: how its secrets are kept, and what things are called."""

from typing import Any

from allauth.mfa.adapter import DefaultMFAAdapter

from cases.db import encryption
from cases.models import Municipality


class FactorAdapter(DefaultMFAAdapter):
    """Secrets lie under FIELD_KEYS; apps show the municipality and the user name."""

    def encrypt(self, text: str) -> str:
        """As every secret at rest."""
        return encryption.encrypt(text)

    def decrypt(self, encrypted_text: str) -> str:
        """What `encrypt` made."""
        return encryption.decrypt(encrypted_text)

    def get_totp_issuer(self) -> str:
        """The municipality."""
        return Municipality.current().name

    def _get_site_name(self) -> str:
        return self.get_totp_issuer()

    def _get_user_identifier(self, user: Any) -> str:
        return str(user.get_username())
