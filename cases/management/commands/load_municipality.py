"""Load the reference data: addresses, holidays, the sample municipality's departments and request types."""

from typing import Any

from django.core.management.base import BaseCommand
from django.db import transaction
from django.utils import timezone

from cases.reference import addresses, causes, holidays, municipality, questions, texts, work_plans


class Command(BaseCommand):
    """Safe to run twice: what is there stays as the administrator has changed it."""

    help = "Load addresses, holidays, and the sample municipality's departments, request types and words."

    @transaction.atomic
    def handle(self, *args: Any, **options: Any) -> None:
        """Load all of it, or nothing."""
        year = timezone.localdate().year
        self.stdout.write(f"{addresses.load()} subdistricts")
        municipality.load()
        self.stdout.write(f"{questions.load()} new sets of questions")
        self.stdout.write(f"{causes.load()} new causes")
        self.stdout.write(f"{work_plans.load()} new work plans")
        self.stdout.write(f"{texts.load()} new standard texts")
        self.stdout.write(f"{holidays.load(range(year - 1, year + 3))} new holidays")
