"""The second factors of the staff as rows: who has one, who needs one, and how they are reset."""

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from cases import staff_sessions
from cases.models import User
from cases.setup.changes import journal, note
from cases.setup.own import PEOPLE
from cases.setup.words import FACTOR

Type = Authenticator.Type


def factors(user: User) -> QuerySet[Authenticator]:
    """The authenticator app and the passkeys of this person, without the codes for emergencies."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user=user)
    return found.exclude(type=Type.RECOVERY_CODES).order_by("created_at", "pk")


def is_needed(user: User) -> bool:
    """Whether this person may not do without: everybody who comes into the set-up."""
    return settings.REQUIRE_MFA_FOR_ADMINS and (user.is_superuser or user.is_staff)


@transaction.atomic
def reset(user: User, *, by: User) -> bool:
    """Take all factors of somebody who has lost them, end the person's log-ins, and log who did it; False
    where there was nothing to take."""
    found, _ = Authenticator.objects.filter(user=user).delete()
    if not found:
        return False
    staff_sessions.end_all(user)
    with journal(lambda: by):
        note(PEOPLE, user, before={FACTOR: True}, after={FACTOR: False}, title=str(user))
    return True
