"""Which browser has which draft: each keeps one for each request type until it is sent."""

import uuid
from collections.abc import Mapping, Sequence

from django.db import transaction
from django.http import HttpRequest
from django.shortcuts import get_object_or_404

from cases.drafts import uploads
from cases.limits import intake, rate_limits
from cases.models import Draft, RequestType

KEY = "forms"
MAX_DRAFTS = 10
RELATED = ("category", "department", "unit", "agency", "call_first")


def current(request: HttpRequest, code: str) -> Draft:
    """This browser's draft with its request type; a new one, not stored yet, where it has none. What came
    back in a browser that was closed meanwhile names its draft itself. Http404 for an unknown request type.
    One SQL statement, two for a new draft."""
    came_back = _named(request, "came_back")
    token = came_back or _held(request).get(code) or _named(request, "form_token")
    stored = Draft.objects.select_related(*(f"request_type__{name}" for name in RELATED))
    draft = stored.filter(pk=token, request_type__code=code).first() if token else None
    if draft is not None:
        _take_over(request, draft, came_back=bool(came_back))
    else:
        request_type = get_object_or_404(RequestType.objects.select_related(*RELATED), code=code)
        draft = Draft(token=uuid.UUID(token) if token else uuid.uuid4(), request_type=request_type)
    draft.network = rate_limits.network(request)
    return draft


def remember(request: HttpRequest, draft: Draft) -> None:
    """Tie the draft to this browser."""
    held, code = _held(request), draft.request_type.code
    if held.get(code) != str(draft.token):
        others = [item for item in held.items() if item[0] != code]
        request.session[KEY] = dict([*others, (code, str(draft.token))][-MAX_DRAFTS:])


def keep(draft: Draft, page: str, typed: Mapping[str, Sequence[str]], *, state: str) -> None:
    """Store what was typed on one page. Two that come at once change nothing of each other's pages; what is
    kept unjudged and is no news leaves the page as judged. Raises TooManyTries, and then keeps nothing."""
    words = _letters(typed) - _letters(dict(draft.typed(page).lists()))
    intake.count_draft(draft.network, new=draft._state.adding, characters=words)
    if draft._state.adding:
        Draft.objects.bulk_create([draft], ignore_conflicts=True)
    with transaction.atomic():
        held = Draft.objects.select_for_update(no_key=True).get(pk=draft.pk)
        known = dict(held.typed(page).lists())
        if state != Draft.State.TYPED or known != typed or not held.state(page):
            held.put(page, typed, state)
        held.question_set_id = draft.question_set_id
        held.save()
    draft.content = held.content
    draft._state.adding = False


def forget(request: HttpRequest, draft: Draft) -> None:
    """Remove the draft, from the database and from this browser. Its photos are the caller's."""
    Draft.objects.filter(pk=draft.pk).delete()
    held = _held(request)
    if held.pop(draft.request_type.code, None):
        request.session[KEY] = held


def forget_all(request: HttpRequest) -> None:
    """Remove every draft of this browser from the database; what ties them to it is the caller's. Their
    photos go with those of all forms that were never sent."""
    tokens = list(_held(request).values())
    if tokens:
        Draft.objects.filter(pk__in=tokens).delete()


def _letters(typed: Mapping[str, Sequence[str]]) -> int:
    return sum(len(value) for values in typed.values() for value in values)


def _named(request: HttpRequest, field: str) -> str | None:
    """The token in this field of the page that was sent: after a lost session it is what the browser still
    has of its draft, and nobody else was ever shown it."""
    try:
        return str(uuid.UUID(request.POST.get(field, "")))
    except ValueError:
        return None


def _take_over(request: HttpRequest, draft: Draft, *, came_back: bool) -> None:
    """The photos too, where the session that held them is lost."""
    if came_back or draft.request_type.code not in _held(request):
        uploads.own(request, draft.token)


def _held(request: HttpRequest) -> dict[str, str]:
    return dict(request.session.get(KEY, {}))
