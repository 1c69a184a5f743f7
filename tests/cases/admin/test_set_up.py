"""The set-up pages: who may do what, and that nobody is ever deleted."""

import datetime
import re
from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from cases.models import (
    Attachment,
    Case,
    CaseEvent,
    Category,
    Department,
    Holiday,
    Municipality,
    RateCounter,
    RequestType,
    User,
)
from tests.factories import CaseFactory, DepartmentFactory, RequestTypeFactory, UserFactory

pytestmark = pytest.mark.django_db
NAMED = "department unit requesttype category channel title resultcode externalagency municipality".split()
SET_UP = [*NAMED, "user", "holiday"]


def address(name: str, *args: Any) -> str:
    with override("en"):
        return reverse(f"admin:{name}", args=args)


def at(user: User) -> Client:
    client = Client()
    client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def root(db: None) -> User:
    return UserFactory(username="root", is_staff=True, is_superuser=True)


def fields_of(page: Any) -> dict[str, Any]:
    """What the form of a change page would send as it stands."""
    form = page.context["adminform"].form
    sets = [form, *[inline.formset for inline in page.context["inline_admin_formsets"]]]
    forms = [form, *[one for group in sets[1:] for one in [group.management_form, *group.forms]]]
    values = {bound.html_name: bound.value() for one in forms for bound in one}
    return {name: value for name, value in values.items() if value is not None and value is not False}


@pytest.mark.parametrize("model", SET_UP)
def test_the_administrator_opens_every_page(administrator: User, case: Case, model: str) -> None:
    Municipality.objects.create(code="x", name_th="เทศบาล", name_en="City")
    Holiday.objects.create(day=datetime.date(2026, 12, 10), name_th="วันรัฐธรรมนูญ")
    rows = admin.site.get_model_admin(case._meta.apps.get_model("cases", model)).model.objects.all()
    client = at(administrator)
    assert client.get(address(f"cases_{model}_changelist")).status_code == 200
    for row in rows[:1]:
        assert client.get(address(f"cases_{model}_change", row.pk)).status_code == 200


