"""The letters of cases whose contact data are removed: that they were written stays, not to whom and what."""

from collections.abc import Sequence
from typing import Any

from django.db import connection
from django.dispatch import receiver

from cases.signals import contact_removed

# What has not gone by then goes no more. Messages to other systems name nobody.
FORGET = """
UPDATE notifications_notice SET subject = '', text = '', html = '', secret = '',
  address = CASE WHEN address = '' OR audience <> 'citizen' THEN address ELSE '–' END,
  state = CASE WHEN state IN ('pending', 'claimed', 'held') THEN 'cancelled' ELSE state END,
  lease = NULL, leased_until = NULL, last_error = ''
WHERE case_id = ANY (%s) AND audience <> 'system'
"""


@receiver(contact_removed, dispatch_uid="notifications.forget")
def forget(keys: Sequence[int], **kwargs: Any) -> None:
    """Remove the words of the letters about these cases, and the addresses of their citizens."""
    with connection.cursor() as cursor:
        cursor.execute(FORGET, [list(keys)])
