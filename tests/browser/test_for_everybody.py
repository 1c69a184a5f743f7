"""Roads for those easily forgotten, on a telephone, in both languages: a foreigner who files a permit,
somebody without e-mail who prints the card, and whoever needs large text or high contrast."""

import re
from collections.abc import Callable

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from cases.models import Case, PersonFields, RequestType
from tests.browser.filling import choose_address, choose_address_by_buttons, fill_what, fill_where, go_on
from tests.browser.test_citizen_pages import findings, log_in, width
from tests.browser.test_staff import log_in as log_in_as_staff
from tests.factories import CaseFactory, FiledFactory, UserFactory
from tests.people import Citizen
from tests.pictures import photo
from tests.thorough import combinations

pytestmark = pytest.mark.django_db(transaction=True)
Visit = Callable[..., Page]
THAI = re.compile("[ก-๛]+")
PASSWORD = re.compile(r"\d{4} \d{4} \d{4}")


def is_fine(page: Page) -> None:
    """Nothing for axe, no sideways scroll; in English no Thai but the link to the Thai page."""
    assert findings(page) == []
    assert width(page) == 360
    if "/en/" in page.url:
        words = page.inner_text("body").replace("ภาษาไทย", "")
        assert THAI.findall(words) == []


def files_a_permit(page: Page, language: str) -> str:
    """What a foreigner does from the first page to the one with the password, which is returned."""
    page.goto(language)
    is_fine(page)
    page.fill("[name=q]", "permit")
    page.press("[name=q]", "Enter")
    page.click("a[href$='requests/permit/'] >> nth=0")
    page.fill("[name=details]", "I want to build a house of two storeys")
    is_fine(page)
    go_on(page, "where")
    page.fill("[name=place]", "Near the big temple")
    is_fine(page)
    go_on(page, "you")
    page.select_option("[name=title]", index=1)
    person = {"first_name": "Thiri", "last_name": "-", "national_id": "mb 0123456", "house_no": "9"}
    for name, text in {**person, "phone": "+44 20 7946 0958", "email": "thiri@citizen.example"}.items():
        page.fill(f"[name={name}]", text)
    choose_address(page)
    is_fine(page)
    go_on(page, "check")
    is_fine(page)
    go_on(page, "done")
    is_fine(page)
    return PASSWORD.findall(page.inner_text("main"))[0]


@pytest.mark.parametrize("language", ["/", "/en/"])
def test_a_foreigner_files_a_permit_with_a_passport_and_follows_it(
    visitor: Visit, request_type: RequestType, language: str
) -> None:
    names = {"code": "permit", "name_en": "Building permit", "synonyms": ["permit"]}
    RequestType.objects.update(**names, needs_national_id=True, needs_address=True, licence=True)
    page = visitor()
    password = files_a_permit(page, language)
    case = Case.objects.get()
    assert (case.national_id, case.last_name, case.phone.as_e164) == ("MB0123456", "", "+442079460958")
    page.goto(f"{language}track/")
    page.fill("[name=user_id]", case.number)
    page.fill("[name=password]", password)
    page.click("main form .row button")
    page.wait_for_url("**/track/cases/")
    is_fine(page)
    page.goto(f"{language}track/cases/{case.number}/")
    page.click(".case-filed > summary")
    expect(page.locator(".case-filed")).to_contain_text("••••••456")
    is_fine(page)
    for letter in case.notices.filter(audience="citizen"):
        assert letter.language == case.language == ("en" if language == "/en/" else "th")
        assert language == "/" or THAI.findall(f"{letter.subject} {letter.text}") == []


@combinations(language=["/", "/en/"], javascript=[True, False])
def test_somebody_without_e_mail_files_a_lamp_and_prints_the_card(
    visitor: Visit, request_type: RequestType, language: str, javascript: bool
) -> None:
    RequestType.objects.update(person_fields=PersonFields.CONTACT)
    page = visitor(java_script_enabled=javascript)
    page.goto(f"{language}requests/road_damage/")
    fill_what(page)
    go_on(page, "where")
    fill_where(page)
    go_on(page, "you")
    page.fill("[name=phone]", "0812345678")
    go_on(page, "check")
    go_on(page, "done")
    page.click("a[href$='/done/card/']")
    number, password = page.locator(".keep .credential").all_inner_texts()
    assert number == Case.objects.get().number
    assert width(page) == 360
    if javascript:
        assert findings(page) == []
        expect(page.locator("[data-print]")).to_be_visible()
    page.emulate_media(media="print")
    assert not page.is_visible("header.site-header")
    assert page.is_visible(".keep .qr")
    page.emulate_media(media="screen")
    page.goto(f"{language}track/")
    page.fill("[name=user_id]", number)
    page.fill("[name=password]", password)
    page.click("main form .row button")
    page.wait_for_url("**/track/cases/")
    assert number in page.inner_text("main")


