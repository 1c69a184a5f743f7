"""Look-alikes: copies are found however they were saved, other pictures are not, and an index does it."""

import random
from functools import cache

import pytest

from cases import actions
from cases.files import image_hash
from cases.files.image_hash import distance, fingerprint, likeness
from cases.files.images import prepared
from cases.files.reused_photos import CLOSE, SAME, lookalikes
from cases.models import Attachment, Case, Department, User
from tests.factories import CaseFactory, RequestTypeFactory, ResultCodeFactory
from tests.pictures import picture, scene
from tests.planner import plan
from workflows.demo.pictures import Pictures

COPIES = {
    "re-encoded": {"quality": 40},
    "resized": {"width": 240},
    "brighter": {"brighter": 1.1},
    "darker and smaller": {"brighter": 0.9, "width": 320, "quality": 60},
}


@cache
def small(number: int, **changes) -> bytes:
    return bytes(prepared(scene(number, **changes)).thumbnail)


@pytest.mark.parametrize("changes", COPIES.values(), ids=COPIES)
def test_a_copy_is_close_and_alike(changes) -> None:
    for number in range(12):
        one, other = small(number), small(number, **changes)
        assert distance(fingerprint(one), fingerprint(other)) <= 3
        assert likeness(one, other) >= SAME


def test_other_pictures_are_far_apart() -> None:
    marks = [fingerprint(small(number)) for number in range(40)]
    assert min(distance(one, other) for n, one in enumerate(marks) for other in marks[:n]) > CLOSE


def test_a_picture_of_one_colour_tells_nothing() -> None:
    assert prepared(picture()).fingerprint == 0


def test_the_demos_pictures_of_one_street_are_told_apart() -> None:
    """They are drawn on one pattern: the fingerprints of some come close, the thumbnails of none."""
    pictures = Pictures(random.Random(7))
    drawn = [pictures.take(kind, mended=True) for kind in ("road", "lamp", "water") for _ in range(12)]
    pairs = [(one, other) for n, one in enumerate(drawn) for other in drawn[:n]]
    assert not [one for one, other in pairs if likeness(one.thumbnail, other.thumbnail) >= SAME]  # type: ignore[arg-type]


def test_the_demos_officer_in_a_hurry_is_found_out() -> None:
    pictures = Pictures(random.Random(7))
    one, other = pictures.take("road", mended=True), pictures.take_again("road")
    assert distance(one.fingerprint or 0, other.fingerprint or 0) <= 3
    assert likeness(one.thumbnail, other.thumbnail) >= SAME  # type: ignore[arg-type]


@pytest.fixture
def done(department: Department, head: User, officer: User):
    """A case that came with the photo `before` and was finished with the photo `after`."""
    request_type = RequestTypeFactory(department=department)

    def make(before: int, after: int, **changes) -> Case:
        photos = [prepared(scene(before))]
        case = CaseFactory(
            request_type=request_type, photos=photos, in_progress=True, head=head, officer=officer
        )
        photos = [prepared(scene(after, **changes))]
        return actions.resolve(case, by=officer, result=ResultCodeFactory(), details="-", photos=photos)

    return make


def found(case: Case) -> list[tuple[Case | None, bool]]:
    photos = list(case.attachments.filter(event__kind="resolved"))
    return [(one.other.case, one.is_before) for one in lookalikes(photos, case)]


@pytest.mark.django_db
class TestAPhotoOfTheWork:
    def test_that_is_the_photo_of_before_is_found(self, done):
        case = done(1, 1, quality=50)
        assert found(case) == [(case, True)]

    def test_that_showed_the_work_on_another_case_is_found(self, done):
        first, second = done(1, 2), done(3, 2, width=240)
        assert found(second) == [(first, False)]

    def test_that_was_there_first_is_not_blamed_for_its_copy(self, done):
        first = done(1, 2)
        done(3, 2)
        assert found(first) == []

    def test_that_is_of_this_place_alone_is_not_found(self, done):
        done(1, 2)
        assert found(done(3, 4)) == []

    def test_that_a_citizen_sent_on_another_case_is_not_found(self, done):
        """Neighbours send each other's photos; only evidence counts there."""
        done(5, 6)
        assert found(done(7, 5)) == []

    def test_of_one_colour_is_never_found(self, done, officer):
        case = done(1, 2)
        Attachment.objects.update(fingerprint=0)
        assert found(case) == []

    def test_that_is_only_close_is_not_found(self, done):
        """The thumbnails decide."""
        first, second = done(1, 2), done(3, 4)
        mark = first.attachments.get(event__kind="resolved").fingerprint
        second.attachments.filter(event__kind="resolved").update(fingerprint=mark)
        assert found(second) == []


@pytest.mark.django_db
def test_a_look_takes_two_statements_however_many_photos(done, django_assert_num_queries) -> None:
    done(1, 2)
    case = done(3, 2)
    photos = list(case.attachments.filter(event__kind="resolved"))
    with django_assert_num_queries(2):
        lookalikes(photos, case)
    with django_assert_num_queries(0):
        lookalikes([], case)


@pytest.mark.django_db
def test_a_look_among_many_uses_the_indexes(done, django_assert_num_queries) -> None:
    case = done(1, 2)
    photos = list(case.attachments.filter(event__kind="resolved"))
    filed = case.events.get(kind="submitted")
    small = {"file": "-", "thumbnail": b"", "width": 1, "height": 1, "size": 1}
    Attachment.objects.bulk_create(
        (
            Attachment(case=case, event=filed, fingerprint=random.getrandbits(62), **small)
            for _ in range(5000)
        ),
        batch_size=1000,
    )
    with django_assert_num_queries(1) as context:
        lookalikes(photos, case)
    read = plan(context.captured_queries[0]["sql"], "cases_attachment")
    assert all(f"attachment_band_{n}" in read for n in range(4))


@pytest.mark.django_db
def test_photos_from_before_are_measured_once(done) -> None:
    case = done(1, 2)
    marks = set(case.attachments.values_list("fingerprint", flat=True))
    Attachment.objects.update(fingerprint=None)
    assert [image_hash.measure(), image_hash.measure()] == [2, 0]
    assert set(case.attachments.values_list("fingerprint", flat=True)) == marks


@pytest.mark.django_db
def test_a_broken_thumbnail_is_left_aside(done) -> None:
    done(1, 2)
    Attachment.objects.update(fingerprint=None, thumbnail=b"broken")
    assert image_hash.measure() == 2
    assert set(Attachment.objects.values_list("fingerprint", flat=True)) == {0}
