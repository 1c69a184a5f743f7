"""The inbox as data: what a person sees, in which order, through which filters, with which counts.

The address is the state: a view is a name, a filter is a query parameter, a page is the last row before it.
Pages are found by key, so the hundredth costs what the first one costs.
"""

import datetime
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models import OPEN, Case, Membership, Status, User
from cases.user_id import user_id

PAGE = 50
RUNNING = [status for status in OPEN if status != Status.WAITING]
NOBODY = "none"
Condition = Callable[[User, datetime.date], Q]


@dataclass(frozen=True)
class View:
    """A saved question to the inbox: a name for the address, a label, a condition on open cases."""

    name: str
    label: Any
    condition: Condition
    heads_only: bool = False


def to_assign(user: User, today: datetime.date) -> Q:
    """Without an officer, in a department that this person heads."""
    headed = [pk for pk, role in user.roles.items() if role == Membership.Role.HEAD]
    return Q(department__in=headed, officer=None, status__in=RUNNING)


def is_late(user: User, today: datetime.date) -> Q:
    """Past the due date, and not waiting for the citizen."""
    return Q(status__in=RUNNING, due_on__lt=today)


VIEWS = (
    View("assign", _("To assign"), to_assign, heads_only=True),
    View("mine", _("Mine"), lambda user, today: Q(officer=user)),
    View("late", _("Late"), is_late),
    View("waiting", _("Waiting for the citizen"), lambda user, today: Q(status=Status.WAITING)),
    View("open", _("All open"), lambda user, today: Q()),
)
DUE: dict[str, tuple[Any, Condition]] = {
    "late": (_("Late"), is_late),
    "today": (_("Due today"), lambda user, today: Q(status__in=RUNNING, due_on=today)),
    "week": (
        _("Due by Sunday"),
        lambda user, today: Q(status__in=RUNNING, due_on__range=(today, _sunday(today))),
    ),
}


@dataclass
class Wish:
    """What the address asks for, already found valid; empty means: whatever."""

    view: View
    status: str = ""
    filters: list[Q] = field(default_factory=list)
    after: str = ""


@dataclass
class Page:
    """Some rows, and the key from which the next page goes on."""

    rows: list[Case]
    next: str = ""


def views_for(user: User) -> list[View]:
    """The views that make sense for this person; the first one is where the inbox opens."""
    views = [view for view in VIEWS if user_heads(user) or not view.heads_only]
    return views if user.roles else [view for view in views if view.name != "mine"][::-1]


def user_heads(user: User) -> bool:
    """Whether this person heads any department."""
    return Membership.Role.HEAD in user.roles.values()


def counts(user: User, views: list[View]) -> dict[str, int]:
    """How many open cases each view has, in one statement."""
    today = timezone.localdate()
    narrow = [view for view in views if view.name != "open"]
    wanted = {view.name: Count("pk", filter=view.condition(user, today)) for view in narrow}
    found: dict[str, int] = Case.objects.visible_to(user).open().aggregate(**wanted, open=Count("pk"))
    return found


def page(user: User, wish: Wish) -> Page:
    """PAGE cases of the view: the work by due date; of what has ended the newest first."""
    asked = wish.view.condition(user, timezone.localdate())
    cases = Case.objects.visible_to(user).filter(asked, *wish.filters)
    cases = cases.filter(status=wish.status) if wish.status else cases.open()
    newest_first = bool(wish.status) and wish.status not in OPEN
    cases = cases.order_by("-pk") if newest_first else cases.order_by("due_on", "pk")
    cases = cases.filter(_beyond(wish.after, newest_first=newest_first))
    rows = list(cases.select_related("request_type", "department", "officer")[: PAGE + 1])
    more = len(rows) > PAGE
    return Page(rows[:PAGE], _key(rows[PAGE - 1]) if more else "")


def numbered(user: User, typed: str) -> Case | None:
    """The case whose user ID or receipt number was typed, if this person may see it."""
    found: Case | None = Case.objects.visible_to(user).filter(number=user_id(typed)[:12]).first()
    return found


def officers(user: User) -> list[User]:
    """Who has open cases among those that this person sees; people who left included."""
    in_charge = Case.objects.visible_to(user).open().values("officer")
    return list(User.objects.filter(pk__in=in_charge).order_by("first_name", "pk"))


def _key(case: Case) -> str:
    return f"{case.due_on:%Y%m%d}.{case.pk}"


def _beyond(key: str, *, newest_first: bool) -> Q:
    """The rows after the one with this key; a key that makes no sense is the beginning."""
    found = re.fullmatch(r"(\d{4})(\d\d)(\d\d)\.(\d{1,9})", key, re.ASCII)
    if not found:
        return Q()
    year, month, day, pk = (int(part) for part in found.groups())
    if newest_first:
        return Q(pk__lt=pk)
    try:
        due = datetime.date(year, month, day)
    except ValueError:
        return Q()
    return Q(due_on__gt=due) | Q(due_on=due, pk__gt=pk)


def _sunday(today: datetime.date) -> datetime.date:
    return today + datetime.timedelta(days=6 - today.weekday())
