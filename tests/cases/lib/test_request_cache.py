"""What a request reads once, and anew as soon as something is changed."""

from typing import Any

import pytest
from django.utils import timezone

from cases.access.absences import on_duty
from cases.lib.request_cache import one_request
from cases.models import Absence, Case, User

pytestmark = pytest.mark.django_db


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
