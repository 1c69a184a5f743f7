"""The inbox as data: what a person sees, in which order, through which filters, with which counts.

The address is the state: a view is a name, a filter is a query parameter, a page is the row next to it.
Pages are found by key, so the hundredth costs what the first one costs.
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

from django.db.models import CharField, F, IntegerField, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce, Concat, NullIf, Trim
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import OPEN, Case, CaseQuerySet, Membership, Status, User
from cases.user_id import user_id
from workflows import search
from workflows.rights import in_charge

PAGE = 50
# Nobody reads beyond this; counting stops there.
MOST = 1000
RUNNING = [status for status in OPEN if status != Status.WAITING]
NOBODY, EVERY = "none", "every"
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
Condition = Callable[[User, datetime.date], Q]


@dataclass(frozen=True)
class View:
    """A question to the inbox: a name for the address, a label, a condition, and whether it is about open
    cases alone."""

    name: str
    label: Any
    condition: Condition
    heads_only: bool = False
    every_status: bool = False


def to_assign(user: User, today: datetime.date) -> Q:
    """Without an officer, in a department that this person heads."""
    headed = [pk for pk, role in user.roles.items() if role == Membership.Role.HEAD]
    return Q(department__in=headed, officer=None, status__in=RUNNING)


def is_late(user: User, today: datetime.date) -> Q:
    """Past the due date, and not waiting for the citizen."""
    return Q(status__in=RUNNING, due_on__lt=today)


def is_due_this_week(user: User, today: datetime.date) -> Q:
    """Due from today to Sunday."""
    sunday = today + datetime.timedelta(days=6 - today.weekday())
    return Q(status__in=RUNNING, due_on__range=(today, sunday))


def is_paused(user: User, today: datetime.date) -> Q:
    """Waiting for the citizen: its deadline stands still."""
    return Q(status=Status.WAITING)


def anything(user: User, today: datetime.date) -> Q:
    """No condition."""
    return Q()


VIEWS = (
    View("assign", _("To assign"), to_assign, heads_only=True),
    View("mine", _("Mine"), lambda user, today: in_charge(user)),
    View("late", _("Late"), is_late),
    View("week", _("Due this week"), is_due_this_week),
    View("waiting", _("Waiting for the citizen"), is_paused),
    View("reopened", _("Reopened"), lambda user, today: Q(reopened__gt=0)),
    View("open", _("All open"), anything),
    View("all", _("All cases"), anything, every_status=True),
)
DUE: dict[str, tuple[Any, Condition]] = {
    "late": (_("Late"), is_late),
    "today": (_("Due today"), lambda user, today: Q(status__in=RUNNING, due_on=today)),
    "week": (_("Due by Sunday"), is_due_this_week),
    "paused": (_("Paused"), is_paused),
}


@dataclass(frozen=True)
class Order:
    """A way to sort: a column, and its direction."""

    label: Any
    column: str
    newest_first: bool = False


ORDERS = {
    "due": Order(_("Deadline"), "due_on"),
    "age": Order(_("Oldest first"), "received_at"),
    "new": Order(_("Newest first"), "received_at", newest_first=True),
    "changed": Order(_("Last change"), "changed_at", newest_first=True),
}


@dataclass
class Wish:
    """What the address asks for, already found valid; empty means: whatever."""

    view: View
    status: str = ""
    filters: list[Q] = field(default_factory=list)
    text: str = ""
    sort: str = ""
    after: str = ""
    before: str = ""
    bare: bool = False
    # The only cases that can have the words, where it is known that they are few.
    few: list[int] | None = None

    @property
    def order(self) -> Order:
        """The order that was chosen; else work by its deadline, and what may have ended the newest first."""
        work = self.status in OPEN if self.status else not self.view.every_status
        return ORDERS[self.sort or ("due" if work else "new")]


@dataclass
class Page:
    """Some rows, and the keys from which the next page and the one before go on."""

    rows: list[Case]
    next: str = ""
    previous: str = ""


def views_for(user: User) -> list[View]:
    """The views that make sense for this person; the first one is where the inbox opens."""
    views = [view for view in VIEWS if user_heads(user) or not view.heads_only]
    if user.roles:
        return views
    first = [view for view in views if view.name == "open"]
    return first + [view for view in views if view.name not in ("mine", "open")]


def user_heads(user: User) -> bool:
    """Whether this person heads any department."""
    return Membership.Role.HEAD in user.roles.values()


def asked(user: User, wish: Wish, rows: search.Rows) -> CaseQuerySet:
    """The cases that the wish is about, in no order; `rows` are the synonyms."""
    condition = wish.view.condition(user, timezone.localdate())
    cases: CaseQuerySet = Case.objects.visible_to(user).filter(condition, *wish.filters)
    if wish.text:
        cases = cases.filter(search.matching(user, wish.text, rows, bare=wish.bare))
    if wish.few is not None:
        cases = cases.filter(pk__in=wish.few)
    if wish.status and wish.status != EVERY:
        cases = cases.filter(status=wish.status)
    return cases if wish.status or wish.view.every_status else cases.open()


def page(user: User, wish: Wish, rows: search.Rows) -> tuple[Page, Wish]:
    """PAGE cases; words that find nothing are tried again without tone marks, and the wish then says so."""
    if not wish.text:
        return _page(user, wish, rows), wish
    few = search.few(user, wish.text, rows)
    for bare in (False, True):
        wish = replace(wish, bare=bare, few=few[bare])
        found = Page([]) if wish.few == [] else _page(user, wish, rows)
        if found.rows:
            break
    return found, wish


def numbered(user: User, typed: str) -> Case | None:
    """The case whose user ID or receipt number was typed, if this person may see it."""
    number = user_id(typed)
    if not re.fullmatch(r"[0-9]{4}-[0-9]{5,7}", number):
        return None
    found: Case | None = Case.objects.visible_to(user).filter(number=number).first()
    return found


def officers(user: User) -> QuerySet[User]:
    """Who has open cases among those that this person sees; people who left included. Each has a name in both
    languages, as all that is chosen from."""
    in_charge = Case.objects.visible_to(user).open().values("officer")
    full = NullIf(Trim(Concat("first_name", Value(" "), "last_name")), Value(""))
    name = Coalesce(full, F("username"), output_field=CharField())
    return User.objects.filter(pk__in=in_charge).annotate(name_th=name, name_en=name)


class Capped(Subquery):
    """How many rows a query has, but no more than MOST."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS capped)"
    output_field = IntegerField()

    def __init__(self, cases: CaseQuerySet) -> None:
        super().__init__(cases.order_by().values("pk")[:MOST])


