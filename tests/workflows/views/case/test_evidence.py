"""Evidence on the staff's pages: what the form asks for, both sides of the place, and what is to be asked."""

import uuid
from typing import Any

import pytest

from cases import actions
from cases.actions import subtasks
from cases.files import evidence
from cases.files.images import prepared
from cases.models import Attachment, Case, CaseEvent, RequestType, Status, User
from tests.cases.actions.test_stages import filed, published, row, stage, step
from tests.factories import CaseFactory, HeadFactory, RequestTypeFactory, ResultCodeFactory
from tests.pictures import picture, scene
from tests.workflows.views.case.test_steps import today
from tests.workflows.views.conftest import Seat, text

pytestmark = pytest.mark.django_db
WANTED = "Add at least one photo of the work done."


@pytest.fixture
def working(case: Case, head: User, officer: User) -> Case:
    """Work in progress at a place, with a photo from the citizen."""
    RequestType.objects.update(needs_after_photo=True)
    request_type, photos = case.request_type, [prepared(scene(1))]
    return CaseFactory(request_type=request_type, photos=photos, in_progress=True, head=head, officer=officer)


def typed(**more: Any) -> dict[str, Any]:
    return today(result=ResultCodeFactory(needs_photo=True).pk, details="ปะแล้ว", **more)


def finish(case: Case, number: int) -> Case:
    photos = [prepared(scene(number))]
    return actions.resolve(case, by=case.officer, result=ResultCodeFactory(), details="-", photos=photos)  # type: ignore[arg-type]


def test_without_a_photo_the_form_says_so_and_keeps_the_words(
    desk: Seat, working: Case, officer: User
) -> None:
    page = desk(officer).do(working, "resolve", **typed())
    assert (page.status_code, WANTED in text(page), "ปะแล้ว" in text(page)) == (200, True, True)
    assert Case.objects.get(pk=working.pk).status == Status.IN_PROGRESS


def test_with_a_photo_it_is_done(desk: Seat, working: Case, officer: User) -> None:
    assert desk(officer).do(working, "resolve", **typed(photos=[picture()])).status_code == 302


def test_a_photo_that_was_kept_from_before_is_enough(desk: Seat, working: Case, officer: User) -> None:
    seat, token = desk(officer), str(uuid.uuid4())
    seat.do(working, "resolve", **typed(form_token=token, photos=[picture()]) | {"details": ""})
    assert seat.do(working, "resolve", **typed(form_token=token)).status_code == 302


def test_a_photo_that_is_removed_again_is_not(desk: Seat, working: Case, officer: User) -> None:
    seat, token = desk(officer), str(uuid.uuid4())
    seat.do(working, "resolve", **typed(form_token=token, photos=[picture()]) | {"details": ""})
    kept = Attachment.objects.get(draft=token)
    assert WANTED in text(seat.do(working, "resolve", **typed(form_token=token, remove=[kept.pk])))


def test_the_letter_can_be_read_before_the_photos_are_chosen(
    desk: Seat, working: Case, officer: User
) -> None:
    assert "Nothing has been sent yet." in text(desk(officer).do(working, "resolve", letter="1", **typed()))


def test_nothing_found_needs_no_photo(desk: Seat, working: Case, officer: User) -> None:
    result = ResultCodeFactory(code="no_fault").pk
    assert desk(officer).do(working, "resolve", **typed() | {"result": result}).status_code == 302