def test_who_listens_hears_the_case_in_the_order_of_what_matters(
    page: Page, request_type: RequestType
) -> None:
    citizen = Citizen(*FiledFactory(request_type=request_type, in_progress=True, place="Temple"))
    log_in(page, citizen)
    page.goto(f"/en/track/cases/{citizen.case.number}/")
    tree = page.locator("body").aria_snapshot()
    landmarks = re.findall(r"^- (banner|main|contentinfo)", tree, re.MULTILINE)
    assert landmarks == ["banner", "main", "contentinfo"]
    headings = re.findall(r'heading "([^"]+)" \[level=(\d)\]', tree)
    heard = ["Next", "How we work on it", "The place", "What has happened", "What you told us"]
    assert headings == [(request_type.name_en, "1"), *((name, "2") for name in heard)]
    assert 'region "Next"' in tree
    page.click("text=Send a message or a photo")
    page.click("#reply > button")
    expect(page.locator("[role=alert]").first).to_be_focused()


def too_weak(page: Page) -> list[str]:
    """The words of the page whose contrast is below 7:1 (large ones 4.5:1), as axe measures it."""
    found = Axe().run(page, options={"runOnly": ["color-contrast-enhanced"], "resultTypes": ["violations"]})
    return [node["html"] for one in found.response["violations"] for node in one["nodes"]]


def test_large_text_and_high_contrast_stay_and_nothing_overflows(
    page: Page, request_type: RequestType
) -> None:
    citizen = Citizen(*FiledFactory(request_type=request_type, resolved=True, photos=[photo()]))
    page.set_viewport_size({"width": 320, "height": 640})
    page.goto("/en/privacy/")
    page.click("text=Text size and contrast")
    page.check("[name=large]")
    page.check("[name=contrast]")
    page.click("#display > button")
    page.wait_for_url("**/en/privacy/")
    size = page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    assert size > 20
    log_in(page, citizen)
    case, form = f"/en/track/cases/{citizen.case.number}/", "/en/requests/road_damage/"
    for path in ("/en/", "/", case, f"{form}what/", "/en/display/", "/staff/login/", "/privacy/"):
        page.goto(path)
        assert (path, width(page)) == (path, 320)
        assert (path, too_weak(page)) == (path, [])
        assert findings(page) == []


def test_the_pages_of_the_staff_and_of_the_set_up_take_the_switches_too(
    page: Page, live_site: str, request_type: RequestType
) -> None:
    case = CaseFactory(request_type=request_type, in_progress=True)
    UserFactory(username="everything", is_staff=True, is_superuser=True)
    page.context.add_cookies([{"name": "display", "value": "large-contrast", "url": live_site}])
    page.set_viewport_size({"width": 320, "height": 640})
    log_in_as_staff(page, "everything")
    staff = (
        "/en/staff/",
        f"/en/staff/cases/{case.number}/",
        "/en/staff/file/",
        "/en/staff/setup/municipality/",
    )
    for path in (*staff, "/en/admin/cases/channel/"):
        page.goto(path)
        assert page.locator("link[href*='display-']").count() == 2
        assert (path, width(page)) == (path, 320)
        assert (path, too_weak(page)) == (path, [])


def test_without_javascript_the_switch_on_a_form_keeps_what_is_typed(
    visitor: Visit, request_type: RequestType
) -> None:
    page = visitor(java_script_enabled=False)
    page.goto("/en/requests/road_damage/")
    fill_what(page)
    go_on(page, "where")
    page.fill("[name=place]", "Near the big temple")
    page.click("button[name=display]")
    page.check("[name=large]")
    page.click("#display > button")
    page.wait_for_url("**/where/")
    assert page.input_value("[name=place]") == "Near the big temple"
    assert page.locator("link[href*='display-large']").count() == 1
    go_on(page, "you")
    choose_address_by_buttons(page)
    assert width(page) == 360
