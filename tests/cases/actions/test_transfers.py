"""A transfer is answered: accepted, sent back, decided by the clerk the third time, and never forgotten."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases import actions
from cases.actions import transfers
from cases.errors import Refused
from cases.models import Case, CaseEvent, Department, Membership, Transfer, User
from notifications.models import Notice
from tests.factories import CaseFactory, DepartmentFactory, RequestTypeFactory
from workflows.consistency import disagreements
from workflows.jobs import department_jobs

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def there(stranger: User) -> Department:
    """The department of the stranger."""
    return Membership.objects.get(user=stranger).department


@pytest.fixture
def assigned(department: Department, head: User, officer: User) -> Case:
    request_type = RequestTypeFactory(code="road_damage", department=department)
    return CaseFactory(request_type=request_type, assigned=True, head=head, officer=officer)


def sent(case: Case, to: Department, by: User) -> Case:
    return actions.transfer(case, to=to, by=by, reason="เป็นเหตุรำคาญ")


def twice_refused(case: Case, to: Department, by: User) -> Case:
    for _ in range(2):
        case = transfers.send_back(sent(case, to, by), by=by, reason="ไม่ใช่ของเรา")
    return case


def morning(day: datetime.date) -> datetime.datetime:
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(9)))


def states(case: Case) -> list[str]:
    return [row.state for row in case.transfers.all()]


def letters(case: Case, letter: str) -> list[str]:
    return list(Notice.objects.filter(case=case, kind=letter).values_list("address", flat=True))


class TestAccepting:
    def test_ends_the_wait_and_changes_nothing_else(self, case, head, stranger, there):
        case = transfers.accept(sent(case, there, head), by=stranger)
        assert (case.department, case.officer, case.status, states(case)) == (
            there,
            None,
            "received",
            ["accepted"],
        )
        assert not list(disagreements())

    def test_happens_by_naming_an_officer(self, case, head, stranger, there):
        case = actions.assign(sent(case, there, head), to=stranger, by=stranger)
        assert states(case) == ["accepted"]
        assert [event.kind for event in case.events.all()][-2:] == ["taken_over", "assigned"]

    def test_happens_silently_by_not_taking_the_case_on(self, assigned, head, stranger, there):
        case = actions.reject(sent(assigned, there, head), by=stranger, reason="ไม่ใช่ของเทศบาล", agency=None)
        assert (states(case), letters(case, "with_department")) == (["accepted"], [case.email])

    def test_is_refused_where_nothing_was_sent(self, case, head):
        with pytest.raises(Refused):
            transfers.accept(case, by=head)


class TestTheCitizen:
    def test_hears_nothing_while_it_goes_to_and_fro(self, assigned, head, there):
        before = letters(assigned, "with_department")
        case = twice_refused(assigned, there, head)
        assert letters(case, "with_department") == before
        assert not case.events.filter(kind__in=CaseEvent.SHOWN, at__gt=assigned.changed_at).exists()

    def test_hears_of_the_department_that_has_accepted(self, assigned, head, stranger, there):
        case = transfers.accept(sent(assigned, there, head), by=stranger)
        assert len(letters(case, "with_department")) == 2
        actions.assign(case, to=stranger, by=stranger)
        assert len(letters(case, "with_department")) == 2

    def test_hears_once_of_a_case_that_nobody_had_taken_before(self, case, head, stranger, there):
        actions.assign(sent(case, there, head), to=stranger, by=stranger)
        assert len(letters(case, "with_department")) == 1

    def test_may_withdraw_it_on_its_way_and_on_the_desk(self, case, head, there):
        case = actions.withdraw(sent(case, there, head))
        assert (case.status, states(case)) == ("withdrawn", ["overridden"])


class TestSendingBack:
    def test_leads_to_the_department_before(self, assigned, head, stranger, there, department):
        case = transfers.send_back(sent(assigned, there, head), by=stranger, reason="ไม่ใช่ของเรา")
        assert (case.department, case.status, states(case)) == (department, "assigned", ["returned"])
        assert letters(case, "transfer_returned") == [head.email]
        assert not list(disagreements())

    def test_is_over_once_it_is_accepted(self, case, head, stranger, there):
        case = transfers.accept(sent(case, there, head), by=stranger)
        with pytest.raises(Refused):
            transfers.send_back(case, by=stranger, reason="ไม่ใช่ของเรา")

    def test_sending_it_on_instead_overtakes_the_transfer(self, case, head, stranger, there):
        third = DepartmentFactory(code="EDU")
        case = sent(sent(case, there, head), third, stranger)
        assert (case.department, states(case)) == (third, ["overridden", "open"])


class TestTheThirdTransfer:
    def test_goes_to_the_clerk(self, assigned, head, there, department, clerk):
        case = sent(twice_refused(assigned, there, head), there, head)
        assert (case.department, case.officer, states(case)[-1]) == (department, None, "desk")
        assert letters(case, "case_to_place") == [clerk.email]
        assert not list(disagreements())

    def test_forbids_the_departments_everything(self, assigned, head, officer, there):
        case = sent(twice_refused(assigned, there, head), there, head)
        for step in (
            lambda: actions.assign(case, to=officer, by=head),
            lambda: sent(case, there, head),
            lambda: actions.reject(case, by=head, reason="x", agency=None),
            lambda: transfers.accept(case, by=head),
            lambda: transfers.send_back(case, by=head, reason="x"),
        ):
            with pytest.raises(Refused):
                step()

    @pytest.mark.parametrize(("elsewhere", "told"), [(True, 2), (False, 1)])
    def test_is_decided_by_the_clerk(self, assigned, head, there, department, clerk, elsewhere, told):
        case = sent(twice_refused(assigned, there, head), there, head)
        case = transfers.place(case, to=there if elsewhere else department, by=clerk, reason="ตามคำสั่ง")
        assert (case.department == there, states(case)[-1]) == (elsewhere, "decided")
        assert len(letters(case, "with_department")) == told
        assert not list(disagreements())

    def test_cannot_be_sent_back_once_decided(self, assigned, head, stranger, there, clerk):
        case = sent(twice_refused(assigned, there, head), there, head)
        case = transfers.place(case, to=there, by=clerk, reason="ตามคำสั่ง")
        with pytest.raises(Refused):
            transfers.send_back(case, by=stranger, reason="ไม่ใช่ของเรา")

    def test_by_the_clerk_is_the_decision(self, case, head, there, clerk):
        case = sent(twice_refused(case, there, head), there, clerk)
        assert (case.department, states(case)[-1]) == (there, "decided")

    def test_of_a_restricted_kind_stays_among_the_departments(self, department, head, there):
        request_type = RequestTypeFactory(department=department, restricted=True)
        case = CaseFactory(request_type=request_type)
        case = sent(twice_refused(case, there, head), there, head)
        assert (case.department, states(case)[-1]) == (there, "open")

    def test_is_placed_only_from_the_desk_and_in_a_department_in_use(self, assigned, head, there, clerk):
        with pytest.raises(Refused):
            transfers.place(assigned, to=there, by=clerk, reason="x")
        case = sent(twice_refused(assigned, there, head), there, head)
        with pytest.raises(Refused):
            transfers.place(case, to=DepartmentFactory(code="OLD", active=False), by=clerk, reason="x")


class TestTheClock:
    def test_gives_one_working_day(self, case, head, there):
        friday = datetime.date(2026, 11, 20)
        actions.transfer(case, to=there, by=head, reason="x", now=morning(friday))
        assert Transfer.objects.get().accept_by == datetime.date(2026, 11, 23)

    def test_tells_the_clerk_once(self, case, head, stranger, there, clerk):
        sent(case, there, head)
        day = Transfer.objects.get().accept_by
        assert department_jobs.call_clerk(now=morning(day)) == 0
        now = morning(day + DAY)
        assert [department_jobs.call_clerk(now=now), department_jobs.call_clerk(now=now)] == [1, 0]
        assert sorted(letters(case, "transfer_unanswered")) == sorted([clerk.email, stranger.email])

    def test_tells_nobody_before_or_after_the_answer(self, case, head, stranger, there):
        case = sent(case, there, head)
        assert department_jobs.call_clerk() == 0
        transfers.accept(case, by=stranger)
        assert department_jobs.call_clerk(now=timezone.now() + 30 * DAY) == 0

    def test_tells_the_clerk_nothing_of_a_restricted_case(self, department, head, stranger, there, clerk):
        case = CaseFactory(request_type=RequestTypeFactory(department=department, restricted=True))
        sent(case, there, head)
        department_jobs.call_clerk(now=timezone.now() + 30 * DAY)
        assert letters(case, "transfer_unanswered") == [stranger.email]


def test_the_database_keeps_one_waiting_transfer_for_a_case(case, head, there):
    row = Transfer.objects.get(case=sent(case, there, head))
    row.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        row.save(force_insert=True)


def test_a_transfer_that_waits_beside_an_officer_is_found_by_the_check(case, head, officer, there):
    case = sent(case, there, head)
    Case.objects.filter(pk=case.pk).update(officer=officer)
    assert any("waits for an answer" in line for line in disagreements())
