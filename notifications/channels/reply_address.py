"""The address by which an answer finds its case: signed, and without a word about anybody.

It is in lower case, since mail programs may change that; so it cannot be a signature of django.core.signing,
whose alphabet has both.
"""

import base64
import uuid
from collections.abc import Iterable

from django.conf import settings
from django.utils.crypto import constant_time_compare, salted_hmac

from notifications.models import Audience, DeliveryChannel, Notice

# 16 bytes of the letter's key, and 50 bits of the signature, in base 32.
KEY, SIGNATURE = 26, 10
# A local part has 64 characters at most (RFC 5321, 4.5.3.1.1).
LONGEST_LOCAL = 64 - KEY - SIGNATURE - 2


def is_on() -> bool:
    """Whether e-mail comes in here."""
    return bool(settings.MAIL_IN_ADDRESS)


def reply_address(notice: Notice) -> str:
    """Where the citizen's answer to this letter goes; empty where none is read."""
    if not is_on() or notice.case_id is None:
        return ""
    if notice.audience != Audience.CITIZEN or notice.channel != DeliveryChannel.EMAIL:
        return ""
    local, _, domain = settings.MAIL_IN_ADDRESS.rpartition("@")
    key = base64.b32encode(notice.pk.bytes).decode().rstrip("=").lower()
    return f"{local}+r{key}{_signature(key, settings.SECRET_KEY)}@{domain}"


def answered(addresses: Iterable[str]) -> list[uuid.UUID]:
    """The keys of the letters whose signed address is among these."""
    if not is_on():
        return []
    local, _, domain = settings.MAIL_IN_ADDRESS.lower().rpartition("@")
    found = list[uuid.UUID]()
    for address in addresses:
        before, _, behind = address.lower().rpartition("@")
        word = before.removeprefix(f"{local}+r")
        if behind == domain and word != before and len(word) == KEY + SIGNATURE and _is_ours(word):
            found += _keys(word[:KEY])
    return found


def _is_ours(word: str) -> bool:
    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return any(constant_time_compare(word[KEY:], _signature(word[:KEY], key)) for key in keys)


def _signature(word: str, key: str) -> str:
    made = salted_hmac("notifications.reply_address", word, secret=key, algorithm="sha256").digest()
    return base64.b32encode(made).decode()[:SIGNATURE].lower()


def _keys(word: str) -> list[uuid.UUID]:
    try:
        return [uuid.UUID(bytes=base64.b32decode(f"{word.upper()}======"))]
    except ValueError:
        return []
