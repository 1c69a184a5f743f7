"""The same matter reported twice: what becomes of the main case becomes of its duplicates."""

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from cases import actions
from cases.actions import duplicates
from cases.errors import Refused
from cases.intake.similar_cases import similar
from cases.models import Case, CaseEvent, Duplicate, Status
from cases.models.case.events import TAKEN_UP_AGAIN
from notifications.models import Letter, Notice
from tests.factories import CaseFactory, ExternalAgencyFactory, RequestTypeFactory, ResultCodeFactory
from workflows.consistency import disagreements

pytestmark = pytest.mark.django_db
Kind = CaseEvent.Kind


@pytest.fixture
def request_type(department, head, officer):
    return RequestTypeFactory(code="road_damage", department=department, needs_map=True)


@pytest.fixture
def main(request_type):
    return CaseFactory(request_type=request_type, in_progress=True, email="main@citizen.example")


@pytest.fixture
def second(request_type):
    return CaseFactory(request_type=request_type, email="second@citizen.example", language="en")


@pytest.fixture
def joined(main, second, head):
    return duplicates.mark_duplicate(second, of=main, by=head, reason="หลุมเดียวกัน")


def now(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


def letters(case: Case) -> list[str]:
    """What the citizen of the case was told."""
    return list(
        Notice.objects.filter(case=case, audience="citizen")
        .order_by("created")
        .values_list("kind", flat=True)
    )


def resolve(main: Case, by) -> Case:
    return actions.resolve(main, by=by, result=ResultCodeFactory(), details="ปะแล้ว")


def test_a_duplicate_stays_where_it_stood_and_waits(joined):
    assert (joined.status, now(joined).duplicate.main.is_open) == (Status.RECEIVED, True)
    assert not list(disagreements())


def test_the_citizen_is_told_without_the_other_number(joined, main):
    notice = Notice.objects.get(case=joined, kind=Letter.JOINED)
    assert (notice.address, notice.language) == ("second@citizen.example", "en")
    assert main.number not in notice.text
    assert not joined.events.get(kind=Kind.DUPLICATE).citizen_message


@pytest.mark.parametrize("state", ["received", "assigned", "in_progress"])
def test_whatever_it_stood_at_it_gets_the_result_of_the_main_case(request_type, main, head, officer, state):
    case = CaseFactory(request_type=request_type, **{state: True})
    duplicates.mark_duplicate(case, of=main, by=head)
    resolve(main, officer)
    case = now(case)
    assert (case.status, case.result_details, case.officer) == (Status.RESOLVED, "ปะแล้ว", officer)
    assert letters(case)[-1] == Letter.RESULT
    assert not list(disagreements())


def test_the_result_is_told_at_the_same_moment(joined, main, officer):
    resolve(main, officer)
    told = CaseEvent.objects.filter(kind=Kind.RESOLVED).values_list("at", "by", "message")
    assert len(told) == 2
    assert len(set(told)) == 1


def test_a_refusal_goes_to_all(joined, main, head):
    actions.reject(main, by=head, reason="ถนนของแขวงทางหลวง", agency=ExternalAgencyFactory())
    assert (now(joined).status, now(joined).agency) == (Status.REJECTED, ExternalAgencyFactory())
    assert letters(joined)[-1] == Letter.REJECTED
    assert not list(disagreements())


def test_who_reopens_the_main_case_reopens_the_others_without_own_words(joined, main, officer):
    resolve(main, officer)
    actions.reopen(main, reason="บ้านผมเลขที่ 9 ยังไม่หาย")
    event = joined.events.get(kind=Kind.REOPENED)
    assert (now(joined).status, event.message, event.actor) == (Status.ASSIGNED, "", "system")
    assert letters(joined)[-1] == Letter.TAKEN_UP_AGAIN
    assert event.citizen_words == str(TAKEN_UP_AGAIN)
    assert Notice.objects.filter(event=event, audience="head").count() == 0
    assert not list(disagreements())


def test_a_reopened_group_gets_its_next_result_too(joined, main, head, officer):
    resolve(main, officer)
    main = actions.reopen(main, reason="ยังไม่หาย")
    actions.start(actions.assign(main, to=officer, by=head), by=officer)
    resolve(main, officer)
    assert now(joined).status == Status.RESOLVED
    assert letters(joined).count(Letter.RESULT) == 2


def test_who_reopens_a_duplicate_goes_an_own_way(joined, main, officer):
    resolve(main, officer)
    actions.reopen(joined, reason="หน้าบ้านฉันยังเป็นหลุม")
    assert (now(joined).status, now(main).status) == (Status.ASSIGNED, Status.RESOLVED)
    assert not Duplicate.objects.exists()
    assert not list(disagreements())


def test_a_withdrawn_duplicate_leaves_the_group(joined, main, officer):
    actions.withdraw(joined)
    resolve(main, officer)
    assert now(joined).status == Status.WITHDRAWN
    assert not Duplicate.objects.exists()


def test_the_oldest_duplicate_takes_the_place_of_a_withdrawn_main_case(request_type, joined, main, head):
    third = duplicates.mark_duplicate(CaseFactory(request_type=request_type), of=main, by=head)
    actions.withdraw(main)
    assert now(third).duplicate.main == joined
    assert duplicates.main_of(now(joined)) is None
    assert letters(joined)[-1] == Letter.SEPARATED
    assert not list(disagreements())


def test_a_case_is_separated_where_it_stood(request_type, main, head, officer):
    case = CaseFactory(request_type=request_type, in_progress=True)
    duplicates.mark_duplicate(case, of=main, by=head)
    duplicates.unmark_duplicate(case, by=head, reason="คนละหลุม")
    resolve(main, officer)
    assert now(case).status == Status.IN_PROGRESS
    assert Notice.objects.filter(case=case, kind=Letter.CASE_SEPARATED, recipient=case.officer).exists()
    assert not list(disagreements())


def test_a_case_without_a_main_case_cannot_be_separated(second, head):
    with pytest.raises(Refused):
        duplicates.unmark_duplicate(second, by=head)


def test_a_duplicate_of_a_duplicate_points_at_the_main_case(request_type, joined, main, head):
    third = duplicates.mark_duplicate(CaseFactory(request_type=request_type), of=joined, by=head)
    assert now(third).duplicate.main == main


def test_a_main_case_takes_its_group_along(request_type, joined, main, head):
    other = CaseFactory(request_type=request_type)
    duplicates.mark_duplicate(main, of=other, by=head)
    assert {link.main_id for link in Duplicate.objects.all()} == {other.pk}
    assert Duplicate.objects.count() == 2
    assert not list(disagreements())


def test_the_database_knows_no_chain(joined, main, request_type, head):
    values = {"by": head, "at": timezone.now()}
    third = CaseFactory(request_type=request_type)
    for case, to in ((third, joined), (main, third), (third, third)):
        with pytest.raises(IntegrityError), transaction.atomic():
            Duplicate.objects.create(case=case, main=to, **values)


def test_a_case_is_not_joined_with_itself_or_its_duplicate(joined, main, head):
    for other in (main, joined):
        with pytest.raises(Refused):
            duplicates.mark_duplicate(main, of=other, by=head)


@pytest.mark.parametrize("state", ["waiting", "resolved", "rejected", "withdrawn"])
def test_only_a_case_that_is_worked_on_is_joined(request_type, main, head, state):
    with pytest.raises(Refused):
        duplicates.mark_duplicate(CaseFactory(request_type=request_type, **{state: True}), of=main, by=head)


def test_a_case_that_has_ended_is_no_main_case(request_type, second, head):
    with pytest.raises(Refused):
        duplicates.mark_duplicate(second, of=CaseFactory(request_type=request_type, resolved=True), by=head)


def test_a_case_is_joined_once(joined, request_type, head):
    with pytest.raises(Refused):
        duplicates.mark_duplicate(joined, of=CaseFactory(request_type=request_type), by=head)


def test_restricted_kinds_are_not_joined(department, main, second, head):
    secret = CaseFactory(request_type=RequestTypeFactory(department=department, restricted=True))
    for case, of in ((secret, main), (second, secret)):
        with pytest.raises(Refused):
            duplicates.mark_duplicate(case, of=of, by=head)


def test_a_duplicate_is_not_late_its_main_case_is(joined, main):
    Case.objects.update(due_on="2020-01-01")
    assert list(Case.objects.late()) == [main]


def test_strangers_are_shown_the_main_case_alone(request_type, head):
    place = {"latitude": "17.415000", "longitude": "102.787000"}
    main, second = (CaseFactory(request_type=request_type, **place) for _ in range(2))
    duplicates.mark_duplicate(second, of=main, by=head)
    assert [one.number for one in similar(request_type, 17.415, 102.787)] == [main.number]
