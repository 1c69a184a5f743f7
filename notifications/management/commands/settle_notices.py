"""Letters that must not go out any more: cancel them, or let them count as sent when their event happened."""

import datetime
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.db.models import F, OuterRef, Subquery
from django.utils import timezone

from cases.models import OPEN, CaseEvent
from cases.setup.demonstration import require_trial
from notifications.letters.holds.suppression import suppress
from notifications.models import Audience, Notice, State, Suppression, Unreached

NEWS = datetime.timedelta(days=2)


class Command(BaseCommand):
    """Settles the waiting letters about events of more than an hour ago, and wipes their secrets."""

    help = "Settle waiting letters about past events without sending them."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--sent", action="store_true", help="Count them as sent then (the demo's past).")

    def handle(self, *args: Any, sent: bool, **options: Any) -> None:
        """Settle them in one statement; that they were sent is invented, so it is for the demo alone."""
        if sent:
            require_trial()
        before = timezone.now() - datetime.timedelta(hours=1)
        old = Notice.objects.filter(state=State.PENDING, event__at__lt=before)
        then = Subquery(CaseEvent.objects.filter(pk=OuterRef("event")).values("at"))
        if sent:
            count = old.update(
                state=State.SENT,
                secret="",
                attempts=1,
                created=then,
                due_at=then,
                woken_at=then,
                sent_at=then,
            )
            # What came in the last days is news to the staff; the rest was read then.
            past = Notice.objects.filter(state=State.SENT, sent_at__lt=before - NEWS)
            past.update(read_at=F("sent_at"))
            _let_one_come_back()
        else:
            count = old.update(state=State.CANCELLED, secret="")
        # Nor is anybody telephoned about what is long past.
        Unreached.objects.filter(notice=None, at__lt=before, reached_at=None).delete()
        self.stdout.write(f"{count} letters settled without sending.")


def _let_one_come_back() -> None:
    """The demo shows what is done about it: of the case that has been open for the longest."""
    sent = Notice.objects.filter(state=State.SENT, audience=Audience.CITIZEN, case__status__in=OPEN)
    notice = sent.order_by("case_id", "-created").first()
    if notice is not None:
        notice.bounce()
        notice.arrived_at = notice.sent_at
        notice.save(update_fields=["state", "arrived_at"])
        suppress(notice, reason=Suppression.Reason.BOUNCED)
