"""The place that a link to the form names: on a sticker, in a letter or on the town's website."""

from django.http import QueryDict

from cases.drafts import ownership
from cases.errors import TooManyTries
from cases.forms.pages import WHERE, Pages
from cases.models import Draft

# As the fields of the form are called.
NAMES = ("place", "asset", "latitude", "longitude")
LONGEST = 300


def named_place(link: QueryDict) -> dict[str, str]:
    """What a link says of the place, by the names of the form's fields."""
    named = {name: link.get(name, "").strip()[:LONGEST] for name in NAMES}
    return {name: said for name, said in named.items() if said}


def take_place(pages: Pages, link: QueryDict) -> None:
    """Put the place of a link into the page that asks for it, where nobody has written anything there yet.
    It is judged as what is typed is, once that page is sent."""
    asked = pages.unjudged(WHERE, QueryDict()).fields
    named = {name: [said] for name, said in named_place(link).items() if name in asked and "\0" not in said}
    if not named or pages.draft.state(WHERE):
        return
    try:
        ownership.keep(pages.draft, WHERE, named, state=Draft.State.TYPED)
    except TooManyTries:
        # The form is open without it.
        return
