"""Does the site answer: the program itself, and the way through the web server."""

import http.client
import json
import socket
import ssl
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from deploy.keeper import places
from deploy.keeper.work import Trouble, run

PATIENCE = 120


def ready(host: str) -> dict[str, Any]:
    """What /readyz tells this machine. Raises OSError or ValueError where nobody answers."""
    connection = http.client.HTTPConnection("127.0.0.1", places.PORT, timeout=10)
    try:
        connection.request("GET", "/readyz", headers={"Host": host})
        found: dict[str, Any] = json.loads(connection.getresponse().read())
    except http.client.HTTPException as error:
        raise OSError(str(error)) from error
    finally:
        connection.close()
    return found


def wait_until_ready(host: str) -> None:
    """Return once the program can serve. Raises Trouble where it does not come to that."""
    until, said = time.monotonic() + PATIENCE, "it does not answer"
    while time.monotonic() < until:
        try:
            found = ready(host)
        except (OSError, ValueError):
            time.sleep(0.5)
            continue
        if found["status"] in ("ok", "degraded"):
            return
        said = ", ".join(name for name, check in found.get("checks", {}).items() if not check["ok"])
        time.sleep(1)
    raise Trouble(f"The program cannot serve: {said}. `journalctl -u raprueang-web -n 50` says why.")


def status_outside(host: str) -> tuple[int, str]:
    """What the front page answers by https through the web server of this machine, and what is wrong with its
    certificate, empty where nothing is. Raises OSError."""
    wrong = ""
    try:
        return _asked(host, ssl.create_default_context()), ""
    except ssl.SSLCertVerificationError as error:
        wrong = error.verify_message
    return _asked(host, _trusting()), wrong


def certificate_ends(host: str) -> datetime | None:
    """When the certificate of this machine's web server ends; None where that cannot be read."""
    with _secured(host, _trusting()) as secured:
        shown = secured.getpeercert(binary_form=True)
    return _not_after(ssl.DER_cert_to_PEM_cert(shown)) if shown else None


def _not_after(pem: str) -> datetime | None:
    part = Path("/run/raprueang-certificate.pem")
    part.write_text(pem, encoding="ascii")
    try:
        said = run(["openssl", "x509", "-noout", "-enddate", "-in", part], trouble="No certificate.")
    finally:
        part.unlink(missing_ok=True)
    try:
        return datetime.strptime(said.partition("=")[2], "%b %d %H:%M:%S %Y %Z").replace(tzinfo=UTC)
    except ValueError:
        return None


def _asked(host: str, context: ssl.SSLContext) -> int:
    with _secured(host, context) as secured:
        secured.sendall(f"GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
        line = secured.recv(64).split(b" ")
    if len(line) < 2 or not line[1].isdigit():
        raise OSError("no answer in HTTP")
    return int(line[1])


def _secured(host: str, context: ssl.SSLContext) -> ssl.SSLSocket:
    plain = socket.create_connection(("127.0.0.1", 443), timeout=10)
    try:
        return context.wrap_socket(plain, server_hostname=host)
    except BaseException:
        plain.close()
        raise


def _trusting() -> ssl.SSLContext:
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    return context
