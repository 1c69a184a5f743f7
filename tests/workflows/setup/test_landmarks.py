"""The page of the landmarks."""

from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import Landmark, SetupChange, User
from tests.factories import AreaFactory, LandmarkFactory
from tests.workflows.views.conftest import Seat, address, text

pytestmark = pytest.mark.django_db
TABLE = "name_th,name_en,kind,latitude,longitude\nตลาดใหม่,New Market,market,17.415,102.785\n"


def chosen(desk: Seat, user: User, content: str) -> Any:
    file = SimpleUploadedFile("landmarks.csv", content.encode("cp874"))
    return desk(user).post(address("setup_landmarks"), {"file": file})


def test_a_table_is_looked_at_and_then_taken(desk: Seat, administrator: User) -> None:
    AreaFactory()
    LandmarkFactory()
    look = chosen(desk, administrator, TABLE)
    page = text(look).partition("<main")[2]
    assert (page.count("<circle"), page.count("<path"), "New Market" in page, "Wat Pho" in page) == (
        1,
        1,
        True,
        True,
    )
    assert Landmark.objects.get().name_en == "Wat Pho"
    sealed = {"confirmed": look.context["sealed"]}
    assert "1 landmark is known" in text(
        desk(administrator).post(address("setup_landmarks"), sealed, follow=True)
    )
    assert Landmark.objects.get().name_en == "New Market"
    assert set(SetupChange.objects.values_list("table", "action")) == {
        ("cases.landmark", "added"),
        ("cases.landmark", "removed"),
    }
    assert "already as the file says" in text(chosen(desk, administrator, TABLE))


def test_a_refused_table_says_why_and_changes_nothing(desk: Seat, administrator: User, officer: User) -> None:
    assert desk(officer).page("setup_landmarks").status_code == 403
    assert "no landmark yet" in text(desk(administrator).page("setup_landmarks"))
    page = text(chosen(desk, administrator, TABLE + "<b>,,castle,17.4,102.8\n"))
    assert "Line 3: The kind “castle” is not known" in page
    assert "Choose a file" in text(desk(administrator).post(address("setup_landmarks"), {}))
    late = desk(administrator).post(address("setup_landmarks"), {"confirmed": "x"}, follow=True)
    assert "open for too long" in text(late)
    assert not Landmark.objects.exists()
