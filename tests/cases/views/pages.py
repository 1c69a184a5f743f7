"""The citizen's pages as a test uses them: fill in a form, log in, read what stands in a session."""

import re
from typing import Any

from django.test import Client

from cases.models import Case, RequestType
from tests.factories import ChannelFactory, SubdistrictFactory, TitleFactory

DETAILS = "ถนนหน้าบ้านเป็นหลุมลึก รถจักรยานยนต์ล้มบ่อย"


WHAT, WHERE, YOU = "what", "where", "you"
ON_WHAT = ("details", "urgency", "question_set", "q_", "remove", "photos", "kept", "seen", "no_photo")
ON_WHERE = ("place", "asset", "near", "landmark", "area", "latitude", "longitude")


def address(request_type: RequestType, page: str = "") -> str:
    """The form of this kind, or one page of it."""
    return f"/en/requests/{request_type.code}/{page}{'/' if page else ''}"


def page_of_field(name: str) -> str:
    """The page on which a field stands."""
    return WHAT if name.startswith(ON_WHAT) else WHERE if name in ON_WHERE else YOU


def part(form: dict[str, Any], page: str) -> dict[str, Any]:
    """What of this form is typed on one page."""
    return {name: value for name, value in form.items() if page_of_field(name) == page}


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


def token_of(response: Any) -> str:
    """The form token on a page."""
    found = re.search(r'name="form_token" value="([0-9a-f-]{36})"', response.text)
    assert found, "no form token on the page"
    return found[1]


def go_on(client: Client, request_type: RequestType, page: str, form: dict[str, Any]) -> Any:
    """Send a page of the form: what leads to the next, or the page again with its errors."""
    answer = client.post(address(request_type, page), form)
    again = answer.headers.get("Location") == address(request_type, page)
    return client.get(address(request_type, page)) if again else answer


def write(client: Client, request_type: RequestType, **changes: Any) -> Any:
    """Open the form and fill in its pages: the first answer that does not lead on, or that of the last."""
    form, answer = typed(**changes), client.get(address(request_type))
    for page in (WHAT, WHERE, YOU):
        answer = go_on(client, request_type, page, part(form, page))
        if answer.status_code != 302:
            break
    return answer


def at(client: Client, request_type: RequestType, page: str, **changes: Any) -> Any:
    """Fill in all pages before this one, and open it."""
    form = typed(**changes)
    client.get(address(request_type))
    for before in (WHAT, WHERE, YOU):
        if before == page:
            break
        client.post(address(request_type, before), part(form, before))
    return client.get(address(request_type, page))


def last_page(client: Client, request_type: RequestType) -> dict[str, str]:
    """What the button of the check page sends."""
    return {"form_token": token_of(client.get(address(request_type, "check")))}


def send(client: Client, request_type: RequestType, **changes: Any) -> Any:
    """Fill in the form and send it; where a page finds fault, that page."""
    answer = write(client, request_type, **changes)
    if answer.status_code != 302:
        return answer
    return client.post(address(request_type, "check"), last_page(client, request_type))


def errors_of(response: Any) -> dict[str, str]:
    """Field to first error, from the form of a page."""
    return {name: str(errors[0]) for name, errors in response.context["form"].errors.items()}


def log_in(client: Client, number: str, password: str) -> Any:
    """Type user ID and password on the tracking page."""
    return client.post("/en/track/", {"user_id": number, "password": password})


def page_of(case: Case, verb: str = "") -> str:
    """The page of a case, or where one of its forms is sent to."""
    return f"/en/track/cases/{case.number}/{verb}{'/' if verb else ''}"
