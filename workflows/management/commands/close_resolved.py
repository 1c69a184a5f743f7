"""`manage.py close_resolved`: close resolved cases after 14 days of silence."""

from typing import Any

from django.core.management.base import BaseCommand

from workflows.jobs.case_jobs import close_resolved


class Command(BaseCommand):
    help = "Close resolved cases whose citizen has been silent for 14 days."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{close_resolved()} cases closed")
