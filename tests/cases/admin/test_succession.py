"""A department that is switched off: its successor gets what it leaves, and no new case comes to it."""

import datetime
import re
from typing import Any

import pytest
import yaml
from django.contrib.auth.models import Group, Permission
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils.translation import override

from cases.actions.offboarding import last_headed
from cases.admin.groups import offered
from cases.intake.succession import hand_over, left_by
from cases.models import Case, Department, Membership, Municipality, RequestType, RoutingRule, Unit, User
from cases.reference import municipality
from cases.setup import files, imports
from cases.setup.safe_yaml import Unreadable
from tests.cases.admin.test_set_up import fields_of
from tests.factories import (
    CaseFactory,
    DepartmentFactory,
    HeadFactory,
    OfficerFactory,
    RequestTypeFactory,
    UserFactory,
)
from workflows.rights.catalogue import Verb
from workflows.rights.rules import codename

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def old(db: None) -> Department:
    """A department with a head, a kind, a unit with somebody in it, and a rule."""
    made: Department = DepartmentFactory(code="OLD", name_th="กองเก่า", name_en="Old office")
    HeadFactory(username="old.head", department=made)
    unit = Unit.objects.create(code="OLD-1", name_th="งาน", name_en="Team", department=made)
    officer = OfficerFactory(department=made)
    Membership.objects.filter(user=officer).update(unit=unit)
    RequestTypeFactory(code="weeds", department=made, unit=unit)
    RoutingRule.objects.create(name="Market", department=made, unit=unit, community="ตลาด")
    return made


@pytest.fixture
def new(db: None) -> Department:
    made: Department = DepartmentFactory(code="NEW", name_th="กองใหม่", name_en="New office")
    HeadFactory(username="new.head", department=made)
    return made


@pytest.fixture
def root(client: Client) -> Client:
    """The browser of somebody with every right."""
    client.force_login(UserFactory(username="root", is_staff=True, is_superuser=True))
    return client


def page(name: str, *args: Any) -> str:
    with override("en"):
        return reverse(f"admin:{name}", args=args)


def switch_off(root: Client, department: Department, **typed: Any) -> Any:
    address = page("cases_department_change", department.pk)
    form = fields_of(root.get(address))
    form.pop("active", None)
    return root.post(address, form | typed)


def test_whoever_switches_it_off_is_asked_for_the_successor(root: Client, old: Department) -> None:
    answer = switch_off(root, old)
    assert answer.status_code == 200
    assert "1 kind of request, 1 unit, 1 routing rule" in answer.text
    old.refresh_from_db()
    assert old.active


def test_the_successor_gets_kinds_units_and_rules(root: Client, old: Department, new: Department) -> None:
    case = CaseFactory(request_type=RequestType.objects.get(code="weeds"))
    answer = switch_off(root, old, successor=new.pk)
    assert answer.status_code == 302
    assert "1 open case is still in this department" in root.get(answer["Location"]).text
    old.refresh_from_db()
    assert (old.active, left_by(old).needs_successor) == (False, False)
    for row in (RequestType.objects.get(), Unit.objects.get(), RoutingRule.objects.get()):
        assert row.department == new
    assert not Membership.objects.filter(department=old, unit__isnull=False).exists()
    assert Case.objects.get(pk=case.pk).department == old
    assert CaseFactory(request_type=RequestType.objects.get(code="weeds")).department == new


def test_a_successor_of_a_department_that_stays_is_refused(
    root: Client, old: Department, new: Department
) -> None:
    assert "when the department is switched off" in switch_off(root, old, active="on", successor=new.pk).text
    assert RequestType.objects.get().department == old


def test_its_last_head_stays_as_long_as_anything_is_left(old: Department, new: Department) -> None:
    head = User.objects.get(username="old.head")
    case = CaseFactory(request_type=RequestType.objects.get(code="weeds"))
    Department.objects.filter(pk=old.pk).update(active=False)
    assert last_headed(head, [old.pk]) == [old]
    hand_over(old, to=new)
    assert last_headed(head, [old.pk]) == [old]
    Case.objects.filter(pk=case.pk).update(department=new)
    assert last_headed(head, [old.pk]) == []


def test_no_new_case_comes_to_it_however_it_was_switched_off(old: Department, new: Department) -> None:
    DepartmentFactory(code="AAA", position=0)
    Department.objects.filter(pk=old.pk).update(active=False)
    request_type = RequestType.objects.select_related("department", "unit").get(code="weeds")
    case = CaseFactory(request_type=request_type)
    assert (case.department, case.unit) == (new, None)
    by_rule = CaseFactory(request_type=request_type, community="ตลาด")
    assert by_rule.department == new


def test_a_case_goes_to_no_unit_that_is_out_of_use(old: Department) -> None:
    Unit.objects.update(active=False)
    request_type = RequestType.objects.select_related("department", "unit").get(code="weeds")
    assert CaseFactory(request_type=request_type).unit is None


