"""`manage.py accept_keys`: say that FIELD_KEYS are right, and that another key is gone for good."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from cases import key_seals
from cases.db.field_keys import malformed


class Command(BaseCommand):
    """Deletes nothing that was sealed: should the key be found, everything can be read again."""

    help = "Accept FIELD_KEYS as they are, after a key was taken away on purpose or lost."

    def handle(self, *args: Any, **options: Any) -> None:
        """Forget the seals that no key opens."""
        if sentence := malformed(settings.FIELD_KEYS):
            raise CommandError(sentence)
        self.stdout.write(f"{key_seals.accept()} keys are counted as gone. FIELD_KEYS are accepted.")
