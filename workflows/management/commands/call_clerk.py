"""`manage.py call_clerk`: tell the clerk of transfers that were not answered in time."""

from typing import Any

from django.core.management.base import BaseCommand

from workflows.jobs.department_jobs import call_clerk


class Command(BaseCommand):
    help = "Tell the clerk of transfers that were not answered within one working day."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{call_clerk()} transfers told")
