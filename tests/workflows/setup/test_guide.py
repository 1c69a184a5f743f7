"""The first-run guide: from an installation with its tables and one superuser to the first case."""

import datetime
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from cases.lib.request_cache import one_request
from cases.models import (
    Category,
    Channel,
    Department,
    Holiday,
    Membership,
    Municipality,
    QuestionSet,
    RequestType,
    SetupChange,
    StandardText,
    Subdistrict,
    User,
)
from cases.reference import proposals
from cases.setup import first_run
from notifications.models import ChannelHealth
from tests.factories import (
    CaseFactory,
    DepartmentFactory,
    HeadFactory,
    RequestTypeFactory,
    UserFactory,
)
from tests.workflows.views.conftest import Desk, Seat, address, text

pytestmark = pytest.mark.django_db
OFFICE = {"name_th": "เทศบาล", "name_en": "City", "opens": "08:30", "closes": "16:30"}


@pytest.fixture
def seat(desk: Seat) -> Desk:
    """The one who has installed it."""
    return desk(UserFactory(username="root", is_staff=True, is_superuser=True))


def left(seat: Desk) -> list[str]:
    """The steps that the guide shows as not done."""
    return [one.step.key for one in seat.page("setup_start").context["steps"] if not one.is_done]


def test_an_empty_installation_has_everything_left_and_no_page_fails(seat: Desk) -> None:
    assert left(seat) == [step.key for step in first_run.STEPS]
    for name in (
        "setup",
        "setup_start",
        "setup_start_departments",
        "setup_start_kinds",
        "setup_office",
        "inbox",
    ):
        assert seat.page(name).status_code == 200, name
    assert seat.get(reverse("cases:home")).status_code == 200
    assert sum(step.minutes for step in first_run.STEPS) == 20


def test_each_step_is_done_by_what_is_really_there(seat: Desk) -> None:
    page = seat.post(address("setup_start"), {"common": "1"}, follow=True)
    assert "addresses, channels" in text(page)
    assert "common" not in left(seat)
    assert (Subdistrict.objects.count() > 7000, Channel.objects.count()) == (True, 13)
    assert not StandardText.objects.exclude(kind=None, category=None, department=None).exists()
    seat.post(address("setup_office"), OFFICE)
    assert "municipality" not in left(seat)
    seat.post(address("setup_start_departments"), {"codes": ["ENG", "CLK"]})
    assert sorted(Department.objects.values_list("code", flat=True)) == ["CLK", "ENG"]
    assert "departments" not in left(seat)
    form = seat.page("setup_start_kinds").context["form"]
    engineers = Department.objects.get(code="ENG")
    assert form["to_ENG"].value() == engineers.pk
    kinds = {"take_street_light": "on", "days_street_light": "4", "to_ENG": engineers.pk}
    seat.post(address("setup_start_kinds"), kinds)
    made = RequestType.objects.get()
    assert (made.department, made.target_working_days, made.confirmed) == (engineers, 4, True)
    assert (made.category.code, Category.objects.count()) == ("lighting", 1)
    assert QuestionSet.objects.filter(request_type=made).exists()
    assert "kinds" not in left(seat)
    # A department that answers and has no head is named.
    assert f"{engineers.name} has no head" in text(seat.page("setup_start"))
    Membership.objects.create(user=UserFactory(username="boss"), department=engineers, role="head")
    assert "people" not in left(seat)
    for year in {timezone.localdate().year, timezone.localdate().year + 1}:
        Holiday.objects.create(day=datetime.date(year, 1, 1))
    assert left(seat) == ["mail", "case"]
    ChannelHealth.objects.create(channel="email", worked_at=timezone.now())
    CaseFactory(request_type=made)
    assert left(seat) == []
    assert "Everything is done" in text(seat.page("setup_start"))
    assert SetupChange.objects.filter(table="cases.requesttype").exists()


