"""Prove that the flow and the cases agree, and that FIELD_KEYS open what is sealed."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from cases import key_seals
from workflows.consistency import disagreements


class Command(BaseCommand):
    """Fails, with one line for each disagreement, where a case's process or open task does not fit it, and
    one where secrets cannot be read."""

    help = (
        "Prove that each open case has one unfinished process with the fitting task, and no ended case one."
    )

    def handle(self, *args: Any, **options: Any) -> None:
        """Run the proof."""
        found = [*filter(None, [key_seals.problem()]), *disagreements()]
        for line in found:
            self.stderr.write(line)
        if found:
            raise CommandError(f"{len(found)} disagreements")
        self.stdout.write("The flow and the cases agree.")
