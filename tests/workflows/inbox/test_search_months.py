"""Search by months: the same cases in the same order as a look at each of them."""

import datetime
import random

import pytest
from django.db import connection

from cases.models import Case, CaseQuerySet, Department, User
from tests.factories import OfficerFactory, RequestTypeFactory
from tests.workflows.inbox.test_search import WORDS, many, write_words
from workflows.inbox import month_windows, search_query
from workflows.inbox.queries import InboxQuery, matching_cases
from workflows.inbox.search_query import Ordering
from workflows.inbox.standard_views import VIEWS
from workflows.rights.rules import person_seen_by

pytestmark = pytest.mark.django_db
ALL = VIEWS[-1]
LAST = datetime.datetime(2026, 11, 30, 23, 59, 59, tzinfo=datetime.UTC)
NOT_YET, DAYS = datetime.datetime(2030, 1, 1, tzinfo=datetime.UTC), 900


@pytest.fixture
def cases(case: Case, department: Department) -> list[Case]:
    """Cases of three years, some at the same moment, of two departments, some secret and some with an
    officer."""
    dice, made = random.Random(13), many(case, 400)
    others = [RequestTypeFactory(code="far"), RequestTypeFactory(department=department, restricted=True)]
    officers = [None, OfficerFactory(department=department)]
    for one in made:
        one.received_at = LAST - datetime.timedelta(days=dice.randrange(DAYS))
        one.hide_identity, one.officer = dice.random() < 0.3, dice.choice(officers)
        if dice.random() < 0.4:
            one.request_type = dice.choice(others)
            one.department = one.request_type.department
    columns = ["received_at", "hide_identity", "officer", "request_type", "department"]
    Case.objects.bulk_update(made, columns)
    write_words(made)
    return made


def looked_at(cases: CaseQuerySet, user: User, typed: str, most: int) -> list[int]:
    """The first keys by a look at every case."""
    ways = list(search_query._variants(typed, [], bare=False))
    found = cases.filter(search_query._each(ways, person_seen_by(user), look="has"))
    return list(found.values_list("pk", flat=True)[:most])


def typed(dice: random.Random) -> str:
    """One to three of the words for which the staff might look, names of citizens among them."""
    words = [word for query in WORDS["queries"] for word in query.split()]
    return " ".join(dice.choice(words) for _ in range(dice.choice([1, 1, 2, 3])))


def test_the_windows_find_what_a_look_at_every_case_finds(
    cases: list[Case], clerk: User, head: User, executive: User
) -> None:
    dice, found = random.Random(2569), 0
    officer = next(one.officer for one in cases if one.officer)
    for _ in range(150):
        user, down = dice.choice([clerk, head, officer, executive]), dice.random() < 0.5
        asked, most = typed(dice), dice.choice([1, 3, 10, 51, 999])
        start = dice.choice([None, dice.choice(cases).received_at])
        beyond = {f"received_at__{'lte' if down else 'gte'}": start} if start else {}
        sign = "-" if down else ""
        listed = matching_cases(user, InboxQuery(ALL)).filter(**beyond)
        listed = listed.order_by(f"{sign}received_at", f"{sign}pk")
        way = Ordering("received_at", down, start, most, near=dice.choice([0, 0, 5, 50, 9999]))
        keys = search_query.first(listed, user, asked, [], way, bare=False)
        assert keys == looked_at(listed, user, asked, most), (user, asked, way)
        found += len(keys)
    assert found > 500


def test_words_that_were_written_without_a_month_are_found_once(cases: list[Case], clerk: User) -> None:
    old = max(cases, key=lambda one: one.received_at)
    with connection.cursor() as cursor:
        cursor.execute(
            "UPDATE workflows_casesearch SET words = array_to_tsvector(ARRAY['ถนน']) WHERE case_id = %s",
            [old.pk],
        )
    way = Ordering("received_at", True, None, 9999, near=0)
    listed = matching_cases(clerk, InboxQuery(ALL)).order_by("-received_at", "-pk")
    keys = search_query.first(listed, clerk, "ถนน", [], way, bare=False)
    assert keys.count(old.pk) == 1
    assert len(keys) == len(set(keys))


@pytest.mark.parametrize("typed", ["#2026-11", "2026-11", "202611", "2026", "#"])
def test_a_month_is_no_word_that_anybody_finds(typed: str) -> None:
    ways = list(search_query._variants(typed, [], bare=False))
    assert not any("#" in word for way in ways for word in way)


def test_a_window_begins_with_the_month_of_its_page() -> None:
    january = datetime.datetime(2026, 1, 31, 20, tzinfo=datetime.UTC)
    first, second = month_windows.from_month_of(january, backwards=True)
    assert (first, second[0], second[-1]) == (["#2026-01", "#2025-12"], "#2025-11", "#2024-12")
    first, second = month_windows.from_month_of(january, backwards=False)
    assert (first, second[0], second[-1]) == (["#2026-01", "#2026-02"], "#2026-03", "#2027-02")
