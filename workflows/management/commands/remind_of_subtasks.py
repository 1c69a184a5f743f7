"""`manage.py remind_of_subtasks`: tell those who do a subtask that it is late."""

from typing import Any

from django.core.management.base import BaseCommand

from workflows.jobs.department_jobs import remind_of_subtasks


class Command(BaseCommand):
    help = "Tell helping departments of subtasks that have become late."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{remind_of_subtasks()} cases with late subtasks told")
