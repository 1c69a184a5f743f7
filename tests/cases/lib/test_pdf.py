"""Papers as PDF: our own fonts, nothing fetched, and a page to print where the server cannot make one."""

import datetime
import hashlib
import io
import re
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.base import ContentFile
from django.template.loader import render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import override
from pypdf import PdfReader

from cases.drafts import browser_store
from cases.lib import pdf
from cases.lib.pdf.fonts import FONTS
from cases.lib.qr import qr_svg
from cases.models import Case, Municipality, User
from cases.printouts import documents
from tests.factories import CaseFactory, ExternalAgencyFactory
from tests.people import Citizen
from tests.pictures import picture

THAI = "ที่นี่น้ำท่วม ปู่ย่าอยู่บ้าน กำลังซ่อม"


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """The pages speak English here, so that their words can be compared."""
    with override("en"):
        yield


@pytest.fixture
def no_pango(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    """A machine on which importing WeasyPrint ends as it does without Pango."""
    (tmp_path / "weasyprint.py").write_text("print('how to install')\nraise OSError('no libpango')\n")
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    pdf.close()
    pdf.forget()
    yield
    pdf.close()


def read(content: bytes) -> PdfReader:
    """The PDF, as a reader sees it."""
    return PdfReader(io.BytesIO(content))


def fonts(content: bytes) -> set[str]:
    """The names of the embedded fonts."""
    found = [page["/Resources"]["/Font"].values() for page in read(content).pages]  # type: ignore[index]
    return {str(font.get_object()["/BaseFont"]) for page in found for font in page}


def drawn(paper: documents.Paper) -> str:
    """What the paper says, as HTML."""
    return render_to_string(paper.body, paper.context)


def track(client: Client, citizen: Citizen) -> Client:
    """Log the browser in for the citizen's case."""
    client.post(reverse("cases:track"), {"user_id": citizen.case.number, "password": citizen.password})
    return client


@pytest.mark.usefixtures("pango")
def test_thai_and_latin_stand_in_our_own_fonts() -> None:
    names = fonts(
        pdf.written(
            f"<p>{THAI} Street light <b>{THAI} 2569</b></p>",
            css="p, b { font-family: 'Sarabun Latin', 'Sarabun Thai' }",
        )
    )
    assert {name.split("+")[1] for name in names} == {
        "Sarabun-Latin",
        "Sarabun-Latin-Bold",
        "Sarabun-Thai",
        "Sarabun-Thai-Bold",
    }


@pytest.mark.usefixtures("pango")
def test_nothing_is_fetched_from_the_net() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        address = f"http://127.0.0.1:{server.getsockname()[1]}/logo.png"
        pdf.written(f"<img src='{address}'><link rel=stylesheet href='{address}'>", f"@import '{address}';")
        with pytest.raises(TimeoutError):
            server.accept()


@pytest.mark.usefixtures("pango")
def test_nothing_is_read_from_the_disk(tmp_path: Path) -> None:
    (tmp_path / "photo.jpg").write_bytes(picture().read())
    content = pdf.written(f"<img src='file://{tmp_path}/photo.jpg'>", "")
    assert b"/Image" not in content


@pytest.mark.usefixtures("pango")
def test_a_paper_names_its_language_and_is_tagged(case: Case) -> None:
    with override("th"):
        catalogue = read(documents.receipt(case).pdf()).trailer["/Root"]
    assert catalogue["/Lang"] == "th"  # type: ignore[index]
    assert catalogue["/MarkInfo"]["/Marked"]  # type: ignore[index]


@pytest.mark.usefixtures("pango")
def test_a_receipt_fits_on_one_page(case: Case) -> None:
    case.place = THAI * 7
    assert len(read(documents.receipt(case, password="1234 5678 9012").pdf()).pages) == 1


@pytest.mark.usefixtures("pango")
def test_the_longest_result_is_written_in_full(db: None) -> None:
    case = CaseFactory(resolved=True)
    case.result_details = "ก" * 4000
    paper = documents.result(case)
    assert paper is not None
    assert len(read(paper.pdf()).pages) > 1


@pytest.mark.usefixtures("pango")
def test_the_logo_stands_on_the_paper(case: Case, settings, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path
    office = Municipality(code="city", name_th="เทศบาล", name_en="City")
    office.logo.save("logo.png", ContentFile(picture(format="PNG").read()))
    assert b"/Image" in documents.receipt(case).pdf()


def test_a_logo_that_is_gone_does_no_harm(case: Case) -> None:
    Municipality.objects.create(code="city", name_th="เทศบาล", name_en="City", logo="municipality/gone.png")
    assert documents.receipt(case).context["logo"] == ""


def test_a_receipt_says_what_was_received(case: Case) -> None:
    case.place = "หน้าวัด"
    words = drawn(documents.receipt(case))
    for expected in (case.number, case.receipt_number, case.request_type.name, "หน้าวัด", case.department.name):
        assert expected in words


def test_a_receipt_has_the_password_only_where_it_is_given(case: Case) -> None:
    assert "1234 5678 9012" in drawn(documents.receipt(case, password="1234 5678 9012"))
    assert "not printed here" in drawn(documents.receipt(case))


def test_the_code_of_a_receipt_is_the_tracking_address_alone(case: Case) -> None:
    address = f"{settings.SITE_URL}/en/track/"
    assert qr_svg(address) in drawn(documents.receipt(case, password="1234 5678 9012"))


def test_what_a_citizen_typed_stays_text(case: Case) -> None:
    case.place = "<script>alert(1)</script>"
    assert "<script>" not in drawn(documents.receipt(case))


def test_a_result_says_what_came_of_it(db: None) -> None:
    case = CaseFactory(resolved=True)
    paper = documents.result(case)
    assert paper is not None
    for expected in (case.result_details, case.result.name, case.department.name):
        assert expected in drawn(paper)


def test_a_rejection_names_the_reason_and_the_agency(db: None) -> None:
    case = CaseFactory(rejected=True)
    paper = documents.result(case)
    assert paper is not None
    for expected in (case.result_details, ExternalAgencyFactory().name, "1129", "Not taken on"):
        assert expected in drawn(paper)


@pytest.mark.parametrize("state", ["assigned", "in_progress", "waiting", "withdrawn"])
def test_a_case_without_a_result_has_no_paper_of_it(db: None, state: str) -> None:
    assert documents.result(CaseFactory(**{state: True})) is None


@pytest.mark.usefixtures("pango")
def test_the_citizen_downloads_the_receipt(client: Client, somchai: Citizen) -> None:
    answer = track(client, somchai).get(reverse("cases:receipt", args=[somchai.case.number]))
    assert answer["Content-Type"] == "application/pdf"
    assert answer["Content-Disposition"] == f'attachment; filename="receipt-{somchai.case.number}.pdf"'
    assert "no-store" in answer["Cache-Control"]
    assert answer.content.startswith(b"%PDF")


@pytest.mark.parametrize("name", ["cases:receipt", "cases:result"])
def test_a_stranger_is_asked_to_log_in(client: Client, case: Case, name: str) -> None:
    answer = client.get(reverse(name, args=[case.number]))
    assert answer["Location"] == reverse("cases:track")


@pytest.mark.parametrize("name", ["cases:receipt", "cases:result"])
def test_papers_of_another_case_are_not_found(client: Client, somchai: Citizen, name: str) -> None:
    other = CaseFactory(resolved=True)
    assert track(client, somchai).get(reverse(name, args=[other.number])).status_code == 404


def test_there_is_no_result_to_download_before_there_is_one(client: Client, somchai: Citizen) -> None:
    answer = track(client, somchai).get(reverse("cases:result", args=[somchai.case.number]))
    assert answer.status_code == 404


def test_without_a_filed_request_there_is_no_receipt_of_it(client: Client, db: None) -> None:
    assert client.get(reverse("cases:receipt_filed"))["Location"] == reverse("cases:done")


def filed_minutes_ago(client: Client, citizen: Citizen, minutes: int) -> str:
    """The receipt as a page, of a request that this browser filed so long ago."""
    request = RequestFactory().get("/")
    request.session = client.session
    now = timezone.now() - datetime.timedelta(minutes=minutes)
    browser_store.remember_filed(request, "token", citizen.case, citizen.password, now=now)
    return client.get(reverse("cases:receipt_filed")).content.decode()


@pytest.mark.usefixtures("no_pango")
def test_right_after_filing_the_receipt_has_the_password(client: Client, somchai: Citizen) -> None:
    assert somchai.password in filed_minutes_ago(client, somchai, 1)


@pytest.mark.usefixtures("no_pango")
def test_half_an_hour_later_the_receipt_has_none(client: Client, somchai: Citizen) -> None:
    page = filed_minutes_ago(client, somchai, 31)
    assert somchai.case.number in page
    assert somchai.password not in page


@pytest.mark.usefixtures("no_pango")
def test_without_pango_the_paper_is_a_page_to_print(
    client: Client, somchai: Citizen, capsys: pytest.CaptureFixture[str]
) -> None:
    answer = track(client, somchai).get(reverse("cases:receipt", args=[somchai.case.number]))
    page = answer.content.decode()
    assert answer.status_code == 503
    assert "data-print" in page
    assert somchai.case.receipt_number in page
    assert capsys.readouterr().out == ""


@pytest.mark.usefixtures("no_pango")
def test_without_pango_a_chapter_of_the_staffs_manual_is_a_page_to_print(client: Client, head: User) -> None:
    client.force_login(head, backend="django.contrib.auth.backends.ModelBackend")
    answer = client.get("/en/staff/help/head/pdf/")
    assert (answer.status_code, "The head of a department" in answer.text) == (503, True)


@pytest.mark.usefixtures("no_pango")
def test_without_pango_nobody_waits(case: Case) -> None:
    with pytest.raises(pdf.Unavailable):
        documents.receipt(case).pdf()


def test_the_fonts_are_those_of_the_list() -> None:
    listed = (FONTS / "README.md").read_text()
    sums = re.findall(r"^([0-9a-f]{64})  (\S+)$", listed, re.MULTILINE)
    files = {str(file.relative_to(FONTS)) for file in FONTS.glob("*/*")}
    assert {name for _digest, name in sums} == files
    for digest, name in sums:
        assert hashlib.sha256((FONTS / name).read_bytes()).hexdigest() == digest