def counts(user: User, queries: list[CaseQuerySet]) -> tuple[list[int], bool]:
    """How many cases each query has, up to MOST, and whether this person wants the keyboard's shortcuts: one
    statement for all of it."""
    capped = {f"count{n}": Capped(cases) for n, cases in enumerate(queries)}
    row = User.objects.filter(pk=user.pk).values_list("preference__shortcuts", *capped.values())[0]
    return [*row[1:]], row[0] is not False


def _page(user: User, wish: Wish, rows: search.Rows) -> Page:
    order, backwards = wish.order, bool(wish.before)
    descending = order.newest_first != backwards
    sign = "-" if descending else ""
    cases = asked(user, wish, rows).filter(_beyond(wish.before or wish.after, order, descending=descending))
    cases = cases.order_by(f"{sign}{order.column}", f"{sign}pk")
    found = list(cases.select_related("request_type", "department", "officer")[: PAGE + 1])
    more, found = len(found) > PAGE, found[:PAGE]
    if backwards:
        found.reverse()
    if not found:
        return Page(found)
    later, earlier = (True, more) if backwards else (more, bool(wish.after))
    return Page(found, _key(found[-1], order) if later else "", _key(found[0], order) if earlier else "")


def _key(case: Case, order: Order) -> str:
    value = getattr(case, order.column)
    if isinstance(value, datetime.datetime):
        return f"{(value - EPOCH) // datetime.timedelta(microseconds=1)}.{case.pk}"
    return f"{value.toordinal()}.{case.pk}"


def _beyond(key: str, order: Order, *, descending: bool) -> Q:
    """The rows past the one with this key; a key that makes no sense is the beginning. The first half alone
    lets the index begin there: an OR would read everything before it."""
    found = re.fullmatch(r"(\d{1,18})\.(\d{1,9})", key, re.ASCII)
    if not found:
        return Q()
    number, pk = (int(part) for part in found.groups())
    try:
        value = _value(number, order)
    except (OverflowError, ValueError):
        return Q()
    way, column = "lt" if descending else "gt", order.column
    past = Q(**{f"{column}__{way}": value}) | Q(**{f"pk__{way}": pk})
    return Q(**{f"{column}__{way}e": value}) & past


def _value(number: int, order: Order) -> datetime.date:
    if order.column == "due_on":
        return datetime.date.fromordinal(number)
    return EPOCH + datetime.timedelta(microseconds=number)
