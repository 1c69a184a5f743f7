"""The demo's joined cases: only such as the product lets anybody join, on whatever day it is loaded."""

import datetime
import io

import pytest
from django.core.management import call_command
from django.utils import timezone

from cases.models import Duplicate, Status
from workflows.demo.departments import SharedLife
from workflows.demo.life import Life
from workflows.demo.pairs import pair
from workflows.demo.world import Filed, World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("then", "joined"), [("subtask", 0), ("subtask_done", 1), ("", 1)])
def test_a_case_of_which_others_still_do_a_part_is_not_joined(then, joined):
    call_command("load_municipality", stdout=io.StringIO())
    world = World(timezone.now())
    filed = [_told(world, days, then) for days in (20, 19)]
    pair(world, filed)
    assert Duplicate.objects.count() == joined


def _told(world: World, days: int, then: str) -> Filed:
    """A case of so many days ago in the middle of its work, with a place."""
    filed = world.file(world.clock.now - datetime.timedelta(days=days), "drain_blocked")
    filed.case.latitude, filed.case.longitude = 13.75, 100.5
    filed.case.save()
    began, until = world.clock.now, Status.IN_PROGRESS
    if then:
        life: Life = SharedLife(world, filed.case, began=began, until=until, then=then)
    else:
        life = Life(world, filed.case, began=began, until=until)
    return Filed(life.live(), filed.password)