def test_what_is_there_is_not_touched(seat: Desk) -> None:
    """Neither by what every municipality has, nor by a form of a page that was open too long."""
    proposals.take_common()
    Channel.objects.filter(code="web").update(name_en="Our own page")
    department = DepartmentFactory(code="ENG", name_en="Roads")
    mine = RequestTypeFactory(code="street_light", name_en="Lamps", department=department)
    seat.post(address("setup_start"), {"common": "1"})
    assert Channel.objects.get(code="web").name_en == "Our own page"
    assert proposals.take_departments(["ENG"]) == 0
    kinds = {"take_street_light": "on", "days_street_light": "4", "to_ENG": department.pk}
    page = seat.post(address("setup_start_kinds"), kinds)
    assert "Choose at least one kind" in text(page)
    taken = {"street_light": proposals.Taken(department, 4)}
    assert proposals.take_request_types(taken) == 0
    mine.refresh_from_db()
    assert (mine.name_en, QuestionSet.objects.filter(request_type=mine).exists()) == ("Lamps", False)
    assert Department.objects.get().name_en == "Roads"


def test_a_choice_that_lacks_something_says_so_and_keeps_what_was_typed(seat: Desk) -> None:
    assert "There is no department yet" in text(seat.page("setup_start_kinds"))
    other = DepartmentFactory(code="MINE", name_en="One for all")
    assert "Choose at least one department" in text(seat.post(address("setup_start_departments"), {}))
    assert "Select a valid choice" in text(seat.post(address("setup_start_departments"), {"codes": ["X"]}))
    page = text(seat.post(address("setup_start_kinds"), {"take_noise": "on", "days_noise": "77"}))
    assert ("Choose who answers" in page, 'value="77"' in page) == (True, True)
    for days in ("", "0", "366", "x"):
        typed = {"take_noise": "on", "days_noise": days, "to_PHE": other.pk}
        assert seat.post(address("setup_start_kinds"), typed).status_code == 200, days
    assert not RequestType.objects.exists()
    seat.post(address("setup_start_kinds"), {"take_noise": "on", "days_noise": "9", "to_PHE": other.pk})
    assert RequestType.objects.get().department == other
    assert 'name="take_noise"' not in text(seat.page("setup_start_kinds"))


def test_all_of_the_sample_can_be_taken_at_once(seat: Desk) -> None:
    seat.post(address("setup_start"), {"common": "1"})
    codes = list(proposals.departments())
    seat.post(address("setup_start_departments"), {"codes": codes})
    form = seat.page("setup_start_kinds", all="1").context["form"]
    typed = {field.html_name: field.value() for field in form}
    assert sum(value is True for value in typed.values()) == len(form.proposals) == 65
    seat.post(address("setup_start_kinds"), typed)
    assert RequestType.objects.count() == 65
    assert "All of them are there already" in text(seat.page("setup_start_kinds"))


def test_administrators_see_what_is_left_on_every_page_and_nobody_else_pays(
    desk: Seat, administrator: User, head: User
) -> None:
    for person, shown in ((administrator, True), (head, False)):
        with CaptureQueriesContext(connection) as statements:
            page = text(desk(person).page("security"))
        asked = any("cases_subdistrict" in one["sql"] for one in statements)
        assert ("First steps: " in page, asked) == (shown, shown), person


def test_once_all_is_done_the_line_costs_nothing(django_assert_num_queries: Any) -> None:
    proposals.take_common()
    Municipality.objects.create(code="city", name_th="เทศบาล", name_en="City")
    case = CaseFactory(request_type=RequestTypeFactory(department=HeadFactory().memberships.get().department))
    for year in {timezone.localdate().year, timezone.localdate().year + 1}:
        Holiday.objects.create(day=datetime.date(year, 1, 1))
    with one_request():
        assert [step.key for step in first_run.left()] == ["mail"]
    ChannelHealth.objects.create(channel="email", worked_at=timezone.now())
    with django_assert_num_queries(2), one_request():
        assert first_run.left() == []
    Municipality.objects.update(name_en="Other")
    with one_request():
        assert first_run.left() == []
    with django_assert_num_queries(1), one_request():
        assert first_run.left() == []
    assert case.pk


def test_who_may_not_add_them_is_refused(desk: Seat, administrator: User, head: User) -> None:
    for name in ("setup_start", "setup_start_departments", "setup_start_kinds"):
        assert desk(head).page(name).status_code == 403, name
        assert desk(head).post(address(name), {"common": "1"}).status_code == 403, name
    assert not Channel.objects.exists()
    group = administrator.groups.get()
    group.permissions.remove(*group.permissions.filter(codename__in=["add_department", "add_requesttype"]))
    seat = desk(User.objects.get(pk=administrator.pk))
    assert [seat.page(f"setup_start_{name}").status_code for name in ("departments", "kinds")] == [403, 403]
