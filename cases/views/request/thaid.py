"""The citizen's way to ThaID and back into the form; nobody has to go it."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases.access import openid_connect, thaid
from cases.access.openid_connect import Issuer
from cases.access.openid_refusals import NotProved
from cases.access.thaid import Person
from cases.drafts import ownership
from cases.errors import TooManyTries
from cases.forms.pages import YOU, Pages
from cases.forms.titles import title_choices
from cases.limits import intake, rate_limits
from cases.models import Draft
from cases.views.request.draft_form import context_of, go_to, open_form

# So many ways back of one network, which a village can share, in an hour.
MOST, HOUR = 60, 60 * 60


@open_form
def ask(request: HttpRequest, pages: Pages) -> HttpResponse:
    """What ThaID passes on, what for, and the way there."""
    _issuer()
    if not pages.is_open(YOU) or not offered(pages):
        return go_to(pages, pages.next())
    number = "national_id" in pages.unjudged(YOU, pages.draft.typed(YOU)).fields
    return render(request, "cases/form/thaid.html", {**context_of(pages, step=3), "number": number})


@open_form
def begin(request: HttpRequest, pages: Pages) -> HttpResponse:
    """To ThaID."""
    issuer = _issuer()
    try:
        return redirect(openid_connect.begin(request, issuer, wanted=pages.request_type.code))
    except NotProved as refused:
        messages.error(request, _not(refused))
        return go_to(pages, YOU)


@never_cache
@require_safe
def back(request: HttpRequest) -> HttpResponse:
    """Back from ThaID: into the form of the draft that was left, filled in, or as it was with why not."""
    issuer = _issuer()
    try:
        started = openid_connect.take(request, issuer)
    except NotProved as refused:
        with override(get_language_from_request(request)):
            messages.error(request, _not(refused))
            return redirect("cases:home")
    with override(started.language):
        pages = Pages(request, ownership.current(request, started.wanted))
        try:
            rate_limits.hit("thaid", rate_limits.network(request), limit=MOST, seconds=HOUR)
            person = thaid.person_of(openid_connect.prove(request, issuer, started))
            _fill_in(request, pages, person)
        except NotProved as refused:
            messages.error(request, _not(refused))
        except TooManyTries as closed:
            messages.error(request, intake.sorry(closed.wait))
        return go_to(pages, YOU if pages.is_open(YOU) else pages.next())


def offered(pages: Pages) -> bool:
    """Whether the form of this draft asks for a name that ThaID could fill in."""
    return thaid.issuer() is not None and pages.unjudged(YOU, pages.draft.typed(YOU)).needs_name  # type: ignore[attr-defined]


def _fill_in(request: HttpRequest, pages: Pages, person: Person) -> None:
    """Put the name, and the number where it is asked for, into the draft; all else stays. Raises
    TooManyTries."""
    typed = pages.draft.typed(YOU)
    asked = pages.unjudged(YOU, typed).fields
    typed.pop("unnamed", None)
    titles = [str(pk) for pk, name in title_choices() if person.title and name == person.title]
    said = {"first_name": person.first_name, "last_name": person.last_name, "national_id": person.national_id}
    for name, value in {**said, **({"title": titles[0]} if titles else {})}.items():
        if name in asked:
            typed[name] = value
    ownership.keep(pages.draft, YOU, dict(typed.lists()), state=Draft.State.TYPED)
    ownership.remember(request, pages.draft)
    thaid.remember(request, pages.token, person, with_number="national_id" in asked)


def _not(refused: NotProved) -> str:
    return " ".join([refused.words(thaid.NAME), _("You can fill in the form yourself just as well.")])


def _issuer() -> Issuer:
    """ThaID; raises Http404 where it is not set up."""
    if found := thaid.issuer():
        return found
    raise Http404
