"""The demo's data: people with known accounts, cases in every state, a history that holds."""

import datetime
import io
from collections import Counter

from django.contrib.auth import authenticate
from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone
from viewflow.workflow.models import Task

from cases.deadlines.work_calendar import WorkCalendar
from cases.intake import routing
from cases.models import (
    OPEN,
    Case,
    CaseEvent,
    Delegation,
    Department,
    Duplicate,
    Finding,
    Membership,
    Municipality,
    SetupChange,
    Status,
    Subtask,
    Transfer,
    User,
)
from cases.text.national_id import national_id
from notifications.models import Notice
from workflows.consistency import disagreements

ACCOUNTS = {"clerk", "head.eng", "officer.eng", "head.phe", "officer.phe", "executive", "admin"}
CASES = 120


class TheDemo(TestCase):
    """Loaded once, with fewer cases, and undone at the end."""

    @classmethod
    def setUpTestData(cls):
        output = io.StringIO()
        call_command("load_municipality", stdout=output)
        call_command("load_demo", cases=CASES, stdout=output)
        cls.said = output.getvalue()

    def test_there_are_cases_in_every_state(self):
        found = Counter(Case.objects.values_list("status", flat=True))
        assert (set(found), sum(found.values())) == (set(Status.values), CASES)

    def test_work_plans_are_followed(self):
        """The permit's result waits for the head: all required steps are over, with what was found."""
        done = Subtask.objects.filter(case__request_type__code="building_permit", state="done")
        assert {"papers", "site", "executive_approves"} <= set(done.values_list("step", flat=True))
        assert Finding.objects.filter(subtask__in=done, key="fee").exists()

    def test_flow_and_cases_agree(self):
        assert not list(disagreements())

    def test_the_set_up_has_rules_that_hold_and_a_log(self):
        assert [rule.problems for _stored, rule in routing.rules_now()] == [(), ()]
        assert set(SetupChange.objects.values_list("by__username", flat=True)) == {"admin"}

    def test_a_head_is_away_and_another_decides_by_an_order(self):
        one = Delegation.objects.get()
        assert (one.user.username, one.deputy.username, one.order_number[:4]) == (
            "head.swf",
            "head.phe",
            "214/",
        )
        assert "head.swf is away: head.phe decides for head.swf, by the order 214/" in self.said

    def test_results_name_causes_of_their_own_kind(self):
        named = Case.objects.exclude(cause=None).select_related("cause")
        assert len({one.cause_id for one in named}) > 3
        assert all(one.cause.request_type_id == one.request_type_id for one in named)

    def test_the_accounts_have_the_known_password(self):
        for username in ACCOUNTS:
            assert authenticate(username=username, password="demo-2569"), username

    def test_every_department_has_a_head_and_an_officer(self):
        roles = set(Membership.objects.values_list("department__code", "role"))
        codes = Department.objects.values_list("code", flat=True)
        assert roles == {(code, role) for code in codes for role in ("head", "officer")}

    def test_the_demos_two_departments_have_something_of_everything(self):
        for code in ("ENG", "PHE"):
            states = set(Case.objects.open().filter(department__code=code).values_list("status", flat=True))
            assert states == set(OPEN)

    def test_departments_have_transfers_to_answer_and_parts_to_do(self):
        waiting = Transfer.objects.unanswered().values_list("state", flat=True)
        assert set(waiting) == {"open", "desk"}
        asked = Subtask.objects.filter(step="", doer="department")
        assert set(asked.values_list("state", flat=True)) == {"in_work", "done"}

    def test_the_history_of_each_case_runs_forward_and_ends_before_now(self):
        now, last = timezone.now(), {}
        for case, at in CaseEvent.objects.order_by("case", "pk").values_list("case", "at"):
            assert last.get(case, at) <= at <= now
            last[case] = at

    def test_the_history_goes_back_about_four_months(self):
        days = (timezone.now() - CaseEvent.objects.earliest("at").at).days
        assert 90 <= days <= 123

    def test_the_numbers_follow_the_order_in_which_the_cases_came(self):
        received = list(Case.objects.order_by("pk").values_list("received_at", flat=True))
        assert received == sorted(received)

    def test_the_staff_keeps_office_hours(self):
        calendar = WorkCalendar.load()
        steps = CaseEvent.objects.filter(actor="staff").exclude(kind="submitted")
        assert not [event.at for event in steps if calendar.counted_from(event.at) != event.at]

    def test_the_tasks_tell_the_time_of_the_story(self):
        resolved = CaseEvent.objects.filter(kind="resolved").latest("pk")
        finished = Task.objects.filter(process__cases=resolved.case_id).latest("pk").finished
        assert finished == resolved.at

    def test_the_letters_of_the_past_are_not_sent_today(self):
        hour_ago = timezone.now() - datetime.timedelta(hours=1)
        assert not Notice.objects.unsettled().filter(event__at__lt=hour_ago).exists()
        assert not Notice.objects.exclude(state="pending").exclude(secret="").exists()

    def test_every_place_lies_within_the_municipalitys_map(self):
        office = Municipality.current()
        assert Case.objects.filter(latitude__isnull=False).exists()
        outside = Case.objects.filter(latitude__isnull=False).exclude(
            latitude__range=(office.south, office.north), longitude__range=(office.west, office.east)
        )
        assert not outside.exists()

    def test_a_kind_that_needs_a_photo_has_one_when_it_came_from_the_web(self):
        filed = Case.objects.filter(channel__code="web", request_type__needs_photo=True)
        assert not [case for case in filed if not case.attachments.exists()]

    def test_whoever_was_asked_has_answered_what_was_required(self):
        asked = Case.objects.exclude(question_set=None)
        assert asked.exists()
        for case in asked:
            required = set(
                case.question_set.questions.filter(required=True, show_if_key="").values_list("key")
            )
            assert required <= set(case.answers.values_list("question__key"))

    def test_the_national_ids_are_right_and_nobodys(self):
        numbers = [case.national_id for case in Case.objects.all() if case.national_id]
        assert numbers
        assert all(national_id(number).startswith("00000") for number in numbers)

    def test_no_letter_could_reach_a_real_person(self):
        addresses = {address for address in Case.objects.values_list("email", flat=True) if address}
        addresses |= set(User.objects.values_list("email", flat=True))
        assert {address.rpartition(".")[2] for address in addresses} == {"example"}

    def test_it_says_how_to_follow_a_case(self):
        assert Case.objects.filter(status="in_progress").latest("pk").number in self.said

    def test_a_second_loading_does_nothing(self):
        output = io.StringIO()
        call_command("load_demo", stdout=output)
        assert ("already" in output.getvalue(), Case.objects.count()) == (True, CASES)

    def test_one_matter_was_reported_twice(self):
        assert Duplicate.objects.get().case.is_open
