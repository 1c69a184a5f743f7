"""The pages of the routing rules."""

from typing import Any

import pytest

from cases.models import Case, Department, Membership, RequestType, RoutingRule, SetupChange, User
from cases.setup.files import written
from cases.setup.imports import bring_in
from tests.cases.questions import ask, question
from tests.factories import CaseFactory, DepartmentFactory, OfficerFactory, RequestTypeFactory, UnitFactory
from tests.workflows.views.conftest import Seat, address, text

pytestmark = pytest.mark.django_db


@pytest.fixture
def request_type(department: Department) -> RequestType:
    return RequestTypeFactory(code="road_damage", name_en="Road damage", department=department)


@pytest.fixture
def far(db: None) -> Department:
    return DepartmentFactory(code="FAR", name_en="Far office")


def typed(far: Department, **fields: Any) -> dict[str, Any]:
    return {"name": "Rule one", "active": "on", "department": far.pk, **fields}


def test_a_rule_is_written_and_holds(
    desk: Seat, administrator: User, request_type: RequestType, far: Department
) -> None:
    form = typed(
        far,
        kinds=[request_type.pk],
        weekdays=["0", "1", "2", "3", "4", "5", "6"],
        from_time="๐๐.๐๐",
        until_time="23:59 น.",
    )
    response = desk(administrator).post(address("setup_routing_new"), form)
    assert response["Location"] == address("setup_routing")
    assert CaseFactory(request_type=request_type).department == far
    assert SetupChange.objects.filter(table="cases.routingrule", by=administrator).exists()


def test_a_rule_needs_a_condition(desk: Seat, administrator: User, far: Department) -> None:
    page = text(desk(administrator).post(address("setup_routing_new"), typed(far)))
    assert "Give at least one condition." in page
    assert 'value="Rule one"' in page


@pytest.mark.parametrize(
    ("fields", "said"),
    [
        ({"south": "17.3"}, "Give all four edges"),
        ({"south": "17.5", "north": "17.3", "west": "102", "east": "103"}, "Give all four edges"),
        ({"south": "99", "north": "17.3", "west": "102", "east": "103"}, "Enter a number from -90 to 90."),
        ({"from_time": "08:30"}, "Give both times"),
        ({"from_time": "25:00", "until_time": "08:30"}, "valid time"),
        ({"community": "x", "department": ""}, "required"),
    ],
)
def test_what_does_not_hold_is_refused_and_kept(
    desk: Seat, administrator: User, far: Department, fields: dict[str, str], said: str
) -> None:
    response = desk(administrator).post(address("setup_routing_new"), typed(far, **fields))
    assert (response.status_code, said in text(response)) == (200, True)
    assert not RoutingRule.objects.exists()


def test_the_unit_is_one_of_the_department(desk: Seat, administrator: User, far: Department) -> None:
    unit = UnitFactory()
    form = typed(far, community="x", unit=unit.pk)
    assert "This unit belongs to another department." in text(
        desk(administrator).post(address("setup_routing_new"), form)
    )


def test_a_question_brings_its_kind_along(
    desk: Seat, administrator: User, request_type: RequestType, far: Department
) -> None:
    ask(request_type, question("fault", "one"))
    desk(administrator).post(address("setup_routing_new"), typed(far, asked=f"{request_type.pk}:fault=ดับ"))
    rule = RoutingRule.objects.get()
    assert ([*rule.kinds.all()], rule.question, rule.answer) == ([request_type], "fault", "ดับ")


def test_a_question_of_another_kind_is_refused(
    desk: Seat, administrator: User, request_type: RequestType, far: Department
) -> None:
    ask(request_type, question("fault", "one"))
    form = typed(far, asked=f"{request_type.pk}:fault=ดับ", kinds=[RequestTypeFactory().pk])
    page = text(desk(administrator).post(address("setup_routing_new"), form))
    assert "None of the chosen kinds asks this question." in page


def test_a_question_that_is_gone_is_shown_and_not_dropped(
    desk: Seat, administrator: User, request_type: RequestType, far: Department
) -> None:
    rule = RoutingRule.objects.create(name="Old", department=far, question="gone", answer="x")
    rule.kinds.set([request_type])
    seat = desk(administrator)
    assert "No kind of request asks this question" in text(seat.page("setup_routing"))
    assert "not asked any more" in text(seat.page("setup_routing_edit", rule.pk))
    seat.post(address("setup_routing_edit", rule.pk), typed(far, kinds=[request_type.pk], asked="0:gone=x"))
    assert RoutingRule.objects.get().question == "gone"


