"""A push service by HTTPS on the loopback, and browsers that it delivers to, which decrypt what they get."""

import datetime
import ipaddress
import json
import ssl
from base64 import urlsafe_b64encode
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import http_ece
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from py_vapid import Vapid02
from py_vapid.utils import b64urldecode

from cases.lib.push_services import Browser
from tests.peers import Asked, Peer

SECRET = b"16 secret octets"
POINT = (serialization.Encoding.X962, serialization.PublicFormat.UncompressedPoint)


class PushService(Peer):
    """Takes messages (201) or answers as told; its certificate is its own."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        self.certificate = folder / "push.pem"
        self.answer(201, None)

    def start(self) -> None:
        """Listen, under a certificate made now."""
        super().start()
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        self.certificate.write_bytes(_certificate())
        context.load_cert_chain(self.certificate)
        self._server.socket = context.wrap_socket(self._server.socket, server_side=True)
        self.url = self.url.replace("http://", "https://")

    def sender_of(self, asked: Asked) -> dict[str, Any]:
        """Who has signed a message, as VAPID says; an error where the signature is wrong."""
        assert Vapid02.verify(asked.headers["Authorization"])
        token = asked.headers["Authorization"].partition("t=")[2].partition(",")[0]
        claims: dict[str, Any] = json.loads(b64urldecode(token.split(".")[1].encode()))
        return claims


class Telephone:
    """A browser with keys of its own, known to the service under a name."""

    def __init__(self, service: PushService, name: str = "somchai") -> None:
        self.path = f"/send/{name}"
        self.key = ec.generate_private_key(ec.SECP256R1())
        point = self.key.public_key().public_bytes(*POINT)
        self.browser = Browser(f"{service.url}{self.path}", _text(point), _text(SECRET))
        self.service = service

    @property
    def json(self) -> str:
        """What its PushSubscription says of itself."""
        keys = {"p256dh": self.browser.p256dh, "auth": self.browser.auth}
        return json.dumps({"endpoint": self.browser.endpoint, "expirationTime": None, "keys": keys})

    @property
    def shown(self) -> list[dict[str, str]]:
        """The messages that came for it, decrypted."""
        return [self._read(asked) for asked in self.service.asked if urlsplit(asked.path).path == self.path]

    def _read(self, asked: Asked) -> dict[str, str]:
        sealed = asked.body.encode(errors="surrogateescape")
        plain = http_ece.decrypt(sealed, private_key=self.key, auth_secret=SECRET, version="aes128gcm")
        found: dict[str, str] = json.loads(plain)
        return found


def _text(octets: bytes) -> str:
    return urlsafe_b64encode(octets).rstrip(b"=").decode()


def _certificate() -> bytes:
    """Key and certificate for the loopback, for an hour."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "push service")])
    now = datetime.datetime.now(datetime.UTC)
    names = [x509.IPAddress(ipaddress.ip_address("127.0.0.1")), x509.DNSName("localhost")]
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - datetime.timedelta(hours=1))
        .not_valid_after(now + datetime.timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    private = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return private + made.public_bytes(pem)
