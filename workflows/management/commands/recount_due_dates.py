"""`manage.py recount_due_dates`: move due dates where days off were added or removed."""

from typing import Any

from django.core.management.base import BaseCommand

from workflows.jobs.case_jobs import recount_due_dates


class Command(BaseCommand):
    help = "Move due dates where days off were added or removed."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{recount_due_dates()} due dates moved")
