"""A town with real servers: the site, PostgreSQL, Redis, a Celery worker, a mail server, and its people."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage

import pytest

from cases.models import Case, Department, Subdistrict, Title
from tests.at_work import celery_worker_process as celery_worker_process
from tests.at_work import mail_of_the_module as mail_of_the_module
from tests.at_work import redis_of_the_module as redis_of_the_module
from tests.at_work import redis_server as redis_server
from tests.at_work import smtp_server as smtp_server
from tests.at_work import worker_of_the_module as worker_of_the_module
from tests.factories import STAFF_PASSWORD, HeadFactory, OfficerFactory
from tests.journeys.visitor import Page, Visitor
from tests.pictures import picture
from tests.servers import MailServer, Worker, wait_for
from workflows.consistency import disagreements

PASSWORD = re.compile(r"\b\d{4} \d{4} \d{4}\b")
CODE = re.compile(r"\b\d{6}\b")
DONE, MOST_PAGES = "/requests/done/", 8
SOMCHAI = "somchai@citizen.example"


class Mailbox:
    """The letters to one address, read one after the other."""

    def __init__(self, server: MailServer, address: str) -> None:
        self.server, self.address, self.read = server, address, 0

    def next(self) -> str:
        """The text of the next letter; waits for it."""
        letters = wait_for(self._unread, what=f"letter {self.read + 1}")
        self.read += 1
        body = letters[self.read - 1].get_body(("plain",))
        return f"{letters[self.read - 1]['Subject']}\n{body.get_content()}"

    def _unread(self) -> list[EmailMessage]:
        letters = self.server.sent_to(self.address)
        return letters if len(letters) > self.read else []


@dataclass
class Town:
    """What a journey needs at hand."""

    site: str
    mail: MailServer

    def mailbox(self, name: str) -> Mailbox:
        """The mailbox of a member of staff, or of the citizen."""
        return Mailbox(self.mail, SOMCHAI if name == "somchai" else f"{name}@office.example")

    def visitor(self) -> Visitor:
        """Somebody with a browser."""
        return Visitor(self.site)

    def desk(self, username: str) -> Visitor:
        """A member of staff, logged in."""
        visitor = self.visitor()
        visitor.go("/staff/login/")
        page = visitor.send("login", username=username, password=STAFF_PASSWORD)
        assert page.path == "/staff/", page.text
        return visitor

    def file(self, citizen: Visitor, request_type: str = "road_damage", **answers: object) -> tuple[str, str]:
        """File a request in Thai with a photo and `answers` to the kind's own questions; user ID and password
        as the page shows them."""
        citizen.go(f"/requests/{request_type}/")
        page = self.fill_in(citizen, **answers)
        number = Case.objects.latest("pk").number
        assert number in page.text
        return number, PASSWORD.findall(page.text)[0]

    def fill_in(self, citizen: Visitor, **answers: object) -> Page:
        """Send the form that is open, page by page, until it is filed; the page with the password."""
        known, left = request_of_somchai() | answers, MOST_PAGES
        while citizen.page.path != DONE and left:
            citizen.send_what_is_asked("/requests/", **known)
            left -= 1
        assert citizen.page.path == DONE, citizen.page.text
        return citizen.page

    def log_in(self, citizen: Visitor, number: str, password: str) -> Page:
        """Track a case."""
        citizen.go("/track/")
        return citizen.send("/track/", user_id=number, password=password)

    def step(self, desk: Visitor, number: str, verb: str, **typed: object) -> Page:
        """Do a step on the page of the case."""
        desk.go(f"/staff/cases/{number}/{verb}/")
        page = desk.send(f"/{verb}/", **typed)
        assert page.status == 200, page.text
        assert not list(disagreements())
        return page


def request_of_somchai() -> dict[str, object]:
    """What somchai types: everything that the form requires."""
    area = Subdistrict.objects.select_related("district").get(code="410101")
    return {
        "details": "ถนนหน้าบ้านเป็นหลุมลึก รถจักรยานยนต์ล้มบ่อย",
        "place": "หน้าวัดโพธิสมภรณ์ ซอยโพศรี 3",
        "title": Title.objects.get(code="mr").pk,
        "first_name": "สมชาย",
        "last_name": "ใจดี",
        "phone": "๐๘๑ ๒๓๔ ๕๖๗๘",
        "email": SOMCHAI,
        "house_no": "99/1",
        "province": area.district.province_id,
        "district": area.district_id,
        "subdistrict": area.pk,
        "photos": [picture(name="หลุม.jpg")],
    }


@pytest.fixture
def people(sample_municipality: None, transactional_db: None) -> None:
    """The sample municipality with heads and officers in two departments."""
    for department in Department.objects.filter(code__in=["ENG", "PHE"]):
        code = department.code.lower()
        HeadFactory(username=f"head.{code}", department=department)
        OfficerFactory(username=f"officer.{code}", department=department)


@pytest.fixture
def town(people: None, live_site: str, smtp_server: MailServer) -> Iterator[Town]:
    """The town without a worker; flow and cases agree when the journey has ended."""
    yield Town(live_site, smtp_server)
    assert not list(disagreements())


@pytest.fixture
def at_work(town: Town, celery_worker_process: Worker) -> Town:
    """The town with its worker."""
    return town
