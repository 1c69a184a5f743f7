"""With a virus scanner nobody gets a file before it has said yes; a refused one is named to the citizen, and
a scanner that is away delays the file and not the request."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.utils import timezone
from pytest_django import Settings

from cases.files import virus_scan
from cases.models import Attachment, Case, RequestType, User
from config.checks import production
from tests.cases.files.test_pdf_uploads import pdf
from tests.cases.scanner import EICAR, Scanner
from tests.cases.views.pages import WHAT, address, at, log_in, page_of, part, send, typed, write
from tests.pictures import scene
from workflows.jobs.case_jobs import scan_files

pytestmark = pytest.mark.django_db
Scan = Attachment.Scan


@pytest.fixture
def scanner(settings: Settings) -> Iterator[Scanner]:
    """The scanner of this installation."""
    with Scanner() as scanner:
        settings.CLAMD_URL = scanner.url
        yield scanner


@pytest.fixture(autouse=True)
def papers(request_type: RequestType) -> None:
    RequestType.objects.update(accepts_pdf=True)


def virus(name: str = "ใบเสนอราคา.pdf") -> SimpleUploadedFile:
    """A PDF with EICAR's test file behind it."""
    return SimpleUploadedFile(name, pdf() + EICAR, content_type="application/pdf")


def what_again(client: Client, request_type: RequestType, *files: Any, **more: Any) -> Any:
    """Send the page of the photos, and open what it leads to."""
    return client.post(
        address(request_type, WHAT), part(typed(), WHAT) | {"photos": list(files)} | more, follow=True
    )


def filed(client: Client, request_type: RequestType, *files: Any) -> Case:
    send(client, request_type, photos=list(files))
    return Case.objects.get()


def test_a_file_is_held_until_the_scanner_has_said_yes(
    client: Client, request_type: RequestType, scanner: Scanner
) -> None:
    at(client, request_type, WHAT)
    what_again(client, request_type, scene(1))
    photo = Attachment.objects.get()
    address = f"/en/photos/{photo.pk}/"
    held = client.get(address)
    assert (held.status_code, held["Retry-After"], "scene.jpg" in held.text) == (503, "60", True)
    assert client.get(f"{address}thumbnail/").status_code == 503
    assert scan_files() == 1
    given = client.get(address)
    assert given.getvalue()
    assert given.status_code == client.get(f"{address}thumbnail/").status_code == 200
    assert Attachment.objects.values_list("scan", "label").get() == (Scan.CLEAN, "")
    with default_storage.open(str(photo.file.name)) as stored:
        assert scanner.seen == [stored.read()]


def test_a_refused_file_is_named_once_and_gone(
    client: Client, request_type: RequestType, scanner: Scanner
) -> None:
    at(client, request_type, WHAT)
    what_again(client, request_type, virus(), scene(1))
    name = Attachment.objects.get(kind="pdf").file.name
    assert scan_files() == 2
    assert not default_storage.exists(str(name))
    page = client.get(address(request_type, WHAT)).text
    assert "ใบเสนอราคา.pdf" in page
    assert "something harmful" in page
    told = Attachment.objects.get(scan=Scan.REFUSED)
    assert "something harmful" not in what_again(client, request_type, seen=str(told.pk)).text
    assert Attachment.objects.get().kind == "photo"


def test_a_refusal_that_nobody_has_read_holds_the_form(
    client: Client, request_type: RequestType, scanner: Scanner
) -> None:
    """It is told on the page of the photos, whichever page was sent."""
    write(client, request_type, photos=[virus()])
    scan_files()
    page = client.get(address(request_type, "check"), follow=True)
    assert "ใบเสนอราคา.pdf" in page.text
    assert send(client, request_type).status_code != 500
    assert not Case.objects.filter(attachments__scan=Scan.REFUSED).exists()


def test_a_verdict_after_the_filing_is_read_on_the_case(
    client: Client, request_type: RequestType, scanner: Scanner
) -> None:
    case = filed(client, request_type, virus(), scene(1))
    password = client.get("/en/requests/done/").context["password"]
    assert case.attachments.filter(scan=Scan.WAITING).count() == 2
    log_in(client, case.number, password)
    assert "is being checked" in client.get(page_of(case)).text
    scan_files()
    page = client.get(page_of(case)).text
    assert "ใบเสนอราคา.pdf" in page
    assert "something harmful" in page
    refused = case.attachments.get(scan=Scan.REFUSED)
    assert client.get(f"/photos/{refused.pk}/").status_code == 410


def test_a_verdict_between_loading_and_filing_is_not_undone(
    client: Client, request_type: RequestType, scanner: Scanner
) -> None:
    write(client, request_type, photos=[scene(1)])
    before = Attachment.objects.get()
    scan_files()
    assert before.scan == Scan.WAITING
    send(client, request_type)
    assert Case.objects.get().attachments.get().scan == Scan.CLEAN


