"""What mail services say afterwards, in the form that their documentation gives, signed as they sign."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

from django.test import Client

from notifications.models import Notice

MAILGUN_KEY = "key-of-the-tests-0123456789abcdef"
WEBHOOK_SECRET = "hook:of-the-tests"
SETTINGS = {"MAILGUN_WEBHOOK_SIGNING_KEY": MAILGUN_KEY, "WEBHOOK_SECRET": WEBHOOK_SECRET}


def mailgun(
    notice: Notice, event: str = "delivered", *, key: str = MAILGUN_KEY, **more: Any
) -> dict[str, Any]:
    """A post of Mailgun's (documentation: "Tracking messages", HMAC-SHA256 of timestamp and token)."""
    stamp, token = str(int(time.time())), "c" * 50
    signature = hmac.new(key.encode(), f"{stamp}{token}".encode(), hashlib.sha256).hexdigest()
    return {
        "signature": {"timestamp": stamp, "token": token, "signature": signature},
        "event-data": {
            "event": event,
            "timestamp": time.time(),
            "id": "ase7i2zsRYeDXpp5VBmO6w",
            "recipient": notice.address,
            "message": {"headers": {"message-id": f"{notice.pk}@city.example", "to": notice.address}},
            "user-variables": {"notice": str(notice.pk)},
            "delivery-status": {"code": 250, "message": "OK", "description": ""},
            **more,
        },
    }


def mailgun_failure(notice: Notice, **more: Any) -> dict[str, Any]:
    """Mailgun's permanent failure: the mailbox does not exist."""
    return mailgun(notice, "failed", **{"severity": "permanent", "reason": "bounce", **more})


def postmark(notice: Notice, record: str = "Delivery", **more: Any) -> dict[str, Any]:
    """A post of Postmark's (documentation: "Delivery webhook", "Bounce webhook")."""
    when = {"Delivery": "DeliveredAt", "Bounce": "BouncedAt", "SpamComplaint": "BouncedAt"}[record]
    return {
        "RecordType": record,
        "MessageID": "883953f4-6105-42a2-a16a-77a8eac79483",
        "ServerID": 23,
        "MessageStream": "outbound",
        "Recipient": notice.address,
        "Email": notice.address,
        when: "2026-11-01T16:33:54.9070259Z",
        "Metadata": {"notice": str(notice.pk)},
        **more,
    }


def brevo(notice: Notice, event: str, **more: Any) -> dict[str, Any]:
    """A post of Brevo's (documentation: "Transactional webhooks"); it knows its own ID alone."""
    return {
        "event": event,
        "email": notice.address,
        "id": 26224,
        "ts_epoch": int(time.time() * 1000),
        "message-id": notice.provider_id,
        "subject": "x",
        **more,
    }


def tell(client: Client, service: str, payload: Any, *, secret: str = WEBHOOK_SECRET) -> Any:
    """Post it as the service does."""
    body = payload if isinstance(payload, str) else json.dumps(payload)
    login = base64.b64encode(secret.encode()).decode()
    return client.post(
        f"/hooks/{service}/tracking/",
        body,
        content_type="application/json",
        headers={"Authorization": f"Basic {login}"} if secret else {},
    )
