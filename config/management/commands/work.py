"""`manage.py work`: the whole timetable in one process, without Celery's worker and without Redis."""

import logging
import signal
import threading
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error, close_old_connections

from config import runs, start
from config.celery import app
from config.timetable import JOBS, Job
from notifications.delivery import late_answers

log = logging.getLogger(__name__)
PAUSE = 5  # seconds


class Command(BaseCommand):
    help = "Run the jobs whose turn has come, until stopped; with --once, run them and end (for cron)."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--once", action="store_true", help="run what is due now and end")

    def handle(self, *args: Any, once: bool, **options: Any) -> None:
        app.loader.import_default_modules()
        start.look()
        if once:
            self.turn()
            late_answers.wait_for_all()
            return
        stopped = threading.Event()
        for number in (signal.SIGTERM, signal.SIGINT):
            signal.signal(number, lambda *_: stopped.set())
        while not stopped.is_set():
            self.try_to_turn()
            stopped.wait(PAUSE)

    def try_to_turn(self) -> None:
        """A turn; the database may be away for a while."""
        close_old_connections()
        try:
            self.turn()
        except Error as error:
            log.error("The database did not answer: %s", type(error).__name__)

    def turn(self) -> None:
        """Run what is due or was missed."""
        last = runs.last_runs()
        for job in JOBS:
            if runs.due(job, last.get(job.name)):
                self.run(job)

    def run(self, job: Job) -> None:
        """Run one job; that it fails does not end the others."""
        done = app.tasks[job.task].apply(args=job.args)
        words = "done" if done.successful() else f"failed: {type(done.result).__name__}"
        self.stdout.write(f"{job.name}: {words}")
