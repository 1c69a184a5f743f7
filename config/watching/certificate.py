"""When the certificate of the site ends, as a browser would be shown it; asked at most once a day."""

import datetime
import socket
import ssl
from urllib.parse import urlsplit

from cryptography import x509
from django.conf import settings
from django.utils import timezone

from cases.db.insert_once import put
from config.models import Watched

NAME = "certificate"
DAILY = datetime.timedelta(hours=24)
PATIENCE = 10.0


def look(*, now: datetime.datetime | None = None) -> None:
    """Ask for the end of the certificate and keep it, once a day. A site that cannot be asked from here (many
    a firewall lets nobody out and in again) leaves what was known, until a day later."""
    now, known = now or timezone.now(), Watched.objects.filter(name=NAME).first()
    if not settings.SITE_URL.startswith("https://"):
        Watched.objects.filter(name=NAME).delete()
        return
    if known is not None and known.measured_at > now - DAILY:
        return
    end = ends_at(settings.SITE_URL)
    figure = end.timestamp() if end else known.figure if known else None
    row = Watched(name=NAME, figure=figure, measured_at=now, since=now)
    put(row, key=["name"], update=["figure", "measured_at"])


def ends_at(address: str) -> datetime.datetime | None:
    """Return when the certificate of an https address ends, also of one that nobody vouches for or that has
    ended already; None where nobody answers."""
    parts = urlsplit(address)
    host, port = parts.hostname or "", parts.port or 443
    context = ssl.create_default_context()
    # Only its end is read here, and nothing is sent.
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with (
            socket.create_connection((host, port), timeout=PATIENCE) as line,
            context.wrap_socket(line, server_hostname=host) as secured,
        ):
            found = secured.getpeercert(binary_form=True)
        return x509.load_der_x509_certificate(found).not_valid_after_utc if found else None
    except (OSError, ValueError):
        return None
