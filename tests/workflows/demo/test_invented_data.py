"""Nothing that invents people or cases runs where there are real ones, or where nobody said that it may."""

import os
import subprocess
import sys
from collections.abc import Callable
from urllib.parse import urlsplit

import pytest
from django.conf import settings as project
from django.core.management import CommandError, call_command
from django.db import connection
from django.utils import timezone
from pytest_django import Settings

from cases.models import Case, User
from cases.setup.demonstration import RealInstallation
from notifications.models import Notice
from tests.factories import CaseFactory
from workflows.demo import staff
from workflows.management.commands.load_demo import load
from workflows.sample import loading

pytestmark = pytest.mark.django_db

INVENTING: dict[str, Callable[[], object]] = {
    "load_demo": lambda: call_command("load_demo", verbosity=0),
    "load_demo --dry-run": lambda: call_command("load_demo", dry_run=True),
    "load_sample": lambda: call_command("load_sample", verbosity=0),
    "load": lambda: load(100),
    "hire": lambda: staff.hire([]),
}
# What goes on with the demo's own people; on a real installation it would take each case's password away.
GOING_ON: dict[str, Callable[[], object]] = {
    "copy_lives": lambda: loading.copy_lives(100, seed=1, now=timezone.now()),
    "settle_notices --sent": lambda: call_command("settle_notices", sent=True),
}


def counts() -> tuple[int, int, int]:
    return Case.objects.count(), User.objects.count(), Notice.objects.exclude(state="pending").count()


@pytest.mark.parametrize("name", [*INVENTING, *GOING_ON])
def test_it_refuses_where_neither_the_demo_nor_debug_is_on(name: str, settings: Settings) -> None:
    settings.DEMO = False
    before = counts()
    with pytest.raises(RealInstallation, match="neither DEMO=1 nor DEBUG=1"):
        {**INVENTING, **GOING_ON}[name]()
    assert counts() == before == (0, 0, 0)


@pytest.mark.parametrize("name", INVENTING)
def test_it_refuses_where_there_are_people(name: str) -> None:
    User.objects.create_user("head.eng", "head@city.go.th")
    with pytest.raises(CommandError, match="already"):
        INVENTING[name]()
    assert counts() == (0, 1, 0)


@pytest.mark.parametrize("name", INVENTING)
def test_it_refuses_where_there_are_cases(name: str) -> None:
    CaseFactory()
    User.objects.update(email="")
    before = counts()
    with pytest.raises(CommandError, match="already"):
        INVENTING[name]()
    assert counts() == before


def test_a_real_installation_refuses_it_on_the_command_line() -> None:
    address = urlsplit(os.environ["DATABASE_URL"])
    database = address._replace(path=f"/{connection.settings_dict['NAME']}").geturl()
    done = subprocess.run(
        [sys.executable, "manage.py", "load_demo"],
        cwd=project.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings", "DATABASE_URL": database},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 1
    assert done.stderr.startswith("RealInstallation: Invented data is for the demo")
