"""Saved views: addresses of the inbox under a name, for one person or for a department."""

from django.db.models import Q, QuerySet

from cases.models import User
from workflows.models import SavedView

# More tabs than these nobody reads, and each is counted.
MOST_SHOWN, MOST_OWN = 20, 15
LONGEST = 1000


def shown_to(user: User) -> QuerySet[SavedView]:
    """The own ones, and those that are shared with a department of this person."""
    mine = Q(owner=user) | Q(department__in=list(user.roles))
    return SavedView.objects.filter(mine).select_related("owner", "department")[:MOST_SHOWN]


def to_remove(user: User) -> QuerySet[SavedView]:
    """The own ones, and those that are shared with a department that this person heads."""
    return SavedView.objects.filter(Q(owner=user) | Q(department__in=user.headed))
