"""`manage.py letters`: hold all letters, say how many wait, let them go or drop those of before the hold."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from notifications.delivery import hold


class Command(BaseCommand):
    """After a restore nothing is sent until somebody has looked; this is how it is let go."""

    help = "Hold all letters, say how many wait, release them, or drop those from before the hold."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("what", choices=["status", "hold", "release", "drop"])

    def handle(self, *args: Any, what: str, **options: Any) -> None:
        """Do it, and say what is held now. Raises CommandError where nothing is held."""
        if what == "hold":
            hold.hold()
        elif what in ("release", "drop"):
            if hold.held() is None:
                raise CommandError("No letter is held.")
            if what == "drop":
                self.stdout.write(f"{hold.drop()} letters are dropped; the others go.")
            else:
                self.stdout.write(f"{hold.release()} letters go.")
        self.stdout.write(self._said())

    def _said(self) -> str:
        found = hold.held()
        if found is None:
            return "Letters go as they come."
        since = timezone.localtime(found.since).strftime("%d.%m.%Y %H:%M")
        return (
            f"All letters are held since {since}: {found.before} from before then, which may have gone out "
            f"already, and {found.after} written since. raprueang letters release lets all go; "
            "raprueang letters drop drops those from before and lets the others go."
        )
