"""Work between departments in a real browser: a transfer and a subtask, without barriers, within the
screen."""

import pytest
from playwright.sync_api import Page

from cases import actions
from cases.actions import subtasks
from cases.deadlines.work_calendar import WorkCalendar
from cases.models import Case, Department, Membership, Subtask, User
from tests.browser.test_staff import SIZES, _problems, log_in
from tests.factories import CaseFactory, OfficerFactory, RequestTypeFactory
from tests.thorough import one_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def there(stranger: User) -> Department:
    """The department of the stranger, with an officer."""
    department = Membership.objects.get(user=stranger).department
    OfficerFactory(username="helper", department=department)
    return department


@pytest.fixture
def in_progress(department: Department, head: User, officer: User) -> Case:
    request_type = RequestTypeFactory(department=department)
    return CaseFactory(request_type=request_type, in_progress=True, head=head, officer=officer)


def ask(case: Case, to: Department, by: User) -> Subtask:
    due_on = WorkCalendar.load().shift(case.due_on, -1)
    subtasks.ask_subtask(case, to=to, what="ตรวจคุณภาพน้ำในท่อระบายน้ำ", due_on=due_on, by=by)
    return Subtask.objects.get()


def test_a_part_is_taken_on_and_done(page: Page, in_progress: Case, head: User, there: Department) -> None:
    subtask = ask(in_progress, there, head)
    helper = User.objects.get(username="helper")
    log_in(page, "stranger", "/en/staff/?view=subtasks")
    page.get_by_role("link", name=in_progress.number).click()
    page.get_by_role("link", name="Assign an officer for the subtask").click()
    page.get_by_role("radio", name=str(helper)).check()
    page.get_by_role("button", name="Assign").click()
    page.get_by_text(f"The subtask is assigned to {helper}.").wait_for()
    page.get_by_role("link", name="Report the subtask as done").click()
    page.get_by_label("What was done").fill("น้ำผ่านเกณฑ์")
    page.get_by_role("button", name="The subtask is done").click()
    page.get_by_text("The subtask is done.").wait_for()
    assert Subtask.objects.get(pk=subtask.pk).state == "done"


@one_of("size", SIZES, short=1)
def test_the_pages_of_parts_have_no_barriers_and_fit_the_screen(
    page: Page, in_progress: Case, head: User, there: Department, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    subtask = ask(in_progress, there, head)
    log_in(page, "stranger")
    problems = []
    for path in ("?view=subtasks", f"cases/{in_progress.number}/", *_acts(subtask, "assign", "refuse")):
        shown = page.goto(f"/en/staff/{path}")
        assert shown
        assert shown.ok, path
        problems += _problems(page)
    assert problems == []


@one_of("size", SIZES, short=0)
def test_the_pages_of_a_transfer_have_no_barriers_and_fit_the_screen(
    page: Page, in_progress: Case, case: Case, head: User, there: Department, size: tuple[int, int]
) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    actions.transfer(case, to=there, by=head, reason="เป็นเหตุรำคาญ")
    log_in(page, "stranger")
    problems = []
    for path in ("?view=answer", f"cases/{case.number}/", f"cases/{case.number}/send_back/"):
        page.goto(f"/en/staff/{path}")
        problems += _problems(page)
    page.context.clear_cookies()
    log_in(page, "head", f"/en/staff/cases/{in_progress.number}/ask_subtask/")
    assert problems + _problems(page) == []


def _acts(subtask: Subtask, *names: str) -> list[str]:
    return [f"cases/{subtask.case.number}/subtasks/{subtask.pk}/{name}/" for name in names]
