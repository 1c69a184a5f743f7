"""What is written into the security log, through the pages by which it happens."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import reverse

from cases.access import two_factor
from cases.audit.security_log import Kind
from cases.models import Case, SecurityEvent, User
from cases.setup.imports import bring_in
from tests.factories import STAFF_PASSWORD, DepartmentFactory, UserFactory
from tests.people import Citizen
from tests.workflows.views.conftest import Seat, address
from tests.workflows.views.login.test_second_factor import SECRET, code
from workflows.login import totp

pytestmark = pytest.mark.django_db


def kinds(**fields: Any) -> list[str]:
    return list(SecurityEvent.objects.filter(**fields).order_by("pk").values_list("kind", flat=True))


def log_in(client: Client, username: str, password: str = STAFF_PASSWORD) -> Any:
    return client.post(address("login"), {"username": username, "password": password})


def test_in_and_out(client: Client, officer: User) -> None:
    log_in(client, "officer")
    client.post(address("logout"))
    assert kinds(by=officer) == ["logged_in", "logged_out"]


def test_a_wrong_password_is_about_its_person_and_says_no_word_of_it(client: Client, officer: User) -> None:
    log_in(client, "officer", "a-wrong-password")
    log_in(client, "nobody-here", "a-wrong-password")
    about, unknown = SecurityEvent.objects.order_by("pk")
    assert (about.kind, about.about, about.by) == (Kind.LOG_IN_FAILED, officer, None)
    everything = " ".join(str(value) for value in [*vars(about).values(), *vars(unknown).values()])
    assert "a-wrong-password" not in everything
    assert "nobody-here" not in everything


def test_the_second_factor_is_used_fails_and_is_used_up(client: Client, officer: User) -> None:
    totp.add_app(officer, SECRET, 0)
    totp.new_spares(officer)
    spare = totp.spares(officer)[0]
    for typed in ("000000", code(), spare):
        log_in(client, "officer")
        client.post(address("second_step"), {"code": typed})
        client.post(address("logout"))
    of_factors = [kind for kind in kinds() if kind.startswith(("factor", "code"))]
    assert of_factors == ["factor_added", "codes_made", "factor_failed", "factor_used", "code_used"]


def test_a_factor_that_is_removed_or_reset_is_an_event(
    desk: Seat, officer: User, administrator: User
) -> None:
    totp.add_app(officer, SECRET, 0)
    seat = desk(officer)
    seat.post(address("remove_factor", two_factor.factors(officer).get().pk), {"password": STAFF_PASSWORD})
    totp.add_app(officer, SECRET, 0)
    two_factor.reset(officer, by=administrator)
    found = SecurityEvent.objects.filter(kind=Kind.FACTOR_REMOVED).order_by("pk")
    assert [(one.by, one.about) for one in found] == [(officer, None), (administrator, officer)]


def test_the_own_password_and_one_that_was_set(desk: Seat, officer: User) -> None:
    new = "a-horse-of-another-field"
    typed = {"old_password": STAFF_PASSWORD, "new_password1": new, "new_password2": new}
    desk(officer).post(address("password"), typed)
    assert kinds(by=officer)[-1] == "password_changed"
    boss = UserFactory(is_staff=True, is_superuser=True)
    page = reverse("admin:auth_user_password_change", args=[officer.pk])
    desk(boss).post(page, {"usable_password": "true", "password1": new + "x", "password2": new + "x"})
    event = SecurityEvent.objects.filter(by=boss).latest("pk")
    assert (event.kind, event.about) == (Kind.PASSWORD_SET, officer)


def test_many_changes_of_one_press_are_one_event_that_points_to_them(desk: Seat, administrator: User) -> None:
    boss = UserFactory(is_staff=True, is_superuser=True)
    group = Group.objects.get(name="administrator")
    permissions = list(group.permissions.values_list("pk", flat=True))[:2]
    desk(boss).post(
        reverse("admin:auth_group_change", args=[group.pk]), {"name": "x", "permissions": permissions}
    )
    event = SecurityEvent.objects.get(kind=Kind.RIGHTS_CHANGED)
    page = desk(boss).page("setup_changes", batch=event.batch)
    assert [line.title for line, _what, _words in page.context["rows"]] == ["x"]


def test_the_set_up_its_export_and_import(desk: Seat, administrator: User) -> None:
    DepartmentFactory(code="ENG", name_en="Works")
    seat = desk(administrator)
    file = seat.page("setup_export").content.decode()
    before = len(kinds())
    bring_in(file.replace("name_en: Works", "name_en: Roads"), by=administrator)
    assert kinds(by=administrator)[-3:] == ["setup_exported", "setup_changed", "setup_imported"]
    assert len(kinds()) == before + 2


@pytest.mark.parametrize(
    ("name", "args", "query"),
    [
        ("figures_table", ["csv"], {}),
        ("figures_table", ["xlsx"], {}),
        ("figures_cases_table", ["csv"], {"measure": "received"}),
        ("figures_paper", [], {}),
    ],
)
def test_whatever_leaves_as_a_file_is_an_event(
    desk: Seat, head: User, case: Case, name: str, args: list[str], query: dict[str, str]
) -> None:
    assert desk(head).page(name, *args, **query).getvalue()
    assert kinds(by=head)[-1] == "list_exported"


def test_a_citizen_comes_fails_and_goes(client: Client, somchai: Citizen) -> None:
    number = somchai.case.number
    for user_id, password in (
        (number, "0000 0000 0000"),
        ("2560-99999", "0000 0000 0000"),
        (number, somchai.password),
    ):
        client.post("/en/track/", {"user_id": user_id, "password": password})
    client.post(reverse("cases:logout"))
    found = list(SecurityEvent.objects.order_by("pk"))
    assert [one.kind for one in found] == ["case_refused", "case_refused", "case_opened", "case_left"]
    assert [one.case for one in found] == [somchai.case, None, somchai.case, somchai.case]
    assert found[1].subject.startswith("#")
