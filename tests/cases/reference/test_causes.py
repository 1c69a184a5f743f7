"""The ready causes: of kinds that there are, in both languages, once."""

import pytest

from cases.actions import causes as actions
from cases.models import Cause, RequestType
from cases.reference import causes

pytestmark = pytest.mark.django_db


def test_each_kind_has_its_list_once_and_an_administrators_stays(sample_municipality: None) -> None:
    """Loaded again, nothing is added; a list that somebody has written or emptied of use is left alone."""
    rows = [row for listed in causes.read().values() for row in listed]
    assert Cause.objects.count() == len(rows) == len({row["code"] for row in rows})
    assert all(row["th"] and row["en"] for row in rows)
    lamps = RequestType.objects.get(code="street_light")
    assert [one.code for one in actions.on_offer(lamps)][:2] == ["lamp_bulb", "lamp_cable"]
    Cause.objects.exclude(code="lamp_bulb").filter(request_type=lamps).delete()
    Cause.objects.filter(code="lamp_bulb").update(active=False)
    assert causes.load() == 0
    assert Cause.objects.filter(request_type=lamps).count() == 1
