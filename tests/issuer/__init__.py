"""A real issuer of OpenID Connect (allauth's own) as a program of its own on the loopback, and its people."""

import subprocess
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests

from tests.servers import Server, free_port, wait_for

CLIENT_ID, CLIENT_SECRET, PASSWORD = "rap-rueang", "the-secret-of-the-client", "at-the-issuer-2570"
READY = {"claims": {}, "drop": [], "metadata": {}, "other_key": False, "sleep": 0, "redirect_uris": []}


class TestIssuer(Server):
    """The issuer: its people log in by name and password, and it can be told to say what is wrong."""

    __test__ = False

    def __init__(self, folder: Path) -> None:
        self.folder, self.port = folder, free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Start it, with one client and nobody."""
        command = [sys.executable, "-m", "tests.issuer.program", str(self.port), str(self.folder)]
        self.process = subprocess.Popen(command)
        wait_for(self._answers, what="the issuer")

    def stop(self) -> None:
        """End it."""
        if self.process:
            self.process.terminate()
            self.process.wait()
            self.process = None

    def begin_anew(self) -> None:
        """Say nothing wrong."""
        self.tell(**READY)

    def tell(self, **wanted: Any) -> None:
        """What its tokens say besides (`claims`) or do not say (`drop`), what it announces (`metadata`),
        whether it signs with a key that it does not show (`other_key`), how long it is silent (`sleep`)."""
        requests.post(f"{self.url}/control", json=wanted, timeout=20).raise_for_status()

    def knows(self, *names: str, email: str = "", verified: bool = True) -> None:
        """Enter people, each with this e-mail address or one of the own name."""
        people = [[name, email or f"{name}@example.go.th", verified] for name in names]
        self.tell(people=people)

    def logout_token(self, **claims: Any) -> str:
        """A token that says that somebody has logged out."""
        answer = requests.post(f"{self.url}/control/logout-token", json=claims, timeout=20)
        return str(answer.json()["token"])

    def _answers(self) -> bool:
        try:
            return requests.get(f"{self.url}/.well-known/openid-configuration", timeout=5).ok
        except requests.ConnectionError:
            return False


class AtIssuer(requests.Session):
    """A person's browser at the issuer."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def comes_back(self, way: str) -> str:
        """Go to the issuer, log in where it asks, and return the address to which it sends the browser."""
        issuer = urlsplit(way).netloc
        answer = self.get(way, allow_redirects=False, timeout=20)
        for _ in range(10):
            if answer.status_code in (301, 302, 303):
                way = urljoin(way, answer.headers["Location"])
                if urlsplit(way).netloc != issuer:
                    return way
                answer = self.get(way, allow_redirects=False, timeout=20)
            else:
                answer = self._logs_in(way, answer)
        raise AssertionError(f"The issuer did not lead back: {way} {answer.status_code}")

    def _logs_in(self, way: str, page: requests.Response) -> requests.Response:
        if page.status_code != 200 or 'name="password"' not in page.text:
            raise AssertionError(f"The issuer asks something else: {page.status_code} {page.text[:2000]}")
        typed = {
            "login": self.name,
            "password": PASSWORD,
            "csrfmiddlewaretoken": self.cookies["issuer_csrf"],
        }
        return self.post(way, typed, allow_redirects=False, timeout=20)
