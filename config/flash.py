"""Messages that wait for the next page: in a cookie with the name that the others have, or in the session."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class HostCookieStorage(CookieStorage):
    """Django's, under a name of which a browser takes care."""

    @property
    def cookie_name(self) -> str:  # type: ignore[override]
        """The name of the cookie under the present settings."""
        return f"{settings.COOKIE_PREFIX}messages"


class Storage(FallbackStorage):
    """The cookie first, and the session for what does not fit."""

    storage_classes = (HostCookieStorage, SessionStorage)
