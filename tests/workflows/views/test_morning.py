"""The head's morning: suggestions that spread the work, accepted in one go, undone for some seconds."""

import datetime
import uuid
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import timezone

from cases import actions
from cases.access import absences
from cases.models import Absence, Case, Department, Status, User
from tests.factories import CaseFactory
from tests.workflows.views.conftest import Desk, Seat, address, text
from workflows.models import Preference
from workflows.steps.workload import due_days, loads, suggestions

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def second(case: Case) -> Case:
    return CaseFactory(request_type=case.request_type)


def ticked(page: Any) -> dict[str, Any]:
    """What the form sends as the page shows it: each ticked case with its suggestion."""
    rows = [row for row in page.context["page"].rows if row.is_ticked]
    chosen = {f"to-{row.case.number}": row.suggested.person.pk for row in rows}
    return {"row": [str(row.chosen) for row in rows], "form_token": uuid.uuid4(), **chosen}


def send(seat: Desk, form: dict[str, Any]) -> Any:
    return seat.post(address("morning"), form)


def undo(seat: Desk, page: Any) -> Any:
    rows = page.context["page"].outcome.undo_rows
    return seat.post(address("undo_step"), {"row": rows, "form_token": uuid.uuid4()})


def away(user: User, substitute: User) -> Absence:
    today = timezone.localdate()
    return absences.enter(user, substitute=substitute, since=today, until=today, by=user)


def test_the_suggestions_spread_the_cases_and_say_why(
    desk: Seat, case: Case, second: Case, head: User, officer: User, colleague: User
) -> None:
    page = desk(head).page("morning")
    rows = page.context["page"].rows
    assert {row.suggested.person for row in rows} == {officer, colleague}
    assert "with the fewest open cases" in text(page)
    assert case.details[:20] in text(page)


def test_ticked_suggestions_are_done_and_the_others_left(
    desk: Seat, case: Case, second: Case, head: User, officer: User
) -> None:
    seat = desk(head)
    form = ticked(seat.page("morning"))
    form["row"] = [one for one in form["row"] if one.startswith(case.number)]
    page = send(seat, form)
    assert "1 case is assigned" in text(page)
    assert [row.case for row in page.context["page"].rows] == [second]
    assert Case.objects.get(pk=case.pk).officer == officer
    again = send(seat, form)
    assert "1 case is assigned" in text(again)
    assert case.events.filter(kind="assigned").count() == 1


def test_what_cannot_be_done_is_said_row_by_row_and_the_rest_is_done(
    desk: Seat, case: Case, second: Case, head: User, officer: User, stranger: User
) -> None:
    stale, foreign, nobody = (CaseFactory(request_type=case.request_type) for _ in range(3))
    seat = desk(head)
    form = ticked(seat.page("morning"))
    actions.reject(stale, by=head, reason="x", agency=None)
    form[f"to-{foreign.number}"] = stranger.pk
    form[f"to-{nobody.number}"] = "x"
    page = send(seat, form)
    refused = dict(page.context["page"].outcome.refused)
    assert set(page.context["page"].outcome.done) == {case, second}
    assert refused.keys() == {stale.number, foreign.number, nobody.number}
    assert refused[nobody.number] == "Choose an officer."


def test_nothing_ticked_and_nothing_done_say_so(desk: Seat, case: Case, head: User, officer: User) -> None:
    seat = desk(head)
    assert "Tick some cases first." in text(send(seat, {}))
    form = ticked(seat.page("morning"))
    away(officer, head)
    page = send(seat, form)
    assert page.status_code == 409
    assert "away until" in text(page)


def test_who_is_away_is_not_offered_and_a_transfer_is_answered_first(
    desk: Seat, case: Case, head: User, officer: User, colleague: User, stranger: User
) -> None:
    away(officer, head)
    second = CaseFactory(request_type__department__code="PHE")
    actions.transfer(second, to=case.department, by=stranger, reason="x")
    rows = {row.case: row for row in desk(head).page("morning").context["page"].rows}
    assert {one.person for one in rows[case].people} == {head, colleague}
    assert (rows[second].waits, rows[second].is_ticked) == (True, False)


