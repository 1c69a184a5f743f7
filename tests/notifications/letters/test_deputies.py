"""Letters to a head go to the deputy for decisions too, and to nobody about the own step."""

import pytest
from django.utils import timezone

from cases.access import delegations
from cases.events import Kind
from cases.models import Case, Delegation, Department, KindReader, User
from tests.factories import CaseFactory, RequestTypeFactory
from tests.notifications.letters.test_substitutes import told

pytestmark = pytest.mark.django_db


@pytest.fixture
def handed(head: User, stranger: User) -> Delegation:
    today = timezone.localdate()
    return delegations.enter(head, deputy=stranger, since=today, until=today, order_number="12/2569", by=head)


@pytest.mark.parametrize("kind", [Kind.TRANSFERRED, Kind.HANDED_BACK])
def test_the_head_and_the_deputy_are_told(
    case: Case, handed: Delegation, head: User, stranger: User, officer: User, kind: str
) -> None:
    assert told(case, kind, by=officer) == [head, stranger]


def test_not_of_the_own_step(case: Case, handed: Delegation, head: User, stranger: User) -> None:
    assert told(case, Kind.TRANSFERRED, by=stranger) == [head]


def test_not_of_what_is_for_the_named_alone(
    department: Department, handed: Delegation, head: User, officer: User
) -> None:
    request_type = RequestTypeFactory(department=department, restricted=True)
    KindReader.objects.create(kind=request_type, user=head)
    case = CaseFactory(request_type=request_type)
    assert told(case, Kind.HANDED_BACK, by=officer) == [head]


def test_not_after_it_was_withdrawn(case: Case, handed: Delegation, head: User, officer: User) -> None:
    delegations.withdraw(handed, by=head)
    assert told(case, Kind.HANDED_BACK, by=officer) == [head]
