"""The fields of the filters: those that are kept are the ones that would be drawn."""

import itertools
from collections.abc import Iterator

import pytest
from django.http import QueryDict
from django.utils.translation import override
from pytest_django import Settings

from cases.lib import process_cache
from cases.models import Case, Department, RequestType, User
from tests.factories import CaseFactory, DepartmentFactory
from tests.workflows.views.conftest import Seat, text
from workflows.forms.filters import FilterForm, Offer
from workflows.inbox.queries import views_for
from workflows.views.inbox import filter_fields

pytestmark = pytest.mark.django_db
LANGUAGES = ("th", "en")
TYPED = (
    "",
    "status=received",
    "status=nothing",
    "request_type=1&due=late&sort=new&rows=200",
    "officer=none&approval=open",
    "department=999&unit=7",
    "since=2026-11-01&until=2026-11-30",
    "since=31-02-2569",
    'since="><script>alert(1)</script>',
    "rating=5&rating=1",
    "view=all&q=x",
)


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    filter_fields._kept.clear()


def form(user: User, typed: str = "", *, view: str = "open") -> FilterForm:
    chosen = next(one for one in views_for(user) if one.name == view)
    return FilterForm(QueryDict(typed), user=user, view=chosen, offer=Offer.to(user))


def every_form(*people: User) -> Iterator[FilterForm]:
    """Each address in each view and language for each person, as the pages of a day mix them."""
    for user, typed, view, language in itertools.product(people, TYPED, ("open", "all"), LANGUAGES):
        with override(language):
            yield form(user, typed, view=view)


def test_what_is_kept_is_what_would_be_drawn(case: Case, clerk: User, head: User, settings: Settings) -> None:
    DepartmentFactory(code="OTHER")
    for _twice in range(2):
        for one in every_form(clerk, head):
            settings.KEPT_FILTERS = True
            kept = filter_fields.html(one)
            settings.KEPT_FILTERS = False
            assert kept == filter_fields.html(one)


def test_nothing_is_drawn_twice(case: Case, clerk: User) -> None:
    first = filter_fields.html(form(clerk))
    assert filter_fields.html(form(clerk)) is first


def test_it_can_be_switched_off(case: Case, clerk: User, settings: Settings) -> None:
    settings.KEPT_FILTERS = False
    assert filter_fields.html(form(clerk)) is not filter_fields.html(form(clerk))
    assert not filter_fields._kept


def test_a_choice_that_is_new_is_offered_with_the_next_minute(case: Case, officer: User, clerk: User) -> None:
    before = filter_fields.html(form(clerk))
    CaseFactory(request_type=case.request_type, assigned=True, officer=officer)
    RequestType.objects.filter(pk=case.request_type_id).update(name_th="ชื่อใหม่", name_en="New name")
    assert filter_fields.html(form(clerk)) == before
    process_cache.forget()
    after = filter_fields.html(form(clerk))
    assert str(officer) in after
    assert "ชื่อใหม่" in after


def test_people_of_another_department_get_their_own(
    case: Case, officer: User, head: User, stranger: User
) -> None:
    CaseFactory(request_type=case.request_type, assigned=True, officer=officer)
    assert str(officer) in filter_fields.html(form(head))
    assert str(officer) not in filter_fields.html(form(stranger))


def test_what_was_typed_is_never_markup(clerk: User) -> None:
    assert "<script>" not in filter_fields.html(form(clerk, 'since="><script>alert(1)</script>'))


def test_no_more_than_so_many_are_kept(clerk: User, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filter_fields, "MOST", 3)
    for day in range(1, 10):
        filter_fields.html(form(clerk, f"since=2026-11-0{day}"))
    assert len(filter_fields._kept) <= 3


def test_the_page_shows_them_beside_its_own_token(
    desk: Seat, case: Case, department: Department, clerk: User
) -> None:
    pages = [text(desk(clerk).page("inbox", view="open", status="received")) for _ in range(2)]
    assert all('<option value="received" selected>' in page for page in pages)
    assert len({page.split('name="csrfmiddlewaretoken" value="')[1][:64] for page in pages}) == 2
