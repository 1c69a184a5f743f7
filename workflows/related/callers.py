"""Who calls: the earlier cases with the same telephone number, for those who file for others, and what is
taken over from one of them."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db.models import Case as Choice
from django.db.models import Value, When

from cases.audit import personal_data_access
from cases.audit.personal_data_access import Context
from cases.fields.text import Telephone
from cases.models import Case, User
from workflows import rights

SHOWN = 10
# What a form is filled with: columns of the case, by the names of the form's fields.
TEXTS = (
    "title_other",
    "first_name",
    "last_name",
    "email",
    "line_id",
    "house_no",
    "moo",
    "soi",
    "road",
    "community",
    "postal_code",
    "language",
)


def earlier(user: User, typed: str) -> list[Case] | None:
    """The latest cases with this number, as far as this person may read them, with `sees_person`; None where
    it is no whole telephone number yet. Whose name is shown is noted as read."""
    phone = _whole(typed)
    if not phone:
        return None
    seen = Choice(When(rights.person_seen_by(user), then=Value(True)), default=Value(False))
    cases = Case.objects.visible_to(user).filter(phone=phone).annotate(sees_person=seen)
    found = list(cases.select_related("request_type", "department").order_by("-pk")[:SHOWN])
    named = [case for case in found if case.sees_person and case.first_name]
    personal_data_access.note(user, named, Context.SEARCH)
    return found


def person_of(user: User, typed: str, number: str) -> dict[str, Any]:
    """What the caller has told in an earlier case with this telephone number: name, address, e-mail, by the
    names of the form's fields; nothing where this person may not see it. It is noted as read."""
    phone = _whole(typed)
    if not phone:
        return {}
    cases = Case.objects.visible_to(user).filter(rights.person_seen_by(user), phone=phone, number=number)
    case = cases.select_related("subdistrict__district").first()
    if case is None:
        return {}
    personal_data_access.note(user, [case], Context.SEARCH)
    found = {name: getattr(case, name) for name in TEXTS}
    found["title"] = str(case.title_id or "")
    if case.subdistrict:
        district = case.subdistrict.district
        found |= {"subdistrict": case.subdistrict_id, "district": district.pk}
        found["province"] = district.province_id
    return {name: value for name, value in found.items() if value}


def _whole(typed: str) -> str:
    """The number as it is stored; empty where it is no whole one."""
    try:
        return str(Telephone().clean(typed) or "")
    except ValidationError:
        return ""
