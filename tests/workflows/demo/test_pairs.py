"""The demo's joined cases: only such as the product lets anybody join, on whatever day it is loaded."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from cases.models import Duplicate, Status
from workflows.demo.departments import SharedLife
from workflows.demo.life import Life
from workflows.demo.pairs import pair
from workflows.demo.world import Filed, World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("then", "joined"), [("subtask", 0), ("subtask_done", 1), ("", 1)])
def test_a_case_of_which_others_still_do_a_part_is_not_joined(sample_municipality, then, joined):
    world = World(timezone.now())
    filed = [_told(world, days, then) for days in (20, 19)]
    pair(world, filed)
    assert Duplicate.objects.count() == joined


def _told(world: World, days: int, then: str) -> Filed:
    """A case of so many days ago in the middle of its work, with a place."""
    filed = world.file(world.clock.now - datetime.timedelta(days=days), "drain_blocked")
    filed.case.latitude, filed.case.longitude = 13.75, 100.5
    filed.case.save()
    options: dict[str, Any] = {"began": world.clock.now, "until": Status.IN_PROGRESS}
    life = SharedLife(world, filed.case, then=then, **options) if then else Life(world, filed.case, **options)
    return Filed(life.live(), filed.password)
