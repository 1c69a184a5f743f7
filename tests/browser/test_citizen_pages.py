"""The citizen's pages in a real browser: a telephone, with and without JavaScript, and what axe finds."""

import gzip
import re
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, Response, expect

from cases.models import Department, Municipality, RequestType, User
from tests.factories import (
    ChannelFactory,
    DistrictFactory,
    FiledFactory,
    ProvinceFactory,
    RequestTypeFactory,
    SubdistrictFactory,
    TitleFactory,
)
from tests.people import Citizen

pytestmark = pytest.mark.django_db(transaction=True)
FORM = "/en/requests/road_damage/"
SEND = "main form > button:last-of-type"


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


@pytest.fixture
def resolved(kind: RequestType) -> Citizen:
    """A citizen whose case has a result."""
    return Citizen(*FiledFactory(request_type=kind, resolved=True))


@pytest.fixture
def plain_page(browser: Browser, live_site: str) -> Iterator[Page]:
    """A page of a browser without JavaScript."""
    visitor = browser.new_context(
        base_url=live_site, viewport={"width": 360, "height": 740}, java_script_enabled=False
    )
    yield visitor.new_page()
    visitor.close()


def fill_in(page: Page) -> None:
    """All that is required, but for the address's selects."""
    page.fill("[name=details]", "ถนนหน้าบ้านเป็นหลุมลึก รถจักรยานยนต์ล้มบ่อย")
    page.select_option("[name=title]", index=1)
    for name, text in {
        "first_name": "สมชาย",
        "last_name": "ใจดี",
        "phone": "0812345678",
        "house_no": "9",
    }.items():
        page.fill(f"[name={name}]", text)


def log_in(page: Page, citizen: Citizen) -> None:
    """Type user ID and password."""
    page.goto("/en/track/")
    page.fill("[name=user_id]", citizen.case.number)
    page.fill("[name=password]", citizen.password)
    page.click("main form .row button")
    page.wait_for_url("**/track/cases/")


def findings(page: Page) -> list[str]:
    """What axe has against the page."""
    tags = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
    found = Axe().run(page, options=tags).response["violations"]
    return [f"{finding['id']}: {node['html']}" for finding in found for node in finding["nodes"]]


def width(page: Page) -> int:
    """How wide the page really is."""
    return int(page.evaluate("document.documentElement.scrollWidth"))


@pytest.mark.parametrize(
    "path", ["/", "/en/?q=road", FORM, "/en/track/", "/en/track/forgot/", "/en/requests/done/", "/privacy/"]
)
def test_a_public_page_has_nothing_for_axe_and_fits_320_px(page: Page, kind: RequestType, path: str) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto(path)
    assert findings(page) == []
    assert width(page) == 320


def test_the_list_and_the_case_have_nothing_for_axe_and_fit_320_px(page: Page, resolved: Citizen) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    log_in(page, resolved)
    for path in ("/en/track/cases/", f"/en/track/cases/{resolved.case.number}/"):
        page.goto(path)
        assert findings(page) == []
        assert width(page) == 320


def test_an_error_is_focused_and_leads_to_its_field(page: Page, kind: RequestType) -> None:
    page.goto(FORM)
    page.click(SEND)
    expect(page.locator(".error-summary")).to_be_focused()
    page.click(".error-summary a >> nth=0")
    expect(page.locator("[name=details]")).to_be_focused()
    assert findings(page) == []


def test_a_request_is_filed_with_the_selects_that_fill_each_other(page: Page, kind: RequestType) -> None:
    page.goto(FORM)
    fill_in(page)
    expect(page.locator("[data-cascade] button").first).to_be_hidden()
    page.select_option("[name=province]", "40")
    expect(page.locator("[name=district]")).to_have_value("4001")
    expect(page.locator("[name=subdistrict]")).to_have_value("400101")
    page.select_option("[name=postal_code]", "40260")
    page.click(SEND)
    page.wait_for_url("**/requests/done/")
    assert re.search(r"\d{4} \d{4} \d{4}", page.inner_text("main"))


def test_a_request_is_filed_without_javascript(plain_page: Page, kind: RequestType) -> None:
    plain_page.goto(FORM)
    fill_in(plain_page)
    plain_page.select_option("[name=province]", "40")
    plain_page.click("text=Show the districts")
    plain_page.select_option("[name=district]", "4001")
    plain_page.click("text=Show the subdistricts")
    plain_page.select_option("[name=subdistrict]", "400101")
    plain_page.select_option("[name=postal_code]", "40000")
    plain_page.click(SEND)
    assert plain_page.url.endswith("/requests/done/")


def test_the_enter_key_sends_the_form_and_does_not_ask_for_districts(
    plain_page: Page, kind: RequestType
) -> None:
    plain_page.goto(FORM)
    plain_page.press("[name=first_name]", "Enter")
    expect(plain_page.locator(".error-summary")).to_be_visible()


def test_the_password_can_be_shown(page: Page, kind: RequestType) -> None:
    page.goto("/en/track/")
    page.fill("[name=password]", "1234")
    page.click("text=Show the password")
    assert page.get_attribute("[name=password]", "type") == "text"


def test_the_form_is_light(page: Page, kind: RequestType) -> None:
    """30 KB, packed as the server of a city packs it."""
    bodies: dict[str, bytes] = {}

    def weigh(response: Response) -> None:
        bodies[response.url] = response.body()

    page.on("response", weigh)
    page.goto(FORM, wait_until="networkidle")
    assert sum(len(gzip.compress(body)) for body in bodies.values()) <= 30 * 1024


def test_no_page_breaks_the_content_security_policy(page: Page, kind: RequestType) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in ("/en/", FORM, "/en/track/"):
        page.goto(path)
    assert said == []