def test_a_photo_that_a_step_took_counts(desk: Seat, working: Case, head: User, officer: User) -> None:
    """The officer sees it with its step; that of the last one is ticked, and goes with the result. Without
    a tick it does not, nor does that of another case, nor one from before the case was reopened."""
    request_type = RequestTypeFactory(
        code="tree", department=working.department, target_working_days=20, needs_after_photo=True
    )
    published(request_type, stage("a", step("look")), stage("b", step("cut")))
    case = filed(request_type, head, officer)
    for number, key in enumerate(("look", "cut"), start=3):
        subtasks.finish_subtask(row(case, key), by=officer, photos=[prepared(scene(number))])
    look, cut = case.attachments.order_by("event")
    seat = desk(officer)
    page = seat.page("case", case.number)
    form = page.context["page"].step.form
    assert list(form["again"].value()) == [cut.pk]
    assert [f"{look.pk}/thumbnail/" in text(page), "Step cut, " in text(page)] == [True, True]
    assert WANTED in text(seat.do(case, "resolve", **typed()))
    strange = working.attachments.get()
    assert "not on offer any more" in text(seat.do(case, "resolve", **typed(again=[strange.pk])))
    assert seat.do(case, "resolve", **typed(again=[cut.pk])).status_code == 302
    cut.refresh_from_db()
    assert cut.event_id == case.events.get(kind=CaseEvent.Kind.RESOLVED).pk
    actions.reopen(Case.objects.get(pk=case.pk), reason="-")
    assert not evidence.of_steps(case)


def test_both_sides_stand_on_the_page(desk: Seat, working: Case, head: User) -> None:
    page = text(desk(head).page("case", finish(working, 2).number))
    before, after = working.attachments.order_by("event")
    card = page[page.index('class="before-after') :]
    assert f"/photos/{before.pk}/" in card
    assert f"/photos/{after.pk}/" in card
    assert "Please look at these photos" not in page


class TestAPhotoUsedBefore:
    """Both cases are of the department; photo 2 shows the work on each."""

    @pytest.fixture
    def first(self, working: Case, head: User, officer: User) -> Case:
        request_type = RequestTypeFactory(department=working.department)
        case = CaseFactory(request_type=request_type, in_progress=True, head=head, officer=officer)
        return finish(case, 2)

    def test_leads_the_head_to_the_other_case(
        self, desk: Seat, working: Case, first: Case, head: User
    ) -> None:
        page = text(desk(head).page("case", finish(working, 2).number))
        assert "already used on another case:" in page
        assert f"/staff/cases/{first.number}/" in page

    def test_does_not_name_a_case_that_the_head_may_not_read(
        self, desk: Seat, working: Case, head: User, officer: User
    ) -> None:
        away = HeadFactory(department__code="CLK")
        request_type = RequestTypeFactory(department=away.memberships.get().department)
        other = finish(CaseFactory(request_type=request_type, in_progress=True, head=away), 2)
        page = text(desk(head).page("case", finish(working, 2).number))
        assert "which you may not read" in page
        assert other.number not in page

    def test_that_is_the_citizens_own_is_said(self, desk: Seat, working: Case, head: User) -> None:
        assert "is a photo of before." in text(desk(head).page("case", finish(working, 1).number))

    def test_is_the_heads_and_the_officers_question_alone(
        self, desk: Seat, working: Case, colleague: User, executive: User, officer: User
    ) -> None:
        case = finish(working, 1)
        words = "Please look at these photos"
        assert words in text(desk(officer).page("case", case.number))
        assert words not in text(desk(colleague).page("case", case.number))
        assert words not in text(desk(executive).page("case", case.number))

    def test_is_said_to_the_officer_while_the_form_is_open(
        self, desk: Seat, working: Case, officer: User
    ) -> None:
        page = desk(officer).do(working, "resolve", **typed(photos=[scene(1)]) | {"details": ""})
        assert "is a photo of before." in text(page)

    def test_is_no_reason_to_refuse(self, desk: Seat, working: Case, officer: User) -> None:
        assert desk(officer).do(working, "resolve", **typed(photos=[scene(1)])).status_code == 302

    def test_costs_no_more_than_the_pages_statements(
        self, desk: Seat, working: Case, first: Case, head: User, django_assert_max_num_queries: Any
    ) -> None:
        seat, case = desk(head), finish(working, 2)
        # What the city shares is read by the first page.
        seat.page("case", case.number)
        with django_assert_max_num_queries(20):
            seat.page("case", case.number)


def test_the_photos_of_a_result_stay_with_its_event(working: Case) -> None:
    assert finish(working, 2).events.get(kind=CaseEvent.Kind.RESOLVED).attachments.count() == 1
