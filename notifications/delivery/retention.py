"""What is kept of old letters: their words. Their HTML says the same and takes three times the room."""

import datetime

from django.utils import timezone

from notifications.models import UNSETTLED, Notice, State

HTML_KEPT = datetime.timedelta(days=30)
AT_ONCE = 5000


def let_go_of_html(*, now: datetime.datetime | None = None) -> int:
    """Empty the HTML of letters that were settled and are older than HTML_KEPT; return of how many. Sent
    again, such a letter goes as plain text."""
    old = Notice.objects.filter(created__lt=(now or timezone.now()) - HTML_KEPT).exclude(html="")
    keys = old.exclude(state__in=[*UNSETTLED, State.HELD]).order_by("created").values_list("pk", flat=True)
    found = 0
    while some := list(keys[:AT_ONCE]):
        found += Notice.objects.filter(pk__in=some).update(html="")
    return found