@pytest.mark.parametrize("who", ["officer", "clerk", "executive", "administrator"])
def test_only_who_decides_has_a_morning(
    request: pytest.FixtureRequest, desk: Seat, case: Case, head: User, who: str
) -> None:
    form = ticked(desk(head).page("morning"))
    seat = desk(request.getfixturevalue(who))
    assert seat.page("morning").status_code == 404
    assert send(seat, form).status_code == 409
    assert Case.objects.get(pk=case.pk).status == Status.RECEIVED


def test_the_assignment_is_undone_and_too_late_is_said(
    desk: Seat, case: Case, second: Case, head: User, officer: User, settings: LazySettings
) -> None:
    settings.UNDO_SECONDS = 30
    seat = desk(head)
    page = send(seat, ticked(seat.page("morning")))
    assert address("undo_step") in text(page)
    actions.start(second, by=officer)
    back = undo(seat, page)
    assert ("1 case is as it was before" in text(back), "1 case refused" in text(back)) == (True, True)
    assert Case.objects.get(pk=case.pk).officer is None
    assert undo(seat, page).status_code == 409


def test_nobody_undoes_what_others_have_done(
    desk: Seat, case: Case, head: User, officer: User, stranger: User, settings: LazySettings
) -> None:
    settings.UNDO_SECONDS = 30
    page = send(seat := desk(head), ticked(seat.page("morning")))
    for who in (officer, stranger):
        assert undo(desk(who), page).status_code == 409
    assert Case.objects.get(pk=case.pk).officer is not None


def test_a_single_step_can_be_undone_on_the_page_that_follows(
    desk: Seat, case: Case, head: User, officer: User, settings: LazySettings
) -> None:
    settings.UNDO_SECONDS = 30
    seat = desk(head)
    answer = seat.do(case, "assign", to=officer.pk)
    assert address("undo_step") in text(seat.get(answer["Location"]))


@pytest.mark.parametrize(
    ("wanted", "ends"), [("stay", "first"), ("next", "second"), ("list", "?view=assign")]
)
def test_after_a_step_comes_what_the_person_wants(
    desk: Seat, case: Case, second: Case, head: User, officer: User, wanted: str, ends: str
) -> None:
    seat = desk(head)
    seat.post(address("after_step"), {"after_step": wanted})
    assert Preference.objects.get(user=head).after_step == wanted
    expected = {"first": f"/{case.number}/", "second": f"/{second.number}/"}.get(ends, ends)
    assert seat.do(case, "assign", to=officer.pk)["Location"].endswith(expected)


def test_after_the_last_case_comes_the_list(desk: Seat, case: Case, head: User, officer: User) -> None:
    Preference.objects.create(user=head, after_step="next")
    assert desk(head).do(case, "assign", to=officer.pk)["Location"].endswith("?view=assign")


def test_one_more_for_who_was_suggested_before(
    department: Department, case: Case, second: Case, head: User, officer: User, colleague: User
) -> None:
    found = list(suggestions([case, second, case], loads([department.pk])))
    assert [one[0].open for one in found if one] == [0, 0, 1]


def test_the_load_is_told_by_due_days(
    department: Department, case: Case, head: User, officer: User, django_assert_num_queries: Any
) -> None:
    today = timezone.localdate()
    for days in (-40, -1, 0, 6, 7, 90):
        one = CaseFactory(request_type=case.request_type, officer=officer, assigned=True)
        Case.objects.filter(pk=one.pk).update(due_on=today + datetime.timedelta(days=days))
    CaseFactory(request_type=case.request_type, officer=officer, waiting=True)
    people = loads([department.pk])
    with django_assert_num_queries(1):
        found = {row.person: row for row in due_days(people)}
    assert found[officer][1:] == (2, [1, 0, 0, 0, 0, 0, 1], 2)
    assert found[head][1:] == (0, [0] * 7, 0)


def test_thirty_cases_cost_no_more_statements_than_one(
    desk: Seat, case: Case, head: User, officer: User, django_assert_max_num_queries: Any
) -> None:
    seat = desk(head)
    seat.page("morning")
    for _ in range(4):
        CaseFactory(request_type=case.request_type)
    with django_assert_max_num_queries(9):
        seat.page("morning")
