"""Write the whole set-up into a file: no people, no passwords, no citizens."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from cases.audit import security_log
from cases.setup import files


class Command(BaseCommand):
    """The file that `import_setup` and the page of the set-up read."""

    help = "Write the set-up as YAML, to a file or to the screen."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", nargs="?", default="", help="Where to; without it, to the screen.")

    def handle(self, *args: Any, file: str, **options: Any) -> None:
        """Write it."""
        security_log.record(security_log.Kind.SETUP_EXPORTED, subject="command")
        if file:
            Path(file).write_text(files.written(), encoding="utf-8")
        else:
            self.stdout.write(files.written(), ending="")
