"""`manage.py after_restore`: a database that came from a backup is made ready to go on, before anybody
uses it."""

import re
from argparse import ArgumentParser, ArgumentTypeError
from datetime import datetime
from typing import Any

from django.contrib.sessions.models import Session
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from cases import key_seals
from cases.intake.number_gap import leave_gap
from notifications.delivery import hold

NUMBER = re.compile(r"(\d{4})-(\d{1,9})")


def moment(typed: str) -> datetime:
    """A time with its zone, as a backup says it."""
    made = datetime.fromisoformat(typed)
    if made.tzinfo is None:
        raise ArgumentTypeError("a time with its zone is needed, such as 2026-11-30T02:10:00+07:00")
    return made


def number(typed: str) -> tuple[int, int]:
    """A case's number as year and running number."""
    if not (found := NUMBER.fullmatch(typed)):
        raise ArgumentTypeError(f"{typed} is no number of a case, such as 2569-00871")
    return int(found[1]), int(found[2])


class Command(BaseCommand):
    """All of it or nothing; done again, it leaves one more gap and changes nothing else."""

    help = "Make a restored database ready: hold its letters, count on above given numbers, end its sessions."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--made", type=moment, required=True, help="when the backup was made")
        parser.add_argument(
            "--given", type=number, action="append", default=[], help="a number that somebody has: 2569-00871"
        )

    @transaction.atomic
    def handle(self, *args: Any, made: datetime, given: list[tuple[int, int]], **options: Any) -> None:
        """Do it. Raises CommandError where FIELD_KEYS do not open what is sealed: then nothing is changed."""
        if problem := key_seals.problem():
            raise CommandError(problem)
        hold.hold()
        highest: dict[int, int] = {}
        for year, running in given:
            highest[year] = max(running, highest.get(year, 0))
        for sentence in leave_gap(made=made, given=highest):
            self.stdout.write(sentence)
        ended, _rows = Session.objects.all().delete()
        self.stdout.write(f"{ended} sessions are ended: everybody logs in anew.")
        found = hold.held()
        self.stdout.write(
            f"{found.before if found else 0} letters wait from before; none goes until you say so."
        )
