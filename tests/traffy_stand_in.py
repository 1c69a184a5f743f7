"""A stand-in for Traffy Fondue's Exchange API on loopback, made from the table of its documentation."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import LazySettings

from tests.pictures import picture

ORGANISATION = "org-udon"


class StandIn(ThreadingHTTPServer):
    """Keeps issues by number, and everything that it was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Asked)
        self.issues: dict[str, dict[str, Any]] = {}
        self.calls: list[tuple[str, str, dict[str, Any]]] = []
        self.credit, self.quota = 1000, 1000
        self.token = "token-1"
        # What the next call of this path answers in its place; None: nothing, the line is cut.
        self.answers: dict[str, tuple[int, Any] | None] = {}

    @property
    def url(self) -> str:
        """Where it listens."""
        return f"http://127.0.0.1:{self.server_address[1]}"

    def report(self, ticket: str, **more: Any) -> dict[str, Any]:
        """Somebody reports something."""
        issue = {
            "ticket_id": ticket,
            "type": "ถนน",
            "organisation": "เทศบาลนครอุดรธานี",
            "description": "ถนนเป็นหลุมลึก หน้าตลาด",
            "photo": f"{self.url}/photo.jpg",
            "latitude": 17.415123,
            "longitude": 102.787321,
            "address": "ถนนโพศรี",
            "timestamp": "2099-12-01 08:00:00",
            "last_activity": "2099-12-01 08:00:00",
            "status": "รอรับเรื่อง",
            "star": None,
            "count_reopen": 0,
            "orgs": [{"org_id": ORGANISATION, "org": "เทศบาลนครอุดรธานี"}],
            "timeline": [],
        } | more
        self.issues[ticket] = issue
        return issue

    def asked(self, path: str) -> list[dict[str, Any]]:
        """What came to this path, in turn."""
        return [said for _method, there, said in self.calls if there == path]


class Asked(BaseHTTPRequestHandler):
    """One question."""

    server: StandIn

    def do_GET(self) -> None:
        """Reads."""
        self._answer("GET")

    def do_POST(self) -> None:
        """Log-in and new issues."""
        self._answer("POST")

    def do_PATCH(self) -> None:
        """Steps."""
        self._answer("PATCH")

    def log_message(self, format: str, *args: Any) -> None:
        """Quiet."""

    def _answer(self, method: str) -> None:
        parts = urlsplit(self.path)
        length = int(self.headers.get("Content-Length") or 0)
        said = json.loads(self.rfile.read(length)) if length else {}
        said |= {name: values[0] for name, values in parse_qs(parts.query).items()}
        there = self.server
        if parts.path == "/photo.jpg":
            self._send(200, picture().read(), "image/jpeg")
            return
        there.calls.append((method, parts.path, said))
        if parts.path in there.answers:
            given = there.answers.pop(parts.path)
            if given is None:
                self.close_connection = True
                return
            self._json(*given)
            return
        if parts.path == "/get-auth/v1":
            self._json(*self._log_in(said))
            return
        if self.headers.get("Authorization") != f"Bearer {there.token}":
            self._json(401, {"message": "token"})
            return
        there.credit -= 1
        self._json(*getattr(self, "_" + parts.path.split("/")[1].replace("-", "_"))(said))

    def _log_in(self, said: dict[str, Any]) -> tuple[int, Any]:
        if (said.get("user"), said.get("pass")) != ("udon", "secret"):
            return 401, {"message": "wrong"}
        results = {"token": self.server.token, "expire_timestamp": "2099-01-01 00:00:00"}
        left = {"credit_balance": self.server.credit, "quota_limit": self.server.quota}
        return 200, {"results": results | left}

    def _get_issues(self, said: dict[str, Any]) -> tuple[int, Any]:
        apart = ("orgs", "timeline")
        rows = [
            {name: value for name, value in one.items() if name not in apart}
            for one in self.server.issues.values()
        ]
        return 200, {"results": rows}

    def _get_issue(self, said: dict[str, Any]) -> tuple[int, Any]:
        found = self.server.issues.get(said.get("ticket_id", ""))
        return (200, {"results": found}) if found else (404, {"message": "none"})

    def _get_type_list(self, said: dict[str, Any]) -> tuple[int, Any]:
        return 200, {"results": [{"id": 1, "name_th": "ถนน"}, {"id": 2, "name_th": "แสงสว่าง"}]}

    def _new_issue(self, said: dict[str, Any]) -> tuple[int, Any]:
        ticket = f"2026-NEW{len(self.server.issues)}"
        self.server.report(ticket, description=said["description"], photo="", type="")
        return 200, {"results": {"ticket_id": ticket, "password": "0000"}}

    def _update_issue(self, said: dict[str, Any]) -> tuple[int, Any]:
        issue = self.server.issues.get(said.get("ticket_id", ""))
        if issue is None or not said.get("note"):
            return 400, {"message": "note"}
        entry = {"org_id": ORGANISATION, "org": "เรา", "note": said["note"], "status": said["state_name"]}
        issue["status"] = said["state_name"]
        issue["timeline"].append(entry)
        return 200, {"results": {"ticket_id": issue["ticket_id"]}}

    def _json(self, status: int, content: Any) -> None:
        self._send(status, json.dumps(content).encode(), "application/json")

    def _send(self, status: int, body: bytes, kind: str) -> None:
        self.send_response(status)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def standing_in(settings: LazySettings) -> Iterator[StandIn]:
    """Traffy Fondue, for as long as the block lasts."""
    server = StandIn()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    settings.TRAFFY_URL = server.url
    settings.TRAFFY_MEDIA_HOSTS = [f"127.0.0.1:{server.server_address[1]}"]
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()
