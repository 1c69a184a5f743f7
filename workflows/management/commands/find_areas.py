"""`manage.py find_areas`: give cases from before the town had its areas the area of their point."""

from typing import Any

from django.core.management.base import BaseCommand

from workflows.jobs.case_jobs import find_areas


class Command(BaseCommand):
    help = "Give cases that have a point but no area the area that holds the point, all of them."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{find_areas()} cases have got their area")
