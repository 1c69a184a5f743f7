"""The set-up of a whole town, as a file."""

import datetime
from typing import Any

import pytest

from cases.models import Department, Holiday, Municipality, RequestType, RoutingRule
from cases.reference import municipality
from cases.reference import questions as reference_questions
from cases.reference import work_plans as reference_plans
from cases.setup import branding, files
from tests.factories import DistrictFactory, SubdistrictFactory
from tests.pictures import picture


@pytest.fixture
def town(settings: Any, tmp_path: Any) -> str:
    """A whole set-up, as a file."""
    settings.MEDIA_ROOT = tmp_path
    DistrictFactory()
    municipality.load()
    reference_questions.load()
    reference_plans.load()
    Holiday.objects.create(day=datetime.date(2026, 12, 10), name_th="วันรัฐธรรมนูญ", name_en="Constitution Day")
    rule = RoutingRule.objects.create(
        name="กลางคืน",
        department=Department.objects.all()[0],
        from_time="16:30",
        until_time="08:30",
        weekdays=[5, 6],
    )
    rule.kinds.set(RequestType.objects.all()[:2])
    rule.subdistricts.set([SubdistrictFactory()])
    made = branding.logo(picture(64, 64, format="PNG").read())
    Municipality.objects.get().logo.save("logo.png", made)
    return files.written()
