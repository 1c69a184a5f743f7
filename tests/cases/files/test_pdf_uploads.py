"""Papers: only a PDF that anybody can open is taken, only where the kind takes it, and only as a download."""

import io
from collections.abc import Iterator
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils.translation import override
from pypdf import PdfWriter

from cases.files.images import BadPhoto
from cases.files.pdf_uploads import as_download, prepared_file
from cases.models import Attachment, Case, Department, RequestType, User
from tests.cases.views.pages import WHAT, at, errors_of, log_in, page_of, send
from tests.factories import FiledFactory, RequestTypeFactory
from tests.pictures import picture


@pytest.fixture(autouse=True)
def _in_english() -> Iterator[None]:
    with override("en"):
        yield


def pdf(pages: int = 1, *, password: str | None = None, owner: str | None = None) -> bytes:
    """A PDF of empty pages."""
    writer = PdfWriter()
    for _ in range(pages):
        writer.add_blank_page(width=72, height=72)
    if password is not None:
        writer.encrypt(password, owner, algorithm="AES-256")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def upload(content: bytes, name: str = "paper.pdf") -> SimpleUploadedFile:
    return SimpleUploadedFile(name, content, content_type="application/pdf")


def test_a_pdf_is_kept_as_it_came() -> None:
    paper = prepared_file(upload(pdf()), accepts_pdf=True)
    assert (paper.kind, paper.content_type, bytes(paper.thumbnail)) == ("pdf", "application/pdf", b"")
    assert paper.file.read() == pdf()
    assert paper.size == len(pdf())


def test_the_content_decides_and_not_the_name() -> None:
    assert prepared_file(upload(pdf(), "photo.jpg"), accepts_pdf=True).is_pdf
    assert not prepared_file(upload(picture().read(), "paper.pdf"), accepts_pdf=True).is_pdf


def test_a_pdf_is_refused_where_the_kind_takes_none() -> None:
    with pytest.raises(BadPhoto, match="cannot be sent"):
        prepared_file(upload(pdf()), accepts_pdf=False)


def test_a_pdf_that_anybody_can_read_but_not_change_is_taken() -> None:
    assert prepared_file(upload(pdf(password="", owner="secret")), accepts_pdf=True).is_pdf


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (pdf(201), "200 pages"),
        (pdf(password="secret"), "password"),
        (b"%PDF-1.7\n" + b"0" * (10 * 1024 * 1024), "10 MB"),
        (b"%PDF-1.7\nnothing else", "cannot be opened"),
        (pdf()[: len(pdf()) // 2], "cannot be opened"),
        (b"%PDF-", "cannot be opened"),
        (b"\n" + pdf(), "neither"),
        (b"<html>%PDF-1.7", "neither"),
        (b"", "neither"),
    ],
    ids=["pages", "password", "large", "no body", "half", "header", "late header", "polyglot", "empty"],
)
def test_a_bad_paper_gets_its_reason(content: bytes, reason: str) -> None:
    with pytest.raises(BadPhoto, match=reason):
        prepared_file(upload(content), accepts_pdf=True)


def test_a_paper_without_a_catalogue_is_refused() -> None:
    body = pdf().replace(b"/Catalog", b"/Catelog").replace(b"/Pages", b"/Bages")
    with pytest.raises(BadPhoto):
        prepared_file(upload(body), accepts_pdf=True)


def test_a_photo_keeps_its_own_reasons() -> None:
    with pytest.raises(BadPhoto, match="10 MB"):
        prepared_file(upload(b"\xff\xd8" + b"0" * (10 * 1024 * 1024 + 1)), accepts_pdf=True)


def test_a_download_is_never_shown_inside_a_page() -> None:
    answer = as_download(prepared_file(upload(pdf()), accepts_pdf=True))
    assert answer["Content-Disposition"] == 'attachment; filename="document.pdf"'
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "sandbox" in answer["Content-Security-Policy"]


@pytest.fixture
def request_type(department: Department, head: User, officer: User) -> RequestType:
    """A kind that takes papers."""
    return RequestTypeFactory(code="house_number", department=department, accepts_pdf=True)


def filed(client: Client, request_type: RequestType) -> Any:
    return send(client, request_type, photos=[upload(pdf()), picture()])


def test_a_paper_comes_with_the_case_and_its_name_tells_nothing(
    client: Client, request_type: RequestType
) -> None:
    filed(client, request_type)
    paper = Case.objects.get().attachments.get(kind="pdf")
    assert paper.file.name.endswith(f"{paper.pk.hex}.pdf")
    assert "paper" not in paper.file.name


def test_the_citizen_gets_the_paper_as_a_download_and_a_stranger_nothing(
    client: Client, request_type: RequestType
) -> None:
    password = filed(client, request_type) and client.get("/en/requests/done/").context["password"]
    log_in(client, Case.objects.get().number, password)
    address = f"/photos/{Attachment.objects.get(kind='pdf').pk}/"
    answer = client.get(address)
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.getvalue() == pdf()
    assert client.get(f"{address}thumbnail/").status_code == 404
    assert Client().get(address).status_code == 404


def test_a_form_without_papers_says_that_it_takes_none(client: Client, request_type: RequestType) -> None:
    RequestType.objects.update(accepts_pdf=False)
    assert "cannot be sent" in errors_of(filed(client, request_type))["photos"]


def test_a_paper_is_no_photo_where_a_photo_is_needed(client: Client, request_type: RequestType) -> None:
    RequestType.objects.update(needs_photo=True)
    assert "photo" in errors_of(send(client, request_type, photos=[upload(pdf())]))["photos"]


def test_the_form_offers_pdf_only_where_it_is_taken(client: Client, request_type: RequestType) -> None:
    assert "application/pdf" in at(client, request_type, WHAT).text
    RequestType.objects.update(accepts_pdf=False)
    assert "application/pdf" not in at(client, request_type, WHAT).text


def test_an_answer_may_bring_a_paper(client: Client, request_type: RequestType) -> None:
    case, password = FiledFactory(request_type=request_type, waiting=True)
    log_in(client, case.number, password)
    assert "application/pdf" in client.get(page_of(case)).text
    client.post(page_of(case, "answer"), {"text": "แนบเอกสารมาแล้ว", "photos": [upload(pdf())]})
    assert case.attachments.get().is_pdf
    assert "PDF" in client.get(page_of(case)).text
