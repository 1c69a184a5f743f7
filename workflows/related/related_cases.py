"""Other cases that may concern whoever reads one: of the same citizen, near by, of the same matter.

Each reader finds what this reader may read: a case that is invisible is answered as one that does not exist.
"""

import datetime
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db.models import Count, Exists, OuterRef, Q, Window
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.actions.duplicates import main_of
from cases.db import compiled
from cases.db.compiled import Given
from cases.errors import Refused
from cases.files import evidence
from cases.lib.geography import Box, Point, metres_between
from cases.lib.request_cache import once
from cases.models import ALONE, OPEN, Case, CaseQuerySet, User
from cases.reference import shared_rows
from workflows import rights
from workflows.inbox.queries import numbered

SHOWN, SUGGESTED = 5, 8
SAME_PLACE, NEAR = 50, 200
ENDED_SINCE = datetime.timedelta(days=90)
COLUMNS = ("number", "status", "received_at", "place", "request_type", "latitude", "longitude")


class Ways(NamedTuple):
    """The telephone number and the e-mail address, in small letters, by which a citizen is known; values, or
    what is given at each run."""

    phone: Any
    email: Any


@dataclass(frozen=True)
class Found:
    """The first of them, and how many there are."""

    cases: list[Case]
    count: int


@dataclass(frozen=True)
class Near:
    """A case near by, and how far it is."""

    case: Case
    metres: int

    @property
    def is_same_place(self) -> bool:
        """Whether it may well be the same spot."""
        return self.metres <= SAME_PLACE


def of_citizen(user: User, case: Case) -> Found:
    """The newest cases with the same telephone number or e-mail address, where this person may see who asks
    in both; nothing else tells that two citizens are one. One statement."""
    if not rights.may_see_person(user, case):
        return Found([], 0)
    known = Ways(case.phone, case.email.lower())
    if not any(known):
        return Found([], 0)
    key = ("of one citizen", user.standing, *map(bool, known))
    found = compiled.rows(Case, key, lambda: _newest(user, known), id=case.pk, **known._asdict())
    shared_rows.prefetch(found, "request_type")
    return Found(found, found[0].total if found else 0)


def near_by(user: User, case: Case, *, now: datetime.datetime | None = None) -> list[Near]:
    """The nearest cases of the same request type within 200 m, open or ended in the last 90 days. One
    statement for a request, whose page lists them and suggests them; none for a case without a place."""
    here, since = Point.of(case), (now or timezone.now()) - ENDED_SINCE
    if here is None:
        return []
    # Nothing that moves another case shows this list in the same request.
    return once(f"near {case.pk} for {user.pk}", lambda: _near_by(user, case, here, since))


def _near_by(user: User, case: Case, here: Point, since: datetime.datetime) -> list[Near]:
    edges = Box.around(here, NEAR)._asdict()
    values = {"id": case.pk, "request_type": case.request_type_id, "since": since, **edges}
    cases = compiled.rows(Case, ("near by", user.standing), lambda: _close(user), **values)
    found = [Near(one, metres_between(here, Point.of(one) or here)) for one in cases]
    return sorted((one for one in found if one.metres <= NEAR), key=lambda one: (one.metres, -one.case.pk))


def _close(user: User) -> CaseQuerySet:
    """The cases of a request type in a box, but for one, that are open or ended since a moment."""
    close: CaseQuerySet = Case.objects.visible_to(user).filter(
        Q(status__in=OPEN) | Q(ended_at__gte=Given(Case, "ended_at", "since")),
        request_type=Given(Case, "request_type"),
        latitude__gte=Given(Case, "latitude", "south"),
        latitude__lte=Given(Case, "latitude", "north"),
        longitude__gte=Given(Case, "longitude", "west"),
        longitude__lte=Given(Case, "longitude", "east"),
    )
    return close.exclude(pk=Given(Case, "id")).only(*COLUMNS)


def group(user: User, case: Case) -> list[Case]:
    """The cases that get the result of this one; `seen`: may this person open it? `sent`: the photos and
    papers of its citizen. Two statements, one where there is none."""
    seen = Exists(Case.objects.visible_to(user).filter(pk=OuterRef("pk")))
    cases = Case.objects.filter(duplicate__main=case).select_related("duplicate__by").annotate(seen=seen)
    found = list(cases.order_by("pk"))
    sent = list(evidence.sent_to(case)) if found else []
    for one in found:
        one.sent = [file for file in sent if file.case_id == one.pk]
    return found


def sees_main(user: User, case: Case) -> bool:
    """Whether this person may open the main case of this duplicate."""
    main = main_of(case)
    return main is not None and Case.objects.visible_to(user).filter(pk=main.pk).exists()


def alike(user: User, case: Case) -> CaseQuerySet:
    """Open cases that may be about the same matter: of the same request type within 200 m, or of the same
    citizen."""
    near = [one.case.pk for one in near_by(user, case) if one.case.is_open]
    ways = Ways(case.phone, case.email.lower())
    own = _same_citizen(user, ways, case.pk) if rights.may_see_person(user, case) else Case.objects.none()
    same = Q(pk__in=near) | Q(pk__in=own.order_by().values("pk"))
    found: CaseQuerySet = _joinable(user, case).filter(same).select_related("request_type")
    # A slice could not be searched for what was chosen: take its keys.
    keys = list(found.order_by("-pk").values_list("pk", flat=True)[:SUGGESTED])
    suggested: CaseQuerySet = Case.objects.filter(pk__in=keys)
    return suggested.select_related("request_type").order_by("-pk")


def main_case(user: User | None, case: Case, typed: str) -> Case:
    """The case with this user ID or receipt number, to which another one can be joined. Raises Refused; of a
    case that this person may not read it says what it says of one that is not there."""
    found = numbered(user, typed) if user else None
    if found is None:
        raise Refused(_("There is no case with this number that you may read."))
    main = main_of(found) or found
    if main.pk == case.pk:
        raise Refused(_("A case cannot be joined with itself or with its own duplicate."))
    if not main.is_open:
        raise Refused(_("That case has ended. Only an open case can be the main case."))
    if main.request_type.restricted:
        raise Refused(_("Cases of a restricted kind are not joined."))
    return found


def _joinable(user: User, case: Case) -> CaseQuerySet:
    cases: CaseQuerySet = Case.objects.visible_to(user).filter(ALONE, user.unrestricted)
    return cases.open().exclude(pk=case.pk)


def _newest(user: User, known: Ways) -> CaseQuerySet:
    """The newest cases by the ways that are known, and how many there are."""
    ways = Ways(*(Given(Case, way) if value else value for way, value in known._asdict().items()))
    found: CaseQuerySet = _same_citizen(user, ways, Given(Case, "id")).annotate(total=Window(Count("pk")))
    return found.order_by("-pk")[:SHOWN]


def _same_citizen(user: User, ways: Ways, but: Any) -> CaseQuerySet:
    same = Q(phone=ways.phone) if ways.phone else Q(pk__in=[])
    if ways.email:
        same |= Q(address=ways.email)
    seen = Case.objects.visible_to(user).filter(rights.person_seen_by(user))
    found: CaseQuerySet = seen.alias(address=Lower("email")).filter(same).exclude(pk=but)
    return found
