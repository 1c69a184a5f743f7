"""A website of another origin shows our page; what is pressed there opens the form in the whole window."""

import http.server
import threading
from collections.abc import Callable, Iterator
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from cases.models import Municipality, RequestType

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def website(live_site: str) -> Iterator[str]:
    """The address of a website of the town, whose page frames ours."""
    page = f'<h1>Town</h1><iframe src="{live_site}/en/embedded/" width="100%" height="640"></iframe>'.encode()

    class Town(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html; charset=utf-8")
            self.end_headers()
            self.wfile.write(page)

        def log_message(self, *said: object) -> None:
            """Say nothing."""

    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Town) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://localhost:{server.server_port}"
        server.shutdown()


def test_the_named_website_shows_it_and_the_form_opens_in_the_whole_window(
    visitor: Callable[..., Page], website: str, live_site: str, request_type: RequestType
) -> None:
    page = visitor()
    page.goto(website)
    frame = page.frame_locator("iframe")
    assert page.frames[1].url.startswith("chrome-error:")
    Municipality.objects.update(framed_by=[website])
    page.reload()
    frame.get_by_role("searchbox").fill("no such thing")
    frame.get_by_role("button", name="Search").click()
    expect(frame.get_by_role("status")).to_contain_text("Nothing was found")
    expect(page.get_by_role("heading", name="Town")).to_be_visible()
    frame.get_by_role("searchbox").fill(request_type.name_en)
    frame.get_by_role("button", name="Search").click()
    frame.get_by_role("link", name=request_type.name_en).click()
    page.wait_for_url("**/requests/road_damage/what/")
    assert urlsplit(page.url).netloc == urlsplit(live_site).netloc
    expect(page.get_by_label("Details")).to_be_visible()
