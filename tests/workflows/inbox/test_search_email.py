"""Search: a case is found by its citizen's e-mail address, by those who may know the citizen."""

import pytest

from cases import actions
from cases.models import Case, User
from tests.factories import CaseFactory
from tests.workflows.inbox.test_search import found
from workflows.models import CaseSearch

pytestmark = pytest.mark.django_db
EMAIL = "Malee.Srisuk+road@Citizen.example"


@pytest.fixture
def two(case: Case) -> set[str]:
    """The numbers of two cases with one address."""
    return {CaseFactory(request_type=case.request_type, email=EMAIL).number for _ in range(2)}


@pytest.mark.parametrize(
    "typed",
    [EMAIL, EMAIL.lower(), EMAIL.upper(), f"  {EMAIL}\u200b ", EMAIL.replace("@", "＠"), "malee.srisuk+road@",
     f"{EMAIL} หลุมลึก"],
)  # fmt: skip
def test_the_clerk_finds_both_however_it_is_typed(two: set[str], clerk: User, typed: str) -> None:
    assert found(clerk, typed) == two


@pytest.mark.parametrize(
    "typed", ["srisuk+road@citizen.example", "malee.srisuk@citizen.example", "a'b\\@c", "@"]
)
def test_another_address_finds_nothing(two: set[str], clerk: User, typed: str) -> None:
    assert found(clerk, typed) == set()


def test_a_colleague_who_may_not_know_the_citizen_finds_nothing(
    two: set[str], officer: User, head: User, stranger: User, executive: User
) -> None:
    """As by telephone: a head of the department knows, who is not in charge does not."""
    finds = [found(user, EMAIL) for user in (head, officer, stranger, executive)]
    assert finds == [two, set(), set(), set()]
    assert finds == [found(user, EMAIL.lower()) for user in (head, officer, stranger, executive)]


def test_a_citizen_who_asked_for_secrecy_is_known_to_the_heads_alone(
    case: Case, head: User, officer: User
) -> None:
    one = CaseFactory(
        request_type=case.request_type,
        email=EMAIL,
        hide_identity=True,
        officer=officer,
        head=head,
        assigned=True,
    )
    assert [found(user, EMAIL) for user in (head, officer)] == [{one.number}, set()]


def test_the_new_address_takes_the_place_of_the_old_one(case: Case, clerk: User) -> None:
    old = case.email
    actions.change_email(case, to=EMAIL)
    assert [found(clerk, one) for one in (old, EMAIL)] == [set(), {case.number}]


def test_a_case_without_an_address_has_no_word_for_it(case: Case) -> None:
    one = CaseFactory(request_type=case.request_type, email="")
    assert "''" not in CaseSearch.objects.get(case=one).person
