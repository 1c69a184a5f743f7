"""The page of the things on the map, and the history of one."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import Asset, RequestType, SecurityEvent, User
from tests.factories import AssetFactory, CaseFactory, HeadFactory, RequestTypeFactory
from tests.workflows.views.conftest import Seat, address, text

pytestmark = pytest.mark.django_db
TABLE = "number;latitude;longitude\n4-1;17.415;102.785\n4-2;17.416;102.785\n"


def chosen(desk: Seat, user: User, content: str, sort: str = "lamp") -> Any:
    file = SimpleUploadedFile("lamps.csv", content.encode())
    return desk(user).post(address("setup_assets"), {"file": file, "sort": sort})


def test_a_file_is_looked_at_and_then_taken(desk: Seat, administrator: User) -> None:
    RequestTypeFactory(code="lamp", name_en="Dead lamp", asset_sort="lamp")
    look = chosen(desk, administrator, TABLE)
    assert (text(look).count("<circle"), Asset.objects.exists()) == (2, False)
    sealed = {"confirmed": look.context["sealed"]}
    page = text(desk(administrator).post(address("setup_assets"), sealed, follow=True))
    assert ("2 things are known" in page, "Dead lamp" in page) == (True, True)
    assert set(Asset.objects.values_list("sort", "number")) == {("lamp", "4-1"), ("lamp", "4-2")}
    assert SecurityEvent.objects.filter(kind="setup_imported", by=administrator).count() == 1
    assert "already as the file says" in text(chosen(desk, administrator, TABLE))


def test_a_refused_file_says_why_and_changes_nothing(desk: Seat, administrator: User, officer: User) -> None:
    assert desk(officer).page("setup_assets").status_code == 403
    assert "Line 4: The column “number” is empty" in text(chosen(desk, administrator, TABLE + ";17;102\n"))
    assert "Select a valid choice" in text(chosen(desk, administrator, TABLE, sort="moon"))
    late = desk(administrator).post(address("setup_assets"), {"confirmed": "x"}, follow=True)
    assert "open for too long" in text(late)
    assert not Asset.objects.exists()


def test_a_thing_has_a_history_of_the_cases_that_one_may_read(
    desk: Seat, head: User, officer: User, clerk: User
) -> None:
    post = AssetFactory(number="4-127")
    request_type: RequestType = RequestTypeFactory(code="lamp", department=head.memberships.get().department)
    own = CaseFactory(request_type=request_type, asset=post, resolved=True, head=head, officer=officer)
    other = CaseFactory(request_type=RequestTypeFactory(code="cut_tree"), asset=post)
    assert "Lamp post 4-127" in text(desk(head).page("case", own.number))
    page = text(desk(head).page("asset", post.pk))
    assert (own.number in page, other.number in page) == (True, False)
    assert "1 more case about it belongs to others" in page
    assert other.number in text(desk(clerk).page("asset", post.pk))
    assert other.number not in text(desk(HeadFactory()).page("asset", AssetFactory().pk))
    assert desk(head).page("asset", 999_999).status_code == 404
