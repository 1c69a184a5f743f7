"""The page of the areas, and where the staff meet an area: list, figures, case, rules."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import Area, SetupChange, User
from tests.factories import AreaFactory, CaseFactory, RequestTypeFactory
from tests.map_files import feature, geojson, shapes, square
from tests.workflows.views.conftest import Seat, address, text
from workflows.figures import sums

pytestmark = pytest.mark.django_db
PLACE = {"latitude": 17.415, "longitude": 102.785}


def chosen(desk: Seat, user: User, content: bytes, **typed: str) -> Any:
    file = SimpleUploadedFile("areas.zip", content)
    return desk(user).post(address("setup_areas"), {"file": file, "sort": "community", **typed})


def test_a_file_is_looked_at_drawn_and_then_taken(desk: Seat, administrator: User) -> None:
    AreaFactory(name_en="Old quarter")
    look = chosen(desk, administrator, shapes("บ้านเหนือ", "บ้านใต้", encoding="cp874"))
    page = text(look).partition("<main")[2]
    assert (page.count("<path"), "บ้านใต้" in page, "Old quarter" in page) == (2, True, True)
    assert Area.objects.filter(active=True).count() == 1
    done = desk(administrator).post(
        address("setup_areas"), {"confirmed": look.context["sealed"]}, follow=True
    )
    assert "2 areas are in use" in text(done)
    assert set(SetupChange.objects.values_list("table", "by__username")) == {("cases.area", "administrator")}
    again = chosen(desk, administrator, shapes("บ้านเหนือ", "บ้านใต้"))
    assert "already as the file says" in text(again)


def test_a_file_that_is_refused_says_why_and_changes_nothing(desk: Seat, administrator: User) -> None:
    AreaFactory()
    page = text(chosen(desk, administrator, geojson(feature("ก", square()[:2]), feature("<b>", [[1]]))))
    assert "Feature 1 (ก)" in page
    assert "Feature 2 (&lt;b&gt;)" in page
    assert Area.objects.get().active
    assert "Choose a file" in text(desk(administrator).post(address("setup_areas"), {}))
    assert "Select a valid choice" in text(chosen(desk, administrator, shapes("ก"), sort="x"))
    late = desk(administrator).post(address("setup_areas"), {"confirmed": "x"}, follow=True)
    assert "open for too long" in text(late)


def test_only_administrators_see_the_page(desk: Seat, officer: User) -> None:
    assert desk(officer).page("setup_areas").status_code == 403


def test_the_staff_find_read_and_count_by_the_area(
    desk: Seat, clerk: User, django_assert_max_num_queries: Any
) -> None:
    area, other = AreaFactory(code="first", name_en="First"), AreaFactory(code="second", column=1)
    lamp = RequestTypeFactory(code="lamp", needs_map=True)
    here, there = CaseFactory(request_type=lamp, **PLACE), CaseFactory(request_type=lamp, area=other)
    CaseFactory(request_type=lamp)
    seat = desk(clerk)
    page = text(seat.page("inbox", view="all", place=area.pk))
    assert (here.number in page, there.number in page) == (True, False)
    assert "First" in text(seat.page("case", here.number))
    for _summed in range(2):
        lines = seat.page("figures", by="place").context["lines"]
        assert sorted((line.name, line.row.received) for line, _links in lines) == [
            ("First", 1),
            (other.name_en, 1),
        ]
        sums.sum_up()
    assert list(sums.differences()) == []


def test_a_rule_for_an_area_is_written_explained_and_tried(desk: Seat, administrator: User) -> None:
    area, lamp = AreaFactory(code="first", name_en="First"), RequestTypeFactory(code="lamp")
    seat = desk(administrator)
    typed = {"name": "North", "active": "on", "areas": [area.pk], "department": lamp.department_id}
    assert seat.post(address("setup_routing_new"), typed).status_code == 302
    assert "The place lies in: First." in text(seat.page("setup_routing"))
    tried = {"request_type": lamp.pk, "point": "17.415, 102.785"}
    assert "decides" in text(seat.post(address("setup_routing_try"), tried))
    assert "No rule fits" in text(seat.post(address("setup_routing_try"), {**tried, "point": "17.5, 102.9"}))
    by_name = {"request_type": lamp.pk, "area": area.pk}
    assert "decides" in text(seat.post(address("setup_routing_try"), by_name))
