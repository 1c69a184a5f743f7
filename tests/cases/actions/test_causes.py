"""The cause that a result names: of the list of the kind, needed where the kind says so, gone with the
result."""

from typing import Any

import pytest

from cases import actions
from cases.actions import approval, causes
from cases.errors import Refused
from cases.models import Case, Cause, RequestType, User
from tests.factories import CaseFactory, CauseFactory, RequestTypeFactory, ResultCodeFactory

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def request_type(case: Case) -> RequestType:
    return case.request_type


@pytest.fixture
def working(request_type: RequestType, head: User, officer: User) -> Case:
    return CaseFactory(request_type=request_type, in_progress=True, head=head, officer=officer)


@pytest.fixture
def cause(request_type: RequestType) -> Cause:
    return CauseFactory(request_type=request_type)


def resolve(case: Case, by: User, **said: Any) -> Case:
    return actions.resolve(case, by=by, result=ResultCodeFactory(), details="เรียบร้อย", **said)


def test_a_result_names_a_cause_or_none(working: Case, officer: User, cause: Cause) -> None:
    assert resolve(working, officer, cause=cause).cause == cause


def test_it_is_optional_unless_the_kind_needs_one(working: Case, officer: User, cause: Cause) -> None:
    RequestType.objects.update(needs_cause=True)
    with pytest.raises(Refused, match="Name the cause"):
        resolve(working, officer)
    RequestType.objects.update(needs_cause=False)
    assert resolve(working, officer).cause is None


def test_a_kind_without_a_list_needs_none(working: Case, officer: User, cause: Cause) -> None:
    RequestType.objects.update(needs_cause=True)
    Cause.objects.update(active=False)
    assert resolve(working, officer).status == "resolved"


def test_a_cause_out_of_use_or_of_another_kind_is_refused(working: Case, officer: User, cause: Cause) -> None:
    other = CauseFactory(request_type=RequestTypeFactory(code="other"))
    gone = CauseFactory(request_type=working.request_type, active=False)
    for wrong in (other, gone):
        with pytest.raises(Refused, match="no such cause"):
            resolve(working, officer, cause=wrong)


def test_it_goes_with_the_result_when_the_case_is_reopened(
    working: Case, officer: User, cause: Cause
) -> None:
    case = resolve(working, officer, cause=cause)
    assert actions.reopen(case, reason="ยังเป็นหลุม").cause is None


def test_the_head_approves_it_with_the_result(working: Case, head: User, officer: User, cause: Cause) -> None:
    RequestType.objects.update(needs_approval=True, needs_cause=True)
    said = {"result": ResultCodeFactory(), "details": "เรียบร้อย"}
    with pytest.raises(Refused, match="Name the cause"):
        approval.propose(working, by=officer, **said)
    case = approval.propose(working, by=officer, cause=cause, **said)
    assert case.cause is None
    assert approval.approve(case, by=head).cause == cause


def test_the_list_is_in_the_offices_order(request_type: RequestType) -> None:
    late = CauseFactory(request_type=request_type, position=2)
    first = CauseFactory(request_type=request_type, position=1)
    CauseFactory(request_type=request_type, active=False)
    assert causes.on_offer(request_type) == [first, late]
