"""Make the set-up what a file says: all of it or nothing."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases.change_log.journal import Via
from cases.change_log.wording import merged
from cases.models import User
from cases.setup.imports import Unconfirmed, bring_in, rehearse
from cases.setup.safe_yaml import Unreadable, decoded


class Command(BaseCommand):
    """Prints each change with before and after; with --dry-run it does nothing else."""

    help = "Read a set-up that export_setup or the page of the set-up has written."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("file", help="The file to read.")
        parser.add_argument("--by", default="", help="The user name of who brings it in, for the change log.")
        parser.add_argument("--dry-run", action="store_true", help="Only say what would change.")
        parser.add_argument(
            "--leave-to-nobody",
            action="store_true",
            help="Import it also where a step, a department or a plan would be left to nobody.",
        )

    def handle(self, *args: Any, file: str, by: str, dry_run: bool, **options: Any) -> None:
        """Read it, or name everything that is wrong with it."""
        raw, person = Path(file).read_bytes(), _person(by)
        try:
            text = decoded(raw)
            if dry_run:
                lines, left = rehearse(text, by=person)
            else:
                accepted = None if options["leave_to_nobody"] else ()
                lines, left = bring_in(text, by=person, via=Via.COMMAND, accepted=accepted), []
        except Unconfirmed as error:
            asked = "Nothing was changed. To import it all the same: --leave-to-nobody"
            raise CommandError("\n".join([*error.sentences, asked])) from error
        except Unreadable as error:
            said = (f"line {one.line}: {one.where}: {one.text}" for one in error.problems)
            raise CommandError("\n".join(said)) from error
        for line in merged(lines):
            self.stdout.write(f"{line.get_action_display()}: {line.title} ({line.table})")
            for name, (before, after) in line.fields.items():
                self.stdout.write(f"  {name}: {before} → {after}")
        for sentence in left:
            self.stdout.write(f"Left to nobody: {sentence}")


def _person(name: str) -> User | None:
    """The person of this user name; without a name nobody, who may import everything."""
    if not name:
        return None
    try:
        return User.objects.get(username=name)
    except User.DoesNotExist as error:
        raise CommandError(f"There is no user {name}.") from error
