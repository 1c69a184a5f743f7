"""The municipality's key pair for web push: made when it is first needed, encrypted with FIELD_KEYS."""

from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.db import transaction
from django.utils import timezone
from py_vapid import Vapid02
from py_vapid.utils import b64urlencode

from cases.db.encryption import Unreadable
from cases.db.insert_once import leave
from cases.models import PushKeys, PushSubscription


def public_key() -> str:
    """Return the key that a browser needs to subscribe, making the pair where there is none. One statement
    once it is there."""
    found = PushKeys.objects.values_list("public", flat=True).first()
    return found or _made().public


def stored() -> PushKeys | None:
    """Return the pair as it is stored; None before it was needed."""
    return PushKeys.objects.first()


@transaction.atomic
def replace_unreadable() -> bool:
    """Make a new pair where FIELD_KEYS do not open the old one, and return whether that was done. Browsers
    are bound to the old one: those that were told have to be asked anew."""
    found = PushKeys.objects.select_for_update(no_key=True).first()
    if found is None or not isinstance(found.private, Unreadable):
        return False
    PushSubscription.objects.all().end(timezone.now())
    found.delete()
    _made()
    return True


def _made() -> PushKeys:
    """A new pair, or the one that somebody else has made at this moment."""
    pair = Vapid02()
    pair.generate_keys()
    point = pair.public_key.public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    leave(PushKeys(private=pair.private_pem().decode(), public=b64urlencode(point)))
    return PushKeys.objects.get()
