"""Photos and papers in S3-compatible storage: private, through our own pages, and away without a 500."""

import time
from collections.abc import Callable, Iterator
from typing import Any

import environ
import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.test import Client
from pytest_django import Settings

from cases.files.pdf_uploads import as_download
from cases.models import Attachment, Case, Department, RequestType, User
from config import files
from tests.cases.views.pages import errors_of, log_in, send
from tests.factories import FiledFactory, RequestTypeFactory
from tests.people import Citizen
from tests.pictures import photo, picture
from tests.scaling.bucket import Bucket
from tests.scaling.runs import passing
from workflows.jobs import case_jobs

PART: tuple[str, ...] = (
    "tests/cases/views/test_form_photos.py",
    "tests/cases/views/test_photos.py",
    "tests/cases/files/test_images.py",
)
PART += ("tests/cases/files/test_pdf_uploads.py", "tests/cases/views/test_evidence.py")
pytestmark = pytest.mark.django_db


@pytest.fixture
def bucket(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Bucket]:
    """The storage of this process's files."""
    with Bucket() as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        settings.STORAGES = {**settings.STORAGES, "default": files.storage(environ.Env())}
        yield server


@pytest.fixture
def with_photo(bucket: Bucket, case: Case) -> Citizen:
    return Citizen(*FiledFactory(request_type=case.request_type, photos=[photo()]))


@pytest.fixture
def request_type(department: Department, head: User, officer: User) -> RequestType:
    """A kind of request of a department with people."""
    return RequestTypeFactory(code="road_damage", department=department)


def read(answer: Any) -> bytes:
    body = b"".join(answer.streaming_content)
    answer.close()
    return body


def test_the_citizen_reads_the_photo_through_our_page_alone(client: Client, with_photo: Citizen) -> None:
    kept = with_photo.case.attachments.get()
    address = f"/photos/{kept.pk}/"
    assert client.get(address).status_code == 404
    log_in(client, with_photo.case.number, with_photo.password)
    answer = client.get(address)
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    assert len(read(answer)) == kept.size
    assert int(answer.headers["Content-Length"]) == kept.size


def test_nobody_gets_an_address_of_the_storage(with_photo: Citizen) -> None:
    with pytest.raises(ValueError, match="private"):
        with_photo.case.attachments.get().file.url  # noqa: B018


def test_a_paper_comes_as_it_went(bucket: Bucket) -> None:
    body = b"%PDF-1.7 " + bytes(3_000_000)
    paper = photo()
    paper.kind, paper.size = Attachment.Kind.PDF, len(body)
    paper.file.save("paper.pdf", ContentFile(body), save=False)
    assert read(as_download(paper)) == body


def test_drafts_leave_the_storage_when_their_time_is_over(bucket: Bucket, settings: Settings) -> None:
    draft = photo()
    draft.draft = draft.pk
    draft.save()
    assert bucket.names == [draft.file.name]
    Attachment.objects.update(created="2026-01-01T00:00Z")
    case_jobs.purge_drafts()
    assert bucket.names == []


def test_an_object_that_is_gone_is_a_404(client: Client, with_photo: Citizen) -> None:
    kept = with_photo.case.attachments.get()
    default_storage.delete(str(kept.file.name))
    log_in(client, with_photo.case.number, with_photo.password)
    assert client.get(f"/photos/{kept.pk}/").status_code == 404


def test_while_it_is_away_a_photo_is_a_503_and_the_thumbnail_is_shown(
    client: Client, with_photo: Citizen, bucket: Bucket, figure: Callable[[str], None]
) -> None:
    kept = with_photo.case.attachments.get()
    log_in(client, with_photo.case.number, with_photo.password)
    bucket.stop()
    started = time.monotonic()
    answer = client.get(f"/photos/{kept.pk}/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")
    assert client.get(f"/photos/{kept.pk}/thumbnail/").status_code == 200
    figure(f"a photo while the storage is away: 503 after {time.monotonic() - started:.1f} s")


def test_while_it_is_away_words_are_kept_and_the_photo_is_asked_for_again(
    client: Client, request_type: RequestType, bucket: Bucket
) -> None:
    bucket.stop()
    page = send(client, request_type, photos=[picture()])
    assert "try again" in str(errors_of(page)["photos"])
    bucket.start()
    assert send(client, request_type, photos=[picture()]).status_code == 302
    assert Case.objects.get().attachments.count() == 1


def test_readiness_says_so_and_still_serves(client: Client, bucket: Bucket) -> None:
    assert client.get("/readyz").json()["checks"]["files"]["ok"]
    bucket.stop()
    answer = client.get("/readyz")
    assert (answer.status_code, answer.json()["checks"]["files"]["ok"]) == (200, False)


def test_the_tests_of_photos_pass_on_it(bucket: Bucket, figure: Callable[[str], None]) -> None:
    passed = passing(PART, **bucket.environment)
    figure(f"tests of photos and papers that pass on S3-compatible storage: {passed}")
