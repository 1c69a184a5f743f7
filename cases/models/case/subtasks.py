"""A subtask of a case that another department does, in parallel, with its own officer, deadline and
result."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from cases.models.case.case import Case
from cases.models.staff.organisation import Department, Unit


class SubtaskQuerySet(models.QuerySet["Subtask"]):
    """Reads, as adjectives."""

    def open(self) -> Self:
        """Subtasks that somebody still has to do."""
        return self.filter(state__in=[Subtask.State.ASKED, Subtask.State.IN_WORK])


class Subtask(models.Model):
    """What a department is asked to do for a case of another one. Changed by `cases.actions.subtasks`
    only."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        IN_WORK = "in_work", _("In work")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")
        CANCELLED = "cancelled", _("Cancelled")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="subtasks", verbose_name=_("case"))
    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="subtasks", verbose_name=_("department")
    )
    unit = models.ForeignKey(
        Unit, on_delete=models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("unit")
    )
    officer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="subtasks",
        verbose_name=_("officer"),
    )
    state = FSMField(_("state"), choices=State.choices, default=State.ASKED, max_length=10, protected=True)
    what = models.TextField(_("what is asked"), max_length=4000)
    due_on = models.DateField(_("due"))
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+", verbose_name=_("asked by")
    )
    asked_at = models.DateTimeField(_("asked"))
    result = models.TextField(_("result"), blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    process = models.ForeignKey(
        "viewflow.Process",
        on_delete=models.PROTECT,
        null=True,
        editable=False,
        verbose_name=_("process"),
        related_name="subtasks",
    )

    objects = SubtaskQuerySet.as_manager()

    # While, and after, the department does it, its people may read the case.
    SHARED_WHILE = (State.ASKED, State.IN_WORK, State.DONE)

    class Meta:
        ordering = ["asked_at", "pk"]
        verbose_name = _("subtask of another department")
        verbose_name_plural = _("subtasks of other departments")
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["asked", "in_work", "done", "refused", "cancelled"]),
                name="subtask_state_known",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["in_work", "done"]) | Q(officer__isnull=False),
                name="subtask_in_work_has_officer",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "in_work"], ended_at__isnull=True)
                | Q(state__in=["done", "refused", "cancelled"], ended_at__isnull=False),
                name="subtask_ended_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "refused"]) | ~Q(result=""), name="subtask_answer_has_words"
            ),
        ]
        indexes = [
            models.Index(fields=["department", "state"], name="subtask_department"),
            models.Index(fields=["officer"], name="subtask_officer", condition=Q(state="in_work")),
            models.Index(fields=["due_on"], name="subtask_due", condition=Q(state__in=["asked", "in_work"])),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.department}"

    @transition(state, source=[State.ASKED, State.IN_WORK], target=State.IN_WORK)
    def assign(self) -> None:
        """The department's head takes it on and names an officer, or another one."""

    @transition(state, source=State.IN_WORK, target=State.ASKED)
    def hand_back(self) -> None:
        """The officer has left: the department's head names another one."""

    @transition(state, source=State.IN_WORK, target=State.DONE)
    def finish(self) -> None:
        """It is done and has a result."""

    @transition(state, source=[State.ASKED, State.IN_WORK], target=State.REFUSED)
    def refuse(self) -> None:
        """The department cannot or may not do it, with a reason."""

    @transition(state, source=[State.ASKED, State.IN_WORK], target=State.CANCELLED)
    def cancel(self) -> None:
        """It is not needed any more: the asker says so, or the case has ended."""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do it."""
        return self.state in (self.State.ASKED, self.State.IN_WORK)

    @property
    def is_shared(self) -> bool:
        """Whether its department may read the case: while it does the subtask, and after it has done it."""
        return self.state in self.SHARED_WHILE

    @property
    def is_late(self) -> bool:
        """Whether it is open past its due date."""
        return self.is_open and self.due_on < timezone.localdate()
