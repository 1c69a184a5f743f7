"""The first page on a telephone: what people came for in one look, without scrolling."""

import pytest
from playwright.sync_api import Page, expect

from cases.models import Department
from tests.browser.test_citizen_pages import findings
from tests.factories import CategoryFactory, RequestTypeFactory

pytestmark = pytest.mark.django_db(transaction=True)
LONG = "ไฟฟ้าสาธารณะดับ / ไฟกะพริบ"


@pytest.fixture
def seven(department: Department) -> None:
    """Seven categories with a kind each, of a long name."""
    for number in range(7):
        RequestTypeFactory(
            name_th=LONG, name_en=LONG, department=department, category=CategoryFactory(position=number)
        )


def bottom(page: Page, selector: str) -> float:
    """Where the last such element ends, in pixels from the top of the page."""
    box = page.locator(selector).last.bounding_box()
    assert box, selector
    return box["y"] + box["height"]


@pytest.mark.usefixtures("seven")
@pytest.mark.parametrize("path", ["/", "/en/"])
def test_search_tiles_and_tracking_stand_on_the_first_screen(page: Page, live_site: str, path: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto(path)
    expect(page.locator(".tiles a")).to_have_count(6)
    ends = [bottom(page, one) for one in (".search", ".tiles a", "form[action$='/track/'] button")]
    assert ends == sorted(ends)
    assert ends[-1] <= 740
    assert bottom(page, ".site-header .wrap") <= 64
    assert findings(page) == []
    page.locator(".menu summary").click()
    expect(page.locator(".menu a[href$='/staff/login/']")).to_be_visible()
