"""Who asks: citizens and staff who are logged in already, since a log-in is measured for itself."""

from functools import cache
from importlib import import_module
from typing import Any, cast

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.hashers import make_password
from django.db.models import Count
from django.http import HttpRequest

from cases.access import citizen_session
from cases.models import Case, Department, Membership, User

Cookies = dict[str, str]
PASSWORD = "1234 5678 9012"


def session(**content: Any) -> Cookies:
    """A browser with this in its session."""
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    store.update(content)
    store.create()
    return {settings.SESSION_COOKIE_NAME: store.session_key}


@cache
def seat(user: User) -> Cookies:
    """A browser in which this member of staff is logged in."""
    return session(
        **{
            SESSION_KEY: str(user.pk),
            BACKEND_SESSION_KEY: "django.contrib.auth.backends.ModelBackend",
            HASH_SESSION_KEY: user.get_session_auth_hash(),
        }
    )


def citizen(case: Case) -> Cookies:
    """A browser in which the citizen of this case is logged in."""
    request = cast(Any, HttpRequest())
    request.session = import_module(settings.SESSION_ENGINE).SessionStore()
    citizen_session.open_for_case(request, case)
    request.session.save()
    return {settings.SESSION_COOKIE_NAME: request.session.session_key}


@cache
def head() -> User:
    """The head of the department with the most cases."""
    busiest = Department.objects.annotate(count=Count("cases")).order_by("-count", "pk")
    for department in busiest:
        named = Membership.objects.filter(department=department, role=Membership.Role.HEAD)
        if found := named.filter(user__is_active=True).select_related("user").order_by("pk").first():
            return found.user
    raise LookupError("nobody heads a department")


@cache
def clerk() -> User:
    """Who sees every case."""
    return User.objects.get(username="clerk")


@cache
def executive() -> User:
    """Who looks at the figures of all."""
    return User.objects.get(username="executive")


def give_password(cases: list[Case]) -> None:
    """Let these cases be opened with PASSWORD, whatever their citizens have."""
    hashed = make_password(PASSWORD.replace(" ", ""))
    Case.objects.filter(pk__in=[case.pk for case in cases]).update(password=hashed)
    for case in cases:
        case.password = hashed
