"""The pages of an outside party: one link opens one step, and nothing of the citizen."""

import datetime
import re
from dataclasses import dataclass

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from cases.actions import lifecycle, outside, subtasks
from cases.deadlines.work_calendar import WorkCalendar
from cases.models import Attachment, Case, CaseEvent, OutsideLink, OutsideParty, OutsidePerson, Subtask, User
from cases.models.case.event_content import PartyDay
from notifications.models import Notice
from tests.cases.actions.test_stages import published, stage, step
from tests.cases.files.test_pdf_uploads import pdf, upload
from tests.factories import CaseFactory, OutsidePartyFactory, OutsidePersonFactory, RequestTypeFactory
from tests.pictures import photo, picture
from tests.workflows.views.conftest import text
from workflows.consistency import disagreements

pytestmark = pytest.mark.django_db
WHAT = "ขอให้ดับไฟระหว่างตัดต้นไม้ที่หน้าตลาด"
# What the citizen has typed, or is known by.
PRIVATE = ("สมชาย", "ใจดี", "81 234 5678", "812345678", "somchai@", "99/1", "ถนนหน้าบ้าน", "บ้านหลังสีเขียว")
DAY = datetime.timedelta(days=1)


@dataclass
class Asked:
    """What was asked of whom."""

    case: Case
    subtask: Subtask
    person: OutsidePerson
    officer: User

    @property
    def link(self) -> OutsideLink:
        return OutsideLink.objects.filter(person=self.person).latest("made_at")

    @property
    def token(self) -> str:
        """What stands in the last letter alone."""
        return str(Notice.objects.filter(person=self.person).exclude(secret="").latest("created").secret)

    @property
    def now(self) -> Subtask:
        return Subtask.objects.get(pk=self.subtask.pk)

    def address(self, verb: str = "") -> str:
        return f"/en/outside/step/{self.link.pk}/{verb + '/' if verb else ''}"

    def visitor(self) -> Client:
        """A browser that has followed the link."""
        client = Client()
        client.get(f"/en/outside/open/{self.token}/")
        return client


def due_on() -> datetime.date:
    return WorkCalendar.load().shift(timezone.localdate(), 3)


def asked_of(case: Case, person: OutsidePerson, by: User) -> Asked:
    outside.ask_outside(case, to=person.party, what=WHAT, due_on=due_on(), by=by)
    return Asked(case, Subtask.objects.latest("pk"), person, by)


@pytest.fixture
def person() -> OutsidePerson:
    return OutsidePersonFactory(name="วิชัย สายไฟ", email="wichai@pea.example")


@pytest.fixture
def asked(person: OutsidePerson, head: User, officer: User) -> Asked:
    request_type = RequestTypeFactory(
        code="tree", department=officer.memberships.get().department, needs_map=True
    )
    case = CaseFactory(
        request_type=request_type,
        in_progress=True,
        head=head,
        officer=officer,
        place="บ้านหลังสีเขียว โทร 081 234 5678",
        latitude="17.415",
        longitude="102.787",
        photos=[photo()],
    )
    return asked_of(case, person, officer)


def test_the_link_leads_to_an_address_without_it(asked: Asked) -> None:
    """The token is exchanged for the session; no referrer carries it on, and only its hash is stored."""
    client = Client()
    answer = client.get(f"/en/outside/open/{asked.token}/")
    assert (answer.status_code, answer["Location"]) == (302, asked.address())
    assert answer["Referrer-Policy"] == "no-referrer"
    assert "no-store" in answer["Cache-Control"]
    assert asked.token not in str(client.session.items()) + str(asked.link.__dict__)
    page = client.get(asked.address())
    assert page.status_code == 200
    assert all(one in text(page) for one in (WHAT, "Open the map", asked.case.number))
    assert asked.link.opened_at


def test_the_letter_brings_the_link_and_nothing_of_the_citizen(asked: Asked) -> None:
    notice = Notice.objects.get(person=asked.person)
    assert (notice.kind, notice.address, notice.language) == ("outside_asked", "wichai@pea.example", "en")
    assert WHAT in notice.text
    assert "/en/outside/open/\ue000/" in notice.text
    assert "/en/outside/open/\ue000/" in notice.html
    assert asked.token not in notice.text + notice.html
    for private in PRIVATE:
        assert private not in notice.subject + notice.text + notice.html


