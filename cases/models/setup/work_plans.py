"""Work plans: how a request type is worked on, as stages of steps, in versions."""

from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from cases.models.reference_data import Named


class StepKind(models.TextChoices):
    """What a step of a plan is."""

    DO = "do", _("Do")
    INSPECT = "inspect", _("Inspect the place")
    PAPERS = "papers", _("Check documents")
    APPROVE = "approve", _("Approve")
    ASK = "ask", _("Ask the citizen")
    INFORM = "inform", _("Inform the citizen")


class Doer(models.TextChoices):
    """Whose a step is."""

    OFFICER = "officer", _("The officer in charge")
    HEAD = "head", _("A head")
    DEPARTMENT = "department", _("Another department, whose head assigns an officer")
    CLERK = "clerk", _("The clerk")
    EXECUTIVE = "executive", _("An executive")
    CITIZEN = "citizen", _("The citizen")
    OUTSIDE = "outside", _("An outside party")


# Those that nobody names an officer for: whoever of these decides does it.
DECIDERS = (Doer.HEAD, Doer.CLERK, Doer.EXECUTIVE)
# How the change log names a field of a step: `look.days`; and what each is called.
OF_STEP = "."
STEP_FIELDS: dict[str, Any] = {
    "name_th": _("Name in Thai"),
    "name_en": _("Name in English"),
    "kind": _("What it is"),
    "doer": _("Who does it"),
    "department": _("Department"),
    "party": _("Outside party"),
    "text_th": _("What is to be done, Thai"),
    "text_en": _("What is to be done, English"),
    "days": _("Working days from the begin of the stage"),
    "optional": _("Only if the officer adds it"),
    "may_skip": _("May be skipped with a reason"),
    "of_result": _("Approves the result"),
    "when": _("Only if"),
    "shown": _("What the citizen sees when it is done"),
    "told_th": _("Words for the citizen, Thai"),
    "told_en": _("Words for the citizen, English"),
    "findings": _("Findings"),
}


class WorkPlan(Named):
    """How requests of some types are worked on: a name for its versions."""

    class Meta(Named.Meta):
        verbose_name = _("work plan")
        verbose_name_plural = _("work plans")


class PlanVersion(models.Model):
    """One version of a work plan: a draft, the current one, or one that was replaced. `content` holds the
    stages (`cases.work_plans.document`). A trigger refuses every change to the content of a version that was
    published."""

    plan = models.ForeignKey(
        WorkPlan, on_delete=models.PROTECT, related_name="versions", verbose_name=_("work plan")
    )
    number = models.PositiveSmallIntegerField(_("version"))
    content = models.JSONField(_("stages"), default=dict)
    published_at = models.DateTimeField(_("published"), null=True, blank=True)
    replaced_at = models.DateTimeField(_("replaced"), null=True, blank=True)

    class Meta:
        ordering = ["plan", "-number"]
        verbose_name = _("version of a work plan")
        verbose_name_plural = _("versions of work plans")
        constraints = [
            models.UniqueConstraint(fields=["plan", "number"], name="plan_version_once"),
            models.UniqueConstraint(
                fields=["plan"], condition=Q(published_at__isnull=True), name="plan_one_draft"
            ),
            models.UniqueConstraint(
                fields=["plan"],
                condition=Q(published_at__isnull=False, replaced_at__isnull=True),
                name="plan_one_current",
            ),
            models.CheckConstraint(
                condition=Q(replaced_at__isnull=True) | Q(published_at__isnull=False),
                name="plan_replaced_was_published",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.plan} ({self.number})"

    @property
    def is_draft(self) -> bool:
        """Whether it can still be changed, and no case is worked on by it."""
        return self.published_at is None

    @property
    def is_current(self) -> bool:
        """Whether new cases are begun under it."""
        return self.published_at is not None and self.replaced_at is None

    @property
    def state_words(self) -> Any:
        """What it is, for lists."""
        if self.is_draft:
            return _("Draft")
        return _("In use") if self.is_current else _("Replaced")
