"""The language changes without JavaScript, and what was typed into a form comes along, unsent."""

from decimal import Decimal

import pytest
from django.test import Client

from cases.models import Attachment, Case, RequestType, User
from tests.cases.views.pages import page_of
from tests.people import Citizen
from tests.pictures import picture
from tests.workflows.views.conftest import Seat, address, text
from tests.workflows.views.conftest import desk as desk

pytestmark = pytest.mark.django_db
WORDS = "เสาไฟต้นที่สามจากปากซอย"
SWITCH = {"switch_language": "th"}


def in_thai(path: str) -> str:
    """The Thai address of an English one."""
    return path.replace("/en/", "/", 1)


@pytest.mark.parametrize("verb", ["message", "withdraw"])
def test_a_reply_comes_along(logged_in: Client, somchai: Citizen, verb: str) -> None:
    before = somchai.case.events.count()
    page = logged_in.post(in_thai(page_of(somchai.case, verb)), {"text": WORDS, **SWITCH})
    assert (page.status_code, WORDS in page.text, 'lang="th"' in page.text) == (200, True, True)
    assert "error-summary" not in page.text
    assert somchai.case.events.count() == before


def test_an_answer_comes_along_with_its_photos(client: Client, waiting: Citizen) -> None:
    typed = {"text": WORDS, "photos": [picture()], **SWITCH}
    page = client.post(in_thai(page_of(waiting.case, "answer")), typed)
    photo = Attachment.objects.get(case=None)
    assert WORDS in page.text
    assert str(photo.pk) in page.text


def test_a_verdict_comes_along(client: Client, resolved: Citizen) -> None:
    typed = {"verdict": "still_there", "rating": "2", "text": WORDS, **SWITCH}
    page = client.post(in_thai(page_of(resolved.case, "feedback")), typed)
    assert WORDS in page.text
    assert page.text.count(" checked") == 2


@pytest.mark.parametrize(
    ("path", "name"),
    [("track/", "user_id"), ("track/forgot/", "wanted"), ("track/cases/{number}/email/", "email")],
)
def test_a_short_form_comes_along(logged_in: Client, somchai: Citizen, path: str, name: str) -> None:
    page = logged_in.post("/" + path.format(number=somchai.case.number), {name: "2569-00014", **SWITCH})
    assert (page.status_code, 'value="2569-00014"' in page.text) == (200, True)
    assert "error-summary" not in page.text


def test_the_password_stays_behind(client: Client, somchai: Citizen) -> None:
    typed = {"user_id": somchai.case.number, "password": somchai.password, **SWITCH}
    page = client.post("/track/", typed)
    assert somchai.password not in page.text
    assert client.get("/track/cases/").status_code == 302


def test_the_address_of_a_follower_comes_along(client: Client, somchai: Citizen) -> None:
    RequestType.objects.update(needs_map=True)
    Case.objects.update(latitude=Decimal("17.4"), longitude=Decimal("102.8"))
    path = f"/follow/{somchai.case.number}/"
    assert 'value="malee@"' in client.post(path, {"email": "malee@", **SWITCH}).text


def test_the_button_sends_the_form_to_its_address_in_the_other_language(
    logged_in: Client, somchai: Citizen
) -> None:
    page = logged_in.get(page_of(somchai.case)).text
    assert f'formaction="{in_thai(page_of(somchai.case, "message"))}"' in page
    assert '<form id="reply"' in page


def test_a_step_of_the_staff_comes_along(desk: Seat, case: Case, head: User) -> None:
    path = address("step", case.number, "note")
    assert f'formaction="{in_thai(path)}"' in text(desk(head).get(path))
    page = text(desk(head).post(in_thai(path), {"text": WORDS, **SWITCH}))
    assert WORDS in page
    assert case.events.count() == 1


def test_a_request_at_the_counter_comes_along(desk: Seat, clerk: User, request_type: RequestType) -> None:
    page = text(desk(clerk).post(f"/staff/file/for/{request_type.code}/", {"details": WORDS, **SWITCH}))
    assert WORDS in page
    assert "error-summary" not in page
    assert not Case.objects.exists()
