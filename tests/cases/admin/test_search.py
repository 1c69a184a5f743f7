"""The search of the set-up's pages: one spelling, as everywhere."""

import datetime

import pytest
from django.contrib import admin
from django.test import RequestFactory

from cases.models import Holiday

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("typed", "number"), [("นํ้า ๑", 1), ("น้ำ 1", 1), ("เเม่", 1), ("น้ำ 2", 0), ("", 1)])
def test_rows_are_found_however_their_words_are_spelt(typed: str, number: int) -> None:
    day = Holiday.objects.create(day=datetime.date(2027, 1, 2), name_th="วันแม่น้ำ 1", name_en="River day")
    page = admin.site.get_model_admin(Holiday)
    rows = Holiday.objects.filter(pk=day.pk)
    found, _twice = page.get_search_results(RequestFactory().get("/"), rows, typed)
    assert found.count() == number
