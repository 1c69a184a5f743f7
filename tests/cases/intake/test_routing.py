"""Routing rules: the first that fits decides, one that cannot be applied is passed over and said so."""

import datetime
from collections.abc import Callable
from typing import Any

import pytest
from django.utils import timezone
from django.utils.translation import override

from cases.access import absences
from cases.conditions import Condition, Facts
from cases.intake import routing
from cases.intake.routing import Problem
from cases.lib.request_cache import one_request
from cases.models import Case, Department, RequestType, RoutingRule, Unit, User
from tests.cases.questions import ask, question
from tests.factories import (
    CaseFactory,
    DepartmentFactory,
    HeadFactory,
    OfficerFactory,
    RequestTypeFactory,
    SubdistrictFactory,
    UnitFactory,
)
from workflows.consistency import disagreements

pytestmark = pytest.mark.django_db
MONDAY = datetime.datetime(2026, 11, 23, 10, 0, tzinfo=datetime.UTC)  # 17:00 in Thailand


@pytest.fixture
def request_type(department: Department) -> RequestType:
    return RequestTypeFactory(code="road_damage", department=department)


@pytest.fixture
def far(db: None) -> Department:
    return DepartmentFactory(code="FAR")


def rule(request_type: RequestType | None, to: Department, **fields: Any) -> RoutingRule:
    subdistricts = fields.pop("subdistricts", [])
    name = fields.pop("name", f"Rule {RoutingRule.objects.count()}")
    stored = RoutingRule.objects.create(name=name, department=to, **fields)
    stored.kinds.set([request_type] if request_type else [])
    stored.subdistricts.set(subdistricts)
    return stored


def goes_to(case: Case) -> str:
    return str(case.department.code)


def test_without_rules_a_case_goes_to_its_kinds_own_department(request_type: RequestType) -> None:
    case = CaseFactory(request_type=request_type)
    assert (case.department, case.events.get().staff_message) == (request_type.department, "")


def test_a_rule_sends_a_case_to_its_department_and_unit(request_type: RequestType, far: Department) -> None:
    unit = UnitFactory(department=far)
    rule(request_type, far, unit=unit, name="Far away")
    case = CaseFactory(request_type=request_type)
    assert (case.department, case.unit) == (far, unit)
    assert "Far away" in case.events.get().staff_message


def test_the_note_of_a_rule_is_written_in_its_readers_language(
    request_type: RequestType, far: Department
) -> None:
    rule(request_type, far, name="ไกล")
    event = CaseFactory(request_type=request_type).events.get()
    with override("en"):
        assert event.staff_message == "Sent here by the rule “ไกล”."
    with override("th"):
        assert "ไกล" in event.staff_message
        assert "Sent" not in event.staff_message
    assert event.message == ""


def test_a_rule_of_another_kind_changes_nothing(request_type: RequestType, far: Department) -> None:
    rule(RequestTypeFactory(code="other"), far)
    assert goes_to(CaseFactory(request_type=request_type)) == request_type.department.code


def test_the_first_rule_that_fits_decides(request_type: RequestType, far: Department) -> None:
    rule(request_type, DepartmentFactory(code="LATER"), position=2)
    rule(request_type, far, position=1)
    assert goes_to(CaseFactory(request_type=request_type)) == "FAR"


def test_a_rule_holds_from_the_next_case_on_and_ends_with_its_switch(
    request_type: RequestType, far: Department
) -> None:
    CaseFactory(request_type=request_type)
    stored = rule(request_type, far)
    assert goes_to(CaseFactory(request_type=request_type)) == "FAR"
    RoutingRule.objects.filter(pk=stored.pk).update(active=False)
    assert goes_to(CaseFactory(request_type=request_type)) == request_type.department.code


@pytest.mark.parametrize(
    ("model", "change"),
    [(Department, {"active": False}), (Unit, {"active": False})],
    ids=["department", "unit"],
)
def test_a_rule_whose_target_is_out_of_use_is_passed_over_and_said_so(
    request_type: RequestType, far: Department, model: Any, change: dict[str, Any]
) -> None:
    unit = UnitFactory(department=far)
    rule(request_type, far, unit=unit, name="Gone")
    assert goes_to(CaseFactory(request_type=request_type)) == "FAR"
    model.objects.filter(code__in=["FAR", unit.code]).update(**change)
    case = CaseFactory(request_type=request_type)
    assert goes_to(case) == request_type.department.code
    assert "Gone" in case.events.get().staff_message
    assert case.events.get().citizen_message == ""
    assert routing.number_broken() == 1


