"""The page of the suggested kinds shows both rates, and switches them."""

import pytest
from django.utils import timezone

from cases.models import LearnedWords, Municipality, User
from tests.workflows.views.conftest import Seat, address

pytestmark = pytest.mark.django_db


def learned(**numbers: int) -> None:
    LearnedWords.objects.update_or_create(
        pk=1, defaults={"learned_at": timezone.now(), "cases": 1200, "counts": {}, **numbers}
    )


def test_both_rates_and_whether_it_is_used_stand_there(desk: Seat, administrator: User) -> None:
    Municipality.objects.create(code="city")
    seat = desk(administrator)
    assert "Nothing was learned yet" in seat.page("setup_suggestions").text
    learned(tried=120, right=100, right_by_rules=90)
    page = seat.page("setup_suggestions").text
    assert ("500 closed requests are needed" in page, "83.3 %" in page) == (True, False)
    learned(tried=500, right=430, right_by_rules=431)
    assert "the rules are right at least as often" in seat.page("setup_suggestions").text
    learned(tried=500, right=445, right_by_rules=431)
    page = seat.page("setup_suggestions").text
    for shown in ("In use:", "1200", "445 (89.0 %)", "431 (86.2 %)"):
        assert shown in page


def test_the_switch_is_kept_and_only_an_administrator_has_it(
    desk: Seat, administrator: User, clerk: User
) -> None:
    Municipality.objects.create(code="city")
    seat = desk(administrator)
    learned(tried=500, right=445, right_by_rules=431)
    assert seat.post(address("setup_suggestions")).status_code == 302
    assert not Municipality.current().suggests_from_cases
    assert "Switched off" in seat.page("setup_suggestions").text
    seat.post(address("setup_suggestions"), {"suggests_from_cases": "on"})
    assert Municipality.current().suggests_from_cases
    assert desk(clerk).page("setup_suggestions").status_code == 403
