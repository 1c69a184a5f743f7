"""A result that waits for approval, before the citizen hears of it."""

import datetime

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from cases.models.case.case import Case
from cases.models.setup.request_types import Cause, ResultCode
from cases.models.staff.organisation import User


class Proposal(models.Model):
    """What the officer proposes to tell the citizen, and what became of it. At most one is open for a case.
    Its `approvals` are subtasks, opened one after the other. Its event names it (`ProposedResult`), and holds
    its photos until the result takes them over."""

    class State(models.TextChoices):
        OPEN = "open", _("Waits for approval")
        APPROVED = "approved", _("Approved")
        RETURNED = "returned", _("Returned to the officer")
        VOID = "void", _("Overtaken by another step")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="proposals", verbose_name=_("case"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("time"))
    result = models.ForeignKey(
        ResultCode, on_delete=models.PROTECT, related_name="+", verbose_name=_("result")
    )
    cause = models.ForeignKey(
        Cause, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("cause")
    )
    details = models.TextField(_("result's details"))
    on = models.DateField(_("date of the result"))
    state = FSMField(_("state"), choices=State.choices, default=State.OPEN, max_length=10, protected=True)
    # Nobody where the citizen has withdrawn the request meanwhile.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided"), null=True)
    words = models.TextField(_("reason"), blank=True)

    class Meta:
        ordering = ["at", "pk"]
        verbose_name = _("proposed result")
        verbose_name_plural = _("proposed results")
        constraints = [
            models.UniqueConstraint(
                fields=["case"], condition=Q(state="open"), name="proposal_one_open_for_a_case"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["open", "approved", "returned", "void"]), name="proposal_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state="open", decided_at__isnull=True, decided_by__isnull=True)
                | Q(~Q(state="open"), decided_at__isnull=False),
                name="proposal_decided_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["approved", "returned"]) | Q(decided_by__isnull=False),
                name="proposal_decided_names_head",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(words=""), name="proposal_returned_has_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.case_id} {self.state}"

    # Each changes the row in memory; `cases.actions.proposal_state` saves it.
    @transition(state, source=State.OPEN, target=State.APPROVED)
    def approve(self, *, by: User, now: datetime.datetime) -> None:
        """The last yes lets the result go out."""
        self.decided_by, self.decided_at = by, now

    @transition(state, source=State.OPEN, target=State.RETURNED)
    def send_back(self, *, by: User, reason: str, now: datetime.datetime) -> None:
        """An approver wants more work done first."""
        self.decided_by, self.decided_at, self.words = by, now, reason

    @transition(state, source=State.OPEN, target=State.VOID)
    def void(self, *, by: User | None, now: datetime.datetime) -> None:
        """The officer takes it back, or the case has moved on; `by` is None where the citizen moved it."""
        self.decided_by, self.decided_at = by, now
