"""`manage.py scan_files`: ask the virus scanner about the files that wait for it."""

from typing import Any

from django.core.management.base import BaseCommand

from workflows.jobs.case_jobs import scan_files


class Command(BaseCommand):
    help = "Ask the virus scanner (CLAMD_URL) about the files that wait for it."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{scan_files()} files judged")
