"""`manage.py work`: the whole timetable in one process, without Celery and without Redis."""

import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections

log = logging.getLogger(__name__)
SWEEP_SECONDS = 10
# The other rooms' jobs are known by name only, and run at every so many sweeps.
JOBS = ("remind_due", "notify_late", "close_resolved", "return_left", "purge_drafts", "index_cases")
SWEEPS_BETWEEN_JOBS = 90


class Command(BaseCommand):
    help = "Send notices, remind, close and purge until stopped; with --once, do each of it once."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="do everything once and end")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["once"]:
            for name in ("sweep_notices", *_jobs()):
                call_command(name, stdout=self.stdout)
            return
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        self.work(stopped)

    def work(self, stopped: threading.Event) -> None:
        """Take turns until stopped; a turn that fails does not end the next one."""
        turn = 0
        while not stopped.is_set():
            names = ("sweep_notices", *_jobs()) if turn % SWEEPS_BETWEEN_JOBS == 0 else ("sweep_notices",)
            for name in names:
                self.try_to(name)
            turn += 1
            stopped.wait(SWEEP_SECONDS)

    def try_to(self, name: str) -> None:
        """Run one job; the database may be away for a while."""
        close_old_connections()
        try:
            call_command(name, stdout=self.stdout)
        except Error as error:
            log.error("%s did not finish: %s", name, type(error).__name__)


def _jobs() -> list[str]:
    return [name for name in JOBS if name in get_commands()]
