"""A clerk files what came by e-mail: from the list to the slip, at both sizes and in both languages."""

import pytest
from playwright.sync_api import Page, expect
from pytest_django import Settings

from cases.models import Case, ReceivedMail, RequestType, User
from notifications.mail_in.post import take
from tests.browser.test_staff import SIZES, log_in
from tests.browser.test_staff_intake import barriers, shoot
from tests.factories import ChannelFactory
from tests.notifications.mail_in.letters import TOWN, WORDS, letter, part, parts, photo
from tests.thorough import one_of

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def mail(request_type: RequestType, clerk: User, settings: Settings) -> ReceivedMail:
    settings.MAIL_IN_ADDRESS = TOWN
    ChannelFactory(code="email", name_en="E-mail")
    take(b"\x00\xff no letter")
    archive = part(b"PK\x03\x04", "application/zip", name="all.zip")
    return take(letter(**parts(part(WORDS), photo(), archive)))


@one_of("size", SIZES, short=0)
def test_an_e_mail_is_filed_from_the_list_to_the_slip(page: Page, size: tuple[int, int]) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    log_in(page, "clerk", "/en/staff/file/")
    page.get_by_role("link", name="E-mail to the municipality").click()
    expect(page.get_by_role("heading", name="E-mail to the municipality")).to_be_visible()
    problems = barriers(page)
    shoot(page, "mails")
    page.get_by_role("link", name="ไฟทางดับ").click()
    expect(page.get_by_text(WORDS)).to_be_visible()
    expect(page.locator("ul.photos img")).to_be_visible()
    problems += barriers(page)
    shoot(page, "mail")
    page.get_by_label("Kind of request").select_option("road_damage")
    page.get_by_role("button", name="File it").click()
    expect(page.locator("[name=details]")).to_have_value(f"ไฟทางดับ\n{WORDS}")
    expect(page.locator("[name=email]")).to_have_value("somsri@people.example")
    expect(page.locator("ul.photos img")).to_be_visible()
    problems += barriers(page)
    shoot(page, "mail-form")
    page.get_by_label("Title", exact=False).first.select_option(index=1)
    page.fill("[name=phone]", "081 234 5678")
    page.fill("[name=house_no]", "12")
    page.fill("[name=place]", "หน้าวัด")
    page.select_option("[name=subdistrict]", "410101")
    page.get_by_role("button", name="File the request").last.click()
    expect(page.get_by_role("heading", name="is filed")).to_be_visible()
    case = Case.objects.get()
    assert (case.attachments.count(), case.channel.code) == (1, "email")
    assert ReceivedMail.objects.get(case=case).state == ReceivedMail.State.FILED
    page.goto("/staff/mail/")
    page.locator("main h2 a").first.click()
    expect(page.locator("main .notice-warning")).to_be_visible()
    problems += barriers(page)
    shoot(page, "unreadable")
    page.locator("[name=reason]").fill("ว่าง")
    page.locator("form[action$='/aside/'] button").click()
    expect(page.locator("main .card p")).to_be_visible()
    assert problems + barriers(page) == []