def test_a_scanner_that_is_away_delays_the_file_and_not_the_request(
    client: Client, request_type: RequestType, scanner: Scanner
) -> None:
    scanner.stop()
    case = filed(client, request_type, scene(1))
    assert scan_files() == 0
    assert case.attachments.get().scan == Scan.WAITING
    scanner.start()
    assert scan_files() == 1


def test_a_scanner_that_hangs_is_asked_by_no_request(
    client: Client, request_type: RequestType, scanner: Scanner
) -> None:
    scanner.may_answer.clear()
    filed(client, request_type, scene(1))
    assert scanner.seen == []


@pytest.mark.parametrize("answer", [b"INSTREAM size limit exceeded. ERROR\0", b"UNKNOWN COMMAND\0", b"\0"])
def test_what_is_neither_yes_nor_no_is_asked_again(
    client: Client, request_type: RequestType, scanner: Scanner, answer: bytes
) -> None:
    case = filed(client, request_type, scene(1))
    scanner.answer = answer
    assert scan_files() == 0
    assert case.attachments.get().scan == Scan.WAITING


@pytest.mark.parametrize("why", ["no verdict", "unreadable", "hung up"])
def test_a_file_without_a_verdict_holds_up_no_other(
    client: Client,
    request_type: RequestType,
    scanner: Scanner,
    why: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """It waits behind the others, whatever is wrong with it, even where a turn has room for no more."""
    monkeypatch.setattr(virus_scan, "AT_ONCE", 1)
    case = filed(client, request_type, virus(), scene(1))
    first, second = case.attachments.order_by("created")
    scanner.answers = {EICAR: b"" if why == "hung up" else b"INSTREAM size limit exceeded. ERROR\0"}
    if why == "unreadable":
        default_storage.delete(str(first.file.name))
    assert (scan_files(), scan_files(), scan_files()) == (0, 1, 0)
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.scan, first.scan_tries, second.scan) == (Scan.WAITING, 1, Scan.CLEAN)
    Attachment.objects.filter(pk=first.pk).update(scan_after=timezone.now())
    scan_files()
    first.refresh_from_db()
    assert first.scan_tries == 2
    assert first.scan_after
    assert first.scan_after > timezone.now() + timedelta(seconds=virus_scan.FIRST)


def test_what_the_scanner_never_knows_is_given_up_in_words(
    client: Client, request_type: RequestType, scanner: Scanner
) -> None:
    case = filed(client, request_type, scene(1))
    password = client.get("/en/requests/done/").context["password"]
    scanner.answer = b"INSTREAM size limit exceeded. ERROR\0"
    Attachment.objects.update(scan_tries=virus_scan.TRIES - 1)
    scan_files()
    photo = case.attachments.get()
    assert (photo.scan, default_storage.exists(str(photo.file.name))) == (Scan.REFUSED, False)
    log_in(client, case.number, password)
    page = client.get(page_of(case)).text
    assert "“scene.jpg” was not kept: the virus scanner could not check it." in page
    assert "something harmful" not in page
    assert client.get(f"/photos/{photo.pk}/").status_code == 410


def test_a_verdict_is_given_once(client: Client, request_type: RequestType, scanner: Scanner) -> None:
    filed(client, request_type, scene(1))
    assert (scan_files(), scan_files()) == (1, 0)


def test_without_a_scanner_nothing_waits(
    client: Client, request_type: RequestType, settings: Settings
) -> None:
    assert filed(client, request_type, scene(1)).attachments.get().scan == Scan.CLEAN
    Attachment.objects.update(scan=Scan.WAITING, label="photo.jpg")
    scan_files()
    assert Attachment.objects.values_list("scan", "label").get() == (Scan.CLEAN, "")


def test_the_staff_do_not_get_it_earlier(
    client: Client, request_type: RequestType, scanner: Scanner, officer: User, head: User
) -> None:
    case = filed(client, request_type, scene(1))
    desk = Client()
    desk.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    assert desk.get(f"/photos/{case.attachments.get().pk}/").status_code == 503
    assert "is being checked" in desk.get(f"/en/staff/cases/{case.number}/").text


ADDRESSES = {
    "clamd:3310": True,
    "tcp://": True,
    "tcp://scanner:3310": False,
    "unix:///run/clamd.ctl": False,
    "": False,
}


@pytest.mark.parametrize(("url", "wrong"), ADDRESSES.items())
def test_a_scanner_that_is_not_named_wholly_is_said(url: str, wrong: bool) -> None:
    with override_settings(CLAMD_URL=url):
        assert ("raprueang.E024" in [error.id for error in production()]) == wrong
