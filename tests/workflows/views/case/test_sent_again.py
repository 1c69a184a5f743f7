"""A form that is sent again: the staff's steps, single and many, are done once, whoever sends it and when."""

import datetime
import re
import threading
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from cases.actions import subtasks
from cases.deadlines.work_calendar import WorkCalendar
from cases.models import Absence, Case, CaseEvent, IdempotencyKey, Membership
from cases.views import idempotency
from tests.factories import CaseFactory, DepartmentFactory, RequestTypeFactory, ResultCodeFactory
from tests.pictures import picture
from tests.workflows.views.case.test_steps import today
from tests.workflows.views.conftest import address, text
from workflows.jobs import case_jobs
from workflows.rights.catalogue import Verb
from workflows.steps import execution

Kind = CaseEvent.Kind
HIDDEN = re.compile(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)">')


def fields(page: str, action: str) -> dict[str, str]:
    """The hidden fields of the form with this address."""
    form = re.search(rf'<form[^>]*action="{re.escape(action)}".*?</form>', page, re.DOTALL)
    assert form, action
    return dict(HIDDEN.findall(form[0]))


def opened(seat: Any, *where: Any) -> dict[str, str]:
    """The hidden fields of a step's form as its page shows it now."""
    return fields(text(seat.page(*where)), address(*where))


@pytest.fixture
def in_progress(department, head, officer):
    request_type = RequestTypeFactory(department=department)
    return CaseFactory(request_type=request_type, in_progress=True, head=head, officer=officer)


def dated(name: str, day: datetime.date) -> dict[str, int]:
    """A day as its three fields send it."""
    return {f"{name}_{part}": getattr(day, part) for part in ("day", "month", "year")}


def count(case: Case, kind: CaseEvent.Kind) -> int:
    return case.events.filter(kind=kind).count()


def shown(answer: Any) -> Any:
    """What the browser shows: where it is led, or the list of outcomes."""
    return answer.url if answer.status_code == 302 else (answer.status_code, text(answer).split("<h1>")[1])


