"""What the public map shows of a case: by whom it is cleared, with what covered, and taking it back."""

import io
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from PIL import Image
from pytest_django import Settings

from cases.models import Attachment, Case, CaseEvent, PublicPhoto, RequestType, User
from tests.factories import CaseFactory, HeadFactory
from tests.pictures import photo
from tests.workflows.views.conftest import Seat, address, text

pytestmark = pytest.mark.django_db
PLACE = {"latitude": Decimal("17.415"), "longitude": Decimal("102.787")}
WORDS = "หลุมลึกกลางถนน"


@pytest.fixture
def hole(case: Case, settings: Settings, tmp_path: Path) -> Case:
    """A case on the public map, with a photo."""
    settings.MEDIA_ROOT = tmp_path
    RequestType.objects.update(needs_map=True, on_public_map=True)
    found: Case = CaseFactory(
        request_type=RequestType.objects.get(pk=case.request_type_id), photos=[photo()], **PLACE
    )
    return found


def send(desk: Seat, by: User, hole: Case, **typed: Any) -> Any:
    return desk(by).post(address("publish", hole.number), typed)


def stored(row: Attachment | PublicPhoto) -> bytes:
    with row.file.open() as file:
        return bytes(file.read())


def shown(hole: Case, *, cells: tuple[int, ...] = ()) -> dict[str, Any]:
    key = Attachment.objects.get(case=hole).pk.hex
    return {f"show_{key}": "on", f"cover_{key}": [str(cell) for cell in cells]}


def test_words_and_photo_are_shown_once_they_are_cleared(
    desk: Seat, hole: Case, head: User, client: Client
) -> None:
    assert "What everybody sees of this case" in text(desk(head).page("case", hole.number))
    assert send(desk, head, hole, words=WORDS, **shown(hole)).status_code == 302
    page = client.get(f"/en/map/{hole.number}/").text
    copy = PublicPhoto.objects.get()
    assert (WORDS in page, f"/en/map/photos/{copy.pk}.jpg" in page) == (True, True)
    event = hole.events.get(kind=CaseEvent.Kind.PUBLISHED)
    assert (event.by, event.message, event.citizen_message) == (head, WORDS, "")
    answer: Any = client.get(f"/en/map/photos/{copy.pk}.jpg")
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert b"".join(answer.streaming_content)[:2] == b"\xff\xd8"


def test_what_is_covered_has_one_colour_and_the_photo_itself_stays(
    desk: Seat, hole: Case, head: User
) -> None:
    before = stored(Attachment.objects.get(case=hole))
    send(desk, head, hole, **shown(hole, cells=(0, 17)))
    with (
        Image.open(io.BytesIO(stored(PublicPhoto.objects.get()))) as made,
        Image.open(io.BytesIO(before)) as was,
    ):
        assert made.size == was.size
        width, height = made.size[0] // 16, made.size[1] // 12
        for left, upper in ((0, 0), (width, height)):
            cell = made.crop((left + 2, upper + 2, left + width - 2, upper + height - 2))
            extremes: Any = cell.getextrema()
            assert all(high - low < 12 for low, high in extremes)
    assert stored(Attachment.objects.get(case=hole)) == before


def test_clearing_anew_replaces_what_was_shown(
    desk: Seat, hole: Case, head: User, django_capture_on_commit_callbacks: Any
) -> None:
    send(desk, head, hole, words=WORDS, **shown(hole))
    old = PublicPhoto.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        send(desk, head, hole, words="อีกคำ", **shown(hole, cells=(1,)))
    assert PublicPhoto.objects.get().pk != old.pk
    assert not Path(old.file.path).exists()


def test_the_form_begins_with_what_is_shown(desk: Seat, hole: Case, head: User) -> None:
    send(desk, head, hole, words=WORDS, **shown(hole, cells=(7, 150)))
    page = text(desk(head).page("publish", hole.number))
    assert [f'value="{cell}" checked' in page for cell in (7, 150, 8)] == [True, True, False]
    assert WORDS in page


def test_it_can_be_taken_back(
    desk: Seat, hole: Case, head: User, client: Client, django_capture_on_commit_callbacks: Any
) -> None:
    send(desk, head, hole, words=WORDS, **shown(hole))
    copy = PublicPhoto.objects.get()
    with django_capture_on_commit_callbacks(execute=True):
        assert [send(desk, head, hole, take_back="1").status_code for _ in range(2)] == [302, 302]
    assert hole.events.filter(kind=CaseEvent.Kind.UNPUBLISHED).count() == 1
    assert WORDS not in client.get(f"/en/map/{hole.number}/").text
    assert client.get(f"/en/map/photos/{copy.pk}.jpg").status_code == 404


def test_nothing_to_show_is_refused_and_what_was_typed_stays(desk: Seat, hole: Case, head: User) -> None:
    page = send(desk, head, hole, words="")
    assert (page.status_code, "Write what everybody may read, or choose a photo." in text(page)) == (
        200,
        True,
    )
    page = send(desk, head, hole, words="ก" * 501, **shown(hole, cells=(5,)))
    assert page.status_code == 200
    assert 'value="5" checked' in text(page)
    assert not PublicPhoto.objects.exists()


@pytest.mark.parametrize("cells", [["-1"], ["192"], ["x"], ["9" * 400], ["1e3"]])
def test_a_cell_that_is_none_covers_nothing(desk: Seat, hole: Case, head: User, cells: list[str]) -> None:
    key = Attachment.objects.get(case=hole).pk.hex
    typed = {f"show_{key}": "on", f"cover_{key}": cells}
    assert send(desk, head, hole, **typed).status_code == 302


@pytest.mark.parametrize("changed", [{"hide_identity": True}, {"latitude": None, "longitude": None}])
def test_a_case_that_the_map_does_not_show_is_not_cleared(
    desk: Seat, hole: Case, head: User, changed: dict[str, Any]
) -> None:
    Case.objects.filter(pk=hole.pk).update(**changed)
    assert send(desk, head, hole, words=WORDS).status_code == 403
    assert "What everybody sees of this case" not in text(desk(head).page("case", hole.number))


def test_who_does_not_answer_for_the_case_clears_nothing(desk: Seat, hole: Case) -> None:
    assert send(desk, HeadFactory(), hole, words=WORDS).status_code == 404


def test_a_photo_that_cannot_be_read_changes_nothing(desk: Seat, hole: Case, head: User) -> None:
    Path(Attachment.objects.get(case=hole).file.path).unlink()
    page = send(desk, head, hole, words=WORDS, **shown(hole))
    assert (page.status_code, "Nothing was changed" in text(page)) == (503, True)
    assert Case.objects.get(pk=hole.pk).public_words == ""
