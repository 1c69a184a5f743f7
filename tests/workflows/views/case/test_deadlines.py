"""Time on the staff's pages: more time, the explained delay, pauses, the first reply, reminders."""

import datetime
from typing import Any

import pytest
from django.conf import LazySettings
from django.utils import timezone

from cases import actions
from cases.actions import delay_explanations
from cases.deadlines.work_calendar import DAY, WorkCalendar
from cases.models import Case, Department, EscalationRule, User
from tests.factories import CaseFactory, RequestTypeFactory
from tests.workflows.views.conftest import Seat, address, text
from workflows.jobs import case_jobs

pytestmark = pytest.mark.django_db
NOW = timezone.now()


def typed(day: datetime.date) -> dict[str, int]:
    """A date as the three selects send it."""
    return {"to_day": day.day, "to_month": day.month, "to_year": day.year}


def later(case: Case, working_days: int = 1) -> datetime.date:
    return WorkCalendar.load().shift(case.due_on, working_days)


@pytest.fixture
def working(department: Department, head: User, officer: User) -> Case:
    """A case in progress."""
    request_type = RequestTypeFactory(code="road_damage", department=department)
    return CaseFactory(request_type=request_type, head=head, officer=officer, in_progress=True)


@pytest.fixture
def late_licence(department: Department, head: User, officer: User) -> Case:
    """A building permit that has been late for more than seven days."""
    request_type = RequestTypeFactory(
        code="permit", department=department, target_working_days=5, licence=True
    )
    return CaseFactory(
        request_type=request_type,
        head=head,
        officer=officer,
        in_progress=True,
        now=NOW - 30 * DAY,
        language="en",
    )


class TestMoreTime:
    def test_the_head_gives_it_and_the_citizen_gets_a_letter(
        self, desk: Seat, working: Case, head: User
    ) -> None:
        to = later(working)
        desk(head).do(working, "extend", **typed(to), reason="รออะไหล่")
        assert Case.objects.get().due_on == to
        letter = working.notices.get(kind="deadline_extended")
        assert "รออะไหล่" in letter.text

    def test_the_officer_in_charge_is_told_too(self, desk: Seat, working: Case, head: User) -> None:
        desk(head).do(working, "extend", **typed(later(working)), reason="รออะไหล่")
        assert working.notices.get(kind="new_deadline").audience == "officer"

    def test_an_officer_has_no_such_button(self, desk: Seat, working: Case, officer: User) -> None:
        assert desk(officer).page("step", working.number, "extend").status_code == 403
        assert "Give more time" not in text(desk(officer).page("case", working.number))

    def test_the_form_says_how_far_it_goes(self, desk: Seat, working: Case, head: User) -> None:
        assert "at most until" in text(desk(head).page("step", working.number, "extend"))

    def test_a_date_that_is_refused_keeps_what_was_typed(self, desk: Seat, working: Case, head: User) -> None:
        page = desk(head).do(working, "extend", **typed(working.due_on), reason="รออะไหล่")
        assert "Choose a day after" in text(page)
        assert "รออะไหล่" in text(page)
        assert not working.events.filter(kind="extended").exists()

    def test_a_day_that_does_not_exist_is_an_error(self, desk: Seat, working: Case, head: User) -> None:
        page = desk(head).do(working, "extend", to_day=31, to_month=2, to_year=2027, reason="x")
        assert "This day does not exist" in text(page)

    def test_a_second_click_is_a_conflict(self, desk: Seat, working: Case, head: User) -> None:
        seat, to = desk(head), typed(later(working))
        seat.do(working, "extend", **to, reason="รออะไหล่")
        assert seat.do(working, "extend", **to, reason="รออะไหล่").status_code in (200, 409)
        assert working.events.filter(kind="extended").count() == 1

    def test_the_letter_can_be_read_before(self, desk: Seat, working: Case, head: User) -> None:
        page = desk(head).do(working, "extend", **typed(later(working)), reason="รออะไหล่", letter="1")
        assert "Nothing has been sent yet." in text(page)
        assert "แทน" in text(page) or "instead of" in text(page)
        assert not working.events.filter(kind="extended").exists()

    def test_it_is_undone_on_the_page_that_follows_by_who_may_give_it(
        self, desk: Seat, working: Case, head: User, officer: User, settings: LazySettings
    ) -> None:
        settings.UNDO_SECONDS, due = 30, working.due_on
        seat = desk(head)
        answer = seat.do(working, "extend", **typed(later(working)), reason="รออะไหล่")
        assert address("undo_step") in text(seat.get(answer["Location"]))
        row = {"row": f"{working.number}:{working.events.latest('pk').pk}"}
        assert desk(officer).post(address("undo_step"), row).status_code == 409
        assert "1 case is as it was before" in text(seat.post(address("undo_step"), row))
        assert Case.objects.get(pk=working.pk).due_on == due

    def test_the_history_shows_both_dates(self, desk: Seat, working: Case, head: User) -> None:
        desk(head).do(working, "extend", **typed(later(working)), reason="รออะไหล่")
        assert "→" in text(desk(head).page("case", working.number))


