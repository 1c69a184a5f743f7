"""A form that was sent while its person had to log in again, or to show the password: it waits, encrypted, in
the session, for half an hour, and for the same person alone; where the session was gone, nobody knows whose
it is, and it waits for whoever logs in next at that browser. It is sent by a person, never by itself.
"""

import json
import time
from dataclasses import dataclass

from django.http import HttpRequest
from django.urls import ResolverMatch

from cases.db.encryption import InvalidToken, decrypt, encrypt
from cases.lib.same_origin import from_own_page
from cases.models import User

KEY = "typed_form"
KEPT_SECONDS = 30 * 60
MOST_CHARACTERS = 500_000
# No password waits in a session, and the token is the page's own.
LEFT_OUT = ("csrfmiddlewaretoken",)


@dataclass(frozen=True)
class TypedForm:
    """Where a form was sent to, what was typed into it, and whether files have to be chosen again."""

    path: str
    fields: list[tuple[str, str]]
    files: bool


def has_own_page(match: ResolverMatch) -> bool:
    """Whether the words of this form wait for its own page (cases.views.staff_pages): steps of cases do."""
    return "number" in match.kwargs and bool(match.kwargs.keys() & {"verb", "subtask_verb"})


def keep(request: HttpRequest, user: User | None) -> None:
    """Keep the form that was sent, without passwords and files, for this person or for whoever logs in next;
    one that is too long is not kept, nor what another site has made the browser send."""
    if not from_own_page(request):
        return
    fields = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in LEFT_OUT and "password" not in name.lower()
    ]
    held = {
        "user": user and user.pk,
        "path": request.get_full_path(),
        "fields": fields,
        "files": bool(request.FILES),
        "at": int(time.time()),
    }
    text = json.dumps(held)
    if len(text) <= MOST_CHARACTERS:
        request.session[KEY] = encrypt(text)


def waiting(request: HttpRequest, user: User) -> TypedForm | None:
    """Return the form that waits for this person; None where none does."""
    try:
        held = json.loads(decrypt(request.session.get(KEY) or ""))
    except (InvalidToken, ValueError):
        return None
    if held["user"] not in (None, user.pk) or time.time() - held["at"] > KEPT_SECONDS:
        return None
    return TypedForm(held["path"], [(name, value) for name, value in held["fields"]], held["files"])


def forget(request: HttpRequest) -> None:
    """Nothing waits any more."""
    request.session.pop(KEY, None)


def arrived(request: HttpRequest) -> None:
    """Forget the form that waits, now that it has been sent again."""
    if request.method != "POST" or KEY not in request.session or not isinstance(request.user, User):
        return
    held = waiting(request, request.user)
    if held is None or held.path == request.get_full_path():
        forget(request)
