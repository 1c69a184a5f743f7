"""`manage.py import_directory FILE`: switch off who is no longer in the municipality's directory."""

import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import override

from cases.change_log.journal import Via, journal
from cases.forms import directory


class Command(BaseCommand):
    help = "Compare the staff with the directory (CSV or SCIM JSON), and switch off who is gone."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="the file, or - for what comes in")
        parser.add_argument("--dry-run", action="store_true", help="only say who would be switched off")
        parser.add_argument(
            "--most",
            type=int,
            default=directory.SHARE,
            choices=range(101),
            metavar="0-100",
            help="of 100 people so many may be missing before the file is doubted (%(default)s)",
        )
        parser.add_argument(
            "--spare",
            action="append",
            default=[],
            metavar="USERNAME",
            help="somebody whom the directory does not know; can be said several times",
        )

    def handle(
        self, *args: Any, file: str, dry_run: bool, most: int, spare: list[str], **options: Any
    ) -> None:
        try:
            content = sys.stdin.buffer.read() if file == "-" else Path(file).read_bytes()
        except OSError as error:
            # That too is a night without a directory.
            content = b""
            self.stderr.write(f"{file}: {error.strerror}")
        with journal(lambda: None, Via.COMMAND), override("en"):
            outcome = directory.take(content, dry=dry_run, share=most, spared=spare)
            doubt = str(outcome.run.get_doubt_display())
        run = outcome.run
        if run.doubt:
            words = [doubt, *outcome.problems]
            if outcome.gone:
                words.append(f"{len(outcome.gone)} of {run.here + len(outcome.gone)} are missing.")
            raise CommandError(" ".join([*words, "Nobody was switched off."]))
        # User names alone: the mail of a timer goes far.
        for person in outcome.gone:
            self.stdout.write(f"{'would go' if dry_run else 'gone'}: {person.username}")
        for person, why in outcome.kept:
            self.stdout.write(f"stays: {person.username}: {why}")
        self.stdout.write(
            f"{run.listed} in the directory, {run.here} of ours, {len(run.gone)} gone, {len(run.kept)} stay, "
            f"{run.cases_back} cases {'would go' if dry_run else 'went'} back"
        )