def test_a_rule_whose_question_is_not_asked_any_more_cannot_be_applied(
    request_type: RequestType, far: Department
) -> None:
    ask(
        request_type,
        question("size", "one", choices=[{"th": "เล็ก", "en": "Small"}, {"th": "ใหญ่", "en": "Large"}]),
    )
    stored = rule(request_type, far, question="size", answer="ใหญ่")
    assert [one.problems for _stored, one in routing.rules_now()] == [()]
    ask(request_type, question("since", "date"))
    assert [one.problems for _stored, one in routing.rules_now()] == [(Problem.QUESTION,)]
    case = CaseFactory(request_type=request_type)
    assert (goes_to(case), stored.name in case.events.get().staff_message) == (
        request_type.department.code,
        True,
    )


def test_a_rule_without_conditions_is_never_applied(request_type: RequestType, far: Department) -> None:
    rule(None, far)
    assert [one.problems for _stored, one in routing.rules_now()] == [(Problem.EMPTY,)]
    assert goes_to(CaseFactory(request_type=request_type)) == request_type.department.code


def fits(stored: RoutingRule, request_type: RequestType, **facts: Any) -> bool:
    applied = routing.as_applied(routing.with_all(RoutingRule.objects.filter(pk=stored.pk)).get())
    known = Facts(request_type=request_type.pk, category=request_type.category_id, **({"at": MONDAY} | facts))
    return applied.fits(known)


def test_a_category_stands_for_its_kinds(request_type: RequestType, far: Department) -> None:
    stored = rule(None, far, category=request_type.category)
    assert fits(stored, request_type)
    assert not fits(stored, RequestTypeFactory(code="elsewhere"))


def test_the_home_decides(request_type: RequestType, far: Department) -> None:
    stored = rule(None, far, subdistricts=[SubdistrictFactory()], community="หนองบัว")
    home = {"subdistrict": "410101", "community": "ชุมชน หนองบัว 2"}
    assert fits(stored, request_type, **home)
    assert not fits(stored, request_type, **home | {"subdistrict": "410102"})
    assert not fits(stored, request_type, **home | {"community": "บ้านเลื่อม"})


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("ชุมชนคำกลิ้ง 1", True),
        ("ชุมชนคํากลิ้ง ๑", True),
        ("ชุมชน คำกลิ้ง1", True),
        ("หมู่ 3 ชุมชนคำกลิ้ง 1", True),
        ("ชุมชนคำกลิ้ง 1 25/3 ซอย 2", True),
        ("ชุมชนคำกลิ้ง 12 5/3", False),
        ("ชุมชนคำกลิ้ง 11", False),
        ("ชุมชนคำกลิ้ง 2", False),
    ],
)
def test_a_community_is_known_however_it_is_spelt(
    request_type: RequestType, far: Department, typed: str, expected: bool
) -> None:
    rule(request_type, far, community="ชุมชนคำกลิ้ง 1")
    assert (goes_to(CaseFactory(request_type=request_type, community=typed)) == "FAR") is expected


def test_the_place_decides(request_type: RequestType, far: Department) -> None:
    stored = rule(None, far, south=17.3, west=102.7, north=17.5, east=102.9)
    assert fits(stored, request_type, latitude=17.4, longitude=102.8)
    assert not fits(stored, request_type, latitude=17.6, longitude=102.8)
    assert not fits(stored, request_type)


@pytest.mark.parametrize(("value", "expected"), [("ใหญ่", True), ("เล็ก", False)])
def test_an_answer_decides(request_type: RequestType, far: Department, value: str, expected: bool) -> None:
    ask(
        request_type,
        question("size", "one", choices=[{"th": "เล็ก", "en": "Small"}, {"th": "ใหญ่", "en": "Large"}]),
    )
    stored = rule(request_type, far, question="size", answer="ใหญ่")
    assert fits(stored, request_type, answers={"size": frozenset({value})}) is expected


@pytest.mark.parametrize(
    ("start", "end", "expected"),
    [
        ("16:30", "08:30", True),
        ("08:30", "17:00", False),
        ("17:00", "18:00", True),
        ("08:30", "16:30", False),
    ],
)
def test_hours_may_go_over_midnight(
    request_type: RequestType, far: Department, start: str, end: str, expected: bool
) -> None:
    times = [datetime.time.fromisoformat(text) for text in (start, end)]
    stored = rule(None, far, weekdays=[0], from_time=times[0], until_time=times[1])
    assert fits(stored, request_type) is expected


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        (28, "21:59", False),
        (28, "22:00", True),
        (28, "23:59", True),
        (29, "00:00", True),
        (29, "02:00", True),
        (29, "06:00", False),
        (28, "02:00", False),
        (29, "22:00", False),
        (27, "22:00", False),
    ],
)
def test_hours_over_midnight_belong_to_the_day_on_which_they_begin(
    request_type: RequestType, far: Department, day: int, clock: str, expected: bool
) -> None:
    night = rule(request_type, far, weekdays=[5], from_time="22:00", until_time="06:00")
    at = timezone.make_aware(datetime.datetime.fromisoformat(f"2026-11-{day} {clock}"))
    assert fits(night, request_type, at=at) is expected


