"""A case on its way from one department to another, until the other one has answered."""

import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from cases.models.case.case import Case
from cases.models.staff.organisation import Department, User


class TransferQuerySet(models.QuerySet["Transfer"]):
    """Reads, as adjectives."""

    def unanswered(self) -> Self:
        """Those that somebody still has to answer: the receiving department, or the clerk."""
        return self.filter(state__in=Transfer.UNANSWERED)


class Transfer(models.Model):
    """A transfer and its answer. It begins open, or on the clerk's desk, where `receiver` is only what the
    sender proposed."""

    class State(models.TextChoices):
        OPEN = "open", _("Waiting for an answer")
        DESK = "desk", _("On the clerk's desk")
        ACCEPTED = "accepted", _("Accepted")
        RETURNED = "returned", _("Sent back")
        DECIDED = "decided", _("Decided by the clerk")
        OVERRIDDEN = "overridden", _("Overtaken by another step")

    UNANSWERED = (State.OPEN, State.DESK)

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="transfers", verbose_name=_("case"))
    sender = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("from department")
    )
    receiver = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="+", verbose_name=_("to department")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    reason = models.TextField(_("reason"))
    at = models.DateTimeField(_("time"))
    accept_by = models.DateField(_("to be answered by"))
    state = FSMField(_("state"), choices=State.choices, default=State.OPEN, max_length=10, protected=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("answered by"),
    )
    answered_at = models.DateTimeField(_("answered"), null=True)
    answer = models.TextField(_("answer"), blank=True)

    objects = TransferQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("transfer")
        verbose_name_plural = _("transfers")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state__in=["open", "desk"]), name="transfer_one_unanswered"
            ),
            models.CheckConstraint(condition=~Q(sender=F("receiver")), name="transfer_leaves_department"),
            models.CheckConstraint(
                condition=Q(state__in=["open", "desk"], answered_at__isnull=True)
                | Q(state__in=["accepted", "returned", "decided", "overridden"], answered_at__isnull=False),
                name="transfer_answered_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["returned", "decided"])
                | (~Q(answer="") & Q(answered_by__isnull=False)),
                name="transfer_refusal_has_reason",
            ),
        ]
        indexes = [
            models.Index(
                fields=["accept_by"], name="transfer_unanswered", condition=Q(state__in=["open", "desk"])
            )
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.sender} → {self.receiver}"

    # Each changes the row in memory; `cases.actions.transfer_state` decides when, and saves it.
    @transition(state, source=State.OPEN, target=State.ACCEPTED)
    def accept(self, *, by: User, now: datetime.datetime) -> None:
        """The receiving department takes the case."""
        self.answered_by, self.answered_at = by, now

    @transition(state, source=State.OPEN, target=State.RETURNED)
    def send_back(self, *, by: User, reason: str, now: datetime.datetime) -> None:
        """The receiving department does not take the case."""
        self.answered_by, self.answered_at, self.answer = by, now, reason

    @transition(state, source=State.DESK, target=State.DECIDED)
    def decide(self, *, by: User, reason: str, now: datetime.datetime) -> None:
        """The clerk names the department that takes the case."""
        self.answered_by, self.answered_at, self.answer = by, now, reason

    @transition(state, source=[State.OPEN, State.DESK], target=State.OVERRIDDEN)
    def override(self, *, by: User | None, now: datetime.datetime) -> None:
        """Another step of the case leaves nothing to answer; `by` is None where the citizen took it."""
        self.answered_by, self.answered_at = by, now

    @property
    def is_unanswered(self) -> bool:
        """Whether somebody still has to answer it."""
        return self.state in self.UNANSWERED

    @property
    def at_desk(self) -> bool:
        """Whether the clerk decides."""
        return bool(self.state == self.State.DESK)

    @property
    def is_overdue(self) -> bool:
        """Whether the receiving department should have answered before today."""
        return self.is_overdue_at(timezone.now())

    def is_overdue_at(self, moment: datetime.datetime) -> bool:
        """Whether the receiving department should have answered before that day."""
        return self.state == self.State.OPEN and self.accept_by < timezone.localdate(moment)
