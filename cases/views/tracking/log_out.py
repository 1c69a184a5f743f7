"""The end of a citizen's visit: nothing that the browser keeps for citizens outlives it; the staff's does."""

from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from cases.access import citizen_session, code_requests, line_login, openid_connect, thaid
from cases.drafts import browser_store, ownership, uploads

KEYS = (
    citizen_session.KEY,
    ownership.KEY,
    uploads.KEY,
    line_login.KEY,
    thaid.KEY,
    *browser_store.CITIZENS,
    *code_requests.KEYS,
)


def log_out(request: HttpRequest) -> None:
    """End all log-ins to cases in this browser, with what was filed, shown, typed and begun in it. Pages that
    are still open in another tab can store nothing any more: their CSRF token is no longer good."""
    ownership.forget_all(request)
    citizen_session.close(request)
    openid_connect.forget(request, thaid.PAGE)
    for key in KEYS:
        request.session.pop(key, None)
    if request.session.keys():
        request.session.cycle_key()
    else:
        request.session.flush()
    rotate_token(request)
