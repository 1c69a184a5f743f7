"""The list of letters as data: whose letters a person sees, through which filters, fifty at a time."""

import datetime
import re
import uuid
from dataclasses import dataclass, field

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from cases.audit import citizen_privacy
from cases.models import Case, Department, User
from notifications.models import UNSETTLED, Notice, State, Unreached
from notifications.pages.rights import may_oversee

PAGE = 50
NONE = Q(pk__in=())
EPOCH = datetime.datetime(1970, 1, 1, tzinfo=datetime.UTC)
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
    return departments if wide else departments.filter(pk__in=list(user.roles))


def condition(wish: dict[str, object]) -> Q:
    """What a valid filter form asks for; what is empty asks for nothing."""
    fields = {"channel": "channel", "kind": "kind", "department": "case__department"}
    found = Q(**{column: wish[name] for name, column in fields.items() if wish.get(name)})
    return found & _in_state(str(wish.get("state") or "")) & _aged(str(wish.get("age") or ""))


def page(user: User, where: Q, *, after: str = "") -> Page:
    """The letters, the newest first, from the key `after` on."""
    notices = letters_for(user).filter(where, letters_after(after)).order_by("-created", "-pk")
    wanted = notices.select_related("case__department", "case__request_type", "recipient")
    found = list(wanted.defer("text", "html", "secret")[: PAGE + 1])
    rows = found[:PAGE]
    cases = {notice.case_id for notice in rows}
    readable = Case.objects.visible_to(user).filter(pk__in=cases).values_list("pk", flat=True)
    return Page(rows, _key(rows[-1]) if len(found) > PAGE else "", set(readable))


def unreached_for(user: User) -> QuerySet[Unreached]:
    """The citizens whom this person could telephone, the longest waiting first."""
    rows = Unreached.objects.filter(reached_at=None, case__in=known_cases(user))
    return rows.select_related("case__request_type", "case__department", "notice").order_by("at", "pk")


def unreached_page(user: User, *, after: str = "") -> tuple[list[Unreached], str]:
    """Fifty of them, from the key `after` on, and the key of the next page."""
    waiting = unreached_for(user).filter(citizens_after(after))
    found = list(waiting.defer("notice__text", "notice__html")[: PAGE + 1])
    last = found[PAGE - 1] if len(found) > PAGE else None
    return found[:PAGE], f"{_micros(last.at)}.{last.pk}" if last else ""


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


def _key(notice: Notice) -> str:
    return f"{_micros(notice.created)}.{notice.pk.hex}"


def _micros(moment: datetime.datetime) -> int:
    return (moment - EPOCH) // datetime.timedelta(microseconds=1)


def letters_after(key: str) -> Q:
    """The letters older than the one with this key; none where the key makes no sense."""
    found = re.fullmatch(r"(\d{1,18})\.([0-9a-f]{32})", key, re.ASCII)
    moment = _moment(found[1]) if found else None
    if found is None or moment is None:
        return NONE if key else Q()
    return Q(created__lte=moment) & (Q(created__lt=moment) | Q(pk__lt=uuid.UUID(found[2])))


def citizens_after(key: str) -> Q:
    """The citizens after the one with this key; none where the key makes no sense."""
    found = re.fullmatch(r"(\d{1,18})\.(\d{1,9})", key, re.ASCII)
    moment = _moment(found[1]) if found else None
    if found is None or moment is None:
        return NONE if key else Q()
    return Q(at__gte=moment) & (Q(at__gt=moment) | Q(pk__gt=int(found[2])))


def _moment(micros: str) -> datetime.datetime | None:
    try:
        return EPOCH + datetime.timedelta(microseconds=int(micros))
    except OverflowError:
        return None
