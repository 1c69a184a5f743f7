"""The page of the roles' rights: for administrators, with a second question before what is dangerous."""

import pytest

from cases.models import User
from tests.workflows.views.conftest import Seat, address, text
from workflows import role_sets
from workflows.rights.catalogue import Verb
from workflows.rights.spec import Role

pytestmark = pytest.mark.django_db


def ticked(pairs):
    return {"right": [f"{verb}:{role}" for verb, role in pairs]}


def test_an_administrator_changes_the_rights(desk: Seat, administrator: User) -> None:
    wanted = role_sets.defaults() - {(Verb.TRANSFER, Role.OFFICER)}
    assert desk(administrator).post(address("role_rights"), ticked(wanted)).status_code == 302
    assert role_sets.current() == wanted


@pytest.mark.parametrize("who", ["head", "officer", "clerk", "executive"])
def test_nobody_else_opens_the_page(desk: Seat, who: str, request: pytest.FixtureRequest) -> None:
    person = request.getfixturevalue(who)
    assert desk(person).page("role_rights").status_code == 403
    assert desk(person).post(address("role_rights"), ticked([])).status_code == 403
    assert role_sets.current() == role_sets.defaults()


def test_what_is_dangerous_is_asked_for_twice(desk: Seat, administrator: User) -> None:
    wanted, seat = role_sets.defaults() | {(Verb.RESOLVE, Role.READER)}, desk(administrator)
    asked = seat.post(address("role_rights"), ticked(wanted))
    assert "they can end cases that are not theirs" in text(asked)
    assert role_sets.current() == role_sets.defaults()
    seat.post(address("role_rights"), ticked(wanted) | {"sure": "1"})
    assert role_sets.current() == wanted


def test_a_table_without_anybody_to_assign_is_refused_and_kept_on_the_page(
    desk: Seat, administrator: User
) -> None:
    page = desk(administrator).post(address("role_rights"), {"right": ["note:head", "x:y", "\x00"]})
    assert "cases would stand still" in text(page)
    assert 'value="note:head" aria-label="Write an internal note: Head of the department" checked' in text(
        page
    )


def test_the_defaults_are_shown_before_they_are_saved(desk: Seat, administrator: User) -> None:
    role_sets.change(role_sets.current() - {(Verb.TRANSFER, Role.OFFICER)}, by=administrator)
    page = desk(administrator).post(address("role_rights"), {"defaults": "1"})
    assert "not saved yet" in text(page)
    assert (Verb.TRANSFER, Role.OFFICER) not in role_sets.current()
