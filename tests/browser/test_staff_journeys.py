"""The working day of each role in a real browser: after every page axe is silent, and so is the policy."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db.models.functions import Now
from playwright.sync_api import Page, expect

from cases import actions
from cases.files.images import prepared
from cases.models import Case, CaseEvent, Department, Membership, RequestType, RoutingRule, Status, User
from notifications.letters.holds.suppression import suppress
from notifications.models import LetterText, Notice, State, Suppression, Unreached
from tests.browser.conftest import SCREENS
from tests.browser.seat import Seat
from tests.browser.test_staff import log_in
from tests.browser.test_staff_intake import fill
from tests.factories import CaseFactory, ChannelFactory, RequestTypeFactory, ResultCodeFactory
from tests.pictures import scene
from tests.thorough import one_of
from workflows import role_sets
from workflows.rights.catalogue import Verb
from workflows.rights.spec import Role

pytestmark = pytest.mark.django_db(transaction=True)
QUESTION = "หลุมอยู่หน้าบ้านเลขที่เท่าใด"
# What tells who asked, in the cases of the factory.
CITIZEN = ("สมชาย", "812345678", "812 345 678", "somchai@citizen.example", "99/1")


Sit = Callable[..., Seat]


@pytest.fixture
def sit(visitor: Callable[..., Page]) -> Iterator[Sit]:
    """Logs a person in: `sit("officer", "telephone")`."""
    seats = []

    def seated(username: str, screen: str = "desk") -> Seat:
        seat = Seat(visitor(screen), [])
        seat.page.on("console", lambda message: seat.said.append(message.text))
        log_in(seat.page, username)
        seats.append(seat)
        return seat

    yield seated
    for seat in seats:
        seat.check()


@pytest.fixture
def there(stranger: User) -> Department:
    """The other head's department."""
    return Membership.objects.get(user=stranger).department


@pytest.fixture
def given(department: Department, head: User, officer: User) -> Case:
    """A case with its photo, given to the officer; its result needs a photo too."""
    ResultCodeFactory(needs_photo=True)
    request_type = RequestTypeFactory(department=department, needs_after_photo=True)
    photos = [prepared(scene(1))]
    return CaseFactory(request_type=request_type, photos=photos, assigned=True, head=head, officer=officer)


@pytest.fixture
def bounced(case: Case) -> Notice:
    """A letter to the citizen that came back."""
    letters = Notice.objects.filter(audience="citizen")
    letters.update(state=State.SENT, sent_at=Now(), secret="")
    letters.update(state=State.BOUNCED, arrived_at=Now())
    suppress(letters.get(), reason=Suppression.Reason.BOUNCED)
    return letters.get()


def test_a_head_gives_a_case_to_the_suggested_officer_and_goes_on_to_the_next(
    sit: Sit, case: Case, officer: User
) -> None:
    following = CaseFactory(request_type=case.request_type)
    seat = sit("head")
    seat.follow(case.number)
    seat.read(f"Suggested: {officer}")
    seat.press("Assign")
    seat.read(f"{case.number} is assigned to {officer}.")
    seat.follow("‹ Inbox")
    assert f"/{case.number}/" not in seat.read("1 case")
    seat.follow(following.number)
    seat.read(f"Suggested: {officer}")
    assert Case.objects.get(pk=case.pk).officer == officer


def test_a_case_sent_on_is_taken_by_the_other_head(sit: Sit, case: Case, there: Department) -> None:
    sender, taker = sit("head"), sit("stranger")
    sender.follow(case.number, "Send to another department")
    sender.page.select_option("[name=to]", str(there.pk))
    sender.write(reason="เป็นเหตุรำคาญ")
    sender.press("Send the case")
    sender.read(f"goes to {there.name_en}")
    taker.follow("Transfers to answer", case.number)
    taker.read("เป็นเหตุรำคาญ")
    taker.press("Accept the case")
    taker.read(f"has taken {case.number}. Now assign an officer.")
    assert Case.objects.get(pk=case.pk).department == there


def test_a_number_of_the_figures_leads_a_head_to_its_list(sit: Sit, case: Case) -> None:
    seat = sit("head")
    seat.choose("Figures")
    seat.leave(seat.page.locator(".figures a[href*='measure=received']"))
    seat.follow(case.number)
    seat.read("What is next")


@one_of("screen", SCREENS, short=1)
def test_an_officer_takes_a_case_from_its_start_to_its_result(sit: Sit, given: Case, screen: str) -> None:
    seat = sit("officer", screen)
    seat.follow("Mine", given.number)
    seat.press("Start the work")
    seat.read("has begun")
    seat.follow("Ask the citizen")
    seat.write(question=QUESTION)
    seat.press("Show the letter")
    expect(seat.page.locator(".letter")).to_contain_text(QUESTION)
    assert not Notice.objects.filter(text__contains=QUESTION)
    seat.press("Send the question")
    seat.read("pauses until the answer")
    actions.answer(Case.objects.get(pk=given.pk), text="เลขที่ 9")
    seat.page.reload()
    seat.read("เลขที่ 9")
    seat.page.select_option("[name=result]", label="Fixed")
    seat.write(details="ปะซ่อมผิวจราจรแล้ว")
    photo = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": scene(2).read()}
    seat.page.set_input_files("[name=photos]", photo)  # type: ignore[arg-type]
    seat.press("Finish and tell the citizen")
    seat.read("The citizen is told the result")
    event = CaseEvent.objects.get(case=given, kind="resolved")
    assert (Case.objects.get(pk=given.pk).status, event.attachments.count()) == (Status.RESOLVED, 1)


