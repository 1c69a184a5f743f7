"""Who decides about cases of a kind in a department: the people behind `User.decides`."""

from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from cases.models import KindReader, Membership, User
from cases.one_request import forget, once


def deciders(kind_id: int, department_id: int | None) -> QuerySet[User]:
    """The department's active heads; of a restricted kind the active people who were named for it, whatever
    their department, and the heads only while nobody is. In no order; one statement."""
    head = Membership.Role.HEAD
    heads = Membership.objects.filter(department=department_id, role=head, user=OuterRef("pk"))
    named = KindReader.objects.filter(kind=kind_id, kind__restricted=True)
    somebody = Exists(named.filter(user__is_active=True))
    decides = Exists(named.filter(user=OuterRef("pk"))) | Q(~somebody & Exists(heads))
    return User.objects.filter(decides, is_active=True)


def deciders_once(kind_id: int, department_id: int | None) -> list[User]:
    """The same people in a fixed order, read once for each request."""
    key = f"deciders-{kind_id}-{department_id}"
    return once(key, lambda: list(deciders(kind_id, department_id).order_by("pk")))


@receiver([post_save, post_delete], sender=Membership, dispatch_uid="cases.deciders.membership")
@receiver([post_save, post_delete], sender=KindReader, dispatch_uid="cases.deciders.reader")
@receiver(post_save, sender=User, dispatch_uid="cases.deciders.person")
def people_change(update_fields: frozenset[str] | None = None, **kwargs: Any) -> None:
    """Somebody else may decide from now on; a log-in, which writes its time alone, changes nothing."""
    if update_fields is None:
        forget()
