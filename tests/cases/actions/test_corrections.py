"""Putting right what was written down wrongly: what changes with it, what the history keeps, what is
refused."""

import datetime
from decimal import Decimal
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from cases import actions
from cases.actions import corrections, duplicates, extension
from cases.deadlines import holiday_changes
from cases.deadlines.work_calendar import DAY, WorkCalendar
from cases.errors import Refused
from cases.events import Kind
from cases.models import Case, Holiday, PlanVersion, RequestType, Status, Subtask, User, WorkPlan
from cases.work_plans import versions
from notifications.models import Notice
from tests.cases.work_plans.plans import stage, step
from tests.factories import (
    AreaFactory,
    CaseFactory,
    DepartmentFactory,
    ExternalAgencyFactory,
    HeadFactory,
    RequestTypeFactory,
)
from tests.map_files import SIDE, SOUTH, WEST
from workflows.consistency import disagreements
from workflows.jobs import case_jobs

MONDAY = datetime.datetime(2026, 11, 16, 10, 0, tzinfo=ZoneInfo("Asia/Bangkok"))
HOUR = datetime.timedelta(hours=1)
pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]


@pytest.fixture
def lamp(department) -> RequestType:
    """Another kind of the same department, with another target."""
    return RequestTypeFactory(
        code="lamp", name_th="ไฟดับ", name_en="Street light", department=department, target_working_days=3
    )


def published(request_type: RequestType, code: str, *steps: str) -> PlanVersion:
    """A plan of one stage with these steps, which the request type follows."""
    plan = WorkPlan.objects.create(code=code, name_th=code, name_en=code)
    request_type.work_plan = plan
    request_type.save()
    draft = versions.draft(plan)
    draft.content = {"stages": [stage(code, *(step(one) for one in steps))]}
    draft.save()
    return versions.publish(draft)


def _last(case: Case):
    return case.events.latest("pk")


def _letters(case: Case, kind: Kind) -> set[tuple[str, str]]:
    return set(Notice.objects.filter(event__case=case, event__kind=kind).values_list("audience", "kind"))


def test_another_kind_brings_its_target_and_the_history_says_what_was(case, head, lamp):
    was, due = case.request_type, case.due_on
    case = corrections.correct_request_type(case, to=lamp, by=head, reason="เป็นเรื่องไฟ")
    assert (case.request_type, case.due_on) == (lamp, WorkCalendar.load().due(case.received_at, 3))
    event = _last(case)
    assert (event.kind, event.content.was_th, event.content.was_due) == ("type_corrected", was.name_th, due)
    assert event.staff_message.startswith("เป็นเรื่องไฟ\nKind of request: ")
    assert event.citizen_message == ""
    assert ("citizen", "type_corrected") in _letters(case, Kind.TYPE_CORRECTED)


def test_a_due_date_that_was_set_since_stays(case, head, officer, lamp):
    actions.assign(case, to=officer, by=head)
    calendar = WorkCalendar.load()
    extension.extend(case, to=calendar.shift(case.due_on, 2), by=head, reason="รออะไหล่")
    due = Case.objects.get(pk=case.pk).due_on
    assert corrections.correct_request_type(case, to=lamp, by=head, reason="เป็นเรื่องไฟ").due_on == due


def test_a_day_off_that_came_before_the_correction_is_counted_once(department, head):
    slow = RequestTypeFactory(department=department, target_working_days=5)
    quick = RequestTypeFactory(code="lamp", department=department, target_working_days=3)
    case = CaseFactory(request_type=slow, now=MONDAY, head=head)
    Holiday.objects.bulk_create([Holiday(day=(MONDAY + DAY).date())])
    holiday_changes.note(now=MONDAY)
    case = corrections.correct_request_type(case, to=quick, by=head, reason="ไฟ", now=MONDAY + HOUR)
    assert case.due_on == (MONDAY + 4 * DAY).date()
    case_jobs.recount_due_dates(now=MONDAY + 2 * HOUR)
    assert Case.objects.get(pk=case.pk).due_on == case.due_on


def test_it_goes_to_the_department_of_that_kind_or_stays(case, head, officer):
    there = DepartmentFactory(code="PHE")
    HeadFactory(username="there", department=there)
    dog = RequestTypeFactory(code="dog", department=there)
    actions.assign(case, to=officer, by=head)
    stays = CaseFactory(request_type=case.request_type)
    stays = corrections.correct_request_type(stays, to=dog, by=head, reason="สุนัข", moves=False)
    assert stays.department == case.department
    case = corrections.correct_request_type(case, to=dog, by=head, reason="สุนัข")
    assert (case.department, case.officer, _last(case).kind) == (there, None, "transferred")
    assert not list(disagreements())


def test_work_that_has_begun_goes_on_by_its_plan_and_other_work_takes_the_new_one(department, head, officer):
    first, second, plain = (
        RequestTypeFactory(code=code, department=department) for code in ("first", "second", "plain")
    )
    old, new = published(first, "old", "look", "mend"), published(second, "new", "count")
    people = {"head": head, "officer": officer, "in_progress": True}
    begun, unplanned = CaseFactory(request_type=first, **people), CaseFactory(request_type=plain, **people)
    fresh = CaseFactory(request_type=first)
    begun, fresh, unplanned = [
        corrections.correct_request_type(one, to=second, by=head, reason="ผิดประเภท")
        for one in (begun, fresh, unplanned)
    ]
    assert (begun.plan_version, fresh.plan_version, unplanned.plan_version) == (old, new, new)
    assert [one.step for one in Subtask.objects.open().filter(case=unplanned)] == ["count"]
    assert not list(disagreements())


