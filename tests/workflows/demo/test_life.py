"""The demo's lives: each step fits what the work plan has made of the case, whatever chance draws."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from cases.events import Kind
from cases.models import RequestType
from tests.cases.actions.test_stages import published, stage, step
from workflows.consistency import disagreements
from workflows.demo.life import Life
from workflows.demo.world import World

pytestmark = pytest.mark.django_db
# What chance draws: that the officer asks, that the head gives more time, and what is certain.
ASKS, EXTENDS = 0.16, 0.06


def test_while_the_plan_asks_the_citizen_nobody_asks_besides(sample_municipality: None) -> None:
    question = {"kind": "ask", "doer": "citizen", "told_th": "กรุณาส่งรูป", "told_en": "Please send a photo."}
    request_type = RequestType.objects.get(code="drain_blocked")
    published(request_type, stage("a", step("improved", **question)))
    world: Any = World(timezone.now())
    world.chance = lambda probability: probability in (ASKS, EXTENDS, 1)
    filed = world.file(world.clock.now - datetime.timedelta(days=60), "drain_blocked")
    case = Life(world, filed.case, began=world.clock.now).live()
    kinds = [*case.events.values_list("kind", flat=True)]
    assert kinds.count(Kind.ASKED) == kinds.count(Kind.ANSWERED) == 1
    assert Kind.EXTENDED not in kinds
    assert Kind.RESOLVED in kinds
    assert not list(disagreements())
