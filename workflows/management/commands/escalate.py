"""`manage.py escalate`: tell of cases as the table of reminders says."""

from typing import Any

from django.core.management.base import BaseCommand

from workflows.jobs.case_jobs import escalate


class Command(BaseCommand):
    help = "Tell of cases as the table of reminders says."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{escalate()} cases told of")