@pytest.mark.django_db
class TestSteps:
    @pytest.mark.parametrize(
        ("verb", "typed"),
        [
            ("note", {"text": "โทรแล้ว"}),
            ("ask", {"question": "ซอยไหน"}),
            ("hand_back", {"reason": "ลาพัก"}),
            ("extend", {"reason": "รอวัสดุ", "days": 3}),
            ("transfer", {"reason": "ไม่ใช่ของเรา", "to": "far"}),
            ("reject", {"reason": "นอกเขต"}),
        ],
    )
    def test_the_second_answer_is_the_first_ones_page(self, desk, in_progress, head, officer, verb, typed):
        seat = desk(head if verb == "extend" else officer)
        if "days" in typed:
            day = WorkCalendar.load().shift(in_progress.due_on, typed["days"])
            typed = {"reason": typed["reason"], **dated("to", day)}
        if typed.get("to") == "far":
            typed = {**typed, "to": DepartmentFactory().pk}
        form = opened(seat, "step", in_progress.number, verb)
        answers = [seat.post(address("step", in_progress.number, verb), {**form, **typed}) for _ in range(2)]
        assert [one.status_code for one in answers] == [302, 302]
        assert answers[0].url == answers[1].url
        assert in_progress.events.exclude(kind__in=["submitted", "assigned", "started"]).count() == 1

    def test_somebody_else_who_sends_it_does_nothing_either(
        self, desk, in_progress, officer, colleague, head
    ):
        form = opened(desk(officer), "step", in_progress.number, "note")
        for person in (officer, colleague, head):
            desk(person).post(address("step", in_progress.number, "note"), {**form, "text": "x"})
        assert count(in_progress, Kind.NOTED) == 1

    def test_who_lost_the_case_by_it_is_led_to_the_inbox_both_times(self, desk, case, head):
        form = opened(desk(head), "step", case.number, "transfer")
        typed = {**form, "to": DepartmentFactory().pk, "reason": "-"}
        answers = [desk(head).post(address("step", case.number, "transfer"), typed) for _ in range(2)]
        assert {one.url for one in answers} == {address("inbox")}

    def test_other_words_in_the_same_form_are_not_sent_and_not_lost(self, desk, in_progress, officer):
        seat, where = desk(officer), ("step", in_progress.number, "note")
        form = opened(seat, *where)
        seat.post(address(*where), {**form, "text": "โทรแล้ว"})
        page = seat.post(address(*where), {**form, "text": "โทรอีกครั้ง"})
        assert (page.status_code, "โทรอีกครั้ง" in text(page)) == (409, True)
        assert count(in_progress, Kind.NOTED) == 1
        fresh = fields(text(page), address(*where))
        assert fresh["form_token"] != form["form_token"]
        assert seat.post(address(*where), {**fresh, "text": "โทรอีกครั้ง"}).status_code == 302

    def test_a_form_that_comes_back_keeps_its_token(self, desk, in_progress, officer):
        seat, where = desk(officer), ("step", in_progress.number, "note")
        form = opened(seat, *where)
        page = text(seat.post(address(*where), {**form, "text": ""}))
        assert fields(page, address(*where))["form_token"] == form["form_token"]

    def test_what_was_refused_can_be_sent_again(self, desk, in_progress, officer, colleague):
        seat, where = desk(officer), ("step", in_progress.number, "ask")
        form = opened(seat, *where)
        desk(colleague).do(in_progress, "note", text="ดูแล้ว")
        page = seat.post(address(*where), {**form, "question": "ซอยไหน"})
        again = fields(text(page), address(*where))
        assert page.status_code == 409
        assert seat.post(address(*where), {**again, "question": "ซอยไหน"}).status_code == 302

    def test_a_look_at_the_letter_uses_nothing_up(self, desk, in_progress, officer):
        seat, where = desk(officer), ("step", in_progress.number, "ask")
        form = {**opened(seat, *where), "question": "ซอยไหน"}
        seat.post(address(*where), {**form, "letter": "1"})
        assert seat.post(address(*where), form).status_code == 302
        assert count(in_progress, Kind.ASKED) == 1

    def test_a_part_is_not_asked_again_from_a_page_before_its_cancelling(self, desk, in_progress, head):
        """Neither by the same form nor by another page of the same age."""
        seat, where, far = desk(head), ("step", in_progress.number, "ask_subtask"), DepartmentFactory()
        old, older = opened(seat, *where), opened(seat, *where)
        typed = {"to": far.pk, "what": "ตัดกิ่งไม้", **dated("due_on", in_progress.due_on)}
        assert seat.post(address(*where), {**old, **typed}).status_code == 302
        subtasks.cancel_subtask(in_progress.subtasks.get(), by=head, reason="-")
        assert seat.post(address(*where), {**old, **typed}).status_code == 302
        assert seat.post(address(*where), {**older, **typed}).status_code == 409
        assert in_progress.subtasks.count() == 1

    def test_a_part_is_given_to_its_officer_once(self, desk, in_progress, head, officer):
        far = DepartmentFactory()
        Membership.objects.create(user=head, department=far, role=Membership.Role.HEAD)
        Membership.objects.create(user=officer, department=far, role=Membership.Role.OFFICER)
        subtasks.ask_subtask(in_progress, to=far, what="-", due_on=in_progress.due_on, by=head)
        subtask = in_progress.subtasks.get()
        seat, where = desk(head), ("subtask", in_progress.number, subtask.pk, "assign")
        form = opened(seat, *where)
        answers = [seat.post(address(*where), {**form, "to": officer.pk}) for _ in range(2)]
        assert [one.status_code for one in answers] == [302, 302]
        assert count(in_progress, Kind.SUBTASK_ASSIGNED) == 1

    def test_a_result_sent_twice_warns_of_no_earlier_one(self, desk, in_progress, officer):
        seat = desk(officer)
        form = opened(seat, "step", in_progress.number, "resolve")
        typed = today(result=ResultCodeFactory().pk, details="ปะซ่อมเสร็จแล้ว")
        answers = []
        for same in (form, form, {**form, "form_token": "none"}):
            data = {**same, **typed, "photos": [picture()]}
            answers.append(seat.post(address("step", in_progress.number, "resolve"), data))
        assert [one.status_code for one in answers] == [302, 302, 409]
        assert "earlier result" not in text(answers[2])

    def test_what_was_sent_before_the_log_in_ended_is_not_offered_again(self, desk, in_progress, officer):
        where = ("step", in_progress.number, "note")
        form = {**opened(desk(officer), *where), "text": "โทรแล้ว"}
        desk(officer).post(address(*where), form)
        stranger = type(desk(officer))()
        stranger.post(address(*where), form)
        stranger.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
        assert "โทรแล้ว</textarea>" not in text(stranger.page(*where))


