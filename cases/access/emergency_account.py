"""The one account whose password still opens something where the passwords of the staff are closed."""

from django.conf import settings
from django.utils.translation import gettext as _

from cases.models import User


def is_single_sign_on_set_up() -> bool:
    """Whether the settings name an issuer wholly."""
    needed = (settings.STAFF_SSO_ISSUER, settings.STAFF_SSO_CLIENT_ID, settings.STAFF_SSO_CLIENT_SECRET)
    return all(needed)


def emergency_account() -> User | None:
    """The administrator whom the settings name, whose password opens whatever happens to the issuer; None
    where it would not: nobody of this name, switched off, without a password, or no administrator."""
    name = settings.STAFF_SSO_EMERGENCY_ACCOUNT
    found = User.objects.filter(username=name, is_active=True, is_staff=True).first() if name else None
    return found if found and found.has_usable_password() and found.has_perm("cases.change_user") else None


def passwords_are_closed() -> bool:
    """Whether passwords open nothing but the emergency account. Without such an account they stay open:
    nobody would get in while the issuer is away."""
    return bool(settings.STAFF_SSO_ONLY and is_single_sign_on_set_up() and emergency_account())


def password_is_closed(person: User) -> bool:
    """Whether this person's password opens nothing."""
    return passwords_are_closed() and not _is_named(person)


def why_it_stays(person: User) -> str:
    """Why this person may neither leave nor stop to be an administrator: the last password that opens
    something is this one. Empty for everybody else."""
    if not (_is_named(person) and settings.STAFF_SSO_ONLY and is_single_sign_on_set_up()):
        return ""
    return _(
        "This is the emergency account, the only one whose password opens the service. Name another one in "
        "the settings first (STAFF_SSO_EMERGENCY_ACCOUNT)."
    )


def _is_named(person: User) -> bool:
    return bool(person.username) and person.username == settings.STAFF_SSO_EMERGENCY_ACCOUNT
