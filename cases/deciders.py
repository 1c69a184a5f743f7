"""Who decides about cases of a kind in a department: the people behind `User.decides`."""

from django.db.models import Exists, OuterRef, Q, QuerySet

from cases.models import KindReader, Membership, User


def deciders(kind_id: int, department_id: int | None) -> QuerySet[User]:
    """The department's active heads; of a restricted kind the active people who were named for it, whatever
    their department, and the heads only while nobody is. In no order; one statement."""
    head = Membership.Role.HEAD
    heads = Membership.objects.filter(department=department_id, role=head, user=OuterRef("pk"))
    named = KindReader.objects.filter(kind=kind_id, kind__restricted=True)
    somebody = Exists(named.filter(user__is_active=True))
    decides = Exists(named.filter(user=OuterRef("pk"))) | Q(~somebody & Exists(heads))
    return User.objects.filter(decides, is_active=True)
