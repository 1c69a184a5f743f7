"""Who has an office above the departments: the clerks, who route cases, and the executives, who read all."""

from collections.abc import Collection

from django.contrib.auth.models import Permission
from django.db.models import Q, QuerySet

from cases.models import Doer, User
from cases.models.staff.access_profile import EVERY_CASE

ROUTE = "cases.route_case"


def clerks() -> QuerySet[User]:
    """Return the active people at the clerk's desk."""
    return overseers().filter(pk__in=permitted(ROUTE))


def executives() -> QuerySet[User]:
    """Return the active people who read every case and have no part in it."""
    return overseers().exclude(pk__in=permitted(ROUTE))


def overseers() -> QuerySet[User]:
    """Return the active people who may read every case."""
    return User.objects.filter(pk__in=permitted(EVERY_CASE))


def office_of(user: User) -> Doer | None:
    """Return which of the two offices this person was given, as `clerks` and `executives` list the people:
    none to a superuser, who has every permission without it, and none to a deputy, who only reads."""
    return office_by(user.access_profile.permissions) if user.is_active else None


def office_by(given: Collection[str]) -> Doer | None:
    """Return the office of somebody who was given these permissions."""
    if EVERY_CASE not in given:
        return None
    return Doer.CLERK if ROUTE in given else Doer.EXECUTIVE


def permitted(permission: str) -> QuerySet[User]:
    """Return the active people who were given a permission, by their role or singly; a superuser was given
    none."""
    app, codename = permission.split(".")
    rows = Permission.objects.filter(content_type__app_label=app, codename=codename)
    # Two lists that are read once; Django's `with_perm` asks five tables anew for each person.
    by_role = User.groups.through.objects.filter(group__permissions__in=rows).values("user")
    singly = User.user_permissions.through.objects.filter(permission__in=rows).values("user")
    return User.objects.filter(Q(pk__in=by_role) | Q(pk__in=singly), is_active=True)