def test_the_day_of_the_week_is_that_of_the_municipality(request_type: RequestType, far: Department) -> None:
    stored = rule(None, far, weekdays=[0])
    sunday_night = datetime.datetime(2026, 11, 22, 18, 0, tzinfo=datetime.UTC)
    assert fits(stored, request_type, at=sunday_night)
    assert not fits(stored, request_type, at=sunday_night - datetime.timedelta(hours=2))


def test_the_verdicts_name_each_condition(request_type: RequestType, far: Department) -> None:
    stored = rule(request_type, far, weekdays=[6])
    applied = routing.as_applied(routing.with_all(RoutingRule.objects.filter(pk=stored.pk)).get())
    facts = Facts(request_type=request_type.pk, category=None, at=MONDAY)
    assert applied.verdicts(facts) == {Condition.REQUEST_TYPE: True, Condition.WEEKDAY: False}


def test_a_routed_case_costs_no_statement_more(
    request_type: RequestType, far: Department, django_assert_num_queries: Any
) -> None:
    facts = Facts(request_type=request_type.pk, category=None, at=MONDAY)
    rule(request_type, far)
    with one_request():
        routing.route(facts)
        with django_assert_num_queries(0):
            assert routing.route(facts).department == far.pk


@pytest.fixture
def lamplighter(far: Department) -> User:
    """An officer of the department to which the rule sends."""
    return OfficerFactory(department=far, first_name="สมศักดิ์", last_name="แสงไฟ")


def test_a_rule_gives_a_case_to_its_officer(
    request_type: RequestType, far: Department, lamplighter: User
) -> None:
    rule(request_type, far, officer=lamplighter, name="Lamps")
    case = Case.objects.get(pk=CaseFactory(request_type=request_type).pk)
    assert (case.department, case.officer, case.status) == (far, lamplighter, "assigned")
    filed, assigned = case.events.order_by("pk")
    assert (filed.kind, filed.to_status, filed.officer) == ("submitted", "received", None)
    assert (assigned.kind, assigned.actor, assigned.by) == ("assigned", "system", None)
    with override("en"):
        assert assigned.staff_message == "Assigned by the rule “Lamps”."
    assert not list(disagreements())


def test_the_officer_is_told_and_the_head_has_nothing_to_name(
    request_type: RequestType, far: Department, lamplighter: User
) -> None:
    HeadFactory(department=far)
    rule(request_type, far, officer=lamplighter)
    case = CaseFactory(request_type=request_type)
    assert set(case.notices.exclude(audience="citizen").values_list("kind", "recipient")) == {
        ("assigned_to_you", lamplighter.pk)
    }
    assert list(case.notices.filter(audience="citizen").values_list("kind", flat=True)) == ["received"]


def absent(officer: User) -> None:
    today, other = timezone.localdate(), OfficerFactory(department=officer.memberships.get().department)
    absences.enter(officer, substitute=other, since=today, until=today, by=officer)


def switched_off(officer: User) -> None:
    officer.is_active = False
    officer.save()


def elsewhere(officer: User) -> None:
    officer.memberships.get().delete()


@pytest.mark.parametrize("goes", [absent, switched_off, elsewhere])
def test_while_the_officer_is_not_there_the_head_names_one_and_reads_why(
    request_type: RequestType, far: Department, lamplighter: User, goes: Callable[[User], None]
) -> None:
    head = HeadFactory(department=far)
    rule(request_type, far, officer=lamplighter)
    goes(lamplighter)
    case = CaseFactory(request_type=request_type)
    assert (case.department, case.officer, case.status) == (far, None, "received")
    with override("en"):
        assert f"The rule names {lamplighter}, who is away" in case.events.get().staff_message
    assert case.notices.get(kind="new_case").recipient == head
    assert routing.without_officer().exists() is (goes is not absent)


def test_a_rule_without_an_officer_costs_no_statement_more(
    request_type: RequestType, far: Department, django_assert_num_queries: Any
) -> None:
    with django_assert_num_queries(0):
        assert routing.named_officer(routing.Route(far.pk), at=MONDAY) == (None, {})
