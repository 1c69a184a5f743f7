"""`manage.py sum_figures`: bring the sums of figures up to date."""

from typing import Any

from django.core.management.base import BaseCommand

from cases.statistics import public_sums
from workflows.figures.sums import sum_up


class Command(BaseCommand):
    help = "Bring the sums of figures up to date."

    def handle(self, *args: Any, **options: Any) -> None:
        days = sum_up()
        public_sums.keep()
        self.stdout.write(f"{days} days counted")