def test_what_cannot_be_another_kind_says_why(case, head, officer, lamp, department):
    with pytest.raises(Refused, match="another kind"):
        corrections.correct_request_type(case, to=case.request_type, by=head, reason="ผิด")
    off = RequestTypeFactory(code="off", department=department, active=False)
    with pytest.raises(Refused, match="another kind"):
        corrections.correct_request_type(case, to=off, by=head, reason="ผิด")
    waiting = CaseFactory(request_type=case.request_type, head=head, officer=officer, in_progress=True)
    actions.ask(waiting, by=officer, question="ที่ไหน")
    with pytest.raises(Refused, match="does not wait"):
        corrections.correct_request_type(waiting, to=lamp, by=head, reason="ผิด")


def test_urgency_and_place_keep_what_stood_there_before(case, head, officer):
    actions.assign(case, to=officer, by=head)
    Case.objects.filter(pk=case.pk).update(cleared_place="หน้าตลาด")
    case = _details(case, head, place="หน้าวัดโพธิ", urgency="very_urgent")
    event = _last(case)
    assert (case.urgency, case.place, case.cleared_place) == ("very_urgent", "หน้าวัดโพธิ", "")
    assert (event.content.was_urgency, event.content.to_place) == ("normal", "หน้าวัดโพธิ")
    assert event.content.was_point == event.content.to_point == ""
    assert _letters(case, Kind.DETAILS_CORRECTED) == {("officer", "case_corrected")}


def test_another_point_brings_its_area(case, head):
    area, _other = AreaFactory(), AreaFactory(column=3)
    degrees = (SOUTH + SIDE / 2, WEST + SIDE / 2)
    latitude, longitude = (round(Decimal(one), 6) for one in degrees)
    case = _details(case, head, latitude=latitude, longitude=longitude)
    assert (case.area, case.asset) == (area, None)
    assert _last(case).content.words.startswith("Latitude and longitude: – → ")


def test_who_asks_is_put_right_and_the_history_names_what_not_whom(case, head):
    was = case.last_name
    changes = {"first_name": case.first_name, "last_name": "ใจงาม", "phone": "0812345679"}
    case = corrections.correct_person(case, changes=changes, by=head, checked="โทรกลับเบอร์เดิม")
    event = _last(case)
    assert (case.last_name, event.content.columns) == ("ใจงาม", "last_name phone")
    assert event.is_about_person
    assert not [name for name in (was, "ใจงาม") if name in str(event.data) + event.message]


@pytest.mark.parametrize(
    ("changes", "checked", "why"),
    [
        ({"last_name": "ใจงาม"}, " ", "how you know"),
        ({}, "โทรกลับ", "Nothing is changed"),
        ({"phone": ""}, "โทรกลับ", "telephone number is needed"),
    ],
)
def test_a_person_is_not_put_right_without_a_check_or_a_change(case, head, changes, checked, why):
    Case.objects.filter(pk=case.pk).update(email="")
    with pytest.raises(Refused, match=why):
        corrections.correct_person(case, changes=changes, by=head, checked=checked)
    assert Case.objects.get(pk=case.pk).last_name == case.last_name


def test_a_report_without_a_name_gets_none(case, head):
    nobody = dict.fromkeys(("first_name", "last_name", "line_id", *corrections.ADDRESS), "")
    names = dict.fromkeys(("subdistrict_name", "district_name", "province_name"), "")
    Case.objects.filter(pk=case.pk).update(unnamed=True, title=None, subdistrict=None, **nobody, **names)
    with pytest.raises(Refused, match="no name"):
        corrections.correct_person(case, changes={"last_name": "ใจงาม"}, by=head, checked="โทรกลับ")


def test_a_case_that_ended_wrongly_begins_again_with_its_duplicates(case, head, officer):
    twin = CaseFactory(request_type=case.request_type)
    duplicates.mark_duplicate(twin, of=case, by=head)
    actions.reject(case, by=head, reason="ไม่ใช่ถนนของเทศบาล", agency=ExternalAgencyFactory())
    case = corrections.take_up_again(case, by=head, reason="เป็นถนนของเทศบาล")
    assert (case.status, case.officer, case.agency, case.ended_at) == (Status.ASSIGNED, None, None, None)
    event = _last(case)
    assert (event.kind, event.citizen_message) == ("reopened", "เป็นถนนของเทศบาล")
    assert _letters(case, Kind.REOPENED) >= {("citizen", "taken_up_by_staff")}
    assert Case.objects.get(pk=twin.pk).status == Status.ASSIGNED
    assert not list(disagreements())


def test_a_closed_case_can_be_taken_up_and_a_withdrawn_or_open_one_cannot(case, head, officer):
    with pytest.raises(Refused, match="has ended"):
        corrections.take_up_again(case, by=head, reason="ปิดเร็วไป")
    gone = actions.withdraw(CaseFactory(request_type=case.request_type))
    with pytest.raises(Refused, match="was not withdrawn"):
        corrections.take_up_again(gone, by=head, reason="ปิดเร็วไป")
    closed = CaseFactory(request_type=case.request_type, head=head, officer=officer, resolved=True)
    closed = actions.close(closed, now=timezone.now() + datetime.timedelta(days=30))
    assert corrections.take_up_again(closed, by=head, reason="ปิดเร็วไป").reopened == 1


def _details(case: Case, by: User, **changes) -> Case:
    said = {name: getattr(case, name) for name in ("urgency", "place", "latitude", "longitude")}
    return corrections.correct_details(case, **said | changes, by=by, reason="โทรถามแล้ว")
