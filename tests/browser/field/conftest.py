"""A lamp to see to, a telephone, and the line between them, which can be cut."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext

from cases.models import Case, RequestType, User
from tests import servers
from tests.browser.field.telephone import DONE, FIELD, PLACE
from tests.browser.line import Line
from tests.factories import CaseFactory, RequestTypeFactory, ResultCodeFactory, StandardTextFactory

CAMERA = ("--use-fake-device-for-media-stream", "--use-fake-ui-for-media-stream")


@pytest.fixture
def request_type(live_site: str, head: User) -> RequestType:
    ResultCodeFactory()
    StandardTextFactory(step="resolve", text_th=DONE, name_th="เปลี่ยนหลอด", name_en="Lamp changed")
    department = head.memberships.get().department
    return RequestTypeFactory(
        code="lamp", department=department, needs_after_photo=True, name_en="Street lamp"
    )


@pytest.fixture
def lamp(request_type: RequestType, head: User, officer: User) -> Callable[..., Case]:
    """Makes a lamp that the officer has to see to."""

    def make(state: str = "assigned", **more: Any) -> Case:
        people = {"head": head, "officer": officer}
        case = CaseFactory(request_type=request_type, **people, **{state: True}, **more)
        Case.objects.filter(pk=case.pk).update(place=PLACE, latitude="17.41", longitude="102.78")
        return Case.objects.get(pk=case.pk)

    return make


@pytest.fixture
def line(live_site: str) -> Iterator[Line]:
    found = Line(live_site, FIELD.encode())
    yield found
    found.close()


@pytest.fixture
def telephone(browser: Browser, line: Line, tmp_path: Path) -> Iterator[Callable[[], BrowserContext]]:
    """Switches the telephone on: its profile is kept while it is off."""
    on: list[BrowserContext] = []

    def switch_on() -> BrowserContext:
        for earlier in on:
            earlier.close()
        path = servers.program("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
        context = browser.browser_type.launch_persistent_context(
            tmp_path,
            executable_path=path,
            args=[*servers.CHROMIUM_OPTIONS, *CAMERA],
            base_url=line.url,
            viewport={"width": 360, "height": 740},
            permissions=["geolocation"],
            geolocation={"latitude": 17.4, "longitude": 102.78},
        )
        on[:] = [context]
        return context

    yield switch_on
    for context in on:
        context.close()
