"""Saved views: addresses of the inbox under a name, for one person or for a department."""

from collections.abc import Iterable

from django.db.models import Q, QuerySet
from django.http import QueryDict

from cases.models import User
from workflows.forms.filters import PARTS
from workflows.models import SavedView

# More tabs than these nobody reads, and each is counted.
MOST_SHOWN, MOST_OWN = 20, 15
LONGEST = 1000


def query_of(data: QueryDict, parts: Iterable[str] = PARTS) -> str:
    """The address that asks for the same, always spelt in one way; empty where nothing is asked for."""
    query = QueryDict(mutable=True)
    query.update({part: str(data[part]) for part in parts if data.get(part)})
    return query.urlencode()


def shown_to(user: User) -> QuerySet[SavedView]:
    """The own ones, and those that are shared with a department of this person."""
    mine = Q(owner=user) | Q(department__in=list(user.roles))
    return SavedView.objects.filter(mine).select_related("owner", "department")[:MOST_SHOWN]


def to_remove(user: User) -> QuerySet[SavedView]:
    """The own ones, and those that are shared with a department that this person heads."""
    return SavedView.objects.filter(Q(owner=user) | Q(department__in=user.headed))
