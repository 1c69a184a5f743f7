"""What a machine without any set-up gets where things are tried out; elsewhere nothing is made up."""

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from config import local

NEEDED = {"DATABASE_URL": "postgresql:///somewhere", "SECRET_KEY": "given"}
OURS = ("DEBUG", "DEMO", "DATABASE_URL", "SECRET_KEY", "FIELD_KEYS", "EMAIL_URL", "EMAIL_BACKEND", "VAR_DIR")
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


def run(folder: Path, *command: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """Run one of our programs as somebody does who has set `settings` and nothing else of ours."""
    clean = {name: value for name, value in os.environ.items() if name not in OURS}
    return subprocess.run(
        [sys.executable, *command],
        cwd=local.BASE_DIR,
        env=clean | {"VAR_DIR": str(folder), "DJANGO_SETTINGS_MODULE": "config.settings"} | settings,
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
    local.prepare()
    assert os.environ["SECRET_KEY"]
    assert (bare / "keys.json").exists()


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """An environment that names a database and nothing else."""
    for name in OURS:
        monkeypatch.setenv(name, "")
        monkeypatch.delenv(name)
    monkeypatch.setenv("VAR_DIR", str(tmp_path))
    monkeypatch.setenv("DATABASE_URL", "postgresql:///somewhere")
    return tmp_path


def test_keys_are_made_once(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    local.fill_environment()
    first = os.environ["SECRET_KEY"], os.environ["FIELD_KEYS"]
    monkeypatch.delenv("SECRET_KEY")
    monkeypatch.delenv("FIELD_KEYS")
    local.fill_environment()
    assert (os.environ["SECRET_KEY"], os.environ["FIELD_KEYS"]) == first


def test_only_their_owner_reads_the_keys(bare: Path) -> None:
    local.fill_environment()
    assert stat.S_IMODE((bare / "keys.json").stat().st_mode) == 0o600


def test_what_the_environment_says_stays(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SECRET_KEY", "given")
    local.fill_environment()
    assert os.environ["SECRET_KEY"] == "given"
    assert os.environ["DATABASE_URL"] == "postgresql:///somewhere"


def test_letters_go_to_a_folder_where_no_mail_server_is_named(bare: Path) -> None:
    local.fill_environment()
    assert os.environ["EMAIL_BACKEND"] == "config.mail.FolderBackend"


def test_a_mail_server_that_is_named_gets_the_letters(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("EMAIL_URL", "smtp://mail.example")
    local.fill_environment()
    assert "EMAIL_BACKEND" not in os.environ


PROGRAMS = (
    ["manage.py", "check_workflow"],
    ["-m", "config.wsgi"],
    ["-m", "celery", "-A", "config", "worker"],
)


@pytest.mark.parametrize("program", PROGRAMS, ids=lambda program: program[1])
@pytest.mark.parametrize("keys", ["short", "A" * 43 + "=,short", "กุญแจ"], ids=["short", "second", "words"])
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
