"""The reference data: all of it arrives, and a second loading changes nothing."""

import datetime

import pytest
from django.contrib.auth.models import Group
from django.core.management import call_command

from cases.models import (
    Category,
    Channel,
    Department,
    District,
    ExternalAgency,
    Holiday,
    Municipality,
    Province,
    RequestType,
    ResultCode,
    Subdistrict,
    Title,
    Unit,
)
from cases.reference import holidays, municipality

pytestmark = pytest.mark.django_db
COUNTS = {
    Province: 77,
    District: 928,
    Subdistrict: 7436,
    Department: 9,
    Unit: 22,
    Category: 18,
    RequestType: 65,
    Channel: 13,
    Title: 35,
    ResultCode: 11,
    ExternalAgency: 11,
    Municipality: 1,
}


def test_everything_arrives_and_a_second_loading_adds_nothing(sample_municipality):
    assert {model: model.objects.count() for model in COUNTS} == COUNTS
    call_command("load_municipality", verbosity=0)
    assert {model: model.objects.count() for model in COUNTS} == COUNTS


def test_what_the_administrator_has_changed_stays(sample_municipality):
    RequestType.objects.filter(code="road_damage").update(target_working_days=99, active=False)
    call_command("load_municipality", verbosity=0)
    request_type = RequestType.objects.get(code="road_damage")
    assert (request_type.target_working_days, request_type.active) == (99, False)


def test_a_group_that_the_administrator_has_changed_stays(sample_municipality):
    Group.objects.get(name="executive").permissions.clear()
    call_command("load_municipality", verbosity=0)
    assert not Group.objects.get(name="executive").permissions.exists()


def test_every_kind_is_in_its_units_department(sample_municipality):
    assert not [
        request_type
        for request_type in RequestType.objects.exclude(unit=None)
        if request_type.unit.department != request_type.department
    ]


def test_every_role_of_the_city_has_its_permissions(sample_municipality):
    for name, codenames in municipality.GROUPS.items():
        permissions = Group.objects.get(name=name).permissions
        assert set(permissions.values_list("codename", flat=True)) == set(codenames)


def test_udon_thani_has_its_21_subdistricts(sample_municipality):
    assert Subdistrict.objects.filter(district="4101").count() == 21


@pytest.mark.parametrize("year", [2026, 2027])
def test_the_holidays_are_those_of_the_government(year):
    listed = {
        datetime.date.fromisoformat(str(day)) for day in municipality.read()["government_holidays"][str(year)]
    }
    holidays.load([year])
    loaded = set(Holiday.objects.values_list("day", flat=True))
    assert loaded == {day for day in listed if day.weekday() < 5}


def test_every_holiday_has_a_name_in_both_languages():
    holidays.load([2026, 2027])
    assert not Holiday.objects.filter(name_th="").exists()
    assert not Holiday.objects.filter(name_en="").exists()
