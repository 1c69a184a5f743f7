"""A member of staff before a browser, who leaves no page unchecked for barriers and complaints."""

from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from tests.browser.test_staff import _problems


def open_menu(page: Page) -> None:
    """Open the menu at the top, where the screen has no room to show it always."""
    button = page.locator(".menu:not([open]) > summary")
    if button.is_visible():
        button.click()


def open_person(page: Page) -> None:
    """Open the menu of whoever has logged in: the rarer pages, and the way out."""
    open_menu(page)
    if (group := page.locator(".person:not([open]) > summary")).count():
        group.click()


def log_out(page: Page, name: str = "Log out") -> None:
    """Log out by the button of this name; the page that follows is there. What the device keeps is taken from
    it before."""
    with page.expect_navigation():
        ask_to_log_out(page, name)


def ask_to_log_out(page: Page, name: str = "Log out") -> None:
    """Press the button of this name in the menu at the top."""
    open_person(page)
    page.locator("header").get_by_role("button", name=name, exact=True).click()


@dataclass
class Seat:
    """Somebody who has logged in; `said` is what the browser complained about. No page is left unchecked."""

    page: Page
    said: list[str]

    def check(self) -> None:
        """The page has no barriers, fits the screen, and the browser complained about nothing."""
        self.page.wait_for_load_state()
        assert _problems(self.page) + self.said == []

    def read(self, words: str) -> str:
        """The page, once these words are on it."""
        expect(self.page.locator("main")).to_contain_text(words)
        return self.page.content()

    def leave(self, link: Locator) -> None:
        """Check the page, and go where this link or button leads."""
        link.wait_for()
        self.check()
        link.click()

    def choose(self, name: str) -> None:
        """Follow a link of the navigation at the top."""
        self.check()
        open_menu(self.page)
        link = self.page.locator("header").get_by_role("link", name=name)
        if not link.is_visible():
            open_person(self.page)
        link.click()

    def follow(self, *names: str) -> None:
        """Follow the first link of this name, and on that page the next."""
        for name in names:
            self.leave(self.page.locator("main").get_by_role("link", name=name).first)

    def press(self, name: str) -> None:
        """Press the button of this name."""
        self.leave(self.page.locator("main").get_by_role("button", name=name, exact=True))

    def write(self, **typed: str) -> None:
        """Type into the fields of these names."""
        for name, words in typed.items():
            self.page.locator(f"main [name={name}]").fill(words)
