"""Which case a number opens for a member of staff."""

from django.db.models import Count, Exists, OuterRef, Q, Subquery, Value
from django.db.models.functions import Coalesce
from django.http import Http404
from django.shortcuts import get_object_or_404

from cases.models import Case, Duplicate, Follower, User
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
    # What few open cases have, a result or another agency, is read where it is there: each table that is
    # joined takes PostgreSQL longer to plan than to read.
    related = ("contact", "duplicate__main__department", "subdistrict__district__province")
    try:
        cases = Case.objects.visible_to(user).select_related(*related)
        joined = Exists(Duplicate.objects.filter(main=OuterRef("pk")))
        cases = cases.annotate(followed_by=followers(), is_main=joined)
        # Rights and words ask for both again and again.
        found: Case = cases.prefetch_related("subtasks").get(number=number)
    except Case.DoesNotExist as error:
        raise Http404 from error
    shared_rows.prefetch([found], "request_type", "department", "unit", "officer", "channel", "title", "area")
    shared_rows.prefetch(found.subtasks.all(), "department", "unit", "officer", "party")
    return found
