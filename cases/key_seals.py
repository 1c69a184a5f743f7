"""Do FIELD_KEYS open what this database holds? Asked at start, by checks, `/readyz` and `check_workflow`.

Each key that comes into use seals a test value, and every value that was sealed has to open. A key that was
taken away on purpose is said so with `manage.py accept_keys`.
"""

from typing import Any

from cryptography.fernet import Fernet
from django.conf import settings
from django.db import transaction
from django.db.models.signals import post_migrate
from django.dispatch import receiver

from cases.db.encryption import InvalidToken, Unreadable, decrypt, encrypt
from cases.db.field_keys import malformed
from cases.models import Case, KeySeal

VALUE = "What FIELD_KEYS have sealed"
# What has been stored with a secret before there were seals; so many are looked at.
SAMPLE = 20


def problem() -> str:
    """Return, in one sentence for the keeper, why secrets of this database cannot be read; empty when all is
    well. Two statements at most."""
    if sentence := malformed(settings.FIELD_KEYS):
        return sentence
    seals = list(KeySeal.objects.values_list("sealed", flat=True))
    closed = sum(not _opens(sealed) for sealed in seals)
    if not seals:
        closed = sum(isinstance(value, Unreadable) for value in _stored())
    if not closed:
        return ""
    return (
        "FIELD_KEYS do not open what this database has sealed: national IDs, second factors and letters with "
        "a password cannot be read. Put the key back, or say with `manage.py accept_keys` that it is gone."
    )


def seal() -> None:
    """Seal the test value with the newest key, unless that was done before or the keys do not fit."""
    if problem():
        return
    newest = Fernet(settings.FIELD_KEYS[0])
    if not any(_opens(sealed, newest) for sealed in KeySeal.objects.values_list("sealed", flat=True)):
        KeySeal.objects.create(sealed=encrypt(VALUE))


@transaction.atomic
def accept() -> int:
    """Forget the seals of keys that are gone; return how many. What they sealed stays unreadable."""
    gone = [seal.pk for seal in KeySeal.objects.select_for_update(no_key=True) if not _opens(seal.sealed)]
    KeySeal.objects.filter(pk__in=gone).delete()
    if not KeySeal.objects.exists():
        KeySeal.objects.create(sealed=encrypt(VALUE))
    seal()
    return len(gone)


@receiver(post_migrate, dispatch_uid="cases.key_seals")
def seal_after_migrating(sender: Any, **kwargs: Any) -> None:
    """A new database, and one from before there were seals, gets its first one."""
    if sender.name == "cases" and kwargs.get("using") == "default":
        seal()


def _stored() -> list[str]:
    """The newest national IDs, as far as they can be read."""
    found = Case.objects.exclude(national_id="").order_by("-pk")[:SAMPLE]
    return list(found.values_list("national_id", flat=True))


def _opens(sealed: str, key: Fernet | None = None) -> bool:
    try:
        if key is None:
            decrypt(sealed)
        else:
            key.decrypt(sealed.encode())
    except InvalidToken:
        return False
    return True
