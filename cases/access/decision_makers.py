"""Who decides about a case: the department's active heads; of a restricted request type the active people who
were named for it, whatever their department, and the heads only while nobody is. A substitute does not
decide.

The rule has three forms: `User.decides` is the condition on cases for one person (beside the model, since its
querysets use it), `decides` asks about one person and one case, `deciders` finds the people. One test holds
the three together.
"""

import copy

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.lib.setup_cache import shared
from cases.models import Case, KindReader, Membership, RequestType, User

# With these fields the deciders are remembered: a trigger of the database says when one changes.
KNOWN = ("username", "first_name", "last_name", "email", "language", "digest", "is_active")


def decides(user: User, case: Case) -> bool:
    """Say whether this active person decides about a case; no statement where the rights are read."""
    if case.request_type.restricted and case.request_type_id in user.access_profile.named:
        return case.request_type_id in user.access_profile.named_for
    return user.heads(case.department_id)


def deciders(request_type: RequestType, department_id: int | None) -> QuerySet[User]:
    """Return the people who decide about cases of a request type in a department, in no order; one
    statement."""
    head = Membership.Role.HEAD
    people = User.objects.filter(is_active=True)
    if not request_type.restricted:
        return people.filter(memberships__department=department_id, memberships__role=head)
    heads = Membership.objects.filter(department=department_id, role=head, user=OuterRef("pk"))
    named = KindReader.objects.filter(kind=request_type)
    somebody = Exists(named.filter(user__is_active=True))
    return people.filter(Exists(named.filter(user=OuterRef("pk"))) | Q(~somebody & Exists(heads)))


def known_deciders(request_type: RequestType, department_id: int | None) -> list[User]:
    """Return the same people in a fixed order, with the fields KNOWN; no statement while the set-up stays the
    same."""
    key = f"deciders-{request_type.pk if request_type.restricted else ''}-{department_id}"
    people = deciders(request_type, department_id).only(*KNOWN).order_by("pk")
    return [copy.copy(person) for person in shared(key, lambda: list(people))]
