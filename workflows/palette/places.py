"""The pages that one can go to by their names: the lists of the inbox, one's own pages, and the set-up."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from cases.models import User
from workflows import rights
from workflows.inbox import queries
from workflows.inbox.standard_views import everybody, user_heads
from workflows.setup import index


@dataclass(frozen=True)
class Entry:
    """Something that can be opened: what it is called, what it is, and its address."""

    label: str
    hint: str
    address: str


# A page, its name, and for whom it is.
PAGES: tuple[tuple[str, Any, Callable[[User], bool]], ...] = (
    ("staff:morning", gettext_lazy("Assign with suggestions"), user_heads),
    ("staff:file", gettext_lazy("File for somebody"), rights.may_file),
    ("staff:figures", gettext_lazy("Figures"), rights.may_see_figures),
    ("staff:absence", gettext_lazy("Absences"), rights.may_be_away),
    ("staff:deputies", gettext_lazy("Deputies for decisions"), rights.may_hand_on),
    ("staff:setup", gettext_lazy("Set-up"), rights.may_set_up),
    ("notifications:news", gettext_lazy("News for me"), everybody),
    ("staff:views", gettext_lazy("Saved views"), everybody),
    ("staff:letters", gettext_lazy("Letters to me"), everybody),
    ("staff:after_step", gettext_lazy("After a step"), everybody),
    ("staff:help", gettext_lazy("Manual"), everybody),
    ("staff:security", gettext_lazy("My log-in"), everybody),
    ("staff:password", gettext_lazy("Change the password"), everybody),
)


def lists(user: User) -> Iterator[Entry]:
    """The views of the inbox that this person has."""
    for view in queries.views_for(user):
        yield Entry(str(view.label), _("Inbox"), f"{reverse('staff:inbox')}?view={view.name}")


def pages(user: User) -> Iterator[Entry]:
    """The other pages that this person may open."""
    for page, name, for_whom in PAGES:
        if for_whom(user):
            yield Entry(str(name), "", reverse(page))


def set_up(user: User) -> Iterator[Entry]:
    """The pages of the set-up that this person may open."""
    if not rights.may_set_up(user):
        return
    for _title, items in index.SECTIONS:
        for item, address in index.offered(user, items):
            yield Entry(str(item.label), str(item.hint), address)
