"""`manage.py open_unanswered`: open what no head has answered in time."""

from typing import Any

from django.core.management.base import BaseCommand

from workflows.jobs.case_jobs import open_unanswered


class Command(BaseCommand):
    help = "Open cases again whose head has not answered “still not fixed” in time."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{open_unanswered()} cases opened")
