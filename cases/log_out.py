"""The end of a citizen's visit: nothing that the browser keeps for citizens outlives it; the staff's does."""

from django.http import HttpRequest
from django.middleware.csrf import rotate_token

from cases import citizen_session, drafts, kept, line_login, tray, wishes

KEYS = (citizen_session.KEY, drafts.KEY, tray.KEY, line_login.KEY, *kept.CITIZENS, *wishes.KEYS)


def log_out(request: HttpRequest) -> None:
    """End all log-ins to cases in this browser, with what was filed, shown, typed and begun in it. Pages that
    are still open in another tab can store nothing any more: their CSRF token is no longer good."""
    drafts.forget_all(request)
    citizen_session.close(request)
    for key in KEYS:
        request.session.pop(key, None)
    if request.session.keys():
        request.session.cycle_key()
    else:
        request.session.flush()
    rotate_token(request)
