"""Search at size: a word that occurs nowhere is as quick as one that occurs everywhere."""

from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case, User
from tests.workflows.test_search import many
from tests.workflows.views.conftest import Seat
from tests.workflows.views.conftest import desk as desk
from workflows import search
from workflows.inbox import VIEWS, Wish, page
from workflows.jobs import index_cases

pytestmark = pytest.mark.django_db
ALL = VIEWS[-1]


@pytest.fixture
def cases(case: Case) -> list[Case]:
    """Enough of them for an index to be worth it, each with the same words."""
    made = many(case, 300)
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO workflows_casesearch (case_id, words, person)"
            " SELECT id, array_to_tsvector(ARRAY['ถนน']), array_to_tsvector(ARRAY['สม', 'ชาย'])"
            " FROM cases_case WHERE id <> %s",
            [case.pk],
        )
        cursor.execute("ANALYZE workflows_casesearch")
    return made


def statements(user: User, typed: str) -> list[str]:
    with CaptureQueriesContext(connection) as captured:
        page(User.objects.get(pk=user.pk), Wish(ALL, text=typed), [])
    return [one["sql"] for one in captured if "casesearch" in one["sql"]]


def plan(sql: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"EXPLAIN {sql}")
        return "\n".join(row[0] for row in cursor.fetchall())


@pytest.mark.parametrize("typed", ["ยานอวกาศ", "zzzz", "ถนน ยานอวกาศ"])
def test_a_word_that_occurs_nowhere_is_looked_up_in_the_index_alone(
    cases: list[Case], clerk: User, typed: str
) -> None:
    (asked,) = statements(clerk, typed)
    assert "case_search_words" in plan(asked)
    assert "Seq Scan on workflows_casesearch" not in plan(asked)


def test_the_few_cases_of_a_rare_word_are_found_by_their_keys(
    cases: list[Case], case: Case, clerk: User
) -> None:
    found, wish = page(clerk, Wish(ALL, text="จักรยานยนต์"), [])
    assert (found.rows, wish.few, wish.bare) == ([case], [case.pk], False)


def test_a_common_word_is_read_in_the_order_of_the_list(
    cases: list[Case], clerk: User, monkeypatch: Any
) -> None:
    monkeypatch.setattr(search, "FEW", 100)
    found, wish = page(clerk, Wish(ALL, text="ถนน"), [])
    assert (len(found.rows), wish.few) == (50, None)


def test_a_name_that_is_nobodys_business_is_not_even_looked_up(
    cases: list[Case], clerk: User, executive: User
) -> None:
    assert len(search.few(clerk, "สมชาย", [])[False] or []) == 301
    assert search.few(executive, "สมชาย", [])[False] == []


def test_words_that_only_others_may_read_fall_back_to_other_tone_marks(
    case: Case, clerk: User, stranger: User
) -> None:
    assert page(clerk, Wish(ALL, text="หลุม"), [])[0].rows == [case]
    found, wish = page(stranger, Wish(ALL, text="หลุม"), [])
    assert (found.rows, wish.bare) == ([], True)


def test_a_page_of_fifty_found_cases_takes_no_more_than_twelve_statements(
    desk: Seat, case: Case, head: User, django_assert_max_num_queries: Any
) -> None:
    many(case, 60), index_cases()
    seat = desk(head)
    with django_assert_max_num_queries(12):
        found = seat.page("inbox", view="all", q="หลุม", kind=case.request_type_id)
    assert found.context["rows"]
