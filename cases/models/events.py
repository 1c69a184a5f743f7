"""What happened to a case, in the order in which it happened; never changed afterwards."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.case import Case
from cases.models.organisation import Department


class CaseEvent(models.Model):
    """One entry of a case's history. A trigger refuses update and delete, but for a retention job that
    names itself (`SET LOCAL raprueang.retention_job = '…'`)."""

    class Kind(models.TextChoices):
        SUBMITTED = "submitted", _("Received")
        ASSIGNED = "assigned", _("Assigned to an officer")
        TRANSFERRED = "transferred", _("Sent to another department")
        HANDED_BACK = "handed_back", _("Given back to the head")
        STARTED = "started", _("Work has begun")
        ASKED = "asked", _("Question to the citizen")
        ANSWERED = "answered", _("The citizen answered")
        RESOLVED = "resolved", _("Result")
        REJECTED = "rejected", _("Not taken on")
        WITHDRAWN = "withdrawn", _("Withdrawn by the citizen")
        REOPENED = "reopened", _("Still not fixed, says the citizen")
        CLOSED = "closed", _("Closed")
        NOTED = "noted", _("Internal note")
        MESSAGE = "message", _("Message from the citizen")
        RATED = "rated", _("The citizen's verdict")
        EMAIL_CHANGED = "email_changed", _("Other e-mail address")
        PASSWORD_CHANGED = "password_changed", _("New password")
        DUE_SOON = "due_soon", _("Reminder: due soon")
        LATE = "late", _("Reminder: late")
        OFFICER_LEFT = "officer_left", _("The officer has left: back with the head")

    # What the citizen's timeline shows; and whose words the citizen reads: the others' are internal.
    SHOWN = (
        Kind.SUBMITTED,
        Kind.ASSIGNED,
        Kind.TRANSFERRED,
        Kind.STARTED,
        Kind.ASKED,
        Kind.ANSWERED,
        Kind.RESOLVED,
        Kind.REJECTED,
        Kind.WITHDRAWN,
        Kind.REOPENED,
        Kind.CLOSED,
        Kind.MESSAGE,
        Kind.RATED,
    )
    SPOKEN = (
        Kind.ASKED,
        Kind.ANSWERED,
        Kind.RESOLVED,
        Kind.REJECTED,
        Kind.WITHDRAWN,
        Kind.REOPENED,
        Kind.MESSAGE,
        Kind.RATED,
    )

    class Actor(models.TextChoices):
        CITIZEN = "citizen", _("Citizen")
        STAFF = "staff", _("Staff")
        SYSTEM = "system", _("System")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="events", verbose_name=_("case"))
    kind = models.CharField(_("event"), max_length=20, choices=Kind.choices)
    at = models.DateTimeField(_("time"))
    actor = models.CharField(_("actor"), max_length=10, choices=Actor.choices)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("by"),
    )
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("department")
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("officer"),
    )
    from_status = models.CharField(_("from"), max_length=12, blank=True)
    to_status = models.CharField(_("to"), max_length=12)
    message = models.TextField(_("message"), blank=True)
    # What makes a reminder happen once: the due date it speaks of.
    reference = models.CharField(_("reference"), max_length=40, blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            models.CheckConstraint(
                condition=Q(actor="staff", by__isnull=False) | Q(actor__in=["citizen", "system"]),
                name="event_names_its_actor",
            ),
            models.UniqueConstraint(
                fields=["case", "kind", "reference"], condition=~Q(reference=""), name="event_once"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.kind}"

    @property
    def citizen_message(self) -> str:
        """The words that the citizen may read."""
        return self.message if self.kind in self.SPOKEN else ""

    @property
    def citizen_words(self) -> str:
        """What happened, in the citizen's words."""
        return str(CITIZEN_EVENTS.get(CaseEvent.Kind(self.kind), self.get_kind_display()))


CITIZEN_EVENTS = {
    CaseEvent.Kind.SUBMITTED: _("We received your request"),
    CaseEvent.Kind.ASSIGNED: _("An officer is in charge"),
    CaseEvent.Kind.TRANSFERRED: _("Sent to the department in charge"),
    CaseEvent.Kind.STARTED: _("Work has begun"),
    CaseEvent.Kind.ASKED: _("We asked you for information"),
    CaseEvent.Kind.ANSWERED: _("You answered"),
    CaseEvent.Kind.RESOLVED: _("Done"),
    CaseEvent.Kind.REJECTED: _("We cannot take this on"),
    CaseEvent.Kind.WITHDRAWN: _("You withdrew the request"),
    CaseEvent.Kind.REOPENED: _("You said that it is not fixed"),
    CaseEvent.Kind.CLOSED: _("Case closed"),
    CaseEvent.Kind.MESSAGE: _("You wrote to the officer"),
    CaseEvent.Kind.RATED: _("You told us about the result"),
}
