"""Work between departments through its pages: transfers are answered, subtasks are asked and done."""

from typing import Any

import pytest
from django.utils import timezone

from cases import actions
from cases.actions import subtasks
from cases.deadlines.work_calendar import WorkCalendar
from cases.models import Case, Department, Membership, Status, Subtask, User
from tests.factories import CaseFactory, DepartmentFactory, OfficerFactory, RequestTypeFactory
from tests.pictures import picture
from tests.workflows.views.conftest import Seat, address, text
from workflows import engine
from workflows.consistency import disagreements

pytestmark = pytest.mark.django_db


@pytest.fixture
def there(stranger: User) -> Department:
    """The department of the stranger."""
    return Membership.objects.get(user=stranger).department


@pytest.fixture
def helper(there: Department) -> User:
    """An officer of that department."""
    return OfficerFactory(username="helper", department=there)


@pytest.fixture
def in_progress(department: Department, head: User, officer: User) -> Case:
    request_type = RequestTypeFactory(code="road_damage", department=department)
    return CaseFactory(request_type=request_type, in_progress=True, head=head, officer=officer)


@pytest.fixture
def subtask(in_progress: Case, there: Department, head: User) -> Subtask:
    return ask(in_progress, there, head)


def ask(case: Case, to: Department, by: User, what: str = "ตรวจคุณภาพน้ำในท่อ") -> Subtask:
    due_on = WorkCalendar.load().shift(timezone.localdate(), 3)
    subtasks.ask_subtask(case, to=to, what=what, due_on=due_on, by=by)
    return Subtask.objects.latest("pk")


def sent(case: Case, to: Department, by: User) -> Case:
    return actions.transfer(case, to=to, by=by, reason="เป็นเหตุรำคาญ")


def do_subtask(seat: Any, subtask: Subtask, verb: str, **typed: Any) -> Any:
    """Send the form of a step, as its page does."""
    task = engine.open_task(subtask).pk if subtask.is_open else ""
    return seat.post(address("subtask", subtask.case.number, subtask.pk, verb), {"task": task, **typed})


def due(day: Any) -> dict[str, int]:
    return {"due_on_day": day.day, "due_on_month": day.month, "due_on_year": day.year}


class TestATransfer:
    def test_is_first_accepted_on_the_receiving_heads_page(
        self, desk: Seat, case: Case, head: User, stranger: User, there: Department
    ) -> None:
        page = desk(stranger).page("case", sent(case, there, head).number)
        assert page.context["page"].step.verb == "accept"
        assert "เป็นเหตุรำคาญ" in text(page)
        assert [verb for verb, _ in page.context["page"].steps][:3] == ["accept", "send_back", "assign"]

    def test_is_accepted(self, desk: Seat, case: Case, head: User, stranger: User, there: Department) -> None:
        sent(case, there, head)
        seat = desk(stranger)
        said = text(seat.get(seat.do(case, "accept").url))
        assert "has taken" in said
        assert "Who had it, and how long" in said
        assert seat.do(case, "accept").status_code == 409

    def test_is_sent_back_and_leaves_the_inbox(
        self, desk: Seat, case: Case, head: User, stranger: User, there: Department
    ) -> None:
        sent(case, there, head)
        seat = desk(stranger)
        assert seat.do(case, "send_back", reason="").status_code == 200
        assert seat.do(case, "send_back", reason="ไม่ใช่เหตุรำคาญ").url == address("inbox")
        assert "ไม่ใช่เหตุรำคาญ" in text(desk(head).page("case", case.number))

    def test_the_third_is_announced_and_decided_by_the_clerk(
        self, desk: Seat, case: Case, head: User, stranger: User, there: Department, clerk: User
    ) -> None:
        for _ in range(2):
            sent(case, there, head)
            desk(stranger).do(case, "send_back", reason="ไม่ใช่ของเรา")
        assert "Now the clerk decides" in text(desk(head).page("step", case.number, "transfer"))
        seat = desk(head)
        said = text(seat.get(seat.do(case, "transfer", to=there.pk, reason="ไม่ใช่ของเรา").url))
        assert "for the third time" in said
        assert seat.do(case, "assign", to=head.pk).status_code == 409
        page = desk(clerk).page("case", case.number)
        assert page.context["page"].step.verb == "place"
        assert desk(clerk).do(case, "place", to=there.pk, reason="ตามคำสั่งแบ่งงาน").status_code == 302
        assert Case.objects.get(pk=case.pk).department == there
        assert not list(disagreements())


