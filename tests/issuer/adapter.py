"""What the issuer's tokens say: the truth, and what it was told to say instead."""

from dataclasses import replace
from typing import Any

from allauth.idp.oidc.adapter import DefaultOIDCAdapter
from django.contrib.auth import get_user_model

from tests.issuer.program import OTHER_KEY, TOLD


class Adapter(DefaultOIDCAdapter):
    """Allauth's own, and the lies of a test."""

    def populate_id_token(self, id_token: dict[str, Any], client: Any, scopes: Any, **kwargs: Any) -> None:
        """Say when the person logged in, and what was told."""
        person = get_user_model().objects.get(pk=id_token["sub"])
        if person.last_login:
            id_token["auth_time"] = int(person.last_login.timestamp())
        id_token.update(TOLD.get("claims", {}))
        for name in TOLD.get("drop", []):
            id_token.pop(name, None)

    def populate_server_metadata(self, data: dict[str, Any]) -> None:
        """Announce what was told; None is left out."""
        data.update(TOLD.get("metadata", {}))
        for name in [name for name, value in data.items() if value is None]:
            del data[name]

    def get_signing_key(self) -> Any:
        """A key that nobody is shown, where that was told."""
        found = super().get_signing_key()
        return replace(found, pem=OTHER_KEY) if TOLD.get("other_key") else found
