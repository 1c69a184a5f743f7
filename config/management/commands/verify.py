"""`manage.py verify`: keys, files, steps and figures agree with each other; asked after a restore and at
will."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Iterable, Iterator
from itertools import chain
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases import key_seals
from cases.audit import daily_heads, event_chain
from cases.files import completeness
from cases.models import Case
from workflows.consistency import disagreements
from workflows.figures.sums import differences

SHOWN = 20


class Command(BaseCommand):
    """Changes nothing. Fails with a sentence for each disagreement, and how many there are."""

    help = (
        "Prove that keys open what is sealed, files and rows fit, and steps and figures agree with the cases."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--sums",
            type=Path,
            help="A backup's list of files, files.json, or - to read it: they have to be the same.",
        )

    def handle(self, *args: Any, sums: Path | None, **options: Any) -> None:
        """Run all proofs, each to its end. Raises CommandError where one fails."""
        known = _sums(sums) if sums else {}
        proofs: dict[str, Iterable[str]] = {
            "Keys open what is sealed": filter(None, [key_seals.problem()]),
            f"Files and rows fit ({completeness.count()} files)": completeness.faults(known),
            f"Steps agree with the cases ({Case.objects.count()} cases)": disagreements(),
            "Figures agree with the cases": differences(),
            "The history is as it was written": chain(event_chain.faults(), daily_heads.faults()),
        }
        count = sum(self._prove(what, found) for what, found in proofs.items())
        if count:
            raise CommandError(f"{count} disagreements")
        self.stdout.write("All agree.")

    def _prove(self, what: str, found: Iterable[str]) -> int:
        """Say what was found; how many."""
        self.stdout.write(f"→ {what} …")
        count = 0
        for count, line in enumerate(_kept_going(found), start=1):
            if count <= SHOWN:
                self.stderr.write(f"  {line}")
        if count > SHOWN:
            self.stderr.write(f"  … and {count - SHOWN} more")
        return count


def _kept_going(found: Iterable[str]) -> Iterator[str]:
    try:
        yield from found
    except OSError as error:
        yield f"The storage of files does not answer: {type(error).__name__}"


def _sums(path: Path) -> dict[str, str]:
    """What each file held. Raises CommandError where this is no such list."""
    try:
        text = sys.stdin.read() if str(path) == "-" else path.read_text(encoding="utf-8")
        return {file["name"]: file["sum"] for file in json.loads(text)}
    except (OSError, ValueError, TypeError, KeyError) as error:
        raise CommandError(f"{path} is no list of a backup's files.") from error
