"""A citizen's form, filled in up to the last page: what is sent then makes a case."""

import io
import random
from collections.abc import Sequence
from functools import cache
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.db.models import Exists, OuterRef
from django.test import Client
from PIL import Image

from cases.forms.areas import UNKNOWN
from cases.models import Municipality, QuestionSet, RequestType, Subdistrict, Title
from tests.bench import visitors
from tests.bench.asks import Ask, address, typed, with_files

DETAILS = "ถนนหน้าบ้านเป็นหลุมลึก รถจักรยานยนต์ล้มบ่อย ขอให้เทศบาลเร่งซ่อมแซมด้วย"
# A photo as telephones send it, and as their browsers make it smaller.
CAMERA, SMALL = (4000, 3000), (1600, 1200)


@cache
def request_type() -> RequestType:
    """A kind that anybody can ask for without further questions and without a photo."""
    asking = QuestionSet.objects.filter(request_type=OuterRef("pk"), replaced_at=None)
    request_types = RequestType.objects.filter(~Exists(asking), active=True, needs_photo=False)
    return next(one for one in request_types.order_by("pk") if not one.refers_only)


@cache
def photo(size: tuple[int, int], number: int = 0) -> bytes:
    """A JPEG with something in it: flat ones pack too well."""
    dice = random.Random(number)
    small = Image.frombytes("RGB", (160, 120), dice.randbytes(160 * 120 * 3))
    image, out = small.resize(size, Image.Resampling.BICUBIC), io.BytesIO()
    image.save(out, "JPEG", quality=88)
    return out.getvalue()


def upload(size: tuple[int, int], number: int = 0) -> SimpleUploadedFile:
    """That photo as a form sends it."""
    return SimpleUploadedFile(f"photo{number}.jpg", photo(size, number), content_type="image/jpeg")


def filled(n: int, *, photos: int = 0) -> list[Ask]:
    """The last click of so many citizens, each with a form of its own, and so many photos in it."""
    return [_filled(number, photos) for number in range(n)]


def _filled(number: int, photos: int) -> Ask:
    cookies, where = visitors.session(n=number), address(number)
    client = Client(enforce_csrf_checks=True)
    path = f"/requests/{request_type().code}"
    files = {"photos": [upload(SMALL, n) for n in range(photos)]} if photos else {}
    for page, body in (
        ("what", with_files(details=DETAILS, urgency="normal", **files)),
        ("where", {"body": typed(place="หน้าวัดโพธิ์", area=UNKNOWN)}),
        ("you", {"body": typed(**_person(number))}),
    ):
        answer = Ask(f"{path}/{page}/", cookies, address=where, **body).play(client)
        if answer.status_code != 302 or answer["Location"].endswith(f"/{page}/"):
            raise RuntimeError(f"the form does not go on after {page}: {answer.status_code}")
    token = client.session["forms"][request_type().code]
    return Ask(f"{path}/check/", cookies, typed(form_token=token), address=where)


def with_photo(n: int) -> Sequence[Ask]:
    """A photo of a telephone's camera comes with the first page; it is sent to a fresh form."""
    asks = []
    for number in range(n):
        cookies, where = visitors.session(n=number), address(number)
        path = f"/requests/{request_type().code}"
        asks.append(Ask(f"{path}/what/", cookies, address=where, **with_files(photos=[upload(CAMERA)])))
    return asks


def near(n: int) -> list[Ask]:
    """The page about the place with a point on the map: are there open cases near by?"""
    cookies = visitors.session(n=0)
    client = Client(enforce_csrf_checks=True)
    path = f"/requests/{request_type().code}"
    Ask(f"{path}/what/", cookies, typed(details=DETAILS, urgency="normal")).play(client)
    dice, bounds = random.Random(1), Municipality.current()
    points = [
        (dice.uniform(*_ends(bounds, "south", "north")), dice.uniform(*_ends(bounds, "west", "east")))
        for _ in range(n)
    ]
    return [
        Ask(f"{path}/where/", cookies, typed(latitude=f"{lat:.6f}", longitude=f"{lng:.6f}", place="ตลาด"))
        for lat, lng in points
    ]


def _ends(office: Municipality, low: str, high: str) -> tuple[float, float]:
    return float(getattr(office, low)), float(getattr(office, high))


def _person(number: int) -> dict[str, Any]:
    district = Municipality.current().district
    area = Subdistrict.objects.filter(district=district).order_by("pk").first()
    title = Title.objects.order_by("pk").first()
    assert district
    assert area
    assert title
    return {
        "title": title.pk,
        "first_name": "สมชาย",
        "last_name": "ใจดี",
        "phone": f"081{number:07d}",
        "email": f"bench{number}@citizen.example",
        "house_no": "99/1",
        "province": district.province_id,
        "district": district.pk,
        "subdistrict": area.pk,
        "postal_code": (area.postal_codes or [""])[0],
    }