def test_no_page_tells_who_the_citizen_is(asked: Asked) -> None:
    """Neither name, telephone, address and words, nor the words about the place before they are cleared."""
    visitor = asked.visitor()
    pages = [visitor.get(asked.address(verb)) for verb in ("", "answer", "finish", "refuse")]
    assert [page.status_code for page in pages] == [200] * 4
    for page in pages:
        found = text(page) + str(page.headers)
        assert not [private for private in PRIVATE if private in found]
    Case.objects.filter(pk=asked.case.pk).update(cleared_place=asked.case.place)
    assert "บ้านหลังสีเขียว" in text(visitor.get(asked.address()))


def test_a_stranger_and_a_link_of_another_step_open_nothing(asked: Asked) -> None:
    other = asked_of(asked.case, OutsidePersonFactory(party=OutsidePartyFactory(code="pwa")), asked.officer)
    assert Client().get(asked.address()).status_code == 404
    visitor = other.visitor()
    assert visitor.get(other.address()).status_code == 200
    for verb in ("", "answer", "finish", "refuse"):
        assert visitor.get(asked.address(verb)).status_code == 404
    assert visitor.post(asked.address("finish"), {"result": "ทำแล้ว"}).status_code == 404
    picture_of = Attachment.objects.filter(case=asked.case).values_list("pk", flat=True)[0]
    assert Client().get(f"{asked.address()}photos/{picture_of}/").status_code == 404
    assert visitor.get(f"{asked.address()}photos/{picture_of}/").status_code == 404
    assert visitor.get(f"/photos/{picture_of}/").status_code == 404


def test_a_guess_is_answered_without_naming_it_in_the_log(
    asked: Asked, caplog: pytest.LogCaptureFixture, settings: Settings
) -> None:
    """The page of a link that opens nothing has another address; and after sixty guesses there is a pause."""
    client = Client()
    for _ in range(60):
        answer = client.get("/en/outside/open/guessed-token/")
    assert answer["Location"] == "/en/outside/ended/"
    assert client.get(answer["Location"]).status_code == 410
    good = client.get(f"/en/outside/open/{asked.token}/")
    assert good["Location"] == "/en/outside/ended/"
    assert "guessed-token" not in caplog.text
    assert asked.token not in caplog.text


@pytest.mark.parametrize("how", ["withdrawn", "left", "party", "moved", "old", "restricted"])
def test_a_link_that_is_not_good_any_more_opens_nothing(asked: Asked, how: str) -> None:
    """Neither a new browser nor one that had opened the step before."""
    visitor, token, address = asked.visitor(), asked.token, asked.address()
    person = OutsidePerson.objects.get(pk=asked.person.pk)
    if how == "withdrawn":
        outside.withdraw_links(asked.now, by=asked.officer)
    elif how == "left":
        person.active = False
        person.save()
    elif how == "party":
        OutsideParty.objects.filter(pk=person.party_id).update(active=False)
    elif how == "moved":
        person.email = "elsewhere@pea.example"
        person.save()
    elif how == "old":
        then = timezone.now() - 200 * DAY
        OutsideLink.objects.update(made_at=then, expires_at=then + DAY)
    else:
        asked.case.request_type.restricted = True
        asked.case.request_type.save()
    assert Client().get(f"/en/outside/open/{token}/")["Location"] == "/en/outside/ended/"
    assert visitor.get(address).status_code == 404
    assert visitor.post(f"{address}finish/", {"result": "ทำแล้ว"}).status_code == 404
    assert asked.now.state == "asked"


