"""The bell: what was written to somebody is news until it is read, of cases that may be read alone."""

import datetime
from typing import Any

import pytest
from django.conf import LazySettings
from django.db.models import F
from django.urls import reverse
from django.utils.translation import override

from cases import actions
from cases.actions.undo import undo_step
from cases.lib import process_cache
from cases.models import Case, User
from notifications.models import Notice
from notifications.pages import bell
from tests.factories import CaseFactory
from tests.workflows.views.conftest import Desk, Seat, address, text
from tests.workflows.views.conftest import desk as desk

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
COUNT = '<span class="bell-count">'


def place(name: str, *args: Any) -> str:
    with override("en"):
        return reverse(f"notifications:{name}", args=args)


def unread(seat: Desk) -> int:
    """What the head of a page says, once the process has forgotten what it knew."""
    process_cache.forget()
    page = text(seat.page("after_step"))
    return int(page.partition(COUNT)[2].partition("<")[0].strip() or 0)


@pytest.fixture
def told(case: Case, head: User, officer: User) -> Notice:
    """The officer was told of an assignment."""
    actions.assign(case, to=officer, by=head, note="ด่วนหน่อย")
    return Notice.objects.get(recipient=officer)


def test_news_is_counted_listed_and_read(desk: Seat, case: Case, officer: User, told: Notice) -> None:
    seat = desk(officer)
    assert unread(seat) == 1
    page = text(seat.get(place("news")))
    assert ("Case assigned to you" in page, case.number in page, "ด่วนหน่อย" in page) == (True, True, True)
    assert seat.get(place("news_follow", told.pk))["Location"] == address("case", case.number)
    assert unread(seat) == 0
    assert case.number in text(seat.get(place("news")))


def test_all_that_the_page_has_shown_is_marked_and_nothing_newer(
    desk: Seat, case: Case, officer: User, head: User, told: Notice
) -> None:
    seat = desk(officer)
    later = CaseFactory(request_type=case.request_type, officer=officer, assigned=True)
    for newest in ("x", "", later.number):
        seat.post(place("news_read"), {"newest": newest})
    assert unread(seat) == 2
    seat.post(place("news_read"), {"newest": str(told.pk)})
    assert unread(seat) == 1


def test_a_case_that_is_not_ones_own_any_more_is_not_shown(
    desk: Seat, case: Case, head: User, officer: User, stranger: User, told: Notice
) -> None:
    actions.transfer(case, to=stranger.memberships.get().department, by=head, reason="x")
    seat = desk(officer)
    page = text(seat.get(place("news")))
    assert ("may not read any more" in page, case.number in page, "ด่วนหน่อย" in page) == (True, False, False)
    assert seat.get(place("news_follow", told.pk))["Location"] == place("news")


def test_nobody_reads_or_marks_the_news_of_others(desk: Seat, head: User, told: Notice) -> None:
    seat = desk(head)
    assert seat.get(place("news_follow", told.pk)).status_code == 404
    seat.post(place("news_read"), {"newest": str(told.pk)})
    assert Notice.objects.get(pk=told.pk).read_at is None


def test_what_was_undone_or_is_old_is_no_news(
    desk: Seat, case: Case, head: User, officer: User, told: Notice, settings: LazySettings
) -> None:
    Notice.objects.filter(pk=told.pk).update(created=F("created") - datetime.timedelta(days=15))
    assert unread(desk(officer)) == 0
    settings.UNDO_SECONDS = 30
    other = CaseFactory(request_type=case.request_type)
    actions.assign(other, to=officer, by=head)
    assert unread(desk(officer)) == 1
    undo_step(other, event=other.events.latest("pk").pk, by=head)
    assert unread(desk(officer)) == 0


def test_the_count_is_one_statement_and_the_list_few(
    desk: Seat, case: Case, officer: User, told: Notice, django_assert_num_queries: Any
) -> None:
    process_cache.forget()
    with django_assert_num_queries(1):
        assert [bell.count(officer), bell.count(officer)] == [1, 1]
    seat = desk(officer)
    seat.get(place("news"))
    CaseFactory(request_type=case.request_type, officer=officer, assigned=True)
    with django_assert_num_queries(5):
        seat.get(place("news"))
