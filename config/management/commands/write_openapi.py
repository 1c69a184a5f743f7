"""`manage.py write_openapi`: write docs/openapi.json anew, after a change of the API."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from config.rest.documentation import written
from config.rest.openapi import FILE
from config.rest.service import openapi


class Command(BaseCommand):
    help = "Write the description of the API, docs/openapi.json."

    def handle(self, *args: Any, **options: Any) -> None:
        Path(FILE).write_text(written(openapi()), encoding="utf-8")
        self.stdout.write(FILE)
