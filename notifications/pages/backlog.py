"""Is the post on time: since when the oldest letter has been waiting that should have gone out."""

import datetime

from django.db.models import Case, DateTimeField, F, Q, When
from django.db.models.functions import Now

from cases.lib.process_cache import remembered
from notifications.models import MESSAGES, Notice

PATIENCE = datetime.timedelta(minutes=10)
# A page may say so a little late; it must not ask on every click.
KEPT = 15.0


def late_since() -> datetime.datetime | None:
    """Since when the oldest letter waits, where that is longer than ten minutes; else None. One that is meant
    for later waits from then on; one that was tried waits since it was written, whenever the next try is.
    What waits for another system is that one's affair."""
    return remembered("notifications.pages.backlog", _look, seconds=KEPT)


def _look() -> datetime.datetime | None:
    since = Case(When(attempts=0, then=F("due_at")), default=F("created"), output_field=DateTimeField())
    tried, untried = Q(attempts__gt=0), Q(attempts=0, due_at__lt=Now() - PATIENCE)
    waiting = Notice.objects.unsettled().filter(tried | untried, created__lt=Now() - PATIENCE)
    waiting = waiting.exclude(channel__in=MESSAGES)
    return waiting.annotate(since=since).order_by("created").values_list("since", flat=True).first()
