"""The road of the install test: what docs/operations.md says, typed on the empty machine, in this order."""

import http.client
import io
import re
import socket
import ssl
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

from tests.install.machine import CannotBoot, Machine
from tests.journeys.visitor import Page, Visitor
from tests.servers import MailServer, wait_for

HOST = "eservice.example.go.th"
SITE = f"https://{HOST}"
CITIZEN = "somchai@citizen.example"
NUMBER = re.compile(r"\b25\d\d-\d{5}\b")
PASSWORD = re.compile(r"\b\d{4} \d{4} \d{4}\b")
# What the installer says where it reaches no packages.
UNREACHED = ("libraries could not be fetched", "package lists could not be fetched", "Unable to fetch")
DONE, MOST_PAGES = "/requests/done/", 8
# By their words, as somebody chooses them.
CHOSEN = {"title": "นาย", "province": "อุดรธานี", "district": "เมืองอุดรธานี", "subdistrict": "หมากแข้ง"}
TYPED: dict[str, Any] = {
    "details": "ถนนหน้าบ้านเป็นหลุมลึก รถจักรยานยนต์ล้มบ่อย",
    "place": "หน้าวัดโพธิสมภรณ์ ซอยโพศรี 3",
    "first_name": "สมชาย",
    "last_name": "ใจดี",
    "phone": "081 234 5678",
    "email": CITIZEN,
    "house_no": "99/1",
}


class _Here(http.client.HTTPSConnection):
    """The host's name leads to this machine, whose certificate nobody has signed."""

    def connect(self) -> None:
        plain = socket.create_connection(("127.0.0.1", 443), self.timeout)
        self.sock = _context().wrap_socket(plain, server_hostname=HOST)


class _Handler(urllib.request.HTTPSHandler):
    def https_open(self, req: urllib.request.Request) -> http.client.HTTPResponse:
        return self.do_open(_Here, req)


class Citizen(Visitor):
    """A person with a browser, which says from which page it comes."""

    def __init__(self) -> None:
        super().__init__(SITE)
        cookies = urllib.request.HTTPCookieProcessor(self.cookies)
        self._opener = urllib.request.build_opener(cookies, _Handler())

    def _open(self, request: urllib.request.Request) -> Page:
        request.add_header("Referer", self.page.url)
        return super()._open(request)


def file(citizen: Visitor) -> Page:
    """Fill in the form for a hole in the road, page by page, as somebody does who reads the words; the page
    with number and password."""
    page, left = citizen.go("/requests/road_damage/"), MOST_PAGES
    assert page.status == 200, page.text
    typed = TYPED | {"photos": [_photo()]}
    while citizen.page.path != DONE and left:
        form = citizen.page.form("/requests/")
        chosen = {
            name: next((value for value, words in form.choices.get(name, {}).items() if words == label), "")
            for name, label in CHOSEN.items()
        }
        citizen.send_what_is_asked("/requests/", **typed, **chosen)
        left -= 1
    assert citizen.page.path == DONE, citizen.page.text
    return citizen.page


class Road:
    """One walk over one machine, with a mail server beside it."""

    def __init__(self, machine: Machine, mail: MailServer) -> None:
        self.machine, self.mail, self.letters = machine, mail, 0

    def install(self, source: str) -> None:
        """From an empty machine to a site. Raises CannotBoot where packages cannot be fetched: that is no
        fault of the installer."""
        mail = f"--mail {self.mail.url} --sender no-reply@example.go.th"
        options = (
            f"--host {HOST} --self-signed --sample {mail} --admin admin --admin-mail admin@example.go.th"
        )
        try:
            self.machine.does(f"{source}/deploy/install {options}", seconds=1500)
        except AssertionError as broken:
            if any(sentence in str(broken) for sentence in UNREACHED):
                raise CannotBoot("packages could not be fetched") from broken
            raise

    def file(self) -> str:
        """File a case by https, as a citizen does, and find its letter; its number."""
        return NUMBER.findall(file(Citizen()).text)[0]

    def find_letter(self, number: str) -> str:
        """The next letter to the citizen, which names the case."""
        letters = wait_for(self._unread, seconds=60, what="the letter")
        self.letters += 1
        body = letters[self.letters - 1].get_body(("plain",))
        text: str = f"{letters[self.letters - 1]['Subject']} {body.get_content()}"
        assert number in text, text
        return text

    def _unread(self) -> Any:
        found = self.mail.sent_to(CITIZEN)
        return found if len(found) > self.letters else None

    def does(self, command: str, **options: Any) -> str:
        """A command of the keeper."""
        return self.machine.does(command, **options)


@contextmanager
def told(what: str) -> Iterator[None]:
    """Say what is tried now."""
    print(f"\n== {what}", flush=True)
    yield


def _photo() -> SimpleUploadedFile:
    """What a telephone's camera sends."""
    buffer = io.BytesIO()
    Image.new("RGB", (640, 480), "teal").save(buffer, "JPEG")
    return SimpleUploadedFile("หลุม.jpg", buffer.getvalue(), content_type="image/jpeg")


def _context() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