@pytest.mark.parametrize("model", SET_UP)
def test_the_pages_need_no_inline_script_or_style(root: User, case: Case, model: str) -> None:
    name = "changelist" if model == "municipality" else "add"
    page = at(root).get(address(f"cases_{model}_{name}")).content.decode()
    assert not re.search(r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", page)
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=", page)


@pytest.mark.parametrize("model", [Case, CaseEvent, Attachment, RateCounter])
def test_cases_are_not_in_the_set_up(model: Any) -> None:
    assert not admin.site.is_registered(model)


def test_officers_do_not_get_in(officer: User) -> None:
    with override("en"):
        wanted = f"{reverse('admin:login')}?next={address('index')}"
    assert at(officer).get(address("index"))["Location"] == wanted


def test_the_log_in_is_that_of_the_staff(client: Client) -> None:
    response = client.get("/en/admin/login/?next=/en/admin/")
    assert response["Location"] == "/en/staff/login/?next=/en/admin/"


@pytest.mark.parametrize("model", [*NAMED, "user"])
def test_nothing_that_old_cases_name_can_be_deleted(root: User, case: Case, model: str) -> None:
    Municipality.objects.create(code="x", name_th="เทศบาล", name_en="City")
    row = case._meta.apps.get_model("cases", model).objects.first()
    if row is not None:
        assert at(root).post(address(f"cases_{model}_delete", row.pk), {"post": "yes"}).status_code == 403
    bulk = {"action": "delete_selected", "_selected_action": [row.pk if row else 1], "post": "yes"}
    at(root).post(address(f"cases_{model}_changelist"), bulk)
    assert row is None or type(row).objects.filter(pk=row.pk).exists()


def test_switching_a_person_off_says_what_happens_with_the_open_cases(
    administrator: User, department: Department, head: User, officer: User
) -> None:
    CaseFactory(
        request_type=RequestTypeFactory(department=department), assigned=True, head=head, officer=officer
    )
    url, client = address("cases_user_change", officer.pk), at(administrator)
    before = client.get(url)
    assert "1 open case is in this person" in before.content.decode()
    typed = fields_of(before)
    typed.pop("is_active")
    page = client.post(url, typed, follow=True).content.decode()
    assert "1 open case went back to the head" in page
    assert not User.objects.get(pk=officer.pk).is_active


def test_people_with_open_cases_are_listed(
    administrator: User, department: Department, head: User, officer: User
) -> None:
    CaseFactory(
        request_type=RequestTypeFactory(department=department), assigned=True, head=head, officer=officer
    )
    found = {}
    for answer in ("some", "none"):
        page = at(administrator).get(address("cases_user_changelist"), {"open_cases": answer})
        found[answer] = {user.username for user in page.context["cl"].result_list}
    assert found == {"some": {"officer"}, "none": {"head", "administrator"}}


def test_the_list_of_people_takes_few_statements(
    administrator: User, django_assert_max_num_queries: Any
) -> None:
    UserFactory.create_batch(30)
    client = at(administrator)
    with django_assert_max_num_queries(15):
        client.get(address("cases_user_changelist"))


def test_an_administrator_cannot_become_a_superuser(administrator: User) -> None:
    url, client = address("cases_user_change", administrator.pk), at(administrator)
    client.post(url, fields_of(client.get(url)) | {"is_superuser": "on"})
    assert not User.objects.get(pk=administrator.pk).is_superuser


def test_an_administrator_cannot_change_a_superuser(administrator: User, root: User) -> None:
    client = at(administrator)
    assert client.post(address("cases_user_change", root.pk), {"username": "x"}).status_code == 403
    assert client.get(address("auth_user_password_change", root.pk)).status_code == 403
    assert User.objects.get(pk=root.pk).username == "root"


def test_closing_a_department_says_what_is_still_open_there(administrator: User, case: Case) -> None:
    url, client = address("cases_department_change", case.department_id), at(administrator)
    typed = fields_of(client.get(url))
    typed.pop("active")
    typed["successor"] = DepartmentFactory(code="NEXT").pk
    page = client.post(url, typed, follow=True).content.decode()
    assert "1 open case is still in this department" in page


def test_a_kind_is_marked_until_the_municipality_has_confirmed_it(administrator: User) -> None:
    request_type = RequestTypeFactory(confirmed=False)
    url, client = address("cases_requesttype_changelist"), at(administrator)
    assert "proposed by default" in client.get(url).content.decode()
    client.post(url, {"action": "confirm", "_selected_action": [request_type.pk]})
    assert RequestType.objects.get(pk=request_type.pk).confirmed


def test_a_code_is_fixed_once_it_is_stored(administrator: User) -> None:
    category = Category.objects.create(code="roads", name_th="ถนน", name_en="Roads")
    typed = {
        "code": "other",
        "name_th": "ถนน",
        "name_en": "Roads and paths",
        "position": 1,
        "pictogram": "road",
    }
    at(administrator).post(address("cases_category_change", category.pk), typed)
    assert Category.objects.values_list("code", "name_en").get() == ("roads", "Roads and paths")


def test_a_holiday_is_typed_in_the_buddhist_era_and_shown_in_the_readers(administrator: User) -> None:
    client, typed = at(administrator), {"day_day": 10, "day_month": 12, "day_year": 2569, "name_th": "วันหยุด"}
    assert client.post(address("cases_holiday_add"), typed).status_code == 302
    assert Holiday.objects.get().day == datetime.date(2026, 12, 10)
    assert "10 ธันวาคม 2569" in client.get("/admin/cases/holiday/").content.decode()


def test_a_holiday_can_be_taken_back(administrator: User) -> None:
    holiday = Holiday.objects.create(day=datetime.date(2026, 12, 10))
    at(administrator).post(address("cases_holiday_delete", holiday.pk), {"post": "yes"})
    assert not Holiday.objects.exists()


def test_there_is_one_municipality(root: User) -> None:
    client = at(root)
    assert client.get(address("cases_municipality_add")).status_code == 200
    Municipality.objects.create(code="x", name_th="เทศบาล", name_en="City")
    assert client.get(address("cases_municipality_add")).status_code == 403
