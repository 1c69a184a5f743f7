"""Queries that are written once: each run has its own values, and nothing of the run before."""

import datetime
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db.models import Model, Q, QuerySet
from pytest_django import DjangoAssertNumQueries, Settings

from cases.access import citizen_session
from cases.db import compiled
from cases.db.compiled import Given
from cases.models import Case, CaseEvent, CaseQuerySet, User
from cases.views.tracking import case_page
from tests.factories import CaseFactory
from workflows.views.case import history, lookup

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    compiled._kept.clear()


def numbered() -> CaseQuerySet:
    found: CaseQuerySet = Case.objects.filter(number=Given(Case, "number"))
    return found


def read(number: str) -> list[Case]:
    return compiled.rows(Case, "numbered", numbered, number=number)


def test_each_run_has_its_own_values() -> None:
    cases = [CaseFactory() for _ in range(3)]
    assert [read(case.number) for case in cases] == [[case] for case in cases]
    assert read("2500-00001") == []


def test_it_is_written_once() -> None:
    case, written = CaseFactory(), []

    def make() -> CaseQuerySet:
        written.append(1)
        return numbered()

    for _ in range(3):
        assert compiled.rows(Case, "counted", make, number=case.number) == [case]
    assert len(written) == 1


def test_it_can_be_switched_off(settings: Settings) -> None:
    settings.COMPILED_QUERIES = False
    case = CaseFactory()
    assert read(case.number) == [case]
    assert not compiled._kept


def test_each_key_has_a_query_of_its_own() -> None:
    case = CaseFactory()
    other = compiled.rows(Case, "others", lambda: Case.objects.exclude(pk=Given(Case, "id")), id=case.pk)
    assert (read(case.number), other) == ([case], [])


def test_a_value_is_given_as_its_field_stores_it() -> None:
    case = CaseFactory(phone="+66811111111")
    found = compiled.rows(
        Case, "phone", lambda: Case.objects.filter(phone=Given(Case, "phone")), phone=case.phone
    )
    assert found == [case]
    moment = case.received_at + datetime.timedelta(seconds=1)
    since = Given(Case, "received_at", "since")
    recent = compiled.rows(Case, "recent", lambda: Case.objects.filter(received_at__gte=since), since=moment)
    assert recent == []


def test_no_more_is_read_than_is_wanted(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    case, columns = CaseFactory(), ("number", "status")
    with django_assert_num_queries(1):
        (found,) = compiled.rows(Case, "few", lambda: numbered().only(*columns), number=case.number)
        assert (found.number, found.status) == (case.number, "received")
    assert "details" in found.get_deferred_fields()


def described(one: Model) -> dict[str, object]:
    """What an object says: its columns, what was computed, and what was joined to it."""
    own = {name: value for name, value in vars(one).items() if name != "_state"}
    joined = {name: other and described(other) for name, other in one._state.fields_cache.items()}
    return own | joined


@pytest.mark.parametrize("state", ["received", "assigned", "in_progress", "resolved", "closed"])
def test_it_reads_what_the_queryset_itself_reads(state: str, case: Case, head: User) -> None:
    """Each page's own queries, the first time and from what is kept."""
    case = CaseFactory(request_type=case.request_type, **({} if state == "received" else {state: True}))
    user = User.objects.get(pk=head.pk)
    querysets: list[tuple[type[Model], Callable[[], QuerySet[Any]], dict[str, object]]] = [
        (Case, citizen_session._numbered, {"number": case.number}),
        (Case, lambda: lookup._of_a_page(user), {"number": case.number}),
        (CaseEvent, case_page._shown, {"case": case.pk}),
        (CaseEvent, history._events, {"case": case.pk}),
    ]
    for at, (model, make, given) in enumerate(2 * querysets):
        found = compiled.rows(model, at % len(querysets), make, **given)
        assert found
        asked = make()
        plain = model._default_manager.filter(pk__in=[one.pk for one in found])
        plain = plain.select_related(*_paths(asked)).order_by(*asked.query.order_by)
        for one, other in zip(found, plain, strict=True):
            computed = {name: vars(one)[name] for name in asked.query.annotation_select}
            assert described(one) == described(other) | computed


def _paths(asked: QuerySet[Any]) -> list[str]:
    """The names of what a queryset joins, as it was told them."""

    def names(tree: dict[str, Any]) -> Iterator[str]:
        for name, below in tree.items():
            yield name
            yield from (f"{name}__{deeper}" for deeper in names(below))

    joined = asked.query.select_related
    return [*names(joined)] if isinstance(joined, dict) else []


def test_what_can_never_be_fulfilled_is_not_asked(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        for _ in range(2):
            assert compiled.rows(Case, "nobody", lambda: Case.objects.filter(Q(pk__in=[]))) == []


def test_no_more_than_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "MOST", 3)
    for n in range(10):
        compiled.rows(Case, n, numbered, number="2569-00001")
    assert len(compiled._kept) <= 3