class TestMoreTimeForMany:
    def ticked(self, seat: Any, *cases: Case) -> list[str]:
        page = seat.page("many", "extend", case=[case.number for case in cases])
        return [str(row) for row in page.context["rows"]]

    def test_each_gets_so_many_working_days_more(self, desk: Seat, working: Case, head: User) -> None:
        other = CaseFactory(request_type=working.request_type, assigned=True, now=NOW - 3 * DAY)
        seat = desk(head)
        rows = self.ticked(seat, working, other)
        seat.post(address("many", "extend"), {"row": rows, "days": 2, "reason": "ฝนตก"})
        due = {case.pk: case.due_on for case in Case.objects.all()}
        assert due == {working.pk: later(working, 2), other.pk: later(other, 2)}

    def test_each_gets_the_same_day_and_what_is_refused_is_told(
        self, desk: Seat, working: Case, head: User
    ) -> None:
        waiting = CaseFactory(request_type=working.request_type, waiting=True)
        seat, to = desk(head), later(working)
        rows = self.ticked(seat, working, waiting)
        page = seat.post(address("many", "extend"), {"row": rows, **typed(to), "reason": "ฝนตก"})
        assert Case.objects.get(pk=working.pk).due_on == to
        assert "1 case refused" in text(page)
        assert not page.context["undo"]

    @pytest.mark.parametrize("wish", [{}, {"days": 2, "to_day": 1, "to_month": 12, "to_year": 2027}])
    def test_days_or_a_date_have_to_be_given(
        self, desk: Seat, working: Case, head: User, wish: dict[str, int]
    ) -> None:
        seat = desk(head)
        page = seat.post(
            address("many", "extend"), {"row": self.ticked(seat, working), "reason": "ฝนตก", **wish}
        )
        assert "one of the two" in text(page)
        assert "ฝนตก" in text(page)

    def test_an_officer_cannot(self, desk: Seat, working: Case, officer: User) -> None:
        assert desk(officer).page("many", "extend", case=[working.number]).status_code == 404


