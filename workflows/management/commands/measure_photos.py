"""`manage.py measure_photos`: make photos comparable that were stored before there were fingerprints."""

from typing import Any

from django.core.management.base import BaseCommand

from workflows.jobs.case_jobs import measure_photos


class Command(BaseCommand):
    help = "Make photos comparable that were stored before fingerprints, all of them."

    def handle(self, *args: Any, **options: Any) -> None:
        count = 0
        while done := measure_photos():
            count += done
        self.stdout.write(f"{count} photos measured")
