"""Fill an empty installation with as many invented cases as are wanted, to try out and to measure."""

import datetime
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from cases.setup.demonstration import require_nobody
from workflows.sample import CASE_PASSWORD, PASSWORD, loading


class Command(BaseCommand):
    """Tells some lives by the real verbs and copies them over ten years; refuses on a real
    installation, and where there are people or cases."""

    help = "Load 20 offices, 400 people and ten years of cases (never on a real installation)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--cases", type=int, default=10_000, help="How many cases (default: 10000).")
        parser.add_argument("--seed", type=int, default=2569, help="Another seed gives another sample.")

    def handle(self, *args: Any, cases: int, seed: int, **options: Any) -> None:
        """Load it, or say why not."""
        if cases < loading.FEWEST:
            raise CommandError(f"A sample has at least {loading.FEWEST} cases.")
        require_nobody()
        began = timezone.now()
        call_command("load_demo", cases=loading.lives(cases), verbosity=0)
        copied = loading.copy_lives(cases, seed=seed, now=began)
        took = (timezone.now() - began) // datetime.timedelta(seconds=1)
        self.stdout.write(f"{cases} cases, {copied} of them copies, in {took} s.")
        self.stdout.write(
            f"Staff: head.eng, officer.eng, clerk … / {PASSWORD}. Any case: its number / {CASE_PASSWORD}."
        )
