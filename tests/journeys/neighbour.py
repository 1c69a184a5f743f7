"""The neighbouring town as an installation of its own: its database, its site, and what it has to send.

`python -m tests.journeys.neighbour PORT HOOK` furnishes it, writes one line of JSON about it, and serves.
"""

import json
import sys
import threading
import time

import django
from django.core.servers.basehttp import ThreadedWSGIServer, WSGIRequestHandler
from django.core.wsgi import get_wsgi_application

django.setup()

from cases.models import User  # noqa: E402
from notifications.delivery import worker  # noqa: E402
from tests.factories import FiledFactory, RequestTypeFactory, ResultCodeFactory  # noqa: E402
from tests.webhook_receiver import listening  # noqa: E402
from tests.workflows.api.conftest import token_for  # noqa: E402


class Quiet(WSGIRequestHandler):
    """Says nothing of the requests."""

    def log_message(self, *_: object) -> None:
        """Silent."""


def furnished(hook: str) -> dict[str, object]:
    """A case that an officer works on, the officer's token, and the webhook; what others have to know."""
    kind = RequestTypeFactory(code="road_damage")
    place = {"place": "ถนนเลียบคลอง", "latitude": "17.4151", "longitude": "102.7873"}
    case, password = FiledFactory(request_type=kind, in_progress=True, **place)
    officer: User = case.officer
    endpoint = listening(hook, name="Passing on", by=officer)
    keys = endpoint.secrets.get()
    return {
        "number": case.number,
        "password": password,
        "token": token_for(officer)[0],
        "result": ResultCodeFactory(code="done").pk,
        "keys": [keys.secret, keys.public],
    }


def send() -> None:
    """Send what is due, again and again, as the worker does."""
    while True:
        worker.deliver(seconds=1)
        time.sleep(0.1)


def main(port: str, hook: str) -> None:
    """Furnish it, say so, and serve."""
    sys.stdout.write(json.dumps(furnished(hook)) + "\n")
    sys.stdout.flush()
    threading.Thread(target=send, daemon=True).start()
    site = ThreadedWSGIServer(("127.0.0.1", int(port)), Quiet)
    site.set_app(get_wsgi_application())
    site.serve_forever()


if __name__ == "__main__":
    main(*sys.argv[1:])