class TestASubtask:
    def test_is_asked_by_the_head(
        self, desk: Seat, in_progress: Case, head: User, stranger: User, there: Department
    ) -> None:
        day = WorkCalendar.load().shift(timezone.localdate(), 2)
        seat = desk(head)
        assert "which department" not in text(seat.page("step", in_progress.number, "ask_subtask"))
        assert seat.do(in_progress, "ask_subtask", to=there.pk, what="ตรวจน้ำ", **due(day)).status_code == 302
        assert seat.do(in_progress, "ask_subtask", to=there.pk, what="ตรวจน้ำ", **due(day)).status_code == 409
        assert "ตรวจน้ำ" in text(desk(stranger).page("case", in_progress.number))

    def test_a_day_on_which_the_office_is_closed_is_refused_beside_its_field(
        self, desk: Seat, in_progress: Case, head: User, there: Department
    ) -> None:
        typed = {"to": there.pk, "what": "ตรวจน้ำ", **due(timezone.localdate().replace(year=2020))}
        page = desk(head).do(in_progress, "ask_subtask", **typed)
        assert "Choose a working day from today on." in text(page)
        assert "ตรวจน้ำ" in text(page)

    def test_goes_from_its_head_to_its_officer_and_back_with_a_result(
        self, desk: Seat, subtask: Subtask, stranger: User, helper: User, officer: User
    ) -> None:
        assert do_subtask(desk(stranger), subtask, "assign", to=helper.pk, note="ด่วน").status_code == 302
        subtask = Subtask.objects.get(pk=subtask.pk)
        response = do_subtask(desk(helper), subtask, "finish", result="น้ำผ่านเกณฑ์", photos=picture())
        assert response.url == address("case", subtask.case.number)
        page = text(desk(officer).page("case", subtask.case.number))
        assert "น้ำผ่านเกณฑ์" in page
        assert f"/photos/{subtask.case.attachments.get().pk}/" in page
        assert not list(disagreements())

    def test_an_open_one_is_named_on_the_form_of_the_result(
        self, desk: Seat, subtask: Subtask, officer: User, there: Department
    ) -> None:
        page = desk(officer).page("step", subtask.case.number, "resolve")
        assert f"A subtask is with: {there.name}" in text(page)
        assert f"{there.name} still does a subtask of this case." in text(page)
        assert page.context["page"].step.blocked

    def test_the_pages_of_its_acts_open(
        self, desk: Seat, subtask: Subtask, stranger: User, head: User, helper: User
    ) -> None:
        for name, user in (("assign", stranger), ("refuse", stranger), ("cancel", head)):
            assert subtask.what in text(
                desk(user).get(address("subtask", subtask.case.number, subtask.pk, name))
            )
        subtasks.assign_subtask(subtask, to=helper, by=stranger)
        assert (
            desk(helper).get(address("subtask", subtask.case.number, subtask.pk, "finish")).status_code == 200
        )

    def test_a_refused_one_leaves_its_department_which_is_told_so_on_a_second_click(
        self, desk: Seat, subtask: Subtask, stranger: User, head: User
    ) -> None:
        seat, task = desk(stranger), engine.open_task(subtask).pk
        where = address("subtask", subtask.case.number, subtask.pk, "refuse")
        assert seat.post(where, {"task": task, "reason": ""}).status_code == 200
        assert seat.post(where, {"task": task, "reason": "ไม่มีเครื่องมือ"})["Location"] == address("inbox")
        assert seat.post(where, {"task": task, "reason": "ไม่มีเครื่องมือ"}).status_code == 409
        assert "ไม่มีเครื่องมือ" in text(desk(head).page("case", subtask.case.number))

    def test_a_finished_task_is_a_conflict_that_keeps_what_was_typed(
        self, desk: Seat, subtask: Subtask, stranger: User, helper: User
    ) -> None:
        subtasks.assign_subtask(subtask, to=helper, by=stranger)
        page = do_subtask(desk(stranger), subtask, "refuse", task=1, reason="ไม่มีเครื่องมือ")
        assert page.status_code == 409
        assert "ไม่มีเครื่องมือ" in text(page)

    @pytest.mark.parametrize("name", ["assign", "finish", "refuse", "cancel"])
    def test_does_not_exist_for_a_third_department(self, desk: Seat, subtask: Subtask, name: str) -> None:
        third = OfficerFactory(department=DepartmentFactory(code="EDU"))
        assert do_subtask(desk(third), subtask, name, reason="x", result="x").status_code == 404

    @pytest.mark.parametrize("name", ["assign", "refuse", "cancel", "finish"])
    def test_is_not_done_by_a_colleague_of_its_officer(
        self, desk: Seat, subtask: Subtask, helper: User, name: str
    ) -> None:
        assert do_subtask(desk(helper), subtask, name, reason="x", result="x").status_code == 403

    def test_of_another_case_is_not_found_under_this_one(
        self, desk: Seat, subtask: Subtask, case: Case, head: User
    ) -> None:
        assert desk(head).get(address("subtask", case.number, subtask.pk, "cancel")).status_code == 404
        assert desk(head).get(address("subtask", subtask.case.number, subtask.pk, "dance")).status_code == 404


def test_a_page_with_transfers_and_parts_takes_no_more_than_twenty_statements(
    desk: Seat,
    in_progress: Case,
    head: User,
    stranger: User,
    there: Department,
    django_assert_max_num_queries: Any,
) -> None:
    case = sent(in_progress, there, head)
    desk(stranger).do(case, "send_back", reason="ไม่ใช่ของเรา")
    officer = OfficerFactory(department=in_progress.department)
    desk(head).do(case, "assign", to=officer.pk)
    for n in range(4):
        ask(case, there, head, what=f"งานที่ {n}")
    for user in (head, officer, stranger):
        seat = desk(user)
        # What the city shares is read by the first page.
        seat.page("case", case.number)
        with django_assert_max_num_queries(20):
            assert seat.page("case", case.number).status_code == 200
    assert Case.objects.get(pk=case.pk).status == Status.ASSIGNED


def test_a_waiting_transfer_takes_no_more_than_twenty_one_statements(
    desk: Seat,
    in_progress: Case,
    head: User,
    stranger: User,
    there: Department,
    django_assert_max_num_queries: Any,
) -> None:
    case = sent(in_progress, there, head)
    seat = desk(stranger)
    # What the city shares is read by the first page.
    seat.page("case", case.number)
    with django_assert_max_num_queries(21):
        seat.page("case", case.number)
    with django_assert_max_num_queries(21):
        seat.page("step", case.number, "transfer")
