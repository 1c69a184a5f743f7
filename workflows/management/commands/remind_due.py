"""`manage.py remind_due`: remind the officers of cases that are due within two working days."""

from typing import Any

from django.core.management.base import BaseCommand

from workflows.jobs import remind_due


class Command(BaseCommand):
    help = "Remind the officers of cases that are due within two working days."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{remind_due()} cases reminded of")
