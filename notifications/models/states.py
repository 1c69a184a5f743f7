"""What becomes of a notice: its states, and how they may follow each other.

The moves are declared on the model (`Notice`); a trigger in the database refuses every other, so that neither
a statement over many rows nor a hand at the console leaves the road.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """What has become of a notice."""

    PENDING = "pending", _("Waiting to be sent")
    CLAIMED = "claimed", _("Being sent")
    SENT = "sent", _("Sent")
    DELIVERED = "delivered", _("Arrived")
    BOUNCED = "bounced", _("Came back")
    FAILED = "failed", _("Not delivered")
    CANCELLED = "cancelled", _("Cancelled")
    EXPIRED = "expired", _("Expired")
    PERHAPS = "perhaps", _("Perhaps arrived")
    HELD = "held", _("Waits until the address is confirmed")


# On their way; and what nobody has begun to send, which can be cancelled.
UNSETTLED = (State.PENDING, State.CLAIMED)
UNBEGUN = (State.PENDING, State.HELD)


class Priority(models.IntegerChoices):
    """Which letters go first; each has a Celery queue of its own, see QUEUES."""

    URGENT = 0, _("Passwords and codes")
    NORMAL = 1, _("Letters")
    BULK = 2, _("Reminders and digests")


QUEUES = {Priority.URGENT: "urgent", Priority.NORMAL: "letters", Priority.BULK: "bulk"}
