"""Which case a number opens for a member of staff."""

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value, prefetch_related_objects
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404

from cases.db import compiled
from cases.db.compiled import Given
from cases.deadlines import custody
from cases.models import Case, CaseEvent, CaseQuerySet, Duplicate, Follower, User
from cases.reference import shared_rows


def followers() -> Coalesce:
    """How many wait for a case who filed nothing, those of its duplicates included, as SQL."""
    mine = Q(case=OuterRef("pk")) | Q(case__duplicate__main=OuterRef("pk"))
    all_of_them = Follower.objects.filter(mine).order_by().annotate(together=Value(1)).values("together")
    return Coalesce(Subquery(all_of_them.annotate(count=Count("email", distinct=True)).values("count")), 0)


def readable_or_404(user: User, number: str) -> Case:
    """The case with this number, its own row alone, if this person may read it; else it does not exist."""
    found: Case = get_object_or_404(Case.objects.visible_to(user), number=number)
    return found


def case_or_404(user: User, number: str) -> Case:
    """The same with all that its page says of it."""
    key = ("of a page", user.standing)
    found: Case | None = compiled.first(Case, key, lambda: _of_a_page(user), number=number)
    if found is None:
        raise Http404
    # Rights and words ask for them again and again.
    prefetch_related_objects([found], "subtasks")
    shared_rows.prefetch([found], "request_type", "department", "unit", "officer", "channel", "title", "area")
    shared_rows.prefetch(found.subtasks.all(), "department", "unit", "officer", "party")
    return found


def _of_a_page(user: User) -> CaseQuerySet:
    """What few open cases have, a result or another agency, is read where it is there: each table that is
    joined takes PostgreSQL longer to plan than to read."""
    related = ("contact", "duplicate__main__department", "subdistrict__district__province")
    joined = Exists(Duplicate.objects.filter(main=OuterRef("pk")))
    cases: CaseQuerySet = Case.objects.visible_to(user).filter(number=Given(Case, "number"))
    moved = Exists(CaseEvent.objects.filter(case=OuterRef("pk"), kind__in=custody.MOVES))
    counted = {"followed_by": followers(), "is_main": joined, "changed_hands": moved}
    return cases.select_related(*related).annotate(**counted)
