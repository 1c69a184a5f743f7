"""The citizen's pages as a test uses them: fill in a form, log in, read what stands in a session."""

import re
from typing import Any

from django.test import Client

from cases.models import Case, RequestType
from tests.factories import ChannelFactory, SubdistrictFactory, TitleFactory

DETAILS = "ถนนหน้าบ้านเป็นหลุมลึก รถจักรยานยนต์ล้มบ่อย"


def address(kind: RequestType) -> str:
    """The form of this kind."""
    return f"/en/requests/{kind.code}/"


def typed(**changes: Any) -> dict[str, Any]:
    """What a citizen types into the form, all of it right but for `changes`."""
    ChannelFactory()
    area = SubdistrictFactory()
    return {
        "details": DETAILS,
        "urgency": "normal",
        "place": "หน้าวัดโพธิ์",
        "title": TitleFactory().pk,
        "first_name": "สมชาย",
        "last_name": "ใจดี",
        "phone": "081 234 5678",
        "email": "somchai@citizen.example",
        "house_no": "99/1",
        "province": area.district.province_id,
        "district": area.district_id,
        "subdistrict": area.pk,
        **changes,
    }


def opened(client: Client, kind: RequestType) -> str:
    """Open the form and give its token."""
    return token_of(client.get(address(kind)))


def token_of(response: Any) -> str:
    """The form token on a page."""
    found = re.search(r'name="form_token" value="([0-9a-f-]{36})"', response.text)
    assert found, "no form token on the page"
    return found[1]


def send(client: Client, kind: RequestType, **changes: Any) -> Any:
    """Open the form, fill it in, send it."""
    return client.post(address(kind), typed(form_token=opened(client, kind), **changes))


def errors_of(response: Any) -> dict[str, str]:
    """Field to first error, from the form of a page."""
    return {name: str(errors[0]) for name, errors in response.context["form"].errors.items()}


def log_in(client: Client, number: str, password: str) -> Any:
    """Type user ID and password on the tracking page."""
    return client.post("/en/track/", {"user_id": number, "password": password})


def page_of(case: Case, verb: str = "") -> str:
    """The page of a case, or where one of its forms is sent to."""
    return f"/en/track/cases/{case.number}/{verb}{'/' if verb else ''}"
