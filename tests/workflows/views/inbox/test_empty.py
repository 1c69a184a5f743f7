"""An empty list says why: what the view is about, or which filters leave nothing, each with a way out."""

import pytest
from django.utils.html import escape

from cases.models import Case, User
from tests.workflows.views.conftest import Seat, text
from workflows.inbox.queries import views_for

pytestmark = pytest.mark.django_db


@pytest.mark.usefixtures("in_english")
def test_every_view_says_why_it_is_empty(desk: Seat, head: User, clerk: User) -> None:
    for user in (head, clerk):
        seat = desk(user)
        for view in views_for(user):
            assert escape(str(view.nothing)) in text(seat.page("inbox", view=view.name)), view.name


def test_the_filters_that_leave_nothing_are_named_each_with_a_way_without_it(
    desk: Seat, case: Case, head: User
) -> None:
    page = text(desk(head).page("inbox", view="open", status="waiting", since="1/12/2569"))
    assert "No case of “All open” fits these filters" in page
    assert 'Received from: 1 Dec 2026 · <a href="?view=open&amp;status=waiting">' in page
    assert '<a href="?view=open&amp;since=1%2F12%2F2569">' in page


def test_a_day_is_typed_in_either_era_and_stays_as_it_was_typed(desk: Seat, case: Case, head: User) -> None:
    seat = desk(head)
    for typed in (f"{case.due_on:%d/%m/}{case.due_on.year + 543}", f"{case.due_on:%d/%m/%Y}"):
        page = seat.page("inbox", view="open", day=typed)
        assert [row.case for row in page.context["page"].rows] == [case]
        assert f'value="{typed}"' in text(page)
    assert "Due on" in text(seat.page("inbox", view="open", day="31/2/2569"))