@pytest.mark.parametrize("row", [RequestType, RoutingRule])
def test_nothing_in_use_is_given_to_it(row: Any, old: Department) -> None:
    old.active = False
    old.save()
    with pytest.raises(ValidationError, match="switched off"):
        row.objects.get().full_clean()


@pytest.mark.parametrize("gone", [False, True], ids=["switched off", "left out"])
def test_an_import_that_names_no_successor_is_refused(gone: bool, old: Department, new: Department) -> None:
    Municipality.objects.create(code="x", name_th="เทศบาล", name_en="City")
    content = yaml.load(files.written(), Loader=yaml.BaseLoader)  # noqa: S506 - our own file, as plain texts
    rows = content["cases.department"]
    if gone:
        content["cases.department"] = [one for one in rows if one["code"] != "OLD"]
    else:
        next(one for one in rows if one["code"] == "OLD")["active"] = "false"
    only = {name: content[name] for name in (files.FORMAT, "cases.department")}
    with pytest.raises(Unreadable) as refused:
        imports.bring_in(_unquoted(yaml.dump(only, sort_keys=False)), by=None)
    assert "1 kind of request, 1 unit, 1 routing rule" in refused.value.problems[0].text
    old.refresh_from_db()
    assert old.active


def test_an_import_may_hand_over_by_itself(old: Department, new: Department) -> None:
    text = files.written()
    head, rest = text.split("cases.externalagency", 1)
    head = re.sub(r"(code: OLD\n(?:  [^\n]*\n)*?  active: )true", r"\1false", head, count=1)
    head = head.replace("department: OLD", "department: NEW")
    rest = rest.replace("department: OLD", "department: NEW")
    imports.bring_in(f"{head}cases.externalagency{rest}", by=None)
    old.refresh_from_db()
    assert (old.active, RequestType.objects.get().department) == (False, new)


def _unquoted(text: str) -> str:
    """Numbers and truth as our reader wants them."""
    return re.sub(r"'(true|false|\d+)'", r"\1", text)


def test_times_are_written_in_quotes_and_read_however_they_are_written(new: Department) -> None:
    Municipality.objects.create(code="x", name_th="เทศบาล", name_en="City")
    text = files.written()
    assert "closes: '16:30:00'" in text
    assert yaml.safe_load(text)["cases.municipality"][0]["closes"] == "16:30:00"
    for typed, hour in (("16:30:00", 16), ("59400", 16), ("'15:30'", 15), ("55800", 15)):
        imports.bring_in(text.replace("'16:30:00'", typed), by=None)
        assert Municipality.objects.get().closes == datetime.time(hour, 30)
    with pytest.raises(Unreadable):
        imports.bring_in(text.replace("'16:30:00'", "86400"), by=None)


def test_the_set_ups_worries_name_what_is_left(
    root: Client, old: Department, new: Department, django_assert_max_num_queries: Any
) -> None:
    CaseFactory(request_type=RequestType.objects.get(code="weeds"))
    assert "is switched off" not in root.get("/en/staff/setup/").text
    Department.objects.filter(pk=old.pk).update(active=False)
    root.get("/en/staff/setup/")
    with django_assert_max_num_queries(20):
        text = root.get("/en/staff/setup/").text
    assert "Old office (OLD) is switched off, but this is left in it" in text
    assert "1 kind of request, 1 unit, 1 routing rule, 1 open case" in text
    assert "/en/staff/setup/departments/OLD/" in text


def test_the_form_for_people_offers_what_is_in_use_and_tells_it_apart(root: Client, old: Department) -> None:
    twin = DepartmentFactory(code="TWIN", name_th="กองเก่า", name_en="Old office")
    gone = DepartmentFactory(code="GONE", name_en="Gone office", active=False)
    stays = OfficerFactory(username="stays", department=gone)
    fresh = OfficerFactory(username="fresh", department=old)
    offers = root.get(page("cases_user_change", fresh.pk)).text
    assert "Old office (OLD)" in offers
    assert f"Old office ({twin.code})" in offers
    assert "Gone office" not in offers
    assert "Gone office (GONE)" in root.get(page("cases_user_change", stays.pk)).text


@pytest.mark.parametrize("which", ["auth_group", "cases_user"])
def test_only_rights_that_something_asks_are_offered(root: Client, which: str, administrator: User) -> None:
    row = administrator if which == "cases_user" else Group.objects.get(name="administrator")
    offers = root.get(page(f"{which}_change", row.pk)).text
    assert not [verb for verb in Verb if f"Case: {verb}<" in offers]
    assert "Can read the cases of every department" in offers
    assert "Can add task" not in offers


def test_no_right_of_a_group_of_ours_is_missing_among_those_offered() -> None:
    municipality._groups()
    held = Permission.objects.filter(group__isnull=False).distinct()
    assert held.exists()
    assert set(held) <= set(offered())
    assert not offered().filter(codename__in=[codename(verb) for verb in Verb]).exists()
