"""No header, cookie, query, form or address makes an error of ours (500), whoever sends it."""

import re
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from django import forms
from django.conf import settings
from django.contrib import admin
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from cases.models import Case, Department, User
from tests.addresses import Value, addresses, ordinary
from tests.cases.views.pages import log_in
from tests.factories import UserFactory
from tests.people import Citizen
from tests.thorough import combinations, so_many

# Each goes through some hundred addresses.
pytestmark = [pytest.mark.django_db, pytest.mark.timeout(900)]
BACKEND = "django.contrib.auth.backends.ModelBackend"
# As they stand in an address: NUL; a lone surrogate and other bytes that are no UTF-8; numbers that no column
# holds; digits of another script; lists; what looks like an escape; more than anybody types.
VALUES = {
    "nul": "%00",
    "nul inside": "1%00a",
    "surrogate": "%ED%A0%80",
    "no utf-8": "%FF%FE",
    "huge": "9" * 40,
    "too large": "3000000000",
    "negative": "-1",
    "thai": quote("๑๒"),
    "no number": "NaN",
    "list": "%5B%22a%22%2C%7B%7D%5D",
    "escape": "%25s%2500%25",
    "long": "a" * 3000,
}
# What every page gets, of which there are many; addresses, cookies and headers get all.
FEW = ("nul", "surrogate", "huge", "list")
HEADERS = (
    "ACCEPT_LANGUAGE AUTHORIZATION CONTENT_TYPE IF_MODIFIED_SINCE IF_NONE_MATCH ORIGIN RANGE REFERER "
    "SEC_FETCH_SITE USER_AGENT X_CSRFTOKEN X_FORWARDED_FOR X_FORWARDED_PROTO X_FRAGMENT X_REQUEST_ID"
).split()
ADMINS = (
    "id pk id__exact id__in active__exact q p o e all term action "
    "_to_field _popup _changelist_filters _facets _selected_action"
).split()
COOKIES = (
    settings.SESSION_COOKIE_NAME,
    settings.CSRF_COOKIE_NAME,
    settings.LANGUAGE_COOKIE_NAME,
    settings.DEVICE_COOKIE_NAME,
    "messages",
)
PATHS = (
    "/ /en/track/ /en/track/cases/ /en/staff/ /en/staff/login/ /en/admin/ /en/requests/road_damage/what/"
).split()
SLOW = ("admin:jsi18n", "source", "staff:figures_paper", "metrics")


@cache
def names() -> list[str]:
    """Every name by which the program reads what was sent: in its code, and of its forms."""
    code = "\n".join(
        path.read_text()
        for app in ("cases", "workflows", "notifications")
        for path in Path(app).rglob("*.py")
    )
    asked = set(re.findall(r'(?:GET|POST)(?:\.get|\.getlist)?[(\[]"(\w+)"', code))
    fields = {name for form in _forms(forms.BaseForm) for name in getattr(form, "base_fields", ())}
    return sorted((asked | fields | set(ADMINS)) - {"csrfmiddlewaretoken"})


def _forms(above: Any) -> Iterator[Any]:
    for form in above.__subclasses__():
        yield form
        yield from _forms(form)


@pytest.fixture
def people(somchai: Citizen, head: User, officer: User) -> Callable[[str], Client]:
    """A browser of a stranger, of a citizen, of a head, of a superuser."""

    def browser(who: str) -> Client:
        client = Client(raise_request_exception=False)
        if who == "citizen":
            log_in(client, somchai.case.number, somchai.password)
        elif who == "head":
            client.force_login(head, backend=BACKEND)
        elif who == "superuser":
            client.force_login(UserFactory(is_superuser=True, is_staff=True), backend=BACKEND)
        return client

    return browser


def no_fault(answer: Any, *about: object) -> None:
    """An answer of any kind, but not an error of ours."""
    fault = getattr(answer, "exc_info", None) or [answer.status_code]
    assert answer.status_code < 500 or answer.status_code == 503, (*about, *fault[:2])
    if isinstance(answer, HttpResponse):
        assert b"Traceback" not in answer.content, about


def real(case: Case) -> Callable[[str, str], str]:
    """What stands in the addresses of things that are there."""

    def value(converter: str, name: str) -> str:
        known = {"code": "road_damage", "verb": "note", "subtask_verb": "finish", "number": case.number}
        return known.get(name) or ordinary(converter, name)

    return value


def everywhere(case: Case, *, of_admin: bool) -> dict[str, str]:
    """All addresses of things that are there, but for what takes long and reads nothing."""
    found = addresses(real(case))
    return {
        name: path
        for name, path in found.items()
        if name.startswith("admin:") == of_admin and not name.startswith(SLOW)
    }


