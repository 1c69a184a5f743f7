"""Idempotency keys: each form carries a token of its own and is done once, whoever sends it again and when.

The token is used up in the transaction of what the form does, so that both are there or neither is. The
second answer is the first one's page, and it is found before anything is judged, counted or stored. It is the
Idempotency-Key of the IETF's HTTPAPI working group, in a field of the form.
"""

import datetime
import json
import uuid
from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import wraps
from typing import Any, Concatenate, ParamSpec, TypeVar

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy

from cases.audit import personal_data_access
from cases.forms.sent import SWITCHES
from cases.lib.lost_races import tried_again
from cases.models import IdempotencyKey

FIELD = "form_token"
TWICE = gettext_lazy("The same form came twice. It was done once.")
KEPT = datetime.timedelta(days=30)
# What a form carries besides the words of its person.
UNSAID = frozenset({"csrfmiddlewaretoken", FIELD, "task", "after", "seen_due", "shown", "kept", "back"})
# Buttons that only show something.
LOOKS = ("letter", "insert", "instead", *SWITCHES)
# Waits for another one that uses the same key at this moment: for its commit, or its end.
USE = """
INSERT INTO cases_idempotencykey (key, digest, outcome) VALUES (%s, %s, %s::jsonb)
ON CONFLICT (key) DO NOTHING
"""
P = ParamSpec("P")
R = TypeVar("R", bound=HttpRequest)
View = Callable[Concatenate[R, P], HttpResponse]


class SentBefore(Exception):
    """The form was sent before, and done. `same` says whether with the same words; `outcome` is what the page
    of many cases said."""

    def __init__(self, *, same: bool, outcome: Any = None) -> None:
        super().__init__()
        self.same, self.outcome = same, outcome


@dataclass(frozen=True)
class Sent:
    """A form as it was sent: its token, None where it carries none that makes sense, and a digest of its
    words."""

    key: uuid.UUID | None = None
    digest: str = ""

    def refuse_again(self) -> None:
        """Raise SentBefore where the form was done before; one statement."""
        found = IdempotencyKey.objects.filter(pk=self.key).first() if self.key else None
        if found is not None:
            raise SentBefore(same=found.digest == self.digest, outcome=found.outcome)

    def use(self, outcome: Any = None) -> None:
        """Use the token up; call it in the transaction of what the form does, first of all. Raises SentBefore
        where it was used before; one statement."""
        if self.key is None:
            return
        with connection.cursor() as cursor:
            told = None if outcome is None else json.dumps(outcome)
            cursor.execute(USE, [self.key, self.digest, told])
            used = cursor.rowcount == 1
        if not used:
            self.refuse_again()

    def part(self, name: str) -> "Sent":
        """The form as one of the things that it does by themselves, each of them once."""
        return replace(self, key=uuid.uuid5(self.key, name)) if self.key else self


NOT_SENT = Sent()


def sent_form(request: HttpRequest) -> Sent:
    """The form that came; without a token where it only shall show something."""
    if request.method != "POST" or any(name in request.POST for name in LOOKS):
        return NOT_SENT
    token = token_in(request.POST.get(FIELD))
    return Sent(token, _digest(request)) if token else NOT_SENT


def token_in(typed: str | None) -> uuid.UUID | None:
    """A form's token as it came back; None where it makes no sense."""
    try:
        return uuid.UUID(typed or "")
    except ValueError:
        return None


def answers_again(
    again: Callable[Concatenate[R, SentBefore, P], HttpResponse],
) -> Callable[[View[R, P]], View[R, P]]:
    """For a view whose step uses the form's token up by itself: a form that was sent before is answered by
    `again`, before the view begins and where it finds out later."""

    def decorated(view: View[R, P]) -> View[R, P]:
        @wraps(view)
        def once(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            try:
                sent_form(request).refuse_again()
                return view(request, *args, **kwargs)
            except SentBefore as before:
                return again(request, before, *args, **kwargs)

        once.done_once = True  # type: ignore[attr-defined]
        return once

    return decorated


def done_once(
    again: Callable[Concatenate[R, SentBefore, P], HttpResponse],
) -> Callable[[View[R, P]], View[R, P]]:
    """For a view that does something small by POST and then leads elsewhere: all of it is one transaction
    with the form's token. A page as the answer means that nothing was done."""

    def decorated(view: View[R, P]) -> View[R, P]:
        @wraps(view)
        def whole(request: R, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
            if request.method != "POST":
                return view(request, *args, **kwargs)

            @transaction.atomic
            def run() -> HttpResponse:
                sent_form(request).use()
                response = view(request, *args, **kwargs)
                if not 300 <= response.status_code < 400:
                    transaction.set_rollback(True)
                return response

            # Where the answer is a page, somebody has read it.
            with personal_data_access.outlasting():
                return tried_again(run)

        return answers_again(again)(whole)

    return decorated


def purge(*, now: datetime.datetime | None = None) -> int:
    """Forget the tokens of forms that were done KEPT ago; return how many."""
    old = IdempotencyKey.objects.filter(used_at__lt=(now or timezone.now()) - KEPT)
    return old.delete()[0]


def _digest(request: HttpRequest) -> str:
    """Tells two versions of a form apart; says nothing of what is in them."""
    words = [(name, values) for name, values in sorted(request.POST.lists()) if name not in UNSAID]
    files = [[file.name, file.size] for name in sorted(request.FILES) for file in request.FILES.getlist(name)]
    typed = json.dumps([words, files], ensure_ascii=True)
    return salted_hmac("cases.views.idempotency", typed, algorithm="sha256").hexdigest()
