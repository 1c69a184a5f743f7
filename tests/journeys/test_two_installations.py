"""A partner's whole day: two installations of the product that talk to each other.

The neighbouring town works on a case that turns out to be the city's. A small program of the neighbour's, as
docs/integration.md describes one, files it at the city by Open311, hears by webhook what happens on either
side, and carries it across: the answer of the citizen there, the result here.
"""

import json
import os
import urllib.request
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlencode, urlsplit

import psycopg
import pytest
from django.conf import LazySettings, settings
from django.utils import timezone
from psycopg import sql

from cases.models import Case, Municipality, User
from cases.open311 import partners
from notifications.delivery import worker
from notifications.models import WebhookSecret
from tests.factories import HeadFactory, OfficerFactory, RequestTypeFactory, ResultCodeFactory
from tests.journeys.visitor import Visitor
from tests.servers import Program, free_port, wait_for
from tests.webhook_receiver import Receiver, listening, receiving, verify
from workflows import engine
from workflows.consistency import disagreements
from workflows.rights.catalogue import Verb
from workflows.steps import execution

pytestmark = pytest.mark.django_db(transaction=True)
QUESTION = "โคมไฟอยู่ตรงไหนของถนน"
ANSWER = "โคมที่สามนับจากโรงเรียน"
RESULT = "เทศบาลนครเปลี่ยนหลอดไฟแล้ว"
# The database of the neighbour, on the same server.
NEIGHBOUR = f"neighbour_{uuid.uuid4().hex[:8]}"


class Neighbour(Program):
    """The other installation; `knows` is what it says of itself."""

    def __init__(self, folder: Path, *, certificate: Path, hook: str) -> None:
        self.port = free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        given = self.environment_for(redis_url="", mail_url="smtp://127.0.0.1:9")
        database = urlsplit(given["DATABASE_URL"])._replace(path=f"/{NEIGHBOUR}").geturl()
        own = {
            "DATABASE_URL": database,
            "VAR_DIR": str(folder),
            "SITE_URL": self.url,
            "ALLOWED_HOSTS": "*",
            "WEBHOOK_NETWORKS": "127.0.0.1",
            "SSL_CERT_FILE": str(certificate),
        }
        command = ["tests.journeys.neighbour", str(self.port), hook]
        super().__init__(command, folder=folder, environment={**given, **own})
        self.knows: dict[str, Any] = {}

    def start(self) -> None:
        """Start it and wait until it has told of itself and answers."""
        super().start()
        wait_for(self._told, seconds=120, what="the neighbour")
        visitor = Visitor(self.url)
        wait_for(lambda: _opens(visitor), seconds=60, what="the neighbour's site")

    def _told(self) -> bool:
        if self.process is None or self.process.poll() is not None:
            pytest.fail(f"the neighbour ended: {self.log.read_text()[-2000:]}")
        lines = [line for line in self.log.read_text().splitlines() if line.startswith('{"number"')]
        self.knows = json.loads(lines[0]) if lines else {}
        return bool(lines)


def _opens(visitor: Visitor) -> bool:
    try:
        return visitor.go("/track/").status == 200
    except OSError:
        return False


