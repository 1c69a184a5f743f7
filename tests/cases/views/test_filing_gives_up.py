"""Filing that gives up at the last moment: what the browser keeps must not say that there is a case."""

import threading
import time
from collections.abc import Iterator

import pytest
from django.contrib.sessions.models import Session
from django.db import connection, transaction
from django.test import Client

from cases.errors import LostRace
from cases.models import Case, RequestType
from tests.cases.views.pages import address, last_page, write

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = "SELECT EXISTS (SELECT FROM pg_locks WHERE NOT granted)"


def until(somebody_waits: bool) -> None:
    """Until somebody waits for a lock, or nobody any more; 20 s at most."""
    end = time.monotonic() + 20
    while time.monotonic() < end:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            if cursor.fetchone() == (somebody_waits,):
                return


def hold(locked: threading.Event) -> None:
    """Hold the browser's session until the filing has given up."""
    with transaction.atomic():
        Session.objects.select_for_update().get()
        locked.set()
        until(True)
        until(False)
    connection.close()


@pytest.fixture
def button(client: Client, request_type: RequestType) -> Iterator[dict[str, str]]:
    """What the last button sends, while somebody else holds this browser's session for a moment."""
    write(client, request_type)
    found, locked = last_page(client, request_type), threading.Event()
    thread = threading.Thread(target=hold, args=[locked])
    thread.start()
    locked.wait(10)
    with connection.cursor() as cursor:
        cursor.execute("SET lock_timeout = '300ms'")
    yield found
    thread.join()
    connection.close()


def test_a_request_that_was_not_stored_is_stored_when_it_is_sent_again(
    client: Client, request_type: RequestType, button: dict[str, str]
) -> None:
    first = client.post(address(request_type, "check"), button)
    assert (first.status_code, Case.objects.count()) == (409, 0)
    assert str(LostRace()) in first.content.decode()
    again = client.post(address(request_type, "check"), button)
    assert (again.status_code, Case.objects.count()) == (302, 1)
