"""One request of somebody: the same bytes for the load tool, the same page for Django's test client."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart

# Any 32 letters will do, in the cookie and in the form.
CSRF = "benchbenchbenchbenchbenchbench32"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Ask:
    """A GET, or a POST where there is a body; the cookies are the person, the address the network."""

    path: str
    cookies: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    content: str = FORM
    address: str = "198.51.100.7"

    @property
    def headers(self) -> dict[str, str]:
        """What a browser behind the installation's proxy sends."""
        cookies = {"csrftoken": CSRF, **self.cookies}
        return {
            "Host": "127.0.0.1",
            "Accept-Encoding": "gzip",
            "Accept-Language": "th",
            "X-Forwarded-For": self.address,
            "Cookie": "; ".join(f"{name}={value}" for name, value in cookies.items()),
        }

    @property
    def raw(self) -> bytes:
        """As it goes over the wire."""
        method, headers = "GET" if self.body is None else "POST", self.headers
        if self.body is not None:
            headers |= {"Content-Type": self.content, "Content-Length": str(len(self.body))}
        lines = [f"{method} {self.path} HTTP/1.1", *(f"{name}: {value}" for name, value in headers.items())]
        return "\r\n".join([*lines, "", ""]).encode() + (self.body or b"")

    def play(self, client: Client | None = None) -> Any:
        """The answer of this process; without a `client` from a browser of its own."""
        client = client or Client(enforce_csrf_checks=True)
        client.cookies.load({"csrftoken": CSRF, **self.cookies})
        headers = {name: value for name, value in self.headers.items() if name != "Cookie"}
        if self.body is None:
            return client.get(self.path, headers=headers)
        return client.generic("POST", self.path, self.body, self.content, headers=headers)


def typed(**fields: Any) -> bytes:
    """The body of a form."""
    return urlencode({"csrfmiddlewaretoken": CSRF, **fields}, doseq=True).encode()


def with_files(**fields: Any) -> dict[str, Any]:
    """Body and content type of a form with files."""
    body = encode_multipart(BOUNDARY, {"csrfmiddlewaretoken": CSRF, **fields})
    return {"body": body, "content": MULTIPART_CONTENT}


def address(number: int) -> str:
    """The address of one of many citizens, each in a network of its own."""
    return f"10.{number >> 8 & 255}.{number & 255}.9"
