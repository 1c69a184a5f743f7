"""The photos of a form: good ones are kept over an error, bad ones get a reason, none is seen by others."""

import io
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from PIL import Image

from cases.models import Attachment, Case, RequestType
from tests.cases.views.pages import DETAILS, WHAT, address, at, errors_of, part, send, token_of, typed, write
from tests.pictures import picture

pytestmark = pytest.mark.django_db


def bomb() -> SimpleUploadedFile:
    """A hundred megapixels in a small file."""
    buffer = io.BytesIO()
    Image.new("1", (10_000, 10_000)).save(buffer, "PNG")
    return SimpleUploadedFile("big.png", buffer.getvalue())


BAD = {
    "no picture": lambda: SimpleUploadedFile("note.txt", b"hello"),
    "a picture by name only": lambda: SimpleUploadedFile("photo.jpg", b"MZ\x90 not a picture"),
    "more than 10 MB": lambda: SimpleUploadedFile("photo.jpg", b"\xff\xd8" + b"0" * (10 * 1024 * 1024 + 1)),
    "100 megapixels": bomb,
    "half a picture": lambda: SimpleUploadedFile("photo.jpg", picture().read()[:300]),
}


@pytest.mark.parametrize("what", BAD)
def test_a_bad_photo_gets_a_reason_and_nothing_is_stored(
    client: Client, request_type: RequestType, what: str
) -> None:
    page = send(client, request_type, photos=[BAD[what]()])
    assert "photos" in errors_of(page)
    assert not Case.objects.exists()
    assert not Attachment.objects.exists()


def test_photos_come_with_the_case(client: Client, request_type: RequestType) -> None:
    send(client, request_type, photos=[picture(), picture()])
    case = Case.objects.get()
    assert case.attachments.filter(event__kind="submitted", draft=None).count() == 2


def test_a_photo_is_required_where_the_kind_needs_one(client: Client, request_type: RequestType) -> None:
    RequestType.objects.update(needs_photo=True)
    assert "photos" in errors_of(send(client, request_type))
    assert send(client, request_type, photos=[picture()]).status_code == 302


def kept_page(client: Client, request_type: RequestType, **changes: Any) -> Any:
    """The page with a photo and an error elsewhere."""
    return send(client, request_type, **{"details": "short", "photos": [picture()], **changes})


def what_again(client: Client, request_type: RequestType, **changes: Any) -> Any:
    """Fill the page of the photos in once more."""
    return client.post(address(request_type, WHAT), part(typed(), WHAT) | changes)


def test_a_good_photo_is_kept_over_an_error_elsewhere(client: Client, request_type: RequestType) -> None:
    page = kept_page(client, request_type)
    photo = Attachment.objects.get()
    assert f"/photos/{photo.pk}/thumbnail/" in page.text
    assert client.get(f"/photos/{photo.pk}/thumbnail/").status_code == 200


def test_a_kept_photo_goes_with_the_case(client: Client, request_type: RequestType) -> None:
    kept_page(client, request_type)
    send(client, request_type, kept="1")
    assert Case.objects.get().attachments.count() == 1


def test_a_kept_photo_is_shown_on_the_check_page(client: Client, request_type: RequestType) -> None:
    write(client, request_type, photos=[picture()])
    assert (
        f"/photos/{Attachment.objects.get().pk}/thumbnail/" in client.get(address(request_type, "check")).text
    )


def test_a_good_photo_is_kept_beside_a_bad_one(client: Client, request_type: RequestType) -> None:
    page = send(client, request_type, photos=[picture(), BAD["no picture"]()])
    assert "note.txt" in errors_of(page)["photos"]
    assert Attachment.objects.count() == 1


def test_a_refused_photo_loses_no_words(client: Client, request_type: RequestType) -> None:
    send(client, request_type, photos=[BAD["no picture"]()])
    assert DETAILS in client.get(address(request_type, WHAT)).text


def test_a_kept_photo_can_be_removed(client: Client, request_type: RequestType) -> None:
    kept_page(client, request_type)
    photo = Attachment.objects.get()
    what_again(client, request_type, remove=str(photo.pk))
    assert not Attachment.objects.exists()
    assert not photo.file.storage.exists(str(photo.file.name))


def test_a_sixth_photo_is_left_out_and_said(client: Client, request_type: RequestType) -> None:
    page = send(client, request_type, photos=[picture() for _ in range(6)])
    assert "at most 5" in errors_of(page)["photos"]
    assert Attachment.objects.count() == 5


@pytest.mark.parametrize("button", [{"back": "1"}, {"switch_language": "th"}])
def test_a_button_that_leaves_the_page_keeps_the_photos_and_says_what_is_wrong_with_others(
    client: Client, request_type: RequestType, button: dict[str, str]
) -> None:
    at(client, request_type, WHAT)
    there = what_again(client, request_type, photos=[picture(), BAD["no picture"]()], **button)
    assert "note.txt" in client.get(there.headers["Location"]).text
    assert Attachment.objects.count() == 1


def test_a_strangers_token_gives_no_photo(client: Client, request_type: RequestType) -> None:
    token = token_of(kept_page(client, request_type))
    other = Client()
    page = send(other, request_type, kept="1", form_token=token)
    assert "choose them again" in errors_of(page)["photos"]
    assert not Case.objects.exists()
