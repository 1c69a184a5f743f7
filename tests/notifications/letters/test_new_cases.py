"""Who hears of a new case besides the head: people of the department whose membership says so."""

import pytest

from cases.models import Case, Department, Membership, RequestType, User
from tests.factories import CaseFactory, DepartmentFactory, OfficerFactory, RequestTypeFactory
from tests.notifications.letters.test_substitutes import away

pytestmark = pytest.mark.django_db


@pytest.fixture
def hearer(department: Department, officer: User) -> User:
    """An officer who is to hear of new cases, beside one who is not, and one of another department."""
    OfficerFactory(department=department)
    OfficerFactory(department=DepartmentFactory(code="EDU"))
    Membership.objects.filter(user=officer).update(hears_of_new_cases=True)
    return officer


def told(case: Case) -> set[tuple[str, User | None]]:
    return {(one.audience, one.recipient) for one in case.notices.filter(kind="new_case")}


def filed(department: Department, **options: bool) -> Case:
    case: Case = CaseFactory(request_type=RequestTypeFactory(department=department, **options))
    return case


def test_who_is_named_hears_of_a_new_case_as_the_head_does(
    department: Department, head: User, hearer: User, colleague: User
) -> None:
    assert told(filed(department)) == {("head", head), ("hearer", hearer)}
    Membership.objects.filter(user=head).update(hears_of_new_cases=True)
    assert told(filed(department)) == {("head", head), ("hearer", hearer)}
    # Who is away has somebody who stands in.
    away(hearer, colleague)
    assert told(filed(department)) == {("head", head), ("hearer", colleague)}


def test_who_has_left_and_who_may_not_read_the_case_hear_nothing(
    department: Department, head: User, hearer: User
) -> None:
    assert told(filed(department, restricted=True)) == {("head", head)}
    RequestType.objects.update(restricted=False)
    User.objects.filter(pk=hearer.pk).update(is_active=False)
    assert told(filed(department)) == {("head", head)}
    User.objects.filter(pk=hearer.pk).update(is_active=True)
    Membership.objects.filter(user=hearer).update(department=DepartmentFactory(code="PHE"))
    assert told(filed(department)) == {("head", head)}
