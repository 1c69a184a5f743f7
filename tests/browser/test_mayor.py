"""The mayor's page in a real browser: without barriers, within the policy, at both sizes, dark and forced."""

import io
import os
import random
from datetime import date
from pathlib import Path

import pytest
from django.utils import timezone
from playwright.sync_api import Page
from pypdf import PdfReader

from cases.models import Municipality, User
from cases.statistics.public import months_before
from tests.browser.test_staff import SIZES, _policy, _problems, log_in
from tests.factories import AreaFactory, DepartmentFactory, RequestTypeFactory
from tests.thorough import one_of
from workflows.figures.town import MONTHS, last_day
from workflows.models import FigureState, FigureSum

pytestmark = pytest.mark.django_db(transaction=True)
NAMES = (("สำนักช่าง", "Public Works"), ("กองสาธารณสุข", "Public Health"), ("สำนักปลัด", "Clerk's Office"))
KINDS = (("ไฟฟ้าสาธารณะดับ", "Street lamps"), ("ขยะตกค้าง", "Waste"), ("ถนนชำรุด", "Road damage"))


@pytest.fixture
def counted(executive: User) -> None:
    """Thirteen months as the job would have summed them."""
    chance, today = random.Random(7), timezone.localdate()
    Municipality.objects.create(code="city", name_th="เทศบาลนครตัวอย่าง", name_en="Sample City")
    departments = [DepartmentFactory(name_th=thai, name_en=english) for thai, english in NAMES]
    kinds = [
        RequestTypeFactory(name_th=thai, name_en=english, department=departments[0])
        for thai, english in KINDS
    ]
    areas = [
        AreaFactory(name_th=f"ชุมชน {n}", name_en=f"Community {n}", column=n % 3, row=n // 3) for n in range(9)
    ]
    for n in range(1, MONTHS + 1):
        first = months_before(today, n)
        put("month", first, "all", {"": brought(chance, 400)})
        put("month", first, "department", {str(one.pk): brought(chance, 130) for one in departments})
        spent = {str(one.pk): brought(chance, 130, days=9 if n < 4 else 3) for one in kinds}
        put("month", first, "kind", spent)
        put("month", first, "place", {str(one.pk): {"received": chance.randrange(60)} for one in areas})
        late = {
            str(one.pk): {"open": chance.randrange(40, 90), "late": chance.randrange(20)}
            for one in departments
        }
        whole = {name: sum(cell[name] for cell in late.values()) for name in ("open", "late")}
        put("end", last_day(first), "all", {"": whole})
        put("end", last_day(first), "department", late)
        for one in departments:
            told = {str(kind.pk): {"late": chance.randrange(9)} for kind in kinds}
            put("end", last_day(first), "kind", told, department=one.pk)
    FigureState.objects.update_or_create(pk=1, defaults={"as_of": timezone.now(), "restricted": []})


def brought(chance: random.Random, about: int, *, days: int = 4) -> dict[str, int]:
    done = chance.randrange(about // 2, about)
    cell = {
        "received": chance.randrange(about // 2, about),
        f"days{days}": done,
        "punctual": done * 87 // 100,
    }
    return cell | {"rated": 96, "stars": 413, "reply2": done, "prompt": done * 9 // 10}


def put(scale: str, day: date, by: str, cells: object, *, department: int = 0) -> None:
    FigureSum.objects.create(scale=scale, day=day, by=by, department=department, cells=cells)


def shoot(page: Page, name: str) -> None:
    if folder := os.environ.get("SHOTS"):
        page.screenshot(path=f"{folder}/{name}.png", full_page=True)


@one_of("size", SIZES, short=1)
def test_the_page_has_no_barriers_and_fits_the_screen(
    page: Page, counted: None, size: tuple[int, int]
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(_policy(message)))
    page.set_viewport_size({"width": size[0], "height": size[1]})
    log_in(page, "executive", "/en/staff/mayor/")
    problems = _problems(page)
    shoot(page, f"mayor-{size[0]}-en")
    page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    page.reload()
    problems += _problems(page)
    shoot(page, f"mayor-{size[0]}-dark")
    page.emulate_media(color_scheme="light", forced_colors="active")
    shoot(page, f"mayor-{size[0]}-forced")
    page.emulate_media(forced_colors="none")
    page.goto("/staff/mayor/")
    shoot(page, f"mayor-{size[0]}-th")
    assert page.locator("svg.months").count() == 4 + 3 + 3
    page.goto("/en/staff/figures/?by=department")
    problems += _problems(page)
    shoot(page, f"figures-{size[0]}-en")
    assert problems == []
    assert [text for text in said if text] == []


def test_the_sheet_of_a_full_month_is_one_page(page: Page, counted: None, pango: None) -> None:
    log_in(page, "executive", "/en/staff/mayor/")
    answer = page.request.get("/staff/mayor/report.pdf").body()
    if folder := os.environ.get("SHOTS"):
        Path(folder, "mayor.pdf").write_bytes(answer)
    assert len(PdfReader(io.BytesIO(answer)).pages) == 1
