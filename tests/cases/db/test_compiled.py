"""Queries that are written once: each run has its own values, and nothing of the run before."""

import datetime

import pytest
from django.db.models import Q
from pytest_django import DjangoAssertNumQueries, Settings

from cases.db import compiled
from cases.db.compiled import Given
from cases.models import Case, CaseQuerySet
from tests.factories import CaseFactory

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


def test_what_can_never_be_fulfilled_is_not_asked(django_assert_num_queries: DjangoAssertNumQueries) -> None:
    with django_assert_num_queries(0):
        for _ in range(2):
            assert compiled.rows(Case, "nobody", lambda: Case.objects.filter(Q(pk__in=[]))) == []


def test_no_more_than_so_many_are_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled, "MOST", 3)
    for n in range(10):
        compiled.rows(Case, n, numbered, number="2569-00001")
    assert len(compiled._kept) <= 3
