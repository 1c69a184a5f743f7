"""`manage.py remind_of_delays`: ask for explanations of licences that are late."""

from typing import Any

from django.core.management.base import BaseCommand

from workflows.jobs.case_jobs import remind_of_delays


class Command(BaseCommand):
    help = "Ask for explanations of licences that are late."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{remind_of_delays()} explanations asked for")
