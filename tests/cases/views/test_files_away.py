"""The storage of files does not answer: no page fails, no word is lost, and the reason is said."""

from typing import Any

import pytest
from django.core.files.storage import FileSystemStorage
from django.test import Client
from pytest_django import Settings

from cases.models import Attachment, Case, Municipality, RequestType
from tests.cases.views.pages import errors_of, log_in, send
from tests.factories import FiledFactory
from tests.pictures import photo, picture

pytestmark = pytest.mark.django_db


class Away(FileSystemStorage):
    """Neither reads nor writes."""

    def _open(self, name: str, mode: str = "rb") -> Any:
        raise OSError

    def _save(self, name: str, content: Any) -> str:
        raise OSError

    def delete(self, name: str) -> None:
        raise OSError


@pytest.fixture
def away(settings: Settings) -> Any:
    """Call it, and the storage is away."""

    def go() -> None:
        settings.STORAGES = {**settings.STORAGES, "default": {"BACKEND": f"{__name__}.Away"}}

    return go


def test_a_photo_that_cannot_be_kept_is_said_and_nothing_is_filed(
    client: Client, request_type: RequestType, away: Any
) -> None:
    away()
    assert "try again" in errors_of(send(client, request_type, photos=[picture()]))["photos"]
    assert not Attachment.objects.exists()
    assert not Case.objects.exists()


def test_a_request_without_photos_is_filed_all_the_same(
    client: Client, request_type: RequestType, away: Any
) -> None:
    away()
    assert send(client, request_type).status_code == 302
    assert Case.objects.count() == 1


def test_a_photo_that_cannot_be_removed_stays_and_is_said(
    client: Client, request_type: RequestType, away: Any
) -> None:
    send(client, request_type, latitude="91", photos=[picture()])
    away()
    page = send(client, request_type, latitude="91", remove=str(Attachment.objects.get().pk))
    assert "try again" in errors_of(page)["photos"]
    assert Attachment.objects.count() == 1


def test_a_photo_that_cannot_be_read_is_asked_for_later(
    client: Client, request_type: RequestType, away: Any
) -> None:
    case, password = FiledFactory(request_type=request_type, photos=[photo()])
    log_in(client, case.number, password)
    away()
    answer = client.get(f"/photos/{case.attachments.get().pk}/")
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "60")


def test_pages_do_without_a_logo_that_cannot_be_read(
    client: Client, request_type: RequestType, away: Any
) -> None:
    Municipality.objects.update(logo="municipality/seal.png")
    away()
    assert client.get("/en/").status_code == 200
