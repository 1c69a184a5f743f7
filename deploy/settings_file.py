"""The one reader, and the one writer, of an installation's settings file: units, commands and manage.py
agree.

A line is `NAME=value`, a comment or empty. One pair of quotes around a value is taken off; nothing else means
anything: no expansion, no escape. So a password with `$`, `\\`, `#` or blanks is what stands there.
Needs nothing but the standard library: the installer reads it before any library is there.
"""

import os
import re
import tempfile
from collections.abc import Mapping
from pathlib import Path

NAME = re.compile(r"[A-Z][A-Z0-9_]*")
QUOTES = ('"', "'")
# Names the file; where it is not set nothing is read.
VARIABLE = "SETTINGS_FILE"
PRIVATE = 0o600


class SettingsError(Exception):
    """The settings file cannot be read or written; the message says why, without a value."""


def load() -> None:
    """Put what the file of SETTINGS_FILE says into the environment; what is set there already stays. Raises
    SettingsError."""
    if path := os.environ.get(VARIABLE):
        for name, value in read(Path(path)).items():
            os.environ.setdefault(name, value)


def read(path: Path) -> dict[str, str]:
    """Return the settings of a file. Raises SettingsError."""
    try:
        return parsed(path.read_text(encoding="utf-8"))
    except OSError as error:
        raise SettingsError(f"The settings {path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"The settings {path} are not written in UTF-8.") from error
    except SettingsError as error:
        raise SettingsError(f"{path}: {error}") from error


def parsed(text: str) -> dict[str, str]:
    """Return the settings of a file's text. Raises SettingsError, which names the line."""
    found: dict[str, str] = {}
    for number, line in _lines(text):
        name, equals, value = line.partition("=")
        if not equals or not NAME.fullmatch(name.strip()):
            raise SettingsError(f"Line {number} is not NAME=value.")
        if name.strip() in found:
            raise SettingsError(f"Line {number}: {name.strip()} stands here for the second time.")
        found[name.strip()] = _unquoted(value.strip(), number)
    return found


def changed(text: str, values: Mapping[str, str | None]) -> str:
    """Return the text with these settings; comments and order stay, what is new comes last, None takes a
    setting out. Raises SettingsError."""
    left = dict(values)
    lines = []
    for line in text.splitlines():
        name = line.partition("=")[0].strip()
        if name not in left or line.lstrip().startswith("#"):
            lines.append(line)
        elif (value := left.pop(name)) is not None:
            lines.append(_line(name, value))
    lines += [_line(name, value) for name, value in left.items() if value is not None]
    return "".join(f"{line}\n" for line in lines)


def write(path: Path, text: str) -> None:
    """Write the file whole or not at all, for its owner's eyes alone; an owner that it had stays. Raises
    SettingsError."""
    parsed(text)
    try:
        handle, part = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")
        with os.fdopen(handle, "w", encoding="utf-8") as opened:
            opened.write(text)
            opened.flush()
            os.fsync(opened.fileno())
        os.chmod(part, PRIVATE)
        if path.exists():
            owner = path.stat()
            os.chown(part, owner.st_uid, owner.st_gid)
        os.replace(part, path)
    except OSError as error:
        raise SettingsError(f"The settings {path} cannot be written: {error.strerror}.") from error


def _lines(text: str) -> list[tuple[int, str]]:
    numbered = [(number, line.strip()) for number, line in enumerate(text.split("\n"), start=1)]
    return [(number, line) for number, line in numbered if line and not line.startswith("#")]


def _unquoted(value: str, number: int) -> str:
    if value[:1] not in QUOTES:
        return value
    if len(value) < 2 or value[-1] != value[0]:
        raise SettingsError(f"Line {number}: the quote at the beginning of the value has no end.")
    return value[1:-1]


def _line(name: str, value: str) -> str:
    if not NAME.fullmatch(name):
        raise SettingsError(f"{name} is no name of a setting: capital letters, digits and _.")
    if "\n" in value or "\r" in value or "\0" in value:
        raise SettingsError(f"The value of {name} has more than one line.")
    plain = value == value.strip() and value[:1] not in QUOTES
    return f"{name}={value}" if plain else f'{name}="{value}"'
