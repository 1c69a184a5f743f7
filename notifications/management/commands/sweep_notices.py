"""`manage.py sweep_notices`: send what is due, once; the work of the worker's timer, without a broker."""

from typing import Any

from django.core.management.base import BaseCommand

from notifications.delivery import late_answers, worker
from notifications.letters import one_time_codes


class Command(BaseCommand):
    help = "Look up wishes for a code and send every notice that is due."

    def handle(self, *args: Any, **options: Any) -> None:
        one_time_codes.purge()
        wishes = one_time_codes.look_up()
        self.stdout.write(f"{wishes} wishes looked up, {worker.deliver()} notices sent")
        late_answers.wait_for_all()
