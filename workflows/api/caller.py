"""Who calls: the token of a request, what it may be used for, and the person or partner behind it."""

from typing import Any, cast

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.security import HttpBearer

from cases.access import access_tokens
from cases.models import AccessToken, Partner, Scope, User
from cases.views.staff_pages import StaffRequest
from workflows.api.problems import Problem


class ApiRequest(StaffRequest):
    """A request with a good token; `user` is its person, and stands for nobody where a partner calls."""

    auth: AccessToken


class NoSession(dict[str, Any]):
    """What stands in for a session, in which photos that are not sent yet are a browser's own: it ends with
    the request, writes nothing, and leaves the cookie of the pages alone."""

    accessed = modified = False

    def is_empty(self) -> bool:
        """Never, so that nobody takes a cookie away."""
        return False


class Bearer(HttpBearer):
    """Lets in who shows a good token that may be used for `scope`, none for any; the person's rights are
    asked by what is called. A session of the staff's pages opens nothing here."""

    def __init__(self, scope: Scope | None = None) -> None:
        self.scope = scope
        super().__init__()

    def authenticate(self, request: HttpRequest, token: str) -> AccessToken | None:
        """The token. Raises Problem (403) where it may not be used for this, and TooManyTries."""
        found = access_tokens.found(request, token.strip())
        if found is None:
            return None
        if self.scope is not None and self.scope not in found.scopes:
            words = _("This token may not be used for: %(scope)s.") % {"scope": self.scope.label}
            raise Problem(403, words)
        request.session = NoSession()  # type: ignore[assignment]
        if found.person is not None:
            request.user = found.person
        return found


def ours(request: HttpRequest) -> ApiRequest:
    """The request, which Bearer has let in."""
    return cast(ApiRequest, request)


def person(request: HttpRequest) -> User:
    """The member of staff who calls. Raises Problem (403) for a partner."""
    found = ours(request).auth.person
    if found is None:
        raise Problem(403, _("This is for members of staff alone."))
    return found


def partner(request: HttpRequest) -> Partner | None:
    """The partner that calls; None for a member of staff."""
    return ours(request).auth.partner


READ, FILE, ACT = Bearer(Scope.READ), Bearer(Scope.FILE), Bearer(Scope.ACT)
ANY = Bearer()
