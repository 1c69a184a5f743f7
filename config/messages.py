"""Translations: collected, usable without gettext's programs, proved complete and worded as agreed.

`python -m config.messages` compiles; `--collect` updates the catalogue from the code; `--check` fails
when a message is missing, untranslated or fuzzy, or holds a word that the glossary does not write.
"""

import argparse
import ast
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import polib

from config import terminology

BASE_DIR = Path(__file__).resolve().parent.parent
ROOMS = ("cases", "config", "notifications", "workflows", "templates")


def catalogues(root: Path = BASE_DIR) -> list[Path]:
    """The sources of every translation in `root`."""
    return sorted((root / "config").glob("locale*/*/LC_MESSAGES/*.po"))


def compile_all(root: Path = BASE_DIR) -> None:
    """Write the .mo file of each catalogue that changed since; a file there is always whole."""
    for source in catalogues(root):
        target = source.with_suffix(".mo")
        if not target.exists() or target.stat().st_mtime < source.stat().st_mtime:
            unfinished = target.with_suffix(f".{os.getpid()}")
            polib.pofile(str(source)).save_as_mofile(str(unfinished))
            os.replace(unfinished, target)


def collect(root: Path = BASE_DIR) -> None:
    """Bring our catalogue up to date with the code; needs gettext's programs.

    Line numbers are left out: they change with every edit and say nothing to a translator.
    """
    command = [sys.executable, "manage.py", "makemessages", "-l", "th", "--no-location", "--no-obsolete"]
    ignored = [f"--ignore={name}" for name in (".venv", "var", "tests")]
    subprocess.run([*command, *ignored], cwd=root, check=True, stdout=subprocess.DEVNULL)


def problems(root: Path = BASE_DIR) -> list[str]:
    """What keeps the translations in `root` from being complete, one line each."""
    found = []
    for source in catalogues(root):
        book = polib.pofile(str(source))
        wanting = [("untranslated", book.untranslated_entries()), ("fuzzy", book.fuzzy_entries())]
        found += [
            f"{source.relative_to(root)}: {what}: {e.msgid}" for what, entries in wanting for e in entries
        ]
    return found


def misworded(root: Path = BASE_DIR) -> list[str]:
    """Messages in `root` with words that our glossary says are not written, one line each; of the libraries'
    messages the translations alone."""
    found, kept = [], terminology.rules((BASE_DIR / "docs" / "glossary.md").read_text(encoding="utf-8"))
    for source in catalogues(root):
        ours = source.is_relative_to(root / "config" / "locale")
        held = [rule for rule in kept if ours or not rule.is_english]
        lines = terminology.offences(polib.pofile(str(source)), held)
        found += [f"{source.relative_to(root)}: {line}" for line in lines]
    return found


def in_f_strings(root: Path = BASE_DIR) -> list[str]:
    """Messages that stand inside an f-string, where gettext's programs do not see them; one line each."""
    found = []
    for file in sorted(path for room in ROOMS for path in (root / room).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.JoinedStr):
                calls = [one for one in ast.walk(node) if isinstance(one, ast.Call)]
                place = f"{file.relative_to(root)}:{node.lineno}: in an f-string"
                found += [place for call in calls if _asks(call)]
    return found


def _asks(call: ast.Call) -> bool:
    """Whether the call asks for a translation."""
    name = call.func.id if isinstance(call.func, ast.Name) else ""
    return name == "_" or name.startswith(("gettext", "ngettext", "pgettext", "npgettext"))


def uncollected_problems() -> list[str]:
    """The problems after a fresh collection, made in a copy; the tree itself stays as it is."""
    with tempfile.TemporaryDirectory() as folder:
        # The reader of settings says nothing to translate, and nothing starts without it.
        for room in (*ROOMS, "deploy"):
            shutil.copytree(BASE_DIR / room, Path(folder) / room)
        shutil.copy(BASE_DIR / "manage.py", folder)
        collect(Path(folder))
        return problems(Path(folder))


def main() -> int:
    """Compile, collect or check, as the command line says; the exit status tells whether all is well."""
    parser = argparse.ArgumentParser(description="Translations: compile, collect, check.")
    parser.add_argument("--collect", action="store_true", help="update the catalogue from the code")
    parser.add_argument("--check", action="store_true", help="fail when a message is not translated")
    wish = parser.parse_args()
    if wish.collect:
        collect()
    if not wish.check:
        compile_all()
        return 0
    if not shutil.which("xgettext"):
        print("xgettext is not installed: only the messages already in the catalogues are checked.")
    found = (
        in_f_strings() + misworded() + (uncollected_problems() if shutil.which("xgettext") else problems())
    )
    print("\n".join(found) or "Translations are complete.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
