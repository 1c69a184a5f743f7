"""Suppression: nothing is sent to an address from which letters come back, until somebody lifts it."""

import datetime
from collections.abc import Iterable

from django.conf import settings
from django.db import transaction
from django.db.models import Exists
from django.utils import timezone
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from cases import actions
from cases.db.insert_once import leave
from cases.errors import AlreadyDone, Refused
from cases.models import User
from notifications.models import DeliveryChannel, Notice, Suppression

# The last error of a letter that was held back. A trigger knows these words
# (`notifications/sql/unreached_citizens.sql`).
WORDS = gettext_noop("address suppressed")


def hashes_of(channel: str, address: str) -> list[str]:
    """What an address may be known by, the newest first: an HMAC under each of FIELD_KEYS, and under
    SECRET_KEY as before 0.6.0. The same for upper and lower case."""
    known = f"{channel}:{address.strip().lower()}"
    return [
        salted_hmac("notifications.suppression", known, secret=key, algorithm="sha256").hexdigest()
        for key in [*settings.FIELD_KEYS, settings.SECRET_KEY]
    ]


def hash_of(channel: str, address: str) -> str:
    """What an address is known by from now on."""
    return hashes_of(channel, address)[0]


def rekey() -> int:
    """Have every suppression known by the newest of FIELD_KEYS, so that an older key, and SECRET_KEY, can go;
    return how many were not. What its letter does not name any more stays as it is."""
    changed = 0
    for held in Suppression.objects.filter(lifted_at=None).select_related("notice").iterator():
        if held.notice is None or not held.notice.address:
            continue
        newest = hash_of(held.channel, held.notice.address)
        if held.address_hash != newest:
            changed += _renamed(held, newest)
    return changed


def _renamed(held: Suppression, newest: str) -> int:
    """Give it its new name; one that has it already holds the address back as well."""
    same = Suppression.objects.filter(channel=held.channel, address_hash=newest, lifted_at=None)
    return Suppression.objects.filter(~Exists(same), pk=held.pk).update(address_hash=newest)


def suppress(notice: Notice, *, reason: Suppression.Reason) -> Suppression:
    """Send nothing more to the address of this letter; the first reason stays."""
    there = find_suppression(notice.channel, notice.address)
    if there is not None:
        return there
    key = {"channel": notice.channel, "address_hash": hash_of(notice.channel, notice.address)}
    leave(Suppression(**key, reason=reason, notice=notice))
    return Suppression.objects.get(**key, lifted_at=None)


def holds_back(notice: Notice) -> bool:
    """Whether this letter must not be sent; one look-up by an index."""
    return find_suppression(notice.channel, notice.address) is not None


def held(addresses: Iterable[str]) -> set[str]:
    """Those of some e-mail addresses to which nothing is sent."""
    hashes = {known: address for address in addresses for known in hashes_of(DeliveryChannel.EMAIL, address)}
    found = Suppression.objects.filter(channel=DeliveryChannel.EMAIL, address_hash__in=hashes, lifted_at=None)
    return {hashes[known] for known in found.values_list("address_hash", flat=True)}


def find_suppression(channel: str, address: str) -> Suppression | None:
    """What holds letters to this address back; None where nothing does."""
    if not address:
        return None
    found = Suppression.objects.filter(address_hash__in=hashes_of(channel, address), channel=channel)
    return found.filter(lifted_at=None).first()


@transaction.atomic
def lift(notice: Notice, *, by: User, because: str, now: datetime.datetime | None = None) -> Suppression:
    """Let letters go to the address of this letter again; the case's history says who did it and why.
    Raises AlreadyDone where nothing holds them back, Refused without a reason."""
    if not because.strip():
        raise Refused(_("Write the reason."))
    now = now or timezone.now()
    found = find_suppression(notice.channel, notice.address)
    held = (
        Suppression.objects.select_for_update(no_key=True)
        .filter(pk=found.pk if found else 0, lifted_at=None)
        .first()
    )
    if held is None:
        raise AlreadyDone
    held.lifted_at, held.lifted_by, held.lifted_because = now, by, because.strip()
    held.save(update_fields=["lifted_at", "lifted_by", "lifted_because"])
    if notice.case is not None:
        text = _("Letters go to the suppressed address again: %(reason)s") % {"reason": held.lifted_because}
        actions.note(notice.case, by=by, text=text, now=now)
    return held
