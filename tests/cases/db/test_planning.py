"""What a connection asks again is planned once, unless it says that it needs a plan for its own values."""

from collections.abc import Callable

import pytest
from django.db import connection

from cases.db.planning import planned_anew
from cases.intake import similar_cases
from cases.lib.keyset import Keyset
from cases.models import Case, User
from cases.statistics import public
from config.databases import MOST_PREPARED
from tests.factories import RequestTypeFactory, UserFactory
from workflows.inbox import queries, standard_views, tab_counts
from workflows.inbox.queries import InboxQuery

pytestmark = pytest.mark.django_db
OFTEN = 5


def prepared(part: str) -> list[str]:
    """The statements with these words that this connection has prepared."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT statement FROM pg_prepared_statements WHERE position(%s IN statement) > 0", [part]
        )
        return [row[0] for row in cursor.fetchall()]


def test_what_is_asked_again_is_prepared() -> None:
    for key in range(OFTEN):
        Case.objects.filter(latitude=key).exists()
    assert len(prepared('"latitude" = ')) == 1


def test_what_is_planned_anew_is_not_and_what_follows_is_again() -> None:
    for key in range(OFTEN):
        with planned_anew():
            Case.objects.filter(longitude=key).exists()
    assert prepared('"longitude" = ') == []
    for key in range(OFTEN):
        Case.objects.filter(longitude=key).exists()
    assert len(prepared('"longitude" = ')) == 1


def test_a_statement_that_fails_leaves_the_connection_as_it_was() -> None:
    with planned_anew(), pytest.raises(ZeroDivisionError):
        raise ZeroDivisionError
    assert connection.connection.prepare_threshold == 2


def test_a_connection_keeps_more_plans_than_a_day_s_pages_have_statements() -> None:
    connection.ensure_connection()
    assert connection.connection.prepared_max == MOST_PREPARED


def a_list_of_the_inbox() -> None:
    queries.page(clerk(), InboxQuery(view=standard_views.VIEWS[0]), [])


def its_counts() -> None:
    tab_counts.counts(clerk(), tab_counts.views_counted(clerk(), list(standard_views.VIEWS)))


def a_list_by_keys() -> None:
    Keyset("received_at").page(Case.objects.all(), "")


def what_is_near_by() -> None:
    similar_cases.similar(RequestTypeFactory(), 13.7, 100.5)


def public_figures() -> None:
    public.figures()


def clerk() -> User:
    return User.objects.filter(is_superuser=True).first() or UserFactory(is_superuser=True)


LISTS = [a_list_of_the_inbox, its_counts, a_list_by_keys, what_is_near_by, public_figures]


@pytest.mark.parametrize("read", LISTS, ids=lambda read: read.__name__)
def test_lists_of_cases_are_planned_for_their_own_values(read: Callable[[], None]) -> None:
    before = prepared('FROM "cases_case"')
    for _ in range(OFTEN):
        read()
    assert [one for one in prepared('FROM "cases_case"') if one not in before] == []
