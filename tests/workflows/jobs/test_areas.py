"""Cases from before the town had its areas get the one in which their point lies, and figures follow."""

import pytest

from cases.actions import areas
from cases.models import Case
from tests.factories import AreaFactory, CaseFactory, RequestTypeFactory
from tests.workflows.setup.test_areas import PLACE
from workflows.figures import sums
from workflows.jobs import case_jobs

pytestmark = pytest.mark.django_db


def test_cases_from_before_get_the_area_of_their_point_and_figures_follow(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(areas, "AT_ONCE", 2)
    lamp = RequestTypeFactory(needs_map=True)
    here = [CaseFactory(request_type=lamp, **PLACE) for _ in range(3)]
    outside = CaseFactory(request_type=lamp, latitude=10.5, longitude=99.5)
    nowhere = CaseFactory(request_type=lamp)
    sums.sum_up()
    assert case_jobs.find_areas() == 0
    area = AreaFactory()
    assert case_jobs.find_areas() == 3
    assert set(Case.objects.filter(area=area)) == set(here)
    assert not Case.objects.filter(pk__in=[outside.pk, nowhere.pk], area__isnull=False).exists()
    sums.sum_up()
    assert list(sums.differences()) == []
    assert case_jobs.find_areas() == 0
