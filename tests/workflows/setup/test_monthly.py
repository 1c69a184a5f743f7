"""The page of the monthly letter keeps the goal and the addresses, and refuses what is none."""

import pytest

from cases.models import Municipality, SetupChange, User
from cases.setup.files import written
from tests.workflows.views.conftest import Seat, address

pytestmark = pytest.mark.django_db


def test_goal_and_addresses_are_kept_and_the_log_and_the_file_name_nobody(
    desk: Seat, administrator: User, clerk: User
) -> None:
    Municipality.objects.create(code="city")
    seat = desk(administrator)
    typed = {
        "punctual_goal": "85",
        "report_addresses": "mayor@city.example\nMAYOR@city.example\na@b.co,",
    }
    assert seat.post(address("setup_monthly"), typed)["Location"] == address("setup_monthly")
    office = Municipality.current()
    assert (office.punctual_goal, office.report_addresses) == (85, ["mayor@city.example", "a@b.co"])
    assert "mayor@city.example" in seat.page("setup_monthly").text
    change = SetupChange.objects.get(table="cases.municipality")
    assert "mayor" not in str(vars(change))
    assert "mayor@city.example" not in written()
    assert desk(clerk).page("setup_monthly").status_code == 403


@pytest.mark.parametrize(
    ("goal", "addresses", "said"),
    [
        ("0", "", "greater than or equal to 1"),
        ("101", "", "less than or equal to 100"),
        ("90", "mayor@city.example\nno address", "“no” is no e-mail address"),
        ("90", "\n".join(f"a{n}@b.example" for n in range(101)), "At most 100 addresses"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_kept(
    desk: Seat, administrator: User, goal: str, addresses: str, said: str
) -> None:
    Municipality.objects.create(code="city")
    typed = {"punctual_goal": goal, "report_addresses": addresses}
    page = desk(administrator).post(address("setup_monthly"), typed).text
    assert said in page
    assert addresses.split("\n")[0] in page
    assert Municipality.current().report_addresses == []
