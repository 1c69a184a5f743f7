"""Who calls: the earlier cases with the same telephone number, for those who file for others."""

from django.core.exceptions import ValidationError
from django.db.models import QuerySet

from cases.fields.text import Telephone
from cases.models import Case, User

SHOWN = 10


def earlier(user: User, typed: str) -> QuerySet[Case] | None:
    """The latest cases with this number, as far as this person may read them; None where it is no whole
    telephone number yet."""
    try:
        phone = Telephone().clean(typed)
    except ValidationError:
        return None
    if not phone:
        return None
    cases: QuerySet[Case] = Case.objects.visible_to(user).filter(phone=phone)
    return cases.select_related("request_type", "department").order_by("-pk")[:SHOWN]