class Bridge:
    """The neighbour's program between the two: it verifies what it hears, and asks for more."""

    def __init__(
        self, heard: Receiver, neighbour: Neighbour, city: str, key: str, keys: WebhookSecret
    ) -> None:
        self.heard, self.neighbour, self.city, self.key, self.keys = heard, neighbour, city, key, keys
        self.there = ""

    def pass_on(self) -> str:
        """File the neighbour's case at the city; the city's number."""
        case = self._neighbours(f"/cases/{self.neighbour.knows['number']}")
        form = {
            "api_key": self.key,
            "service_code": "street_light",
            "description": case["details"],
            "lat": case["point"]["latitude"],
            "long": case["point"]["longitude"],
            "account_id": case["number"],
        }
        (told,) = self._city("requests.json", form)
        self.there = told["service_request_id"]
        return str(self.there)

    def next(self, kind: str) -> dict[str, Any]:
        """The next message of this kind, once it has come; verified, and without a word of anybody."""
        asked = wait_for(lambda: self._first(kind), what=kind)
        self.heard.asked.remove(asked)
        secret, public = self.neighbour.knows["keys"]
        ours = asked.path == "/neighbour"
        verify(asked, WebhookSecret(secret=secret, public=public) if ours else self.keys)
        assert not {ANSWER, QUESTION, RESULT} & set(asked.body.split('"'))
        found: dict[str, Any] = asked.json
        return found

    def answer(self) -> None:
        """Tell the city what the citizen has answered here."""
        events = self._neighbours(f"/cases/{self.neighbour.knows['number']}/events")
        words = next(one["words"] for one in reversed(events) if one["kind"] == "answered")
        form = {"api_key": self.key, "service_request_id": self.there, "description": words}
        self._city("servicerequestupdates.json", {**form, "update_id": "1", "status": "OPEN"})

    def ask(self, question: str) -> None:
        """Ask the citizen here."""
        self._step("ask", question=question)

    def finish(self) -> None:
        """Close the case here, when the city's is closed."""
        (found,) = self._city(f"requests/{self.there}.json")
        assert found["status"] == "closed"
        day = found["updated_datetime"][:10]
        self._step("resolve", result=self.neighbour.knows["result"], details=RESULT, on=day)

    def _first(self, kind: str) -> Any:
        return next((one for one in self.heard.asked if one.json["type"] == kind), None)

    def _step(self, verb: str, **fields: Any) -> None:
        path = f"/cases/{self.neighbour.knows['number']}/steps"
        body = {"after": self._neighbours(path)["after"], "fields": fields}
        self._neighbours(f"{path}/{verb}", body)

    def _neighbours(self, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {self.neighbour.knows['token']}"}
        headers |= {"Content-Type": "application/json", "Idempotency-Key": str(uuid.uuid4())}
        sent = None if body is None else json.dumps(body).encode()
        return _asked(urllib.request.Request(f"{self.neighbour.url}/api/v1{path}", sent, headers))  # noqa: S310

    def _city(self, path: str, form: dict[str, Any] | None = None) -> Any:
        sent = None if form is None else urlencode(form).encode()
        return _asked(urllib.request.Request(f"{self.city}/open311/v2/{path}", sent))  # noqa: S310


def _asked(request: urllib.request.Request) -> Any:
    with urllib.request.urlopen(request, timeout=30) as answer:  # noqa: S310
        return json.load(answer)


@pytest.fixture
def heard(tmp_path: Path, settings: LazySettings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Receiver]:
    with receiving(tmp_path, settings, monkeypatch) as receiver:
        yield receiver


@pytest.fixture
def neighbour(live_site: str, heard: Receiver, tmp_path: Path) -> Iterator[Neighbour]:
    server = urlsplit(os.environ["DATABASE_URL"])
    link = psycopg.connect(server._replace(path="/postgres").geturl(), autocommit=True)
    template = settings.DATABASES["default"]["TEST"]["TEMPLATE"]
    names = sql.Identifier(NEIGHBOUR), sql.Identifier(template)
    with link:
        link.execute(sql.SQL("CREATE DATABASE {} TEMPLATE {}").format(*names))
        hook = f"{heard.url}/neighbour"
        with Neighbour(tmp_path / "neighbour", certificate=heard.certificate, hook=hook) as there:
            yield there
        link.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(names[0]))


@pytest.fixture
def people(live_site: str) -> tuple[User, User]:
    """The city's kind, which everybody may report, with its head and officer."""
    partners.ensure_channel()
    Municipality.objects.create(code="city", name_th="เทศบาลนคร", name_en="City", open311=True)
    kind = RequestTypeFactory(
        code="street_light", on_public_map=True, needs_map=True, person_fields="contact", allows_unnamed=True
    )
    return HeadFactory(department=kind.department), OfficerFactory(department=kind.department)


def test_a_case_goes_to_the_city_and_its_result_comes_back(
    live_site: str, heard: Receiver, neighbour: Neighbour, people: tuple[User, User]
) -> None:
    head, officer = people
    endpoint = listening(f"{heard.url}/city", name="Neighbour", by=head)
    key = partners.make("Neighbour", by=head)[1]
    bridge = Bridge(heard, neighbour, live_site, key, endpoint.secrets.get())

    # It files, and follows by webhook.
    case = Case.objects.get(number=bridge.pass_on())
    _do(case, Verb.ASSIGN, head, to=officer)
    _do(case, Verb.START, officer)
    _do(case, Verb.ASK, officer, question=QUESTION)
    for kind in ("submitted", "assigned", "started", "question_asked"):
        assert bridge.next(f"case.{kind}")["subject"] == case.number

    # The city's question is asked there, and the citizen's answer comes here.
    bridge.ask(QUESTION)
    citizen = Visitor(neighbour.url)
    citizen.go("/track/")
    number, password = neighbour.knows["number"], neighbour.knows["password"]
    citizen.send("/track/", user_id=number, password=password)
    assert QUESTION in citizen.go(f"/track/cases/{number}/").text
    citizen.send("answer", text=ANSWER)
    assert bridge.next("case.question_answered")["subject"] == number
    bridge.answer()
    case.refresh_from_db()
    assert (case.status, case.events.get(kind="answered").message) == ("in_progress", ANSWER)

    # The city is done, and so is the neighbour; each letter of it went its way once.
    _do(case, Verb.RESOLVE, officer, result=ResultCodeFactory(code="done"), details=RESULT)
    assert bridge.next("case.resolved")["subject"] == case.number
    bridge.finish()
    assert bridge.next("case.resolved")["subject"] == number
    assert RESULT in citizen.go(f"/track/cases/{number}/").text
    assert not list(disagreements())


def _do(case: Case, verb: Verb, by: User, **typed: Any) -> None:
    """A step of the city's people, and what follows of it."""
    fresh = Case.objects.get(pk=case.pk)
    task = engine.open_task(execution.task_holder(verb, fresh)).pk
    execution.perform(verb, fresh, task=task, by=by, now=timezone.now(), **typed)
    worker.deliver()
