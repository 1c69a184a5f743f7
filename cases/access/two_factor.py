"""The second factors of the staff as rows: who has one, who needs one, and how they are reset."""

import datetime

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from cases.access import staff_sessions
from cases.access.staff_roles import staff_roles
from cases.change_log.journal import journal, note
from cases.change_log.registration import PEOPLE
from cases.change_log.wording import FACTOR
from cases.models import User

Type = Authenticator.Type


def factors(user: User) -> QuerySet[Authenticator]:
    """The authenticator app and the passkeys of this person, without the codes for emergencies."""
    found: QuerySet[Authenticator] = Authenticator.objects.filter(user=user)
    return found.exclude(type=Type.RECOVERY_CODES).order_by("created_at", "pk")


def is_needed(user: User) -> bool:
    """Whether this person may not do without: who comes into the set-up, and the roles that the setting
    REQUIRE_MFA_FOR names."""
    if settings.REQUIRE_MFA_FOR_ADMINS and (user.is_superuser or user.is_staff):
        return True
    return bool(settings.REQUIRE_MFA_FOR) and bool(staff_roles(user) & set(settings.REQUIRE_MFA_FOR))


def due(user: User, *, today: datetime.date | None = None) -> datetime.date | None:
    """Return the last day on which this person, who needs a second factor, may do without; None where that
    has passed. The days of grace begin when the need is first met; administrators have none."""
    today = today or timezone.localdate()
    if user.is_superuser or user.is_staff:
        return None
    if user.factor_due is None:
        user.factor_due = today + datetime.timedelta(days=settings.MFA_GRACE_DAYS)
        User.objects.filter(pk=user.pk, factor_due=None).update(factor_due=user.factor_due)
    return user.factor_due if user.factor_due >= today else None


@transaction.atomic
def reset(user: User, *, by: User) -> bool:
    """Take all factors of somebody who has lost them, end the person's log-ins, and log who did it; False
    where there was nothing to take."""
    found, _ = Authenticator.objects.filter(user=user).delete()
    if not found:
        return False
    # The days of grace are for who is new.
    User.objects.filter(pk=user.pk).update(factor_due=timezone.localdate() - datetime.timedelta(days=1))
    staff_sessions.end_all(user)
    with journal(lambda: by):
        note(PEOPLE, user, before={FACTOR: True}, after={FACTOR: False}, title=str(user))
    return True
