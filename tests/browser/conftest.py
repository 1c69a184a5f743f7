"""What the browser's tests share: a kind of request with two provinces to live in."""

import pytest

from cases.models import Department, Municipality, RequestType, User
from tests.factories import (
    ChannelFactory,
    DistrictFactory,
    ProvinceFactory,
    RequestTypeFactory,
    SubdistrictFactory,
    TitleFactory,
)


@pytest.fixture
def kind(live_site: str, department: Department, head: User, officer: User) -> RequestType:
    """A kind of request, and two provinces to live in."""
    ChannelFactory()
    TitleFactory()
    area = SubdistrictFactory()
    Municipality.objects.create(code="city", name_th="เทศบาลนคร", name_en="City", district=area.district)
    district = DistrictFactory(code="4001", name_en="Mueang", province=ProvinceFactory(code="40"))
    SubdistrictFactory(
        code="400101", name_en="Nai Mueang", district=district, postal_codes=["40000", "40260"]
    )
    return RequestTypeFactory(code="road_damage", department=department)
