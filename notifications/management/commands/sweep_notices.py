"""`manage.py sweep_notices`: send what is due, once; the work of the worker's timer, without a broker."""

from typing import Any

from django.core.management.base import BaseCommand

from notifications import delivery, late_answers, recovery


class Command(BaseCommand):
    help = "Look up wishes for a code and send every notice that is due."

    def handle(self, *args: Any, **options: Any) -> None:
        recovery.purge()
        wishes = recovery.look_up()
        self.stdout.write(f"{wishes} wishes looked up, {delivery.deliver()} notices sent")
        late_answers.wait_for_all()
