"""Evidence: which results need a photo, and which photos stand side by side."""

import pytest

from cases import actions
from cases.actions import approval
from cases.errors import Refused
from cases.files import evidence
from cases.models import Attachment, Case, RequestType, ResultCode, User
from tests.factories import CaseFactory, ResultCodeFactory
from tests.pictures import photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def working(case: Case, head: User, officer: User) -> Case:
    """Work in progress at a place, with a photo from the citizen."""
    RequestType.objects.update(needs_after_photo=True)
    return CaseFactory(
        request_type=case.request_type, photos=[photo()], in_progress=True, head=head, officer=officer
    )


@pytest.fixture
def fixed(db: None) -> ResultCode:
    return ResultCodeFactory(needs_photo=True)


@pytest.fixture
def not_found(db: None) -> ResultCode:
    return ResultCodeFactory(code="no_fault")


def finish(case: Case, result: ResultCode, **said) -> Case:
    return actions.resolve(case, by=case.officer, result=result, details="ปะแล้ว", **said)  # type: ignore[arg-type]


def sides(case: Case, *, proposed: bool = False) -> tuple[set, set]:  # type: ignore[type-arg]
    events = list(case.events.prefetch_related("attachments").order_by("at", "pk"))
    found = evidence.of(case, events, proposed=proposed)
    return {one.pk for one in found.before}, {one.pk for one in found.after}


def of(case: Case, kind: str) -> set:  # type: ignore[type-arg]
    return set(case.attachments.filter(event__kind=kind).values_list("pk", flat=True))


class TestAPhotoOfTheWork:
    def test_is_needed_where_work_was_done_at_a_place(self, working: Case, fixed: ResultCode):
        with pytest.raises(Refused):
            finish(working, fixed)
        assert finish(working, fixed, photos=[photo()]).status == "resolved"

    def test_is_not_needed_where_nothing_was_found(self, working: Case, not_found: ResultCode):
        assert finish(working, not_found).status == "resolved"

    def test_is_not_needed_by_other_kinds(self, working: Case, fixed: ResultCode):
        RequestType.objects.update(needs_after_photo=False)
        assert finish(working, fixed).status == "resolved"

    def test_is_no_paper(self, working: Case, fixed: ResultCode):
        paper = Attachment(kind="pdf")
        with pytest.raises(Refused):
            finish(working, fixed, photos=[paper])

    def test_is_needed_for_a_proposal_too(self, working: Case, fixed: ResultCode, officer: User):
        RequestType.objects.update(needs_approval=True)
        with pytest.raises(Refused):
            approval.propose(working, by=officer, result=fixed, details="-")


class TestBeforeAndAfter:
    def test_are_the_citizens_photo_and_the_results(self, working: Case, fixed: ResultCode):
        case = finish(working, fixed, photos=[photo(), photo()])
        assert sides(case) == (of(case, "submitted"), of(case, "resolved"))

    def test_are_nothing_without_a_result(self, working: Case):
        assert sides(working) == (set(), set())

    def test_can_be_the_work_alone(self, working: Case, fixed: ResultCode):
        case = CaseFactory(request_type=working.request_type, in_progress=True)
        case = finish(case, fixed, photos=[photo()])
        assert sides(case) == (set(), of(case, "resolved"))

    def test_of_a_new_round_are_its_own(self, working: Case, fixed: ResultCode):
        case = finish(working, fixed, photos=[photo()])
        case = actions.reopen(case, reason="ยังเป็นหลุม", photos=[photo()])
        assert sides(case) == (set(), set())
        case = actions.start(actions.assign(case, to=working.officer, by=working.officer), by=working.officer)  # type: ignore[arg-type]
        case = finish(case, fixed, photos=[photo()])
        newest = set(
            case.events.filter(kind="resolved").latest("pk").attachments.values_list("pk", flat=True)
        )
        assert sides(case) == (of(case, "reopened"), newest)

    def test_of_a_proposal_are_for_those_who_may_know_of_it(
        self, working: Case, fixed: ResultCode, officer: User
    ):
        RequestType.objects.update(needs_approval=True)
        case = approval.propose(working, by=officer, result=fixed, details="-", photos=[photo()])
        assert sides(case, proposed=True) == (of(case, "submitted"), of(case, "proposed"))
        assert sides(case) == (set(), set())


def test_the_photos_of_a_returned_proposal_can_be_used_again(
    working: Case, fixed: ResultCode, head: User, officer: User
) -> None:
    RequestType.objects.update(needs_approval=True)
    case = approval.propose(working, by=officer, result=fixed, details="-", photos=[photo()])
    case = approval.return_result(case, by=head, reason="ถ้อยคำ")
    again = list(evidence.left_over(case))
    case = approval.propose(case, by=officer, result=fixed, details="ชัดเจน", photos=again)
    assert approval.approve(case, by=head).events.latest("pk").attachments.count() == 1
