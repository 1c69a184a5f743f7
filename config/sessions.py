"""Sessions: in the database, opened by a well-formed key alone, never written by a refused request."""

import re
from typing import Any

from django.contrib.sessions.backends import db
from django.contrib.sessions.middleware import SessionMiddleware
from django.db.models import Subquery
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from cases.db import compiled
from cases.db.compiled import Given
from cases.lib import setup_cache
from cases.lib.same_origin import SAFE, from_own_page, token_is_right
from cases.models import SetUpVersion

# As Django makes them (SessionBase._get_new_session_key).
KEY = re.compile(r"[a-z0-9]{32}")
REFUSED = 400


class SessionStore(db.SessionStore):
    """Django's, in which a key of another shape is no session: the database is not even asked for it. With a
    session the request learns the version of the set-up."""

    def _validate_session_key(self, key: str | None) -> bool:
        """Whether we could have given this key."""
        return bool(key and KEY.fullmatch(key))

    def _get_session_from_db(self) -> Any:
        """Return the stored row; None, and no key any more, where there is none."""
        given = {"session_key": self.session_key, "now": timezone.now()}
        found: Any = compiled.first(self.model, "valid", self._valid, **given)
        if found is None:
            self._session_key = None
        else:
            setup_cache.learn(found.set_up)
        return found

    def _valid(self) -> Any:
        key, now = Given(self.model, "session_key"), Given(self.model, "expire_date", "now")
        valid = self.model.objects.filter(session_key=key, expire_date__gt=now)
        return valid.annotate(set_up=Subquery(SetUpVersion.objects.values("version")))


class OwnPagesSessionMiddleware(SessionMiddleware):
    """Django's, which writes neither the session nor its cookie for a request that was refused: what another
    site makes a browser send changes nothing of what the browser has here."""

    def process_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """Write what a view has changed, where the request may change anything."""
        if _may_write(request, response):
            written: HttpResponse = super().process_response(request, response)
            return written
        if request.session.accessed:
            patch_vary_headers(response, ("Cookie",))
        return response


def _may_write(request: HttpRequest, response: HttpResponse) -> bool:
    """A form with the right token may, whatever its answer: the photos that came with it are kept. All else
    only where it was not refused."""
    if request.method not in SAFE and token_is_right(request):
        return True
    return response.status_code < REFUSED and (request.method in SAFE or from_own_page(request))
