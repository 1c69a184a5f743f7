"""The city's own rows: read once for each request, and anew as soon as something is changed."""

from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from cases.access.absences import on_duty
from cases.access.decision_makers import deciders_once
from cases.deadlines.work_calendar import WorkCalendar
from cases.lib.request_cache import one_request
from cases.models import Absence, Case, Department, Holiday, Membership, Municipality, User

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


def test_who_heads_a_department_is_read_once_and_a_change_is_seen_at_once(
    case: Case, department: Department, head: User, officer: User, django_assert_num_queries: Any
) -> None:
    request_type = case.request_type

    def found() -> list[User]:
        return deciders_once(request_type, department.pk)

    with one_request():
        with django_assert_num_queries(1):
            assert [found(), found()] == [[head], [head]]
        Membership.objects.get(user=officer).delete()
        Membership.objects.create(user=officer, department=department, role=Membership.Role.HEAD)
        assert found() == sorted([head, officer], key=lambda one: one.pk)
        officer.is_active = False
        officer.save()
        assert found() == [head]


def test_a_log_in_lets_nothing_be_read_anew(head: User, django_assert_num_queries: Any) -> None:
    with one_request(), django_assert_num_queries(2):
        Municipality.current()
        head.save(update_fields=["last_login"])
        Municipality.current()


def test_who_is_away_is_read_once_and_a_change_is_seen_at_once(
    case: Case, head: User, officer: User, django_assert_num_queries: Any
) -> None:
    today = timezone.localdate()
    with one_request():
        with django_assert_num_queries(1):
            assert [on_duty(case, today, officer=officer) for _ in range(2)] == [officer, officer]
        Absence.objects.create(
            user=officer,
            substitute=head,
            since=today,
            until=today,
            entered_by=head,
            entered_at=timezone.now(),
        )
        assert on_duty(case, today, officer=officer) == head


def test_what_a_form_puts_into_its_object_is_not_shown_elsewhere() -> None:
    with one_request():
        Municipality.current().name_th = "ยังไม่บันทึก"
        assert Municipality.current().name_th != "ยังไม่บันทึก"
