"""Filling in the form of a request in a browser, page by page, in any language, also without JavaScript."""

from playwright.sync_api import Page, expect

CONTINUE = "#request > button"
DETAILS = "ถนนหน้าบ้านเป็นหลุมลึก รถจักรยานยนต์ล้มบ่อย"
PERSON = {"first_name": "สมชาย", "last_name": "ใจดี", "phone": "0812345678", "house_no": "9"}


def go_on(page: Page, to: str) -> None:
    """Press the button of the page; the address that comes next ends with `to`."""
    page.click(CONTINUE)
    page.wait_for_url(f"**/{to}/")


def fill_what(page: Page) -> None:
    """What it is about."""
    page.fill("[name=details]", DETAILS)


def fill_where(page: Page) -> None:
    """Where it is."""
    page.fill("[name=place]", "หน้าวัดโพธิ์")


def fill_person(page: Page) -> None:
    """Who asks, but for the selects of the address."""
    page.select_option("[name=title]", index=1)
    for name, text in PERSON.items():
        page.fill(f"[name={name}]", text)


def choose_address(page: Page) -> None:
    """Another province than the municipality's, by selects that fill each other."""
    page.select_option("[name=province]", "40")
    expect(page.locator("[name=district]")).to_have_value("4001")
    expect(page.locator("[name=subdistrict]")).to_have_value("400101")
    page.select_option("[name=postal_code]", "40260")


def choose_address_by_buttons(page: Page) -> None:
    """The same without JavaScript."""
    page.select_option("[name=province]", "40")
    page.click("[name=update][value=district]")
    page.select_option("[name=district]", "4001")
    page.click("[name=update][value=subdistrict]")
    page.select_option("[name=subdistrict]", "400101")
    page.select_option("[name=postal_code]", "40260")


def open_page(page: Page, form: str, name: str) -> None:
    """Open the form and fill in all pages before this one: what, where, you or check."""
    page.goto(form)
    for before, fill, after in STEPS:
        if before == name:
            return
        fill(page)
        go_on(page, after)


def fill_you(page: Page) -> None:
    """The whole page, with JavaScript."""
    fill_person(page)
    choose_address(page)


STEPS = (("what", fill_what, "where"), ("where", fill_where, "you"), ("you", fill_you, "check"))