@pytest.mark.django_db
class TestMany:
    @pytest.fixture
    def ticked(self, desk, head, case):
        cases = [case, CaseFactory(request_type=case.request_type)]
        seat = desk(head)

        def page(verb: str) -> dict[str, Any]:
            shown = seat.page("many", verb, case=[one.number for one in cases])
            rows = [str(row) for row in shown.context["rows"]]
            return {**fields(text(shown), address("many", verb)), "row": rows}

        return seat, page, cases

    def test_more_time_is_given_once_and_told_once(self, ticked):
        seat, page, cases = ticked
        form = {**page("extend"), "days": 2, "reason": "รอวัสดุ"}
        answers = [seat.post(address("many", "extend"), form) for _ in range(2)]
        assert shown(answers[0]) == shown(answers[1])
        assert "2 cases done" in text(answers[1])
        for case in cases:
            assert (count(case, Kind.EXTENDED), case.notices.filter(kind="deadline_extended").count()) == (
                1,
                1,
            )

    def test_an_older_page_gives_no_more_time_either(self, ticked):
        seat, page, cases = ticked
        old, older = ({**page("extend"), "days": 2, "reason": "-"} for _ in range(2))
        seat.post(address("many", "extend"), old)
        assert seat.post(address("many", "extend"), older).status_code == 409
        assert [count(case, Kind.EXTENDED) for case in cases] == [1, 1]

    def test_what_was_refused_is_told_again_with_its_reason(self, ticked, officer):
        seat, page, cases = ticked
        form = {**page("assign"), "to": officer.pk}
        Case.objects.filter(pk=cases[0].pk).update(department=DepartmentFactory())
        answers = [seat.post(address("many", "assign"), form) for _ in range(2)]
        assert shown(answers[0]) == shown(answers[1])
        assert "1 case refused" in text(answers[1])

    def test_a_run_that_broke_off_goes_on_where_it_was(self, ticked, officer, monkeypatch):
        """What the form has done counts as done."""
        seat, page, cases = ticked
        form = {**page("assign"), "to": officer.pk}
        done = execution.perform

        def broken(verb: Verb, case: Case, **data: Any) -> Case:
            if case.pk == cases[1].pk:
                raise OSError("the process ends")
            return done(verb, case, **data)

        monkeypatch.setattr(execution, "perform", broken)
        with pytest.raises(OSError, match="the process ends"):
            seat.post(address("many", "assign"), form)
        monkeypatch.setattr(execution, "perform", done)
        answer = seat.post(address("many", "assign"), form)
        assert "2 cases done" in text(answer)
        assert [count(case, Kind.ASSIGNED) for case in cases] == [1, 1]

    def test_an_assignment_is_taken_back_once(self, ticked, desk, officer, colleague):
        seat, page, cases = ticked
        for person in (officer, colleague):
            answer = seat.post(address("many", "assign"), {**page("assign"), "to": person.pk})
        form = fields(text(answer), address("undo"))
        form["row"] = [str(row) for row in answer.context["undo"]]
        answers = [seat.post(address("undo"), form) for _ in range(2)]
        assert shown(answers[0]) == shown(answers[1])
        assert [count(case, Kind.ASSIGNED) for case in cases] == [3, 3]


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def press(self, seat: Any, where: str, form: dict[str, Any], times: int = 3) -> list[Any]:
        """So many clicks at once."""
        barrier, answers = threading.Barrier(times), []

        def click() -> None:
            barrier.wait()
            answers.append(seat.post(where, form))
            connection.close()

        threads = [threading.Thread(target=click) for _ in range(times)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return answers

    def test_a_transfer_pressed_three_times_is_done_once_and_says_so(self, desk, case, head):
        form = opened(desk(head), "step", case.number, "transfer")
        form |= {"to": DepartmentFactory().pk, "reason": "-"}
        answers = self.press(desk(head), address("step", case.number, "transfer"), form)
        assert [(one.status_code, one.url) for one in answers] == [(302, address("inbox"))] * 3
        assert count(case, Kind.TRANSFERRED) == 1

    def test_many_pressed_three_times_are_done_once(self, desk, case, head):
        page = desk(head).page("many", "extend", case=[case.number])
        form = fields(text(page), address("many", "extend"))
        form |= {"row": [str(row) for row in page.context["rows"]], "days": "2", "reason": "-"}
        answers = self.press(desk(head), address("many", "extend"), form)
        assert ["1 case done" in text(one) for one in answers] == [True] * 3
        assert count(case, Kind.EXTENDED) == 1


@pytest.mark.django_db
class TestAbsence:
    def test_it_is_entered_once_and_ended_once(self, desk, officer, colleague):
        seat = desk(officer)
        form = fields(text(seat.page("absence")), address("absence"))
        day = timezone.localdate()
        form |= {"substitute": colleague.pk, **dated("since", day), **dated("until", day)}
        answers = [seat.post(address("absence"), form) for _ in range(2)]
        assert [one.status_code for one in answers] == [302, 302]
        absence = Absence.objects.get()
        end = address("end_absence", absence.pk)
        form = fields(text(seat.page("absence")), end)
        for data in (form, form, {}):
            assert seat.post(end, data).url == address("absence")
        assert "This absence has ended already." in text(seat.page("absence"))

    def test_nobody_ends_the_absence_of_others(self, desk, officer, colleague, head, stranger):
        day = timezone.localdate()
        made = Absence.objects.create(
            user=officer,
            substitute=colleague,
            since=day,
            until=day,
            entered_by=head,
            entered_at=timezone.now(),
        )
        assert desk(stranger).post(address("end_absence", made.pk)).status_code == 404


@pytest.mark.django_db
def test_the_nightly_job_forgets_old_tokens() -> None:
    old = timezone.now() - idempotency.KEPT - datetime.timedelta(hours=1)
    IdempotencyKey.objects.create(key="7b0a33a0-7d5c-4d0c-9d0c-111111111111", used_at=old, digest="x")
    IdempotencyKey.objects.create(key="7b0a33a0-7d5c-4d0c-9d0c-222222222222", digest="x")
    case_jobs.purge_drafts()
    assert IdempotencyKey.objects.count() == 1
