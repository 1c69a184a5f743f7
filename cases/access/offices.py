"""Who has an office above the departments: the clerks, who route cases, and the executives, who read all."""

from django.db.models import QuerySet

from cases.models import User

BACKEND = "django.contrib.auth.backends.ModelBackend"


def clerks() -> QuerySet[User]:
    """Return the active people at the clerk's desk."""
    return overseers().filter(pk__in=permitted("cases.route_case"))


def executives() -> QuerySet[User]:
    """Return the active people who read every case and have no part in it."""
    return overseers().exclude(pk__in=permitted("cases.route_case"))


def overseers() -> QuerySet[User]:
    """Return the active people who may read every case."""
    return User.objects.filter(pk__in=permitted("cases.view_every_case"))


def permitted(permission: str) -> QuerySet[User]:
    """Return the active people who were given a permission, by their role or singly; a superuser was given
    none."""
    return User.objects.with_perm(permission, include_superusers=False, backend=BACKEND)
