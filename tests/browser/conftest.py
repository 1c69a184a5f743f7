"""What the browser's tests share: visitors, and a kind of request with two provinces to live in."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from cases.models import Department, Municipality, RequestType, User
from tests.factories import (
    ChannelFactory,
    DistrictFactory,
    ProvinceFactory,
    RequestTypeFactory,
    SubdistrictFactory,
    TitleFactory,
)

SCREENS = {"telephone": (360, 740), "desk": (1280, 900)}


@pytest.fixture
def visitor(browser: Browser, live_site: str) -> Iterator[Callable[..., Page]]:
    """Opens a page of a fresh browser: `visitor(screen="desk", java_script_enabled=False)`."""
    opened = []

    def visit(screen: str = "telephone", **options: Any) -> Page:
        wide, high = SCREENS[screen]
        context = browser.new_context(base_url=live_site, viewport={"width": wide, "height": high}, **options)
        opened.append(context)
        return context.new_page()

    yield visit
    for context in opened:
        context.close()


@pytest.fixture
def request_type(live_site: str, department: Department, head: User, officer: User) -> RequestType:
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
