"""Servers with certificates of so many days."""

import datetime
import ssl
import threading
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.workflows.views.conftest import desk

__all__ = ["desk"]


def pem(days: int) -> bytes:
    """A key, and a certificate by itself that ends in so many days."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.datetime.now(datetime.UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "eservice.example.go.th")])
    made = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    made = made.serial_number(1).not_valid_before(now - datetime.timedelta(days=30))
    signed = made.not_valid_after(now + datetime.timedelta(days=days)).sign(key, hashes.SHA256())
    plain = serialization.NoEncryption()
    pkcs8 = serialization.PrivateFormat.PKCS8
    return key.private_bytes(serialization.Encoding.PEM, pkcs8, plain) + signed.public_bytes(
        serialization.Encoding.PEM
    )


@pytest.fixture
def https_server(tmp_path: Path) -> Iterator[Callable[[int], int]]:
    """Starts a server whose certificate ends in so many days, and says its port."""
    with ExitStack() as stopped:

        def start(days: int) -> int:
            file = tmp_path / f"{days}.pem"
            file.write_bytes(pem(days))
            context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
            context.load_cert_chain(file)
            server = stopped.enter_context(HTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler))
            server.socket = context.wrap_socket(server.socket, server_side=True)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            stopped.callback(server.shutdown)
            return int(server.server_address[1])

        yield start
