"""`manage.py purge_drafts`: remove photos of unsent forms, old counts of tries and ended sessions."""

from typing import Any

from django.core.management.base import BaseCommand

from workflows.jobs.case_jobs import purge_drafts


class Command(BaseCommand):
    help = "Remove photos of unsent forms, old counts of tries and ended sessions."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{purge_drafts()} drafts and counts removed")
