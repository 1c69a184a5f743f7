"""What is found for some words, in groups, the likeliest first; each only as far as its reader may see it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

from django.urls import reverse
from django.utils.translation import gettext as _

from cases.models import Case, User
from cases.reference import shared_rows
from cases.text.normalization import compared
from workflows.forms.filters import Offer
from workflows.inbox import queries, search_query
from workflows.inbox.standard_views import VIEWS
from workflows.models import Presence
from workflows.palette import places
from workflows.palette.places import Entry

# So many of each group, and cases that were open before.
MOST, RECENT = 6, 8
EVERY_CASE = next(view for view in VIEWS if view.name == "all")


@dataclass(frozen=True)
class Group:
    """Some entries of one kind."""

    name: str
    entries: list[Entry]


def groups(user: User, typed: str) -> list[Group]:
    """Return what can be opened, the empty groups left out: without words the cases that this person had open
    lately, and the pages; with words what fits them all."""
    words = [word for word in compared(typed).split() if word]
    found = [
        Group(_("Cases"), _numbered(user, typed)),
        Group(_("Opened lately"), _fitting(_recent(user), words, RECENT)),
        Group(_("Lists"), _fitting(places.lists(user), words)),
        Group(_("Pages"), _fitting(places.pages(user), words)),
        *(_by_words(user, typed, words) if words else ()),
    ]
    return [group for group in _each_once(found) if group.entries]


def _each_once(found: list[Group]) -> Iterator[Group]:
    """The groups, with each entry in the first of them that has it."""
    known = set[str]()
    for group in found:
        new = [one for one in group.entries if one.address not in known]
        known.update(one.address for one in new)
        yield Group(group.name, new)


def _by_words(user: User, typed: str, words: list[str]) -> Iterator[Group]:
    yield Group(_("Set-up"), _fitting(places.set_up(user), words))
    offer = Offer.to(user)
    yield Group(_("Kinds of request"), _fitting(_filtered(offer, "request_type", _("open cases")), words))
    yield Group(_("People"), _fitting(_filtered(offer, "officer", _("open cases")), words))
    yield Group(_("Cases with these words"), _worded(user, typed))


def _fitting(entries: Iterable[Entry], words: list[str], most: int = MOST) -> list[Entry]:
    """The first of the entries in which every word occurs; of pages so many as there are, without words."""
    said = ((one, compared(f"{one.label} {one.hint}")) for one in entries)
    return list(islice((one for one, text in said if all(word in text for word in words)), most))


def _numbered(user: User, typed: str) -> list[Entry]:
    case = queries.numbered(user, typed)
    return [_entry(case)] if case else []


def _recent(user: User) -> list[Entry]:
    """The cases that this person had open lately and may still read, the last one first; two statements."""
    keys = Presence.objects.filter(user=user).order_by("-seen_at").values_list("case", flat=True)[:RECENT]
    return _entries(Case.objects.visible_to(user).filter(pk__in=list(keys)), list(keys))


def _worded(user: User, typed: str) -> list[Entry]:
    """The newest cases in which the words occur, as the inbox finds them."""
    wanted = queries.InboxQuery(EVERY_CASE, text=typed)
    page, _wanted = queries.page(user, wanted, search_query.synonyms())
    return [_entry(case) for case in page.rows[:MOST]]


def _filtered(offer: Offer, field: str, hint: str) -> Iterator[Entry]:
    """Each choice of a filter of the inbox, as the list of its open cases."""
    for key, name in offer.choices[field]:
        if key != queries.NOBODY:
            yield Entry(str(name), hint, f"{reverse('staff:inbox')}?view=open&{field}={key}")


def _entries(cases: Iterable[Case], order: list[int]) -> list[Entry]:
    found = {case.pk: case for case in cases}
    shared_rows.prefetch(found.values(), "request_type")
    return [_entry(found[pk]) for pk in order if pk in found]


def _entry(case: Case) -> Entry:
    hint = " · ".join(filter(None, [case.request_type.name, case.place[:60], case.get_status_display()]))
    return Entry(case.number, hint, reverse("staff:case", args=[case.number]))
