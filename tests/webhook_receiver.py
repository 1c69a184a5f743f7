"""Another system by HTTPS on the loopback, which takes messages and verifies them as its owner would."""

import base64
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from django.conf import LazySettings
from standardwebhooks import Webhook

from cases.models import User
from notifications.channels import signatures
from notifications.models import WebhookEndpoint, WebhookSecret
from tests.peers import Asked
from tests.push_service import PushService


class Receiver(PushService):
    """Takes messages (204) or answers as told."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.answer(204, None)

    @property
    def ids(self) -> list[str]:
        """The `webhook-id` of each message that came, in order."""
        return [header(asked, "webhook-id") for asked in self.asked]


@contextmanager
def receiving(
    folder: Path,
    settings: LazySettings,
    monkeypatch: pytest.MonkeyPatch,
    *,
    kind: type[Receiver] = Receiver,
) -> Iterator[Receiver]:
    """Such a system for the block; its network is one that the set-up lists."""
    with kind(folder) as receiver:
        monkeypatch.setenv("SSL_CERT_FILE", str(receiver.certificate))
        settings.WEBHOOK_NETWORKS = ["127.0.0.1"]
        settings.WEBHOOK_TIMEOUT = 1
        yield receiver


def header(asked: Asked, name: str) -> str:
    """A header of a message, whatever its case."""
    return next(value for key, value in asked.headers.items() if key.lower() == name)


def verify(asked: Asked, keys: WebhookSecret) -> None:
    """Raise an error where a message is not signed by both of these keys."""
    named = {key.lower(): value for key, value in asked.headers.items()}
    Webhook(keys.secret).verify(asked.body, named)
    signed = f"{named['webhook-id']}.{named['webhook-timestamp']}.{asked.body}".encode()
    public = base64.b64decode(keys.public.removeprefix(signatures.PUBLIC))
    last: Exception = AssertionError("no v1a signature")
    for one in named["webhook-signature"].split():
        version, _comma, signature = one.partition(",")
        if version == "v1a":
            try:
                Ed25519PublicKey.from_public_bytes(public).verify(base64.b64decode(signature), signed)
            except Exception as error:
                last = error
            else:
                return
    raise last


def listening(url: str, *, name: str = "Town website", by: User, **fields: Any) -> WebhookEndpoint:
    """A webhook that is on and has keys."""
    endpoint = WebhookEndpoint.objects.create(name=name, address=url, active=True, off_because="", **fields)
    WebhookSecret.objects.create(endpoint=endpoint, made_by=by, **signatures.make_keys()._asdict())
    return endpoint
