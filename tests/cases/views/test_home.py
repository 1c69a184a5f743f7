"""The first page: every open kind with its target, found by words of both languages."""

import pytest
from django.test import Client

from cases.models import Department
from tests.factories import CategoryFactory, ExternalAgencyFactory, RequestTypeFactory

pytestmark = pytest.mark.django_db


def road(department: Department, **fields: object) -> None:
    category = CategoryFactory(code="roads", name_th="ถนนและทางเท้า", name_en="Roads and footpaths")
    RequestTypeFactory(
        code="road_damage",
        name_th="ถนนชำรุด",
        name_en="Road damage",
        synonyms=["หลุมบ่อ"],
        category=category,
        department=department,
        target_working_days=15,
        **fields,
    )


def test_each_kind_stands_under_its_category_with_its_target(client: Client, department: Department) -> None:
    road(department)
    page = client.get("/en/")
    assert "Roads and footpaths" in page.text
    assert "15 working days" in page.text


def test_a_kind_that_is_not_in_use_is_not_listed(client: Client, department: Department) -> None:
    road(department, active=False)
    assert "/requests/road_damage/" not in client.get("/en/").text


@pytest.mark.parametrize("words", ["ถนนชำรุด", "ROAD", "หลุมบ่อ", "footpaths", "road damage", "ทางเท้า\u200b"])
def test_a_kind_is_found_by_names_synonyms_and_category(
    client: Client, department: Department, words: str
) -> None:
    road(department)
    assert "/requests/road_damage/" in client.get("/en/", {"q": words}).text


def test_nothing_found_says_so_and_leads_back_to_all_kinds(client: Client, department: Department) -> None:
    road(department)
    page = client.get("/en/", {"q": "<b>elephant</b>"})
    assert "Nothing was found" in page.text
    assert "<b>elephant" not in page.text


def test_the_agency_in_charge_is_named_before_anything_is_typed(
    client: Client, department: Department
) -> None:
    road(department, agency=ExternalAgencyFactory(name_en="Electricity Authority", hotline="1129"))
    page = client.get("/en/requests/road_damage/what/")
    assert "Electricity Authority" in page.text
    assert "tel:1129" in page.text


@pytest.mark.parametrize("path", ["/", "/en/", "/track/", "/en/track/forgot/", "/privacy/", "/en/privacy/"])
def test_every_public_page_leads_to_the_staff_log_in(client: Client, path: str, db: None) -> None:
    assert "/staff/login/" in client.get(path).text
