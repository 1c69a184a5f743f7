"""Where a case stands: in the officer's words, and in the citizen's."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class Status(models.TextChoices):
    """Where a case stands, in the officer's words."""

    RECEIVED = "received", _("Received")
    # To a department that has not named anybody yet, or to an officer: true of both.
    ASSIGNED = "assigned", pgettext_lazy("status", "Assigned")
    IN_PROGRESS = "in_progress", _("In progress")
    WAITING = "waiting", _("Waiting for the citizen")
    RESOLVED = "resolved", _("Resolved")
    CLOSED = "closed", _("Closed")
    REJECTED = "rejected", _("Not taken on")
    WITHDRAWN = "withdrawn", _("Withdrawn")


OPEN = (Status.RECEIVED, Status.ASSIGNED, Status.IN_PROGRESS, Status.WAITING)
# Somebody of the staff works on it; while the citizen has to answer, no time runs.
RUNNING = tuple(status for status in OPEN if status != Status.WAITING)
ENDED = (Status.RESOLVED, Status.CLOSED, Status.REJECTED, Status.WITHDRAWN)
CITIZEN_WORDS = {
    Status.RECEIVED: _("We have received it"),
    Status.ASSIGNED: _("It is with the department"),
    Status.IN_PROGRESS: _("Work is in progress"),
    Status.WAITING: _("Waiting for your answer"),
    Status.RESOLVED: _("Done"),
    Status.CLOSED: _("Case closed"),
    Status.REJECTED: _("We cannot take this on"),
    Status.WITHDRAWN: _("Withdrawn by you"),
}
