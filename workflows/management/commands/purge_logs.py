"""`manage.py purge_logs`: remove security events of more than two years and readings of more than one."""

from typing import Any

from django.core.management.base import BaseCommand

from workflows.jobs.case_jobs import purge_logs


class Command(BaseCommand):
    help = "Remove security events of more than two years and readings of more than one."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{purge_logs()} lines removed")