def test_rules_change_places(desk: Seat, administrator: User, far: Department) -> None:
    one, two = (RoutingRule.objects.create(name=name, department=far, community="x") for name in "ab")
    seat = desk(administrator)
    seat.post(address("setup_routing"), {"down": one.pk})
    assert [rule.name for rule in RoutingRule.objects.all()] == ["b", "a"]
    seat.post(address("setup_routing"), {"up": one.pk})
    seat.post(address("setup_routing"), {"up": one.pk})
    seat.post(address("setup_routing"), {"up": "x", "down": "999999999999"})
    assert [*RoutingRule.objects.all()] == [one, two]


def test_a_rule_is_removed(desk: Seat, administrator: User, far: Department) -> None:
    rule = RoutingRule.objects.create(name="a", department=far, community="x")
    desk(administrator).post(address("setup_routing_edit", rule.pk), {"remove": "1"})
    assert not RoutingRule.objects.exists()


def verdicts(page: Any) -> list[tuple[str, bool, bool]]:
    return [(one.rule.name, one.fits, one.decides) for one in page.context["verdicts"]]


def test_the_rules_are_tried_on_facts_by_hand(
    desk: Seat, administrator: User, request_type: RequestType, far: Department
) -> None:
    RoutingRule.objects.create(name="Place", department=far, south=17, north=18, west=102, east=103)
    RoutingRule.objects.create(name="Sunday", department=far, weekdays=[6])
    RoutingRule.objects.create(name="Home", department=far, community="หนองบัว")
    form = {"request_type": request_type.pk, "point": "17.4, 102.8", "day": "0", "community": "หนองบัว"}
    page = desk(administrator).post(address("setup_routing_try"), form)
    assert verdicts(page) == [("Place", True, True), ("Sunday", False, False), ("Home", True, False)]
    assert "It is received on: Sunday." in text(page)


def test_the_rules_are_tried_on_a_case_that_one_may_read(
    desk: Seat, case: Case, administrator: User, far: Department
) -> None:
    RoutingRule.objects.create(name="All", department=far, weekdays=[0, 1, 2, 3, 4, 5, 6])
    Membership.objects.create(user=administrator, department=case.department, role="officer")
    page = desk(administrator).post(address("setup_routing_try"), {"number": case.number})
    assert verdicts(page) == [("All", True, True)]


def test_a_case_that_one_may_not_read_is_not_there(desk: Seat, case: Case, administrator: User) -> None:
    page = desk(administrator).post(address("setup_routing_try"), {"number": case.number})
    assert "There is no case with this number that you may read." in text(page)


@pytest.mark.parametrize(
    "form", [{}, {"request_type": "x"}, {"point": "nowhere"}, {"clock": "99", "asked": "x"}]
)
def test_facts_that_do_not_hold_are_said_so(desk: Seat, administrator: User, form: dict[str, str]) -> None:
    page = desk(administrator).post(address("setup_routing_try"), form)
    assert (page.status_code, "Please check the following" in text(page)) == (200, True)


def test_the_officer_works_in_the_department(desk: Seat, administrator: User, far: Department) -> None:
    form = typed(far, community="x", officer=OfficerFactory().pk)
    page = text(desk(administrator).post(address("setup_routing_new"), form))
    assert "This person does not work in the department." in page
    assert not RoutingRule.objects.exists()


def test_a_rule_names_an_officer_and_says_when_that_person_has_left(
    desk: Seat, administrator: User, far: Department
) -> None:
    officer, seat = OfficerFactory(department=far), desk(administrator)
    seat.post(address("setup_routing_new"), typed(far, community="x", officer=officer.pk))
    assert RoutingRule.objects.get().officer == officer
    assert f"{officer}</strong>" in text(seat.page("setup_routing"))
    officer.memberships.get().delete()
    assert f"{officer} does not work in" in text(seat.page("setup_routing"))
    assert "1 routing rule names an officer who does not work" in text(seat.page("setup"))
    assert str(officer) in text(seat.page("setup_routing_edit", RoutingRule.objects.get().pk))


def test_the_officer_of_a_rule_stays_in_the_installation(
    desk: Seat, administrator: User, far: Department
) -> None:
    officer = OfficerFactory(department=far)
    RoutingRule.objects.create(name="Lamps", department=far, community="x", officer=officer)
    file = written()
    assert officer.username not in file
    assert bring_in(file, by=administrator) == []
    assert RoutingRule.objects.get().officer == officer
