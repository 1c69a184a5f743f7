"""The city's own rows: read once for each request, and anew as soon as something is changed."""

import pytest
from pytest_django import DjangoAssertNumQueries

from cases.calendar import WorkCalendar
from cases.models import Holiday, Municipality
from cases.one_request import one_request

pytestmark = pytest.mark.django_db


def test_many_parts_of_a_page_ask_and_one_reads(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with one_request(), django_assert_num_queries(2):
        for _ in range(3):
            Municipality.current()
            WorkCalendar.load()


def test_outside_of_a_request_nothing_is_kept(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(2):
        Municipality.current()
        Municipality.current()


def test_the_next_request_reads_anew() -> None:
    with one_request():
        Municipality.current()
    Municipality.objects.create(code="city", name_th="เมืองใหม่", name_en="New")
    with one_request():
        assert Municipality.current().name_th == "เมืองใหม่"


def test_a_change_is_seen_at_once() -> None:
    with one_request():
        Municipality.current()
        Municipality.objects.create(code="city", name_th="เมืองใหม่", name_en="New")
        assert Municipality.current().name_th == "เมืองใหม่"


def test_a_new_holiday_is_seen_at_once() -> None:
    with one_request():
        before = WorkCalendar.load().holidays
        Holiday.objects.create(day="2026-12-09", name_th="หยุดพิเศษ", name_en="Extra")
        assert len(WorkCalendar.load().holidays) == len(before) + 1


def test_what_a_form_puts_into_its_object_is_not_shown_elsewhere() -> None:
    with one_request():
        Municipality.current().name_th = "ยังไม่บันทึก"
        assert Municipality.current().name_th != "ยังไม่บันทึก"
