"""Prove that the sums of figures are what a recount of all cases finds."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from workflows.figures.sums import differences


class Command(BaseCommand):
    """Fails, with one line for each difference; days that have changed since the last sums are left out."""

    help = "Prove that the sums of figures are what a recount of all cases finds."

    def handle(self, *args: Any, **options: Any) -> None:
        """Recount, month by month."""
        count = 0
        for line in differences():
            self.stderr.write(line)
            count += 1
        if count:
            raise CommandError(f"{count} differences")
        self.stdout.write("The sums agree with the cases.")
