"""Search at size: a word that occurs nowhere is as quick as one that occurs everywhere."""

import datetime
from dataclasses import replace
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.test.utils import CaptureQueriesContext

from cases.models import Case, User
from tests.planner import plan
from tests.workflows.inbox.test_search import many
from tests.workflows.views.conftest import Seat
from tests.workflows.views.conftest import desk as desk
from workflows.inbox import month_windows, queries
from workflows.inbox.queries import ORDERS, InboxQuery, page
from workflows.inbox.standard_views import VIEWS
from workflows.jobs.case_jobs import index_cases

pytestmark = pytest.mark.django_db
ALL = VIEWS[-1]
DAY = datetime.timedelta(days=1)


@pytest.fixture
def cases(case: Case) -> list[Case]:
    """Enough of them for an index to be worth it, each with the same words."""
    made, month = many(case, 300), month_windows.lexeme(case.received_at)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO workflows_casesearch (case_id, words, person)"
            " SELECT id, array_to_tsvector(ARRAY['ถนน', %s]), array_to_tsvector(ARRAY['สม', 'ชาย', %s])"
            " FROM cases_case WHERE id <> %s",
            [month, month, case.pk],
        )
        cursor.execute("ANALYZE workflows_casesearch, cases_case")
    return made


def statements(user: User, typed: str, **wanted: Any) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        page(User.objects.get(pk=user.pk), InboxQuery(ALL, text=typed, **wanted), [])
    return [one["sql"] for one in captured if "casesearch" in one["sql"]]


@pytest.mark.parametrize("typed", ["ยานอวกาศ", "zzzz", "ถนน ยานอวกาศ"])
def test_a_word_that_occurs_nowhere_is_looked_up_in_the_index(
    cases: list[Case], clerk: User, typed: str, monkeypatch: Any
) -> None:
    monkeypatch.setattr(queries, "NEAR_BY_AGE", 5)
    spelt, bare = statements(clerk, typed)
    for asked in (spelt, bare):
        read = plan(asked, "workflows_casesearch", "cases_case")
        assert "case_search_words" in read
        assert "Seq Scan on workflows_casesearch" not in read


@pytest.mark.parametrize("near", [0, 5, 5000])
def test_pages_follow_each_other_whatever_is_read_one_by_one(
    cases: list[Case], case: Case, clerk: User, near: int, monkeypatch: Any
) -> None:
    monkeypatch.setattr(queries, "NEAR", near)
    monkeypatch.setattr(queries, "NEAR_BY_AGE", near)
    for sort in ORDERS:
        listed, pages, wanted = [], [], InboxQuery(ALL, text="ถนน", sort=sort)
        while True:
            found, _wish = page(clerk, wanted, [])
            pages.append(found)
            listed.extend(found.rows)
            if not found.next:
                break
            wanted = replace(wanted, after=found.next)
        key = {"due": "due_on", "age": "received_at", "new": "-received_at", "changed": "-changed_at"}[sort]
        assert listed == list(Case.objects.order_by(key, "-pk" if key[0] == "-" else "pk"))
        back, _wish = page(clerk, replace(wanted, after="", before=found.previous), [])
        assert back.rows == pages[-2].rows


def looked_up(asked: str) -> list[bool]:
    """Of each look into the index, in the order of the statement, whether it took place."""
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN (ANALYZE) {asked}")
        return ["never executed" not in line for (line,) in cursor.fetchall() if "case_search_" in line]


@pytest.mark.parametrize("sort", ["due", "changed", "new", "age"])
def test_of_a_common_word_the_index_is_not_asked(
    cases: list[Case], clerk: User, sort: str, monkeypatch: Any
) -> None:
    monkeypatch.setattr(queries, "NEAR", 100)
    monkeypatch.setattr(queries, "NEAR_BY_AGE", 100)
    # These cases came at one moment: none would be near.
    Case.objects.update(received_at=F("received_at") + F("running") * datetime.timedelta(seconds=1))
    Case.objects.update(changed_at=F("received_at"), due_on=F("received_at") + F("running") * DAY)
    ran = looked_up(statements(clerk, "ถนน", sort=sort)[-1])
    assert ran
    assert not any(ran)


@pytest.mark.parametrize("sort", ["new", "age"])
def test_beyond_the_next_cases_the_index_is_asked_for_the_first_months(
    cases: list[Case], clerk: User, sort: str, monkeypatch: Any
) -> None:
    monkeypatch.setattr(queries, "NEAR_BY_AGE", 0)
    ran = looked_up(statements(clerk, "ถนน", sort=sort)[-1])
    assert any(ran[:2])
    assert not any(ran[2:])


def test_a_name_is_found_by_those_alone_who_may_know_it(
    cases: list[Case], clerk: User, executive: User
) -> None:
    assert len(page(clerk, InboxQuery(ALL, text="สมชาย"), [])[0].rows) == 50
    assert page(executive, InboxQuery(ALL, text="สมชาย"), [])[0].rows == []


def test_words_that_only_others_may_read_fall_back_to_other_tone_marks(
    case: Case, clerk: User, stranger: User
) -> None:
    assert page(clerk, InboxQuery(ALL, text="หลุม"), [])[0].rows == [case]
    found, wanted = page(stranger, InboxQuery(ALL, text="หลุม"), [])
    assert (found.rows, wanted.bare) == ([], True)


def test_a_page_of_fifty_found_cases_takes_no_more_than_twelve_statements(
    desk: Seat, case: Case, head: User, django_assert_max_num_queries: Any
) -> None:
    many(case, 60), index_cases()
    seat = desk(head)
    # What the city shares is read by the first page.
    seat.page("inbox")
    with django_assert_max_num_queries(12):
        found = seat.page("inbox", view="all", q="หลุม", request_type=case.request_type_id)
    assert found.context["page"].rows
