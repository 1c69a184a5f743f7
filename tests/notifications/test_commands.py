"""The commands that do the worker's job without a broker."""

import os
import signal
import subprocess
import sys
from io import StringIO
from urllib.parse import urlsplit

import pytest
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from cases.models import Case
from notifications.models import Notice, State
from tests.servers import MailServer, wait_for


def test_one_sweep_sends_what_is_due(case: Case, smtp_server: MailServer) -> None:
    said = StringIO()
    call_command("sweep_notices", stdout=said)
    assert "2 notices sent" in said.getvalue()
    assert not Notice.objects.unsettled().exists()


def test_working_once_does_everything_once(case: Case, smtp_server: MailServer) -> None:
    said = StringIO()
    call_command("work", "--once", stdout=said)
    assert [line.split(" ", 1)[1] for line in said.getvalue().splitlines()] == [
        "wishes looked up, 2 notices sent",
        "cases reminded of",
        "late cases told",
        "cases closed",
        "cases went back",
        "drafts and counts removed",
        "cases can be found",
    ]


@pytest.mark.django_db(transaction=True)
def test_working_goes_on_until_it_is_told_to_stop(
    transactional_db: None, case: Case, smtp_server: MailServer
) -> None:
    address = urlsplit(os.environ["DATABASE_URL"])
    database = address._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    worker = subprocess.Popen(
        [sys.executable, "manage.py", "work"],
        cwd=settings.BASE_DIR,
        env=os.environ
        | {
            "DJANGO_SETTINGS_MODULE": "config.settings",
            "DATABASE_URL": database,
            "EMAIL_URL": smtp_server.url,
            "FIELD_KEYS": ",".join(settings.FIELD_KEYS),
        },
        stdout=subprocess.DEVNULL,
    )
    try:
        wait_for(lambda: Notice.objects.filter(state=State.SENT).count() == 2, what="the letters")
    finally:
        worker.send_signal(signal.SIGTERM)
        ended = worker.wait(20)
    assert ended == 0
