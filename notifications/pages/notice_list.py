"""The list of letters as data: whose letters a person sees, through which filters, fifty at a time."""

import datetime
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from cases.audit import citizen_privacy
from cases.lib.keyset import Keyset
from cases.models import Case, Department, User
from notifications.models import UNSETTLED, Notice, State, Unreached
from notifications.pages.rights import may_oversee

# The letters, the newest first, and the citizens, the longest waiting first.
LETTERS = Keyset("created", is_uuid=True)
CITIZENS = Keyset("at", newest_first=False)
# How old a letter is: the name in the address, and the bounds of its age in minutes.
AGES: dict[str, tuple[int, int | None]] = {
    "hour": (0, 60),
    "day": (0, 24 * 60),
    "week": (0, 7 * 24 * 60),
    "over10m": (10, None),
    "over1h": (60, None),
    "over1d": (24 * 60, None),
}


@dataclass
class Page:
    """Some rows, the key from which the next page goes on, and which of the cases this person may open."""

    rows: list[Notice]
    next: str = ""
    readable: set[int] = field(default_factory=set)


def letters_for(user: User) -> QuerySet[Notice]:
    """The letters whose state this person may look at: all for who oversees them, else those about cases
    whose citizen the person may know."""
    notices = Notice.objects.all()
    return notices if may_oversee(user) else notices.filter(case__in=known_cases(user))


def known_cases(user: User) -> QuerySet[Case]:
    """The cases that this person may read, and whose citizen the person may know."""
    found: QuerySet[Case] = Case.objects.visible_to(user).filter(citizen_privacy.seen_by(user))
    return found


def departments_for(user: User) -> QuerySet[Department]:
    """The departments that the list can be narrowed to."""
    wide = may_oversee(user) or user.has_perm("cases.view_every_case")
    departments = Department.objects.all()
    return departments if wide else departments.filter(pk__in=user.departments)


def condition(wish: dict[str, object]) -> Q:
    """What a valid filter form asks for; what is empty asks for nothing."""
    fields = {"channel": "channel", "kind": "kind", "department": "case__department"}
    found = Q(**{column: wish[name] for name, column in fields.items() if wish.get(name)})
    return found & _in_state(str(wish.get("state") or "")) & _aged(str(wish.get("age") or ""))


def page(user: User, where: Q, *, after: str = "") -> Page:
    """The letters, the newest first, from the key `after` on."""
    notices = letters_for(user).filter(where).defer("text", "html", "secret")
    wanted = notices.select_related("case__department", "case__request_type", "recipient", "endpoint")
    rows, following = LETTERS.page(wanted, after)
    cases = {notice.case_id for notice in rows}
    readable = Case.objects.visible_to(user).filter(pk__in=cases).values_list("pk", flat=True)
    return Page(rows, following, set(readable))


def unreached_for(user: User) -> QuerySet[Unreached]:
    """The citizens whom this person could telephone."""
    rows = Unreached.objects.filter(reached_at=None, case__in=known_cases(user))
    return rows.select_related("case__request_type", "case__department", "notice")


def unreached_page(user: User, *, after: str = "") -> tuple[list[Unreached], str]:
    """The longest waiting of them, from the key `after` on, and the key of the next page."""
    return CITIZENS.page(unreached_for(user).defer("notice__text", "notice__html"), after)


def _in_state(state: str) -> Q:
    """As the list calls it: what was handed over and not answered for perhaps arrived, though it is tried
    again."""
    silent = Q(unanswered__gt=0, state__in=UNSETTLED)
    if state == State.PERHAPS:
        return Q(state=state) | silent
    return Q(state=state) & ~silent if state else Q()


def _aged(name: str) -> Q:
    """Letters written within, or before, so many minutes."""
    if name not in AGES:
        return Q()
    least, most = AGES[name]
    if most is None:
        return Q(created__lt=Now() - datetime.timedelta(minutes=least))
    return Q(created__gte=Now() - datetime.timedelta(minutes=most))
