"""`manage.py remove_unnamed_files`: remove stored files that no row names."""

from typing import Any

from django.core.management.base import BaseCommand

from workflows.jobs.case_jobs import remove_unnamed_files


class Command(BaseCommand):
    help = "Remove stored files that no row names and that are older than a day."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{remove_unnamed_files()} files removed")
