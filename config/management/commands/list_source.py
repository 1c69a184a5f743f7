"""`manage.py list_source`: write down which files are the source code, before git is left behind."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config.source import LIST, Unlisted, write_list


class Command(BaseCommand):
    help = f"Write {LIST}: the files that /source/ gives away where the installation has no git."
    # Nothing here needs the database.
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            count = write_list(settings.BASE_DIR)
        except Unlisted as error:
            raise CommandError("Neither git nor a list knows the files. Run it in a clone.") from error
        self.stdout.write(f"{LIST} names {count} files.")
