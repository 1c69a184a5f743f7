"""Runs other programs, shows what is being done, and turns every trouble into a sentence."""

import fcntl
import getpass
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from deploy.keeper import places

# So much of what a program said is shown when it failed.
LAST_LINES = 12


class Trouble(Exception):
    """Something went wrong; the message says what, and what the keeper can do, in plain words."""


def say(text: str) -> None:
    """Tell the keeper something."""
    print(text, flush=True)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Show that something is done, and how long it took."""
    print(f"→ {what} …", end="", flush=True)
    begun = time.monotonic()
    try:
        yield
    except BaseException:
        print(" failed", flush=True)
        raise
    print(f" done ({time.monotonic() - begun:.0f} s)", flush=True)


def run(
    command: Sequence[str | Path],
    *,
    trouble: str,
    user: str = "",
    env: Mapping[str, str] | None = None,
    stdin: IO[bytes] | None = None,
    stdout: IO[bytes] | None = None,
    cwd: Path = Path("/"),
) -> str:
    """Run a program and return what it said. Raises Trouble with that sentence, and the last lines of what it
    said, where it fails."""
    whole = [*(become(user) if user else []), *map(str, command)]
    try:
        done = subprocess.run(
            whole,
            cwd=cwd,
            env=None if env is None else dict(env),
            stdin=stdin or subprocess.DEVNULL,
            stdout=stdout or subprocess.PIPE,
            stderr=subprocess.PIPE if stdout else subprocess.STDOUT,
        )
    except OSError as error:
        raise Trouble(f"{trouble} {command[0]} cannot be started: {error.strerror}.") from error
    said = ((done.stderr if stdout else done.stdout) or b"").decode(errors="replace").strip()
    if done.returncode:
        # Of a program of ours that was not ready for it, the last line says what it was.
        lines = said.splitlines()[-1 if "Traceback (most recent call last)" in said else -LAST_LINES :]
        last = "\n".join(f"    {line}" for line in lines)
        raise Trouble(f"{trouble}\n{last}" if last else trouble)
    return said


def become(user: str) -> list[str]:
    """The words before a command that make it run as somebody else, whose group has the same name. (runuser
    opens a session, which a unit that is shut in may not.)"""
    return ["setpriv", f"--reuid={user}", f"--regid={user}", "--init-groups", "--"]


def succeeds(command: Sequence[str | Path]) -> bool:
    """Whether a program ends well; what it says is nobody's business."""
    try:
        quiet = {"stdin": subprocess.DEVNULL, "stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        return subprocess.run([*map(str, command)], cwd="/", **quiet).returncode == 0  # type: ignore[call-overload, no-any-return]
    except OSError:
        return False


def manage(release: Path, *command: str, trouble: str, **extra: str) -> str:
    """Run a command of manage.py of a release, as the program's user with its settings; return what it said.
    Raises Trouble."""
    whole: list[str | Path] = [places.python(release), "manage.py", *command]
    env = {**places.environment(), **extra}
    return run(whole, trouble=trouble, user=places.USER, env=env, cwd=release)


def require_root() -> None:
    """Raise Trouble unless who runs this is root."""
    if os.geteuid():
        raise Trouble("This needs root. Put sudo before the command.")


def require_room(folder: Path, needed: int) -> None:
    """Raise Trouble where a disk has less than so many bytes left."""
    there = next(place for place in (folder, *folder.parents) if place.exists())
    if (free := shutil.disk_usage(there).free) < needed:
        raise Trouble(
            f"{there} has {megabytes(free)} left, and {megabytes(needed)} are needed. Make room first; "
            "nothing was changed."
        )


def megabytes(size: float) -> str:
    """A size for the eye."""
    return f"{size / 1024**3:.1f} GB" if size >= 1024**3 else f"{size / 1024**2:.1f} MB"


@contextmanager
def alone() -> Iterator[None]:
    """Keep every other raprueang that changes something off this machine. Raises Trouble where one is at
    it."""
    with open(places.LOCK, "w") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            text = "Another raprueang is changing this machine. Wait until it has ended, then try again."
            raise Trouble(text) from error
        yield


def unseen(question: str) -> str:
    """Ask for something that nobody shall see, nor find in the shell's history; a pipe can give it too."""
    return getpass.getpass(question) if sys.stdin.isatty() else sys.stdin.readline().rstrip("\n")


def asked(question: str, *, default: str = "") -> str:
    """Ask the keeper at the terminal; without one the default stands. Raises Trouble where there is none."""
    if not sys.stdin.isatty():
        if default:
            return default
        raise Trouble(f"{question}: nobody is there to ask. Give it as an option; --help names them.")
    typed = input(f"{question}{f' [{default}]' if default else ''}: ").strip()
    return typed or default
