"""One step on many cases: each by its own; what refuses says why, and an assignment can be taken back."""

import uuid
from typing import Any

import pytest
from django.utils.html import escape

from cases.models import Case, Department, IdempotencyKey, Membership, Status, User
from tests.factories import CaseFactory, OfficerFactory, RequestTypeFactory
from tests.workflows.views.conftest import Seat, address, text
from workflows.steps import bulk, refusals

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(case: Case) -> Case:
    return CaseFactory(request_type=case.request_type)


def rows(page: Any) -> list[str]:
    """What the page's form carries."""
    return [str(row) for row in page.context["rows"]]


def tick(seat: Any, verb: str, *cases: Case) -> list[str]:
    return rows(seat.page("many", verb, case=[case.number for case in cases]))


def send(seat: Any, verb: str, ticked: list[str], **typed: Any) -> Any:
    return seat.post(address("many", verb), {"row": ticked, **typed})


def test_the_head_assigns_several_at_once(
    desk: Seat, case: Case, second: Case, head: User, officer: User
) -> None:
    seat = desk(head)
    page = send(seat, "assign", tick(seat, "assign", case, second), to=officer.pk, note="x")
    assert "2 cases done" in text(page)
    assert set(Case.objects.values_list("officer", "status")) == {(officer.pk, Status.ASSIGNED)}


def test_what_is_refused_is_told_with_its_reason(
    desk: Seat, case: Case, second: Case, department: Department, head: User, officer: User
) -> None:
    ended = CaseFactory(request_type=case.request_type, withdrawn=True)
    seat = desk(head)
    page = send(seat, "assign", tick(seat, "assign", case, second, ended), to=officer.pk)
    assert "2 cases done" in text(page)
    assert "1 case refused" in text(page)
    assert f"<li>{ended.number}: {escape(refusals.NOT_NOW)}</li>" in text(page)


def test_an_officer_of_another_department_is_refused_case_by_case(
    desk: Seat, case: Case, head: User, officer: User
) -> None:
    far = RequestTypeFactory(code="far")
    Membership.objects.create(user=head, department=far.department, role=Membership.Role.HEAD)
    other, theirs = CaseFactory(request_type=far), OfficerFactory(department=far.department)
    seat = desk(head)
    page = send(seat, "assign", tick(seat, "assign", case, other), to=theirs.pk)
    assert page.context["outcome"].done == [other]
    assert page.context["outcome"].refused == [
        (case.number, "This person does not work in the department of the case.")
    ]


def test_a_second_click_does_nothing_and_says_so(desk: Seat, case: Case, head: User, officer: User) -> None:
    seat = desk(head)
    ticked = tick(seat, "assign", case)
    send(seat, "assign", ticked, to=officer.pk)
    page = send(seat, "assign", ticked, to=officer.pk)
    assert (page.status_code, "already done" in text(page)) == (409, True)
    assert case.events.filter(kind="assigned").count() == 1


def test_several_go_to_another_department(desk: Seat, case: Case, second: Case, clerk: User) -> None:
    to, seat = RequestTypeFactory(code="far").department, desk(clerk)
    page = send(seat, "transfer", tick(seat, "transfer", case, second), to=to.pk, reason="wrong door")
    assert "2 cases done" in text(page)
    assert set(Case.objects.values_list("department", flat=True)) == {to.pk}


def test_the_clerk_cannot_send_on_what_has_an_officer(
    desk: Seat, case: Case, clerk: User, officer: User
) -> None:
    assigned = CaseFactory(request_type=case.request_type, assigned=True)
    to, seat = RequestTypeFactory(code="far").department, desk(clerk)
    page = send(seat, "transfer", tick(seat, "transfer", case, assigned), to=to.pk, reason="x")
    assert page.context["outcome"].refused == [(assigned.number, str(refusals.NOT_YOURS))]


def test_a_note_is_written_on_each_once(desk: Seat, case: Case, second: Case, officer: User) -> None:
    seat = desk(officer)
    ticked = tick(seat, "note", case, second)
    for _click in range(2):
        send(seat, "note", ticked, text="seen on the round")
    assert [one.events.filter(kind="noted").count() for one in (case, second)] == [1, 1]


def test_what_is_missing_is_asked_for_and_the_ticks_are_kept(desk: Seat, case: Case, head: User) -> None:
    seat = desk(head)
    ticked = tick(seat, "transfer", case)
    page = send(seat, "transfer", ticked)
    assert "Choose a department." in text(page)
    assert rows(page) == ticked


