"""A set-up that 0.5.0 wrote is read with the names of today."""

import pytest
from django.contrib.auth.models import Group

from cases.models import User
from cases.setup.imports import bring_in
from tests.cases.setup.test_files import HEAD

pytestmark = pytest.mark.django_db


def test_a_file_of_0_5_0_brings_in_what_it_called_a_part(town: str) -> None:
    assert "ask_subtask_case" in town
    old = town.replace("rap_rueang_setup: 2", "rap_rueang_setup: 1").replace(
        "ask_subtask_case", "ask_part_case"
    )
    assert bring_in(old, by=None) == []


def test_the_rights_of_a_group_are_read_by_their_names_of_before(town: str, administrator: User) -> None:
    wanted = ["cases.change_transfer", "cases.view_subtask"]
    section = f"auth.group: [{{name: auditor, permissions: {wanted}}}]\n".replace("'", "")
    old = section.replace("subtask", "part").replace("transfer", "handover")
    bring_in(f"{HEAD}{old}", by=None)
    found = Group.objects.get(name="auditor").permissions.values_list("codename", flat=True)
    assert sorted(found) == ["change_transfer", "view_subtask"]
