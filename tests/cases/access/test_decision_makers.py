"""Who decides about a case: the three forms of the rule say the same, whoever asks about whatever kind."""

import datetime

import pytest
from django.utils import timezone

from cases.access.decision_makers import deciders, decides
from cases.models import Absence, Case, Department, KindReader, Membership, User
from tests.factories import CaseFactory, HeadFactory, OfficerFactory, RequestTypeFactory, UserFactory

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)
PLACES = ["head", "officer", "head elsewhere", "nowhere"]
NAMED = ["nobody", "the person", "another", "both", "one who has left"]


def placed(where: str, department: Department) -> User:
    """Somebody with this place in the department of the case, or with none."""
    if where == "head elsewhere":
        return HeadFactory()
    user: User = UserFactory()
    if where != "nowhere":
        Membership.objects.create(user=user, department=department, role=where)
    return user


def name(who: str, case: Case, person: User) -> None:
    """Name these people for the kind of the case."""
    people = [person] if who in ("the person", "both") else []
    if who in ("another", "both", "one who has left"):
        people.append(UserFactory(is_active=who != "one who has left"))
    KindReader.objects.bulk_create(KindReader(kind=case.request_type, user=one) for one in people)


def forms(person: User, case: Case) -> set[bool]:
    """What the three forms of the rule say; both are read anew."""
    person, case = User.objects.get(pk=person.pk), Case.objects.get(pk=case.pk)
    return {
        decides(person, case),
        Case.objects.filter(person.decides, pk=case.pk).exists(),
        person in deciders(case.request_type, case.department_id),
    }


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("named", NAMED)
def test_of_a_restricted_kind_the_named_decide_and_the_heads_while_nobody_is(
    department: Department, where: str, named: str
) -> None:
    case = CaseFactory(request_type=RequestTypeFactory(department=department, restricted=True))
    person = placed(where, department)
    name(named, case, person)
    nobody = named in ("nobody", "one who has left")
    assert forms(person, case) == {where == "head" if nobody else named in ("the person", "both")}


@pytest.mark.parametrize("where", PLACES)
@pytest.mark.parametrize("named", NAMED)
def test_of_any_other_kind_the_heads_decide(department: Department, where: str, named: str) -> None:
    case = CaseFactory(request_type=RequestTypeFactory(department=department))
    person = placed(where, department)
    name(named, case, person)
    assert forms(person, case) == {where == "head"}


@pytest.mark.parametrize("restricted", [False, True])
@pytest.mark.parametrize("named", [False, True])
def test_a_substitute_does_not_decide(
    department: Department, head: User, restricted: bool, named: bool
) -> None:
    case = CaseFactory(request_type=RequestTypeFactory(department=department, restricted=restricted))
    substitute, today = OfficerFactory(department=department), timezone.localdate()
    if named:
        KindReader.objects.create(kind=case.request_type, user=head)
    Absence.objects.create(
        user=head,
        substitute=substitute,
        since=today - DAY,
        until=today + DAY,
        entered_by=head,
        entered_at=timezone.now(),
    )
    assert forms(substitute, case) == {False}
    assert forms(head, case) == {True}


def test_a_case_of_another_department_is_for_its_own_head(department: Department, head: User) -> None:
    case = CaseFactory(request_type=RequestTypeFactory())
    assert forms(head, case) == {False}
