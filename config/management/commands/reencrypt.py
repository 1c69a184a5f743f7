"""`manage.py reencrypt`: everything that is sealed comes under the newest of FIELD_KEYS, and an older one
may go."""

from argparse import ArgumentParser
from collections import Counter
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from config import sealed_columns
from config.sealed_columns import UNREADABLE
from notifications.letters.holds import suppression

SHOWN_EVERY = 20


class Command(BaseCommand):
    """Beside a working site, in batches; it can be stopped and run again, and goes on with what is left."""

    help = "Seal everything with the newest of FIELD_KEYS, and say how much is left under each older one."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--count", action="store_true", help="Count what lies under which key; change nothing."
        )

    def handle(self, *args: Any, count: bool, **options: Any) -> None:
        """Do it. Raises CommandError where something is left that no key opens, or under an older one."""
        under, changed = self._walk(change=not count)
        if not count:
            changed += suppression.rekey()
            self.stdout.write(f"{changed} rows were sealed anew.")
            # What was being written meanwhile by a program that still has the old order of keys.
            under, _none = self._walk(change=False)
        for place in range(len(settings.FIELD_KEYS)):
            self.stdout.write(f"Key {place + 1}{' (the newest)' if not place else ''}: {under[place]} sealed")
        self._judge(under, count=count)

    def _walk(self, *, change: bool) -> tuple[Counter[int], int]:
        under: Counter[int] = Counter()
        changed, column = 0, ""
        for number, batch in enumerate(sealed_columns.walk(change=change)):
            under.update(batch.under)
            changed += batch.changed
            if change and (str(batch.column) != column or number % SHOWN_EVERY == 0):
                column = str(batch.column)
                self.stdout.write(f"→ {column}: {sum(under.values())} looked at, {changed} sealed anew")
        return under, changed

    def _judge(self, under: Counter[int], *, count: bool) -> None:
        older = sum(under[place] for place in range(1, len(settings.FIELD_KEYS)))
        if under[UNREADABLE]:
            raise CommandError(
                f"{under[UNREADABLE]} are sealed with a key that FIELD_KEYS do not hold. Put that key back "
                f"behind "
                "the others and run this again; no key may go until then."
            )
        if older and count:
            self.stdout.write(f"{older} lie under an older key: run reencrypt without --count.")
        elif older:
            raise CommandError(
                f"{older} came under an older key meanwhile. Restart the services, so that all of them use "
                f"the "
                "newest key, and run this again."
            )
        elif len(settings.FIELD_KEYS) > 1 and not count:
            sealed_columns.forget_old_seals()
            self.stdout.write(
                "Nothing lies under an older key. It may go from FIELD_KEYS a day from now, when open "
                "sessions have "
                "ended; results that were printed under it can then no longer be verified by their code."
            )
