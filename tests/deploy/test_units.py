"""The units are what systemd accepts, and as shut as was promised."""

import shutil
import subprocess
from pathlib import Path

import pytest

from deploy.keeper import places, units
from tests.servers import program

MOST_EXPOSED = 40  # tenths


@pytest.fixture
def laid_out(machine: Path) -> Path:
    """The units in a system of their own, with the programs that they name."""
    places.UNITS.mkdir(parents=True)
    for name, text in units.texts().items():
        (places.UNITS / name).write_text(text.replace(str(machine), ""))
    for name in ("opt/raprueang/current/.venv/bin/gunicorn", "opt/raprueang/current/.venv/bin/celery",
                 "usr/local/bin/raprueang"):  # fmt: skip
        (machine / name).parent.mkdir(parents=True, exist_ok=True)
        (machine / name).touch(0o755)
    return machine


def test_every_service_is_shut_in_and_reads_the_one_file() -> None:
    for name in units.SERVICES:
        text = units.texts()[f"{name}.service"]
        assert f"Environment=SETTINGS_FILE={places.SETTINGS} " in text
        assert "EnvironmentFile" not in text
        assert f"InaccessiblePaths=-{places.BACKUPS} -{places.KEYS}" in text
        assert "Restart=always" in text


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd-analyze is not installed")
def test_systemd_accepts_the_units_and_finds_them_shut(laid_out: Path) -> None:
    analyze = program("systemd-analyze")
    for name in (*units.SERVICES, "raprueang-backup"):
        command = [analyze, "security", "--no-pager", "--offline=true", f"--threshold={MOST_EXPOSED}"]
        done = subprocess.run(
            [*command, f"--root={laid_out}", f"{name}.service"], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stdout[-300:] + done.stderr
    names = [f"{name}.service" for name in units.SERVICES] + [units.TIMER]
    done = subprocess.run([analyze, "verify", f"--root={laid_out}", *names], capture_output=True, text=True)
    ours = [
        line for line in done.stderr.splitlines() if "raprueang" in line and "Failed to" in line + "Unknown"
    ]
    assert not [line for line in ours if "Unknown key" in line or "Failed to parse" in line], done.stderr