class TestTheExplainedDelay:
    def test_a_box_asks_for_it_with_a_draft(self, desk: Seat, late_licence: Case, officer: User) -> None:
        seat = desk(officer)
        assert "The delay has to be explained" in text(seat.page("case", late_licence.number))
        assert delay_explanations.GAP in text(seat.page("step", late_licence.number, "explain"))

    def test_the_officer_sends_it_and_the_box_goes(
        self, desk: Seat, late_licence: Case, officer: User
    ) -> None:
        seat = desk(officer)
        seat.do(late_licence, "explain", text="We wait for the provincial engineer.")
        assert "provincial engineer" in late_licence.notices.get(kind="delay_explained").text
        assert "The delay has to be explained" not in text(seat.page("case", late_licence.number))

    def test_a_draft_that_was_not_filled_in_is_an_error(
        self, desk: Seat, late_licence: Case, officer: User
    ) -> None:
        page = desk(officer).do(late_licence, "explain", text=f"It is late. {delay_explanations.GAP}")
        assert "Write the reason where" in text(page)
        assert not late_licence.events.filter(kind="delay_explained").exists()

    def test_a_second_click_is_a_conflict(self, desk: Seat, late_licence: Case, officer: User) -> None:
        seat = desk(officer)
        pages = [seat.do(late_licence, "explain", text="We wait.") for _ in range(2)]
        assert [page.status_code for page in pages] == [302, 409]

    def test_no_other_kind_has_it(self, desk: Seat, working: Case, officer: User) -> None:
        assert desk(officer).page("step", working.number, "explain").status_code == 409

    def test_a_colleague_may_not(self, desk: Seat, late_licence: Case, colleague: User) -> None:
        assert desk(colleague).page("step", late_licence.number, "explain").status_code == 403

    def test_the_officer_is_reminded_by_letter(self, late_licence: Case) -> None:
        day = WorkCalendar.load().shift(timezone.localdate(), 1)
        case_jobs.remind_of_delays(now=timezone.make_aware(datetime.datetime.combine(day, datetime.time(9))))
        assert late_licence.notices.get(kind="delay_due").audience == "officer"


class TestWhatThePagesSay:
    def test_a_paused_case_says_since_when_and_why(self, desk: Seat, working: Case, officer: User) -> None:
        actions.ask(working, by=officer, question="สีอะไร")
        page = text(desk(officer).page("case", working.number))
        assert "The deadline has been paused since" in page
        assert "สีอะไร" in page

    def test_the_history_says_how_long_it_was_paused(self, desk: Seat, working: Case, officer: User) -> None:
        case = actions.ask(working, by=officer, question="สีอะไร")
        actions.answer(case, text="แดง")
        assert "The deadline was paused for 0 working days." in text(desk(officer).page("case", case.number))

    def test_the_first_reply_is_on_the_page_and_in_the_list(self, desk: Seat, case: Case, head: User) -> None:
        assert "First reply" in text(desk(head).page("case", case.number))
        assert "first reply by" in text(desk(head).page("inbox"))

    def test_an_overdue_first_reply_is_found(self, desk: Seat, case: Case, head: User) -> None:
        Case.objects.update(first_reply_due_on=timezone.localdate() - DAY)
        page = desk(head).page("inbox", due="reply")
        assert [row.case for row in page.context["page"].rows] == [case]
        assert "first reply overdue" in text(page)

    def test_a_reply_that_is_not_overdue_is_not_found(self, desk: Seat, case: Case, head: User) -> None:
        assert not desk(head).page("inbox", due="reply").context["page"].rows

    def test_the_history_says_whom_a_reminder_told(self, desk: Seat, late_licence: Case, head: User) -> None:
        EscalationRule.objects.create(when="late", days=5, to="clerk")
        day = WorkCalendar.load().shift(timezone.localdate(), 1)
        case_jobs.escalate(now=timezone.make_aware(datetime.datetime.combine(day, datetime.time(9))))
        assert "Reminder: late</strong> → clerks" in text(desk(head).page("case", late_licence.number))

    def test_the_page_stays_within_its_statements(
        self, desk: Seat, late_licence: Case, head: User, django_assert_max_num_queries: Any
    ) -> None:
        seat = desk(head)
        # What the city shares is read by the first page.
        seat.page("case", late_licence.number)
        for verb in ("extend", "explain"):
            with django_assert_max_num_queries(20):
                assert seat.page("step", late_licence.number, verb).status_code == 200


def test_an_administrator_edits_the_table(client: Any, administrator: User) -> None:
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    wish = {"when": "late", "days": 3, "to": "head", "position": 1, "active": "on"}
    assert client.post("/en/admin/cases/escalationrule/add/", wish).status_code == 302
    page = client.post("/en/admin/cases/escalationrule/add/", {**wish, "when": "due_today"})
    assert "0 where the case is due today" in text(page)
    assert EscalationRule.objects.count() == 1


def test_an_officer_does_not(client: Any, officer: User) -> None:
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/en/admin/cases/escalationrule/").status_code in (302, 403)