def test_an_answer_with_a_day_and_a_photo_reaches_the_officer(asked: Asked) -> None:
    visitor, on = asked.visitor(), timezone.localdate() + 5 * DAY
    day = {"day_day": on.day, "day_month": on.month, "day_year": on.year}
    answer = visitor.post(asked.address("answer"), {"text": "จะไปวันศุกร์", "photos": [picture()], **day})
    assert answer["Location"] == asked.address()
    event = CaseEvent.objects.latest("pk")
    assert (event.kind, event.actor, event.person, event.by) == (
        "outside_promised",
        "outside",
        asked.person,
        None,
    )
    assert isinstance(event.content, PartyDay)
    assert (event.content.day, asked.now.party_day, asked.now.state) == (on, on, "asked")
    page = text(visitor.get(asked.address()))
    assert "จะไปวันศุกร์" in page
    (photo_of,) = event.attachments.all()
    served = visitor.get(f"{asked.address()}photos/{photo_of.pk}/")
    assert (served.status_code, served["Content-Type"]) == (200, "image/jpeg")
    assert served.getvalue()
    told = Notice.objects.get(event=event)
    assert (told.kind, told.recipient) == ("outside_answered", asked.officer)
    assert "จะไปวันศุกร์" in told.text


def test_nothing_and_a_day_that_is_past_are_refused_with_words(asked: Asked) -> None:
    visitor = asked.visitor()
    empty = visitor.post(asked.address("answer"), {"text": " "})
    assert "Write something, name a day, or add a photo." in text(empty)
    past = timezone.localdate() - DAY
    typed = {"text": "ครับ", "day_day": past.day, "day_month": past.month, "day_year": past.year}
    late = visitor.post(asked.address("answer"), typed)
    assert "Choose a day from today on." in text(late)
    assert "ครับ" in text(late)
    assert visitor.post(asked.address("finish"), {"result": ""}).status_code == 200
    assert visitor.post(asked.address("refuse"), {"reason": ""}).status_code == 200
    assert asked.now.state == "asked"


def test_what_is_no_photo_is_refused_and_a_paper_is_taken(asked: Asked) -> None:
    visitor = asked.visitor()
    script = SimpleUploadedFile("run.svg", b"<svg onload=alert(1)>", content_type="image/svg+xml")
    refused = visitor.post(asked.address("finish"), {"result": "ตัดแล้ว", "photos": [script]})
    assert refused.status_code == 200
    assert "run.svg" in text(refused)
    assert asked.now.state == "asked"
    visitor.post(asked.address("finish"), {"result": "ตัดแล้ว", "photos": [upload(pdf())]})
    (kept,) = Attachment.objects.filter(event__subtask=asked.subtask)
    assert (asked.now.state, kept.is_pdf) == ("done", True)


def test_a_step_is_done_once(asked: Asked) -> None:
    """Done a second time, by another form or on an old page, it is a 409 that keeps what was typed."""
    visitor, token = asked.visitor(), asked.token
    done = visitor.post(asked.address("finish"), {"result": "ดับไฟแล้ว"})
    assert done["Location"] == asked.address()
    assert (asked.now.state, asked.now.result, asked.now.ended_by) == ("done", "ดับไฟแล้ว", None)
    again = visitor.post(asked.address("refuse"), {"reason": "ทำไม่ได้แล้ว"})
    assert again.status_code == 409
    assert "ทำไม่ได้แล้ว" in text(again)
    assert visitor.get(asked.address("finish")).status_code == 409
    assert "There is nothing left to do here" in text(visitor.get(asked.address()))
    assert Client().get(f"/en/outside/open/{token}/")["Location"] == "/en/outside/ended/"
    told = Notice.objects.filter(event__kind="subtask_done")
    assert {one.kind for one in told} == {"subtask_finished"}
    assert not list(disagreements())


def test_the_same_form_twice_is_done_once(asked: Asked) -> None:
    visitor = asked.visitor()
    found = re.search(r'name="form_token" value="([^"]+)"', text(visitor.get(asked.address("answer"))))
    assert found
    sent = {"text": "รับทราบ", "form_token": found[1]}
    for _ in range(2):
        assert visitor.post(asked.address("answer"), sent).status_code == 302
    assert CaseEvent.objects.filter(kind="outside_answered").count() == 1
    other = visitor.post(asked.address("answer"), sent | {"text": "อย่างอื่น"})
    assert (other.status_code, "อย่างอื่น" in text(other)) == (409, True)


