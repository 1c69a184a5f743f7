"""`manage.py notify_late`: tell officers and heads of cases that have become late."""

from typing import Any

from django.core.management.base import BaseCommand

from workflows.jobs import notify_late


class Command(BaseCommand):
    help = "Tell officers and heads of cases that have become late."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"{notify_late()} late cases told")
