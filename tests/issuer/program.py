"""The issuer's program: `python -m tests.issuer.program PORT FOLDER`, with a database of its own."""

import socketserver
import sys
import time
import uuid
from importlib import import_module
from pathlib import Path
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django
import jwt
from allauth.core.internal import jwkkit
from allauth.idp.oidc import app_settings
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings
from django.core.management import call_command
from django.core.wsgi import get_wsgi_application

from tests.issuer import CLIENT_ID

# What it was told last.
TOLD: dict[str, Any] = {}


def new_key() -> str:
    """A private key as PEM."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    kinds = (serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    return key.private_bytes(*kinds).decode()


OTHER_KEY = new_key()


def configure(folder: Path) -> None:
    """Settings of the smallest Django that can be an issuer."""
    settings.configure(
        SECRET_KEY=uuid.uuid4().hex,
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="tests.issuer.urls",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "issuer.sqlite3"}},
        INSTALLED_APPS=[
            "django.contrib.auth",
            "django.contrib.contenttypes",
            "django.contrib.sessions",
            "django.contrib.messages",
            "allauth",
            "allauth.account",
            "allauth.idp.oidc",
        ],
        MIDDLEWARE=[
            "tests.issuer.urls.silent",
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.middleware.csrf.CsrfViewMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
            "django.contrib.messages.middleware.MessageMiddleware",
            "allauth.account.middleware.AccountMiddleware",
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        AUTHENTICATION_BACKENDS=["allauth.account.auth_backends.AuthenticationBackend"],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        # Cookies know no port: the tests' own live on the same host.
        SESSION_COOKIE_NAME="issuer_session",
        CSRF_COOKIE_NAME="issuer_csrf",
        CACHES={"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}},
        ACCOUNT_EMAIL_VERIFICATION="none",
        ACCOUNT_RATE_LIMITS=False,
        IDP_OIDC_PRIVATE_KEY=new_key(),
        IDP_OIDC_ADAPTER="tests.issuer.adapter.Adapter",
        IDP_OIDC_RATE_LIMITS=False,
        IDP_OIDC_RP_INITIATED_LOGOUT_ASKS_FOR_OP_LOGOUT=False,
        USE_TZ=True,
    )


def logout_token(issuer: str, claims: dict[str, Any]) -> str:
    """A signed token of Back-Channel Logout 1.0, with other claims where they are said."""
    now = int(time.time())
    event: dict[str, Any] = {"http://schemas.openid.net/event/backchannel-logout": {}}
    said = {"iss": issuer, "aud": CLIENT_ID, "iat": now, "exp": now + 120, "jti": uuid.uuid4().hex}
    key, private = jwkkit.load_jwk_from_pem(app_settings.PRIVATE_KEY)
    wanted = {name: value for name, value in {**said, "events": event, **claims}.items() if value is not None}
    return jwt.encode(wanted, private, algorithm="RS256", headers={"kid": key["kid"]})


class Threaded(socketserver.ThreadingMixIn, WSGIServer):
    """One thread a request: while one is silent the others are answered."""

    daemon_threads = True


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, *args: Any) -> None:
        """Nothing."""


def main() -> None:
    """Serve until it is ended."""
    port, folder = int(sys.argv[1]), Path(sys.argv[2])
    configure(folder)
    django.setup()
    call_command("migrate", verbosity=0)
    # The settings have to be there first.
    import_module("tests.issuer.urls").make_client([])
    server = make_server("127.0.0.1", port, get_wsgi_application(), Threaded, Quiet)
    server.serve_forever()


if __name__ == "__main__":
    # By its whole name: the adapter and the addresses share what it was told.
    import_module("tests.issuer.program").main()
