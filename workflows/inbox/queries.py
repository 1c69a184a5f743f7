"""The inbox as data: what a person sees, in which order, through which filters, with which counts.

The address is the state: a view is a name, a filter is a query parameter, a page is the row next to it.
Pages are found by key, so the hundredth costs what the first one costs.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import Any

from django.db.models import CharField, F, Func, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Trim
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.db.planning import planned_anew
from cases.lib.keyset import Keyset
from cases.models import (
    ALONE,
    OPEN,
    Case,
    CaseQuerySet,
    User,
)
from cases.reference import shared_rows
from cases.text.case_number import user_id
from workflows.inbox import row_notes, search_query
from workflows.inbox.standard_views import GROUPS, VIEWS, View

# Cases on a page, and on a long one, which is for working on many at once.
PAGE, LONG_PAGE = 50, 200
# So many cases are read one by one for words that are looked for, and so many passed where most do not fit
# already for another reason.
NEAR, NEAR_AND_NARROW = 5_000, 40_000
# Fewer in the order in which cases came, also for who sees some of all: the index goes on month by month.
NEAR_BY_AGE, NEAR_BY_AGE_OF_SOME = 500, 2_500
# Nobody reads beyond this; counting stops there.
MOST = 1000
NOBODY, EVERY = "none", "every"
NO_MORE: Mapping[str, Any] = MappingProxyType({})
# What a row says, and what a case is read with: nothing about the person who asks.
SHOWN = (
    *("number", "status", "urgency", "place", "hide_identity"),
    *("due_on", "first_reply_due_on", "received_at", "changed_at", "look_again_by"),
    *("request_type", "department", "officer"),
    *("duplicate__main__number", "duplicate__main__status"),
)


@dataclass(frozen=True)
class Order:
    """A way to sort: a column, and its direction."""

    label: Any
    column: str
    newest_first: bool = False

    @property
    def keyset(self) -> Keyset:
        """How its pages are found."""
        return Keyset(self.column, newest_first=self.newest_first, is_day=self.column == "due_on")


ORDERS = {
    "due": Order(_("Deadline"), "due_on"),
    "age": Order(_("Oldest first"), "received_at"),
    "new": Order(_("Newest first"), "received_at", newest_first=True),
    "changed": Order(_("Last change"), "changed_at", newest_first=True),
}


@dataclass
class InboxQuery:
    """What the address asks for, already found valid; empty means: whatever."""

    view: View
    status: str = ""
    filters: list[Q] = field(default_factory=list)
    group: str = ""
    text: str = ""
    sort: str = ""
    after: str = ""
    before: str = ""
    bare: bool = False
    long: bool = False
    # Whether it is narrowed to some of all cases, few enough to be sorted.
    sorted: bool = False
    # Whether all that the address asks for can be asked; else it is about no case at all.
    is_askable: bool = True

    @property
    def order(self) -> Order:
        """The order that was chosen; else work by its deadline, and what may have ended the newest first."""
        return ORDERS[self.sort or ("due" if self.is_work else "new")]

    @property
    def has_its_place(self) -> bool:
        """Whether the key in the address, if there is one, names a place in the list."""
        return self.order.keyset.is_known(self.before or self.after)

    @property
    def size(self) -> int:
        """How many cases a page has."""
        return LONG_PAGE if self.long else PAGE

    @property
    def is_everything(self) -> bool:
        """Whether it leaves nothing out but what words do."""
        return self.view.name == "all" and self.status in ("", EVERY) and not (self.filters or self.group)

    @property
    def is_work(self) -> bool:
        """Whether only open cases are meant."""
        return self.status in OPEN if self.status else not self.view.every_status


@dataclass
class Page:
    """Some rows, and the keys from which the next page and the one before go on."""

    rows: list[Case]
    next: str = ""
    previous: str = ""

    @property
    def is_whole(self) -> bool:
        """Whether there is no other page."""
        return not (self.next or self.previous)


def views_for(user: User) -> list[View]:
    """The views that make sense for this person; the first one is where the inbox opens."""
    views = [view for view in VIEWS if view.for_whom(user)]
    if user.departments:
        return views
    first = [view for view in views if view.name == "open"]
    return first + [view for view in views if view.name not in ("mine", "open")]


def matching_cases(user: User, wanted: InboxQuery) -> CaseQuerySet:
    """Return the cases that a query asks for, in no order; its words are looked for by `page`."""
    cases: CaseQuerySet = Case.objects.none()
    if not wanted.is_askable:
        return cases
    condition = wanted.view.condition(user, timezone.localdate())
    cases = _readable(user, wanted.view).filter(condition, *wanted.filters)
    cases = cases.filter(GROUPS[wanted.group][1]) if wanted.group else _without_duplicates(cases, wanted)
    if wanted.status and wanted.status != EVERY:
        cases = cases.filter(status=wanted.status)
    return cases if wanted.status or wanted.view.every_status or wanted.view.decided else cases.open()


def _readable(user: User, view: View) -> CaseQuerySet:
    """What the view chooses from. Said twice, the same condition would keep PostgreSQL from its index."""
    cases: CaseQuerySet = Case.objects.all()
    if view.decided:
        return cases
    return cases.visible_to(user) if view.helping else cases.belonging_to(user)


def _without_duplicates(cases: CaseQuerySet, wanted: InboxQuery) -> CaseQuerySet:
    """Work is what no other case brings to its end; a look at every case, or a search, leaves none out."""
    return cases if wanted.view.every_status or wanted.text else cases.filter(ALONE)


@planned_anew()
def page(
    user: User, wanted: InboxQuery, rows: search_query.Rows, columns: Mapping[str, Any] = NO_MORE
) -> tuple[Page, InboxQuery]:
    """A page of cases, with some more `columns`; words that find nothing are tried again without tone marks;
    the query that is returned then says so."""
    if not wanted.is_askable:
        return Page([]), wanted
    found = _page(user, wanted, rows, columns)
    if wanted.text and not found.rows:
        wanted = replace(wanted, bare=True)
        found = _page(user, wanted, rows, columns)
    return found, wanted


@planned_anew()
def keys(user: User, wanted: InboxQuery, rows: search_query.Rows, most: int) -> list[int]:
    """The keys of the first cases of the whole list, in its order, whatever page is asked for; words that
    find nothing are tried again without tone marks."""
    if not wanted.is_askable:
        return []
    wanted = replace(wanted, after="", before="")
    found = _ordered(user, wanted, rows, most)
    if wanted.text and not found.exists():
        found = _ordered(user, replace(wanted, bare=True), rows, most)
    return list(found.values_list("pk", flat=True)[:most])


def numbered(user: User, typed: str) -> Case | None:
    """The case whose user ID or receipt number was typed, if this person may see it."""
    number = user_id(typed)
    if not re.fullmatch(r"[0-9]{4}-[0-9]{5,7}", number):
        return None
    found: Case | None = Case.objects.visible_to(user).filter(number=number).first()
    return found


def officers(departments: Collection[int] | None) -> QuerySet[User]:
    """Who has open cases of these departments, or any where it is None; people who left included. Each has a
    name in both languages, as all that is chosen from."""
    cases = Case.objects.open().order_by()
    full = NullIf(Trim(Concat("first_name", Value(" "), "last_name")), Value(""))
    name = Coalesce(full, F("username"), output_field=CharField())
    people = User.objects.annotate(name_th=name, name_en=name)
    if departments is not None:
        return people.filter(pk__in=cases.filter(department__in=departments).values("officer"))
    # Most people have one that is soon found; what is open in all would be read for the list.
    one = Subquery(cases.filter(officer=OuterRef("pk")).values("pk")[:1])
    return people.alias(one=one).filter(one__isnull=False)


class UnindexedSortKey(Func):
    """A column by which rows are sorted after they were found. For a few cases of some days, or of one
    officer, PostgreSQL would look in the order of a million others."""

    template = "(%(expressions)s + interval '0')"


def _page(user: User, wanted: InboxQuery, rows: search_query.Rows, columns: Mapping[str, Any]) -> Page:
    keyset, backwards = wanted.order.keyset, bool(wanted.before)
    cases = _ordered(user, wanted, rows, wanted.size + 1)
    related = cases.select_related("duplicate__main").only(*SHOWN)
    found = list(related.annotate(**row_notes.COLUMNS, **columns)[: wanted.size + 1])
    shared_rows.prefetch(found, "request_type", "department", "officer")
    more, found = len(found) > wanted.size, found[: wanted.size]
    if backwards:
        found.reverse()
    if not found:
        return Page(found)
    later, earlier = (True, more) if backwards else (more, bool(wanted.after))
    return Page(found, keyset.key(found[-1]) if later else "", keyset.key(found[0]) if earlier else "")


def _ordered(user: User, wanted: InboxQuery, rows: search_query.Rows, most: int) -> CaseQuerySet:
    """The cases from the place on at which the page begins, in the direction in which it is read; where words
    are looked for no more than `most`."""
    order, keyset, backwards = wanted.order, wanted.order.keyset, bool(wanted.before)
    descending = order.newest_first != backwards
    sign = "-" if descending else ""
    place = keyset.place(wanted.before or wanted.after)
    cases = matching_cases(user, wanted).filter(keyset.beyond(place, backwards=backwards) if place else Q())
    column: Any = (
        UnindexedSortKey(order.column) if wanted.sorted and order.column != "received_at" else F(order.column)
    )
    cases = cases.order_by(column.desc() if descending else column.asc(), f"{sign}pk")
    if wanted.text:
        start = place.value if place else None
        way = search_query.Ordering(order.column, descending, start, most, _near(user, wanted))
        found = search_query.first(cases, user, wanted.text, rows, way, bare=wanted.bare)
        cases = Case.objects.filter(pk__in=found).order_by(*cases.query.order_by)
    return cases


def _near(user: User, wanted: InboxQuery) -> int:
    sees_all, by_age = user.has_perm("cases.view_every_case"), wanted.order.column == "received_at"
    if not wanted.is_everything:
        return NEAR_AND_NARROW
    if by_age:
        return NEAR_BY_AGE if sees_all else NEAR_BY_AGE_OF_SOME
    return NEAR if sees_all else NEAR_AND_NARROW
