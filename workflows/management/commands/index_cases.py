"""`manage.py index_cases`: make cases findable by their words; `--all` begins anew."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from workflows.jobs.case_jobs import index_cases
from workflows.models import CaseSearch


class Command(BaseCommand):
    help = "Make cases findable by their words, as the timetable does; --all begins anew."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--all", action="store_true", help="Write the words of every case anew.")

    def handle(self, *args: Any, all: bool, **options: Any) -> None:
        if all:
            CaseSearch.objects.all().delete()
        count = 0
        while done := index_cases():
            count += done
        self.stdout.write(f"{count} cases can be found")
