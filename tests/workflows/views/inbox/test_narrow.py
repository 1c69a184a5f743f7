"""Lists of all cases that are narrowed to a few, in the orders that these few are sorted by."""

import datetime
import functools
import operator
from typing import Any

import pytest
from django.utils import timezone

from cases.models import Case, User
from tests.factories import CaseFactory
from tests.workflows.views.conftest import desk as desk
from tests.workflows.views.inbox.test_page import walk
from workflows.inbox.queries import officers

TODAY = timezone.localdate()
LATELY = f"since={TODAY - datetime.timedelta(days=3)}"


@pytest.fixture
def few(monkeypatch: pytest.MonkeyPatch, case: Case) -> list[Case]:
    """Five cases of these days with other deadlines each, and one of long ago; two fit on a page."""
    monkeypatch.setattr("workflows.inbox.queries.PAGE", 2)
    request_type = case.request_type
    cases = [case, *(CaseFactory(request_type=request_type) for _ in range(4))]
    for place, one in enumerate(cases):
        due = TODAY + datetime.timedelta(days=(place * 3) % 5)
        changed = timezone.now() - datetime.timedelta(hours=(place * 2) % 5)
        Case.objects.filter(pk=one.pk).update(due_on=due, changed_at=changed)
    old = CaseFactory(request_type=request_type)
    Case.objects.filter(pk=old.pk).update(received_at=timezone.now() - datetime.timedelta(days=9))
    return [Case.objects.get(pk=one.pk) for one in cases]


@pytest.mark.parametrize(
    ("sort", "key"),
    [("due", lambda case: (case.due_on, case.pk)), ("changed", lambda case: (-case.changed_at.timestamp(),))],
)
def test_all_cases_of_some_days_are_sorted_and_each_is_shown_once(
    desk: Any, few: list[Case], clerk: User, sort: str, key: Any
) -> None:
    pages, last = walk(desk(clerk), f"?view=all&{LATELY}&sort={sort}", "next_url")
    assert functools.reduce(operator.iadd, pages, []) == sorted(few, key=key)
    back, _first = walk(desk(clerk), last, "previous_url")
    assert functools.reduce(operator.iadd, reversed(back), []) == sorted(few, key=key)


def test_officers_with_open_cases_are_offered_to_who_sees_all_and_to_colleagues(
    case: Case, officer: User, colleague: User, stranger: User
) -> None:
    CaseFactory(request_type=case.request_type, assigned=True, officer=officer)
    offered = [list(officers(those)) for those in (None, colleague.roles, stranger.roles)]
    assert offered == [[officer], [officer], []]
