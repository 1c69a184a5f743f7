"""What was typed goes into the form of another request type, which the words fit better."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from cases.drafts import ownership
from cases.forms.pages import FORMS, WHAT, Pages
from cases.models import Draft

# What every request type asks on its first page; its questions are its own.
ON_EVERY_FIRST_PAGE = ("details", "urgency")


def carry_over(request: HttpRequest, pages: Pages, code: str) -> HttpResponse:
    """Lead to the form of the request type with this code, with all that was typed here: what is typed there
    already stays, photos have to be chosen again. Raises Http404 for an unknown code, and TooManyTries."""
    other = ownership.current(request, code)
    for page in FORMS:
        typed = dict(pages.draft.typed(page).lists())
        if page == WHAT:
            typed = {name: typed[name] for name in ON_EVERY_FIRST_PAGE if name in typed}
        if typed and not other.state(page):
            ownership.keep(other, page, typed, state=Draft.State.TYPED)
    ownership.remember(request, other)
    return redirect("cases:form", code=code)
