"""`python -m tests.screenshots`, which is `make pictures`: take all pictures anew, or those named."""

import sys

from playwright.sync_api import sync_playwright

from tests import servers
from tests.screenshots import components, manual, staff_manual

WHAT = {"components": components.take, "manual": manual.take, "staff_manual": staff_manual.take}


def main(wanted: list[str]) -> None:
    """Take the pictures of these names, or all."""
    path = servers.program("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=servers.CHROMIUM_OPTIONS)
        for name in wanted or WHAT:
            WHAT[name](browser)
        browser.close()


if __name__ == "__main__":
    main(sys.argv[1:])