def asks_everywhere(client: Client, case: Case, first: int = 0, *, of_admin: bool = False) -> None:
    """Send each value under every name to each address; in the short form one value, from address to address
    another, the first of this number."""
    asked = [(about, "&".join(f"{name}={VALUES[about]}" for name in names())) for about in FEW]
    for at, (name, path) in enumerate(everywhere(case, of_admin=of_admin).items(), first):
        if "logout" in name:
            continue
        for about, query in so_many([asked[at % len(asked)]], asked):
            no_fault(client.get(path, QUERY_STRING=query), name, about)
            no_fault(client.post(path, query, content_type="application/x-www-form-urlencoded"), name, about)


@pytest.mark.parametrize(("who", "first"), [("stranger", 0), ("citizen", 1), ("head", 2), ("superuser", 3)])
def test_no_query_and_no_form(
    people: Callable[[str], Client], somchai: Citizen, who: str, first: int
) -> None:
    asks_everywhere(people(who), somchai.case, first)


def test_no_query_and_no_form_of_the_administrators(
    people: Callable[[str], Client], somchai: Citizen
) -> None:
    asks_everywhere(people("superuser"), somchai.case, of_admin=True)


@pytest.mark.parametrize("about", VALUES)
def test_no_address(people: Callable[[str], Client], somchai: Citizen, about: str) -> None:
    """In the short form each address gets every fourth value in all its holes of a kind."""
    client, first = people("superuser"), [*VALUES].index(about)
    for hole in ("str", "slug", "int", "path", "uuid", "number", "page"):
        found = addresses(_with(VALUES[about], hole, real(somchai.case)))
        holed = [(name, path) for name, path in found.items() if VALUES[about] in path]
        for name, path in holed[so_many(first % 4, 0) :: so_many(4, 1)]:
            no_fault(client.get(path), name, path[:200])


def _with(value: str, hole: str, others: Value) -> Value:
    """This value in all holes of one kind."""
    return lambda converter, name: value if converter == hole else others(converter, name)


@combinations(about=VALUES, who=["stranger", "citizen", "head"])
def test_no_cookie_and_no_header(
    people: Callable[[str], Client], somchai: Citizen, who: str, about: str
) -> None:
    value: Any = _raw(VALUES[about]).decode("latin-1")
    held = {name: morsel.value for name, morsel in people(who).cookies.items()}
    for path in PATHS:
        for cookie in COOKIES:
            client = Client(raise_request_exception=False)
            cookies = "; ".join(f"{name}={text}" for name, text in {**held, cookie: value}.items())
            sent: dict[str, Any] = {"HTTP_COOKIE": cookies}
            no_fault(client.get(path, **sent), path, cookie)
            no_fault(
                client.post(path, {"user_id": "2569-00001", "password": "1", "username": "head"}, **sent),
                path,
                cookie,
            )
        sent = {header if header == "CONTENT_TYPE" else f"HTTP_{header}": value for header in HEADERS}
        no_fault(people("stranger").get(path, **sent), path)


def _raw(escaped: str) -> bytes:
    return re.sub(rb"%([0-9A-F]{2})", lambda hit: bytes([int(hit[1], 16)]), escaped.encode())


@pytest.mark.parametrize("key", ["\0", "a\0" * 16, "x" * 32 + "\0", "A" * 32, "x" * 5000])
def test_a_session_key_of_another_shape_is_no_session(client: Client, key: str) -> None:
    client.cookies[settings.SESSION_COOKIE_NAME] = key
    answer = client.get("/en/track/cases/")
    assert answer.headers["Location"] == "/en/track/"
    assert answer.cookies[settings.SESSION_COOKIE_NAME].value == ""


@pytest.mark.parametrize("value", ["\0", "abc", "9" * 40, "-1", "๑", "1\0", "[]"])
def test_ticked_rows_that_are_none_are_refused(admin_client: Client, value: str) -> None:
    for model in admin.site._registry:
        path = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
        sent = {"_selected_action": ["1", value], "action": "delete_selected", "index": "0"}
        no_fault(admin_client.post(path, sent), model)
        no_fault(admin_client.post(path, {**sent, "post": "yes"}), model)


@pytest.mark.parametrize("term", ["\0", "a\0b", "%", "x" * 5000])
def test_the_search_of_a_select_takes_any_word(
    admin_client: Client, department: Department, term: str
) -> None:
    asked = {"app_label": "cases", "model_name": "membership", "field_name": "user", "term": term}
    admin_client.raise_request_exception = False
    assert admin_client.get("/en/admin/autocomplete/", asked).status_code in (200, 400, 403, 404)
