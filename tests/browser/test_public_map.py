"""The public map in the browser: points that are opened, groups that are looked at from nearer by, and the
brush with which the staff covers parts of a photo."""

from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from cases.models import Municipality, PublicPhoto, RequestType, User
from tests import maps
from tests.browser.test_citizen_pages import findings
from tests.browser.test_staff import log_in
from tests.factories import CaseFactory, RequestTypeFactory
from tests.pictures import photo

pytestmark = pytest.mark.django_db(transaction=True)
AT = {name: Decimal(str(degrees)) for name, degrees in maps.MIDDLE.items()}
BESIDE = {name: degrees + Decimal("0.0015") for name, degrees in AT.items()}


@pytest.fixture
def request_type(settings: Settings, tmp_path: Path, officer: User, head: User) -> RequestType:
    settings.MEDIA_ROOT = tmp_path / "media"
    names = {"name_th": "เทศบาลสมมติ", "name_en": "Invented"}
    Municipality.objects.create(code="city", **names, **maps.BOX, **maps.MIDDLE)
    found: RequestType = RequestTypeFactory(
        code="road_damage", department=head.memberships.get().department, needs_map=True, on_public_map=True
    )
    return found


def test_a_group_is_looked_at_from_nearer_by_and_a_point_opens_its_report(
    page: Page, request_type: RequestType
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    cases = [CaseFactory(request_type=request_type, **place) for place in (AT, BESIDE)]
    page.goto("/en/map/")
    assert findings(page) == []
    page.get_by_role("button", name="Open the map").click()
    group = page.locator(".map-report")
    expect(group).to_have_text("2")
    while group.count() == 1:
        group.click()
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(400)
    expect(page.locator(".map-report:empty")).to_have_count(2)
    page.locator(".map-report:empty").first.click()
    page.wait_for_url("**/en/map/2*/")
    assert page.url.rsplit("/", 2)[1] in {case.number for case in cases}
    assert findings(page) == []
    assert said == []


def test_what_lies_on_one_spot_is_named_by_the_list(page: Page, request_type: RequestType) -> None:
    cases = [CaseFactory(request_type=request_type, **AT) for _ in range(2)]
    page.goto("/en/map/")
    page.get_by_role("button", name="Open the map").click()
    for _ in range(12):
        if "latitude" in page.url:
            break
        page.locator(".map-report").click()
        page.wait_for_load_state("networkidle")
        page.wait_for_timeout(400)
    expect(page.locator("main")).to_contain_text("within 250 m of one place")
    for case in cases:
        expect(page.locator(f"a[href='/en/map/{case.number}/']")).to_have_count(1)


def test_a_stroke_covers_what_it_passes_and_a_key_covers_one_part(
    page: Page, request_type: RequestType
) -> None:
    case = CaseFactory(request_type=request_type, photos=[photo()], **AT)
    log_in(page, "head")
    page.goto(f"/en/staff/cases/{case.number}/public/")
    assert findings(page) == []
    cells = page.locator(".cover-cell")
    cells.nth(0).scroll_into_view_if_needed()
    start, end = cells.nth(0).bounding_box(), cells.nth(3).bounding_box()
    assert start
    assert end
    page.mouse.move(start["x"] + 2, start["y"] + 2)
    page.mouse.down()
    page.mouse.move(end["x"] + 2, end["y"] + 2, steps=12)
    page.mouse.up()
    page.locator(".cover-cell input").nth(40).focus()
    page.keyboard.press("Space")
    marked = (
        "[...document.querySelectorAll('.cover-cell input')].flatMap((box, at) => box.checked ? [at] : [])"
    )
    assert page.evaluate(marked) == [0, 1, 2, 3, 40]
    page.get_by_label("Show this photo").check()
    page.get_by_role("button", name="Show it to everybody").click()
    expect(page.locator("main")).to_contain_text("Everybody can see this on the public map now.")
    assert PublicPhoto.objects.get().case == case
