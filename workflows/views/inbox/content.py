"""What the page of the inbox shows one person: each part is read when the template first asks for it."""

import datetime
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.safestring import SafeString

from cases.access.delegations import in_force
from cases.models import Absence, Delegation, User
from cases.views.staff_pages import StaffRequest
from workflows import rights
from workflows.forms.filters import PARTS, FilterForm, Offer, form_of, query_of
from workflows.forms.saved import SaveForm
from workflows.inbox import queries, row_words, saved_views, search_query, standard_views, tab_counts
from workflows.inbox.calendar import asked_month
from workflows.models import Preference, SavedView
from workflows.rights.catalogue import Verb
from workflows.steps import bulk, wording
from workflows.views import exports
from workflows.views.inbox import filter_fields
from workflows.views.inbox.board import BoardLook
from workflows.views.inbox.calendar import CalendarLook
from workflows.views.inbox.map import MapLook
from workflows.views.inbox.rows import Listing, Row

# The parts of an address that say where the cases come from, not which of them.
SOURCE = ("view", "find", "q")
BOOSTED = (Preference.Look.LIST, Preference.Look.CALENDAR)


@dataclass
class Tab:
    """A saved view as the page shows it."""

    name: str
    query: str
    count: int | None
    current: bool
    owner: str


@dataclass
class InboxPage:
    """The inbox as the address of `request` asks for it, which may hold `others` besides."""

    request: StaffRequest
    others: Iterable[str] = ()

    @property
    def user(self) -> User:
        """Whose inbox it is."""
        return self.request.user

    # What the address asks for.

    @property
    def form(self) -> FilterForm:
        """The filters of the address."""
        return self._asked[0]

    @property
    def wanted(self) -> queries.InboxQuery:
        """What the address asks for."""
        return self._asked[1]

    @property
    def typed(self) -> str:
        """The words that are looked for."""
        return self.form.text

    @property
    def missing(self) -> list[str]:
        """What the address asks for and is not on offer, in words; no case is shown then."""
        return self.form.missing

    @cached_property
    def here(self) -> str:
        """The address without its page."""
        return query_of(self.request.GET)

    @property
    def fields(self) -> SafeString:
        """The fields of the filters."""
        return filter_fields.html(self.form)

    @property
    def found(self) -> list[tuple[str, str]]:
        """The view and the words, which stay when the filters change."""
        return [(name, self.request.GET[name]) for name in SOURCE if self.request.GET.get(name)]

    @property
    def everywhere(self) -> str:
        """The address of the same filters in any view."""
        return query_of(self.request.GET, [part for part in PARTS if part != "view"])

    @property
    def unfiltered(self) -> str:
        """The address of the same view and words without filters."""
        return query_of(self.request.GET, SOURCE)

    # The cases.

    @cached_property
    def rows(self) -> list[Row]:
        """The cases of this page."""
        several = "department" in self.form.fields
        listing = Listing(
            self.user,
            timezone.localdate(),
            ticked=bool(self.bulk),
            names_department=several,
            pictured=not self.is_compact,
        )
        return [Row(case, listing) for case in self._listed[0].rows]

    @property
    def bare(self) -> bool:
        """Whether the words were found with other tone marks only."""
        return bool(self.typed) and self._listed[1].bare

    @property
    def page_size(self) -> int:
        """How many cases stand on a page."""
        return self._listed[1].size

    @property
    def total(self) -> int | None:
        """How many cases there are, MOST or more counted as MOST; None where they are not counted."""
        return len(self.rows) if self._listed[0].is_whole else self._numbers[-1]

    @property
    def most(self) -> int:
        """How many cases are counted at most."""
        return queries.MOST

    @property
    def next_url(self) -> str:
        """The address of the next page; empty where there is none."""
        return _turned(self.request, "after", self._listed[0].next)

    @property
    def previous_url(self) -> str:
        """The address of the page before; empty where there is none."""
        return _turned(self.request, "before", self._listed[0].previous)

    @property
    def first_url(self) -> str:
        """The address of the first page; empty on that page."""
        return f"?{self.here}" if self._listed[0].previous else ""

    # What stands above the list.

    @property
    def views(self) -> list[tuple[standard_views.View, int | None]]:
        """The views with how many cases each has."""
        return list(zip(self._views, self._numbers[: len(self._views)], strict=True))

    @cached_property
    def tabs(self) -> list[Tab]:
        """The saved views."""
        counts = self._numbers[len(self._views) : -1]
        return [self._tab(one, count) for one, count in zip(self._saved, counts, strict=True)]

    @property
    def chosen(self) -> standard_views.View | None:
        """The view that is shown; None where it is a saved one."""
        return None if any(tab.current for tab in self.tabs) else self.form.view

    @property
    def title(self) -> str:
        """What the list is called."""
        return next((tab.name for tab in self.tabs if tab.current), self.form.view.label)

    @cached_property
    def absences(self) -> list[Absence]:
        """Today's absences that concern this person; none while words are looked for."""
        return [] if self.typed else absences(self.user)

    @cached_property
    def delegations(self) -> list[Delegation]:
        """Today's delegations of this person and to this person; none while words are looked for."""
        people = [] if self.typed else in_force(timezone.localdate())
        return [one for one in people if self.user.pk in (one.user_id, one.deputy_id)]

    # What can be done.

    @property
    def save(self) -> SaveForm:
        """The form that saves this view."""
        departments = self._offer.choices["department"]
        return SaveForm(user=self.user, query=self.here, departments=departments)

    @cached_property
    def bulk(self) -> list[tuple[Verb, Any]]:
        """The steps that this person can do with many cases at once, with their names."""
        return [(verb, wording.name(verb)) for verb in bulk.verbs_for(self.user)]

    @property
    def shortcuts(self) -> bool:
        """Whether this person wants the keyboard's shortcuts."""
        return self._preferred.shortcuts

    @property
    def export(self) -> exports.Offer | None:
        """The form that takes the list along; None for who sees no figures."""
        seen = rights.may_see_figures(self.user)
        return exports.Offer.to(self.user, "inbox_table", self.here) if seen else None

    # How it looks.

    @cached_property
    def look(self) -> str:
        """In which way the cases are shown: as the address says, else as this person last chose; as a list
        where words are looked for, which is the one way that finds them."""
        if self.typed:
            return Preference.Look.LIST
        asked = self.request.GET.get("look", "")
        return asked if asked in Preference.Look.values else self._preferred.look

    @property
    def looks(self) -> list[tuple[str, Any]]:
        """The ways to look, with their names."""
        return list(Preference.Look.choices)

    @property
    def is_boosted(self) -> bool:
        """Whether the next page can take this one's place: no look that has a script of its own comes."""
        return self.look in BOOSTED and self._preferred.look in BOOSTED

    @cached_property
    def board(self) -> BoardLook:
        """The cases as a board."""
        return BoardLook.of(self.user, self.wanted, self._preferred.columns, self.here)

    @cached_property
    def calendar(self) -> CalendarLook:
        """The cases as a calendar of the month in the address, or of this one."""
        first = asked_month(self.request.GET.get("month", ""), timezone.localdate())
        return CalendarLook.of(self.user, self.wanted, first, self.here)

    @property
    def map(self) -> MapLook:
        """The cases as a map, beside their list."""
        return MapLook(self.user, self.here, self.request.GET.get("box", ""))

    @property
    def is_compact(self) -> bool:
        """Whether the rows have neither picture nor words."""
        return self._preferred.density == Preference.Density.COMPACT

    @property
    def densities(self) -> list[tuple[str, Any]]:
        """The ways to write rows, with their names."""
        return list(Preference.Density.choices)

    @property
    def density(self) -> str:
        """How the rows are written."""
        return self._preferred.density

    @property
    def today(self) -> datetime.date:
        """The day."""
        return timezone.localdate()

    @cached_property
    def narrowed(self) -> list[tuple[Any, Any, str]]:
        """What narrows the list: the filter, what was chosen, and the address without it."""
        return [
            (label, value, query_of(self.request.GET, [part for part in PARTS if part != name]))
            for name, label, value in self.form.chosen_in_words()
        ]

    # What the parts share.

    @cached_property
    def _views(self) -> list[standard_views.View]:
        return queries.views_for(self.user)

    @cached_property
    def _saved(self) -> list[SavedView]:
        return list(saved_views.shown_to(self.user))

    @cached_property
    def _offer(self) -> Offer:
        return Offer.to(self.user)

    @cached_property
    def _asked(self) -> tuple[FilterForm, queries.InboxQuery]:
        """The form and what it asks for; only then the form knows what is missing."""
        form = self._form_of(self.request.GET)
        form.others = self.others
        return form, form.wanted()

    @cached_property
    def _listed(self) -> tuple[queries.Page, queries.InboxQuery]:
        """The cases, and what was asked to find them."""
        form, wanted = self._asked
        columns = {} if self.is_compact else row_words.columns(self.user)
        return queries.page(self.user, wanted, search_query.synonyms() if form.text else [], columns)

    @cached_property
    def _counts(self) -> tuple[list[int | None], Preference]:
        """The numbers of the views, of the saved ones and of this list; and how this person likes it."""
        saved = [self._form_of(QueryDict(one.query)).wanted() for one in self._saved]
        parts = [tab_counts.counted(self.user, wanted) for wanted in [*saved, self._asked[1]]]
        return tab_counts.counts(self.user, [*tab_counts.views_counted(self.user, self._views), *parts])

    @property
    def _preferred(self) -> Preference:
        return self._counts[1]

    @property
    def _numbers(self) -> list[int | None]:
        return self._counts[0]

    def _form_of(self, data: QueryDict) -> FilterForm:
        return form_of(data, user=self.user, views=self._views, offer=self._offer)

    def _tab(self, saved: SavedView, count: int | None) -> Tab:
        # An address is the same in whatever order it was written.
        is_here = query_of(QueryDict(saved.query)) == self.here
        owner = "" if saved.owner == self.user else str(saved.owner)
        return Tab(saved.name, saved.query, count, is_here, owner)


def absences(user: User) -> list[Absence]:
    """Those of today that concern this person: the own one, and of those for whom this person stands in. A
    statement only where there are some."""
    people = user.acting_for | ({user.pk} & user.away_today.keys())
    if not people:
        return []
    today = Absence.objects.on(timezone.localdate()).filter(user__in=people)
    return list(today.select_related("user", "substitute"))


def _turned(request: StaffRequest, way: str, key: str) -> str:
    """The address of the page before or after; empty where there is none."""
    if not key:
        return ""
    query = QueryDict(query_of(request.GET), mutable=True)
    query[way] = key
    return f"?{query.urlencode()}"
