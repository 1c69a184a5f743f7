"""`manage.py return_left`: take back the open cases of those who have left."""

from typing import Any

from django.core.management.base import BaseCommand

from workflows.jobs.case_jobs import return_left


class Command(BaseCommand):
    help = "Give open cases of people who have left back to the heads of the departments."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{return_left()} cases went back")
