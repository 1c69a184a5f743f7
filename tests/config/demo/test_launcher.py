"""The demo's manners: one at a time, a busy port, what a killed demo left, a quiet end."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from config.demo import launcher
from tests.servers import free_port


@pytest.fixture
def port() -> int:
    return free_port()


@pytest.fixture
def leftover(tmp_path: Path) -> Iterator[int]:
    """A process that looks like a web server whose demo was killed; its number."""
    command = [sys.executable, "-c", "import time; print(flush=True); time.sleep(600)", str(launcher.SERVER)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as child:
        assert child.stdout
        child.stdout.readline()
        (tmp_path / "demo.pid").write_text(str(child.pid))
        yield child.pid
        child.kill()


def start(folder: Path, port: int) -> "subprocess.Popen[str]":
    return subprocess.Popen(
        [sys.executable, "-m", "config.demo"],
        env=os.environ | {"VAR_DIR": str(folder), "PORT": str(port)},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_a_second_demo_says_that_one_is_running(tmp_path: Path, port: int) -> None:
    with launcher._only_one(tmp_path / "demo.lock"):
        second = start(tmp_path, port)
        _, errors = second.communicate()
    assert second.returncode == 1
    assert errors == f"The demo is already running here (process {os.getpid()}).\n"


def test_a_busy_port_is_named_with_a_way_out(tmp_path: Path, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        second = start(tmp_path, port)
        _, errors = second.communicate()
    assert second.returncode == 1
    assert errors == f"Port {port} is in use. Take another one: PORT={port + 1} make demo\n"


@pytest.mark.parametrize("text", ["eighty", "0", "65536", "-1", "๘๐๐๐"])
def test_a_port_that_is_none_is_refused(text: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", text)
    with pytest.raises(launcher.DemoError, match="PORT must be a number"):
        launcher._port()


def test_the_server_of_a_killed_demo_is_ended(tmp_path: Path, leftover: int) -> None:
    launcher._end_leftovers(tmp_path / "demo.pid")
    assert not psutil.pid_exists(leftover)
    assert not (tmp_path / "demo.pid").exists()


def test_another_program_with_that_number_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "demo.pid").write_text(str(os.getpid()))
    launcher._end_leftovers(tmp_path / "demo.pid")
    assert not (tmp_path / "demo.pid").exists()


def test_a_stop_that_python_cannot_raise_where_it_comes_is_not_lost(monkeypatch: pytest.MonkeyPatch) -> None:
    class Tidied:
        def __del__(self) -> None:
            os.kill(os.getpid(), signal.SIGTERM)

    def tidy_up() -> None:
        Tidied()
        time.sleep(1)

    monkeypatch.setattr(launcher, "asked_to_stop", [])
    monkeypatch.setattr(sys, "unraisablehook", launcher._stop_again)
    before, alarmed = signal.signal(signal.SIGTERM, launcher._stop), signal.getsignal(signal.SIGALRM)
    try:
        with pytest.raises(launcher.Stopped):
            tidy_up()
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGTERM, before)
        signal.signal(signal.SIGALRM, alarmed)


@pytest.mark.parametrize(("number", "status"), [(signal.SIGINT, 130), (signal.SIGTERM, 0)])
def test_a_demo_that_is_stopped_ends_quietly(tmp_path: Path, port: int, number: int, status: int) -> None:
    process = start(tmp_path, port)
    assert process.stdout
    process.stdout.readline()
    process.send_signal(number)
    output, errors = process.communicate(timeout=30)
    assert process.returncode == status
    assert errors == ""
    assert output.endswith("The demo has ended.\n")
