"""Messages to other systems are signed as Standard Webhooks 1.0.0 says: by a secret that both sides know
(`v1`, HMAC-SHA256), and by a key of which the other side knows the public half (`v1a`, ed25519)."""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from typing import NamedTuple, Protocol

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from cases.db.encryption import readable

SECRET, PRIVATE, PUBLIC = "whsec_", "whsk_", "whpk_"
# In bytes; the private key is written with the public one behind it.
SECRET_LENGTH, SEED_LENGTH = 32, 32


class Keys(NamedTuple):
    """What one endpoint's messages are signed with, as it is written down."""

    secret: str
    private: str
    public: str


class Stored(Protocol):
    """A row that holds such keys, encrypted."""

    @property
    def secret(self) -> str:
        """The secret that both sides know."""

    @property
    def private(self) -> str:
        """The half of the pair that stays here."""


def make_keys() -> Keys:
    """Return new keys, which nobody has had before."""
    private = Ed25519PrivateKey.generate()
    public = private.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return Keys(
        SECRET + _written(secrets.token_bytes(SECRET_LENGTH)),
        PRIVATE + _written(private.private_bytes_raw() + public),
        PUBLIC + _written(public),
    )


def headers(keys: Iterable[Stored], *, message: str, timestamp: int, body: bytes) -> dict[str, str]:
    """Return the three headers of a message that is sent at this second, with a signature by each of the
    keys. Raises InvalidToken where a key cannot be read."""
    signed = f"{message}.{timestamp}.".encode() + body
    signatures = [signature for one in keys for signature in (_by_secret(one, signed), _by_pair(one, signed))]
    return {
        "webhook-id": message,
        "webhook-timestamp": str(timestamp),
        "webhook-signature": " ".join(signatures),
    }


def _by_secret(keys: Stored, signed: bytes) -> str:
    secret = base64.b64decode(readable(keys.secret).removeprefix(SECRET))
    return f"v1,{_written(hmac.digest(secret, signed, hashlib.sha256))}"


def _by_pair(keys: Stored, signed: bytes) -> str:
    seed = base64.b64decode(readable(keys.private).removeprefix(PRIVATE))[:SEED_LENGTH]
    return f"v1a,{_written(Ed25519PrivateKey.from_private_bytes(seed).sign(signed))}"


def _written(octets: bytes) -> str:
    return base64.b64encode(octets).decode()