def test_cases_of_others_cannot_be_ticked_or_moved(
    desk: Seat, case: Case, stranger: User, officer: User
) -> None:
    seat = desk(stranger)
    assert seat.page("many", "assign", case=case.number).url.startswith(address("inbox"))
    mine = OfficerFactory(department=stranger.memberships.get().department)
    page = send(seat, "assign", [f"{case.number}:1:1", "x\x00:y", ""], to=mine.pk)
    assert (page.status_code, len(page.context["outcome"].refused)) == (409, 3)
    assert Case.objects.get(pk=case.pk).officer is None


@pytest.mark.parametrize("verb", ["reject", "resolve", "x"])
def test_other_steps_are_not_done_on_many(desk: Seat, head: User, verb: str) -> None:
    assert desk(head).page("many", verb).status_code == 404


def test_who_can_do_nothing_is_offered_nothing(
    desk: Seat, case: Case, executive: User, officer: User, clerk: User, head: User
) -> None:
    offered = [bulk.verbs_for(user) for user in (executive, officer, clerk, head)]
    assert offered == [
        [],
        ["transfer", "note"],
        ["transfer", "note"],
        ["assign", "transfer", "extend", "note"],
    ]
    assert desk(executive).page("many", "note").status_code == 404
    assert 'name="case"' not in text(desk(executive).page("inbox"))


@pytest.fixture
def reassigned(desk: Seat, case: Case, head: User, officer: User, colleague: User) -> Any:
    """The page after one case was given to a colleague, and another one for the first time."""
    mine = CaseFactory(request_type=case.request_type, assigned=True, officer=officer)
    seat = desk(head)
    return send(seat, "assign", tick(seat, "assign", case, mine), to=colleague.pk)


def test_an_officer_who_had_a_case_before_can_have_it_back(
    desk: Seat, reassigned: Any, head: User, officer: User
) -> None:
    undo = [str(row) for row in reassigned.context["undo"]]
    desk(head).post(address("undo"), {"row": undo})
    assert len(undo) == 1
    assert Case.objects.get(number=undo[0].split(":")[0]).officer == officer


def test_each_case_goes_back_to_its_own_officer(
    desk: Seat, case: Case, department: Department, head: User, officer: User
) -> None:
    people = [officer, OfficerFactory(department=department), OfficerFactory(department=department)]
    request_type, third = case.request_type, OfficerFactory(department=department)
    cases = [CaseFactory(request_type=request_type, assigned=True, head=head, officer=one) for one in people]
    seat = desk(head)
    undo = [
        str(row) for row in send(seat, "assign", tick(seat, "assign", *cases), to=third.pk).context["undo"]
    ]
    assert {row.officer for row in Case.objects.filter(pk__in=[one.pk for one in cases])} == {third}
    seat.post(address("undo"), {"row": undo})
    assert [Case.objects.get(pk=one.pk).officer for one in cases] == people


def test_a_first_assignment_has_no_way_back(desk: Seat, case: Case, reassigned: Any) -> None:
    assert case.number not in [row.number for row in reassigned.context["undo"]]


def test_a_way_back_that_was_overtaken_is_refused(
    desk: Seat, reassigned: Any, head: User, officer: User
) -> None:
    undo = [str(row) for row in reassigned.context["undo"]]
    for status in (200, 409):
        assert desk(head).post(address("undo"), {"row": undo}).status_code == status
    assert desk(officer).post(address("undo"), {"row": undo}).status_code == 409


@pytest.mark.parametrize(("to", "done"), [("colleague", []), ("officer", ["case"])])
def test_what_a_form_that_broke_off_did_with_other_words_is_not_told_as_done(
    desk: Seat, case: Case, second: Case, head: User, officer: User, to: str, done: list[str], request: Any
) -> None:
    seat, token = desk(head), str(uuid.uuid4())
    ticked = tick(seat, "assign", case, second)
    send(seat, "assign", ticked, to=officer.pk, form_token=token)
    # As if the run had ended between the two cases.
    IdempotencyKey.objects.filter(pk__in=[token, uuid.uuid5(uuid.UUID(token), second.number)]).delete()
    page = send(seat, "assign", ticked, to=request.getfixturevalue(to).pk, form_token=token)
    outcome = page.context["outcome"]
    assert [one.number for one in outcome.done if one == case] == [case.number for _ in done]
    assert ((case.number, str(refusals.DONE_OTHERWISE)) in outcome.refused) is not bool(done)
    case.refresh_from_db()
    assert case.officer == officer