@pytest.mark.usefixtures("clerk")
def test_a_clerk_files_for_a_caller_and_finds_the_case_by_telephone(
    sit: Sit, request_type: RequestType
) -> None:
    ChannelFactory(code="phone", name_en="Telephone")
    seat = sit("clerk")
    seat.choose("File for somebody")
    seat.page.click("main details summary")
    seat.leave(seat.page.locator("main").get_by_role("button", name=request_type.name_en).first)
    fill(seat.page)
    seat.page.select_option("[name=subdistrict]", "410101")
    seat.leave(seat.page.get_by_role("button", name="File the request").last)
    seat.read("is filed")
    case = Case.objects.get()
    expect(seat.page.locator(".slip")).to_contain_text(case.number)
    seat.choose("Inbox")
    seat.write(q="081 234 5678")
    seat.press("Find")
    seat.follow(case.number)
    seat.read("สมศรี")


def test_a_clerk_telephones_whom_no_letter_reached(sit: Sit, bounced: Notice, clerk: User) -> None:
    seat = sit("clerk")
    seat.choose("Outgoing letters")
    seat.follow("Citizens to telephone")
    seat.write(said="จะแจ้งอีเมลใหม่")
    seat.leave(seat.page.locator("main form[action*=reached] button"))
    seat.read("the citizen knows")
    assert Unreached.objects.get().reached_by == clerk


@pytest.mark.usefixtures("executive")
def test_an_executive_reads_everything_but_who_asks_and_is_offered_no_step(
    sit: Sit, case: Case, there: Department
) -> None:
    other = CaseFactory(request_type=RequestTypeFactory(department=there))
    seat = sit("executive")
    pages = [seat.read("2 cases")]
    seat.choose("Figures")
    seat.follow("Department")
    pages.append(seat.read("Received and done"))
    for department in (case.department, there):
        expect(seat.page.locator("table.numbers").last).to_contain_text(department.name_en)
    seat.leave(seat.page.locator(".figures a[href*='measure=received']"))
    pages.append(seat.read("All of them (CSV)"))
    seat.follow(other.number)
    pages.append(seat.read("there is nothing for you to do"))
    assert [one for one in CITIZEN for page in pages if one in page] == []
    assert seat.page.locator(".step-list, #step").count() == 0


@pytest.fixture
def setting_up(sit: Sit, request_type: RequestType, administrator: User) -> Seat:
    """An administrator on the first page of the set-up."""
    seat = sit("administrator")
    seat.choose("Set-up")
    return seat


def test_an_administrator_writes_a_rule_and_tries_it(setting_up: Seat, request_type: RequestType) -> None:
    setting_up.follow("Routing rules", "New rule")
    setting_up.write(name="Night shift", from_time="00:00", until_time="23:59")
    setting_up.page.select_option("main [name=department]", str(request_type.department_id))
    setting_up.press("Save")
    setting_up.follow("Which rule would match this case?")
    setting_up.page.select_option("main [name=request_type]", str(request_type.pk))
    setting_up.write(clock="12:00")
    setting_up.press("Try it")
    setting_up.read("The rule “Night shift” decides.")


def test_an_administrator_words_a_letter_looks_at_it_and_restores_it(setting_up: Seat) -> None:
    setting_up.follow("Letters")
    setting_up.leave(setting_up.page.locator("main a[href$='/result/th/']"))
    setting_up.write(body="แจ้งได้ถึง {until} ครับ")
    setting_up.press("Show the letter")
    expect(setting_up.page.locator("#letter pre")).to_contain_text("แจ้งได้ถึง")
    assert not LetterText.objects.exists()
    setting_up.press("Save")
    setting_up.read("The letter is saved.")
    setting_up.press("Restore the default")
    setting_up.read("The letter has its default words again.")
    assert not LetterText.objects.exists()


def test_an_administrator_takes_the_set_up_along(setting_up: Seat) -> None:
    setting_up.follow("Export and import")
    with setting_up.page.expect_download() as download:
        setting_up.follow("Export the set-up")
    assert "road_damage" in Path(download.value.path()).read_text(encoding="utf-8")


def test_the_change_log_shows_before_and_after(setting_up: Seat, request_type: RequestType) -> None:
    RoutingRule.objects.create(name="Night shift", department=request_type.department, weekdays=[5, 6])
    setting_up.follow("Routing rules", "Change Night shift")
    setting_up.write(name="Weekend")
    setting_up.press("Save")
    setting_up.read("1. Weekend")
    setting_up.follow("‹ Set-up", "Change log")
    setting_up.read("before: Night shift → after: Weekend")


def test_a_right_is_taken_from_a_role_and_given_back(sit: Sit, setting_up: Seat, given: Case) -> None:
    officer = sit("officer")
    setting_up.follow("Rights of the roles")
    for held in (False, True):
        box = setting_up.page.locator(f"[name=right][value='{Verb.TRANSFER}:{Role.OFFICER}']")
        box.set_checked(held)
        with setting_up.page.expect_navigation():
            setting_up.press("Save")
        setting_up.read("The rights are saved.")
        officer.page.goto(f"/en/staff/cases/{given.number}/")
        assert ("Send to another department" in officer.read("What is next")) is held
    assert role_sets.current() == role_sets.defaults()