def test_a_refusal_names_a_reason_and_a_day(asked: Asked) -> None:
    visitor, on = asked.visitor(), timezone.localdate() + 30 * DAY
    day = {"party_day_day": on.day, "party_day_month": on.month, "party_day_year": on.year}
    visitor.post(asked.address("refuse"), {"reason": "รถกระเช้าเสีย", **day})
    assert (asked.now.state, asked.now.result, asked.now.party_day) == ("refused", "รถกระเช้าเสีย", on)
    assert Notice.objects.filter(kind="subtask_refused", recipient=asked.officer).exists()


def test_a_step_that_is_cancelled_tells_the_party(asked: Asked) -> None:
    visitor = asked.visitor()
    subtasks.cancel_subtask(asked.now, by=asked.officer, reason="ไม่ต้องแล้ว")
    notice = Notice.objects.filter(person=asked.person).latest("created")
    assert (notice.kind, notice.secret) == ("outside_cancelled", "")
    assert "ไม่ต้องแล้ว" not in notice.text
    assert visitor.post(asked.address("finish"), {"result": "ทำแล้ว"}).status_code == 409
    assert asked.now.state == "cancelled"


def test_photos_of_kinds_that_take_papers_are_not_shown(asked: Asked) -> None:
    """They may show an identity card."""
    visitor = asked.visitor()
    problem = Attachment.objects.get(case=asked.case)
    assert visitor.get(f"{asked.address()}photos/{problem.pk}/small/").status_code == 200
    asked.case.request_type.accepts_pdf = True
    asked.case.request_type.save()
    assert visitor.get(f"{asked.address()}photos/{problem.pk}/small/").status_code == 404


def test_so_much_from_one_link_is_slowed_down(asked: Asked) -> None:
    visitor = asked.visitor()
    answers = [visitor.post(asked.address("answer"), {"text": f"ข้อความ {n}"}) for n in range(21)]
    assert [one.status_code for one in answers[-2:]] == [302, 429]


def test_findings_of_the_plan_are_filled_in_by_the_party(
    person: OutsidePerson, head: User, officer: User
) -> None:
    """Line by line; the plan goes on when the step is done, and the history names person and party."""
    department = officer.memberships.get().department
    request_type = RequestTypeFactory(code="tree", department=department, target_working_days=30)
    volts = {"key": "volts", "kind": "number", "text_th": "โวลต์", "text_en": "Volts", "required": True}
    line = {"shown": "line", "told_th": "ดับไฟแล้ว {findings.volts}", "told_en": "Off {findings.volts}"}
    published(
        request_type,
        stage("Off", step("off", doer="outside", party="pea", findings=[volts], **line)),
        stage("Cut", step("cut")),
    )
    case = CaseFactory(request_type=request_type, in_progress=True, head=head, officer=officer)
    subtask = Subtask.objects.get(step="off")
    asked = Asked(case, subtask, person, officer)
    visitor = asked.visitor()
    missing = visitor.post(asked.address("finish"), {"result": ""})
    assert "This has to be filled in." in text(missing)
    field = re.search(r'name="(q_[^"]+)"', text(missing))
    assert field
    saved = visitor.post(asked.address("finish"), {field[1]: "220", "save": "1"})
    assert (saved.status_code, asked.now.findings.get().author) == (302, person)
    visitor.post(asked.address("finish"), {field[1]: "220", "result": "เรียบร้อย"})
    assert (asked.now.state, Case.objects.get(pk=case.pk).stage) == ("done", 2)
    assert CaseEvent.objects.filter(kind="informed", message="ดับไฟแล้ว 220").exists()
    assert not list(disagreements())


def test_an_expired_page_keeps_what_was_typed(asked: Asked) -> None:
    visitor = Client(enforce_csrf_checks=True)
    visitor.get(f"/en/outside/open/{asked.token}/")
    answer = visitor.post(asked.address("answer"), {"text": "ยาวมาก"}, HTTP_ORIGIN="http://testserver")
    assert (answer.status_code, "ยาวมาก" in text(answer)) == (403, True)


def test_an_ended_case_ends_its_links(asked: Asked) -> None:
    lifecycle.reject(asked.case, by=asked.officer, reason="นอกเขต", agency=None)
    assert asked.now.state == "cancelled"
    assert Client().get(f"/en/outside/open/{asked.token}/")["Location"] == "/en/outside/ended/"
