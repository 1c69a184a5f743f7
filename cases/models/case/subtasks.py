"""A subtask of a case: a step of its work plan, or what others are asked by hand; with its own
officer, deadline, findings and result."""

from collections.abc import Callable
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django_fsm import FSMField, transition

from cases.models.case.attachments import Attachment
from cases.models.case.case import Case
from cases.models.case.result_proposals import Proposal
from cases.models.reference_data import in_reader_language
from cases.models.setup.outside import OutsideParty, OutsidePerson
from cases.models.setup.work_plans import DECIDERS, Doer, StepKind
from cases.models.staff.organisation import Department, Unit, User


def _is_for(*doers: Doer) -> Callable[[Any], bool]:
    return lambda subtask: subtask.doer in doers


def _approves(subtask: Any) -> bool:
    return bool(subtask.kind == StepKind.APPROVE)


def _of_plan(subtask: Any) -> bool:
    return bool(subtask.is_planned)


class SubtaskQuerySet(models.QuerySet["Subtask"]):
    """Reads, as adjectives."""

    def open(self) -> Self:
        """Subtasks that somebody still has to do."""
        return self.filter(state__in=[Subtask.State.ASKED, Subtask.State.IN_WORK])

    def helping(self) -> Self:
        """Open subtasks that other departments do."""
        return self.open().filter(doer=Doer.DEPARTMENT)

    def outside(self) -> Self:
        """Open subtasks that outside parties do."""
        return self.open().filter(doer=Doer.OUTSIDE)

    def decided(self) -> Self:
        """Open steps that wait for whoever has the office."""
        return self.filter(state=Subtask.State.ASKED, doer__in=DECIDERS)

    def shared(self) -> Self:
        """Subtasks whose department may read the case, whosever it is."""
        return self.filter(
            Q(doer=Doer.DEPARTMENT, state__in=Subtask.SHARED_WHILE)
            | Q(doer=Doer.HEAD, state=Subtask.State.ASKED)
        )


class Subtask(models.Model):
    """One task of one person or department for a case. Changed by `cases.actions.subtasks` and
    `cases.actions.stages` only. One that the work plan asks for names its step; one that is asked by hand, of
    another department or an outside party, names none. `department` is who answers for it: of a party's, the
    department that waits for it."""

    class State(models.TextChoices):
        ASKED = "asked", _("Asked")
        IN_WORK = "in_work", _("In work")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")
        CANCELLED = "cancelled", _("Cancelled")
        SKIPPED = "skipped", _("Skipped")
        RETURNED = "returned", _("Sent back")

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
    # Who does it where no department does; and the day that this party has named: by when it will be done,
    # on which it was done, or from when it could be done.
    party = models.ForeignKey(
        OutsideParty,
        db_index=False,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="subtasks",
        verbose_name=_("outside party"),
    )
    party_day = models.DateField(_("day named by the party"), null=True, blank=True)
    state = FSMField(_("state"), choices=State.choices, default=State.ASKED, max_length=10, protected=True)
    what = models.TextField(_("what is asked"), max_length=4000)
    due_on = models.DateField(_("due"))
    # The key of the step of the case's plan; a step that is done again has another turn.
    step = models.SlugField(_("step"), max_length=40, blank=True, default="", db_default="")
    turn = models.PositiveSmallIntegerField(_("turn"), default=1, db_default=1)
    kind = models.CharField(
        _("kind of step"), max_length=10, choices=StepKind.choices, default=StepKind.DO, db_default="do"
    )
    doer = models.CharField(
        _("whose it is"),
        max_length=10,
        choices=Doer.choices,
        default=Doer.DEPARTMENT,
        db_default="department",
    )
    # The proposed result that it approves, if it approves one.
    proposal = models.ForeignKey(
        Proposal,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="approvals",
        verbose_name=_("proposed result"),
    )
    # Nobody where the plan itself opened it, after what a citizen did.
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("asked by"),
    )
    asked_at = models.DateTimeField(_("asked"))
    result = models.TextField(_("result"), blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("ended by"),
    )
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
        verbose_name = _("subtask")
        verbose_name_plural = _("subtasks")
        constraints = [
            models.CheckConstraint(
                condition=Q(
                    state__in=["asked", "in_work", "done", "refused", "cancelled", "skipped", "returned"]
                ),
                name="subtask_state_known",
            ),
            models.CheckConstraint(condition=Q(kind__in=StepKind.values), name="subtask_kind_known"),
            models.CheckConstraint(condition=Q(doer__in=Doer.values), name="subtask_doer_known"),
            models.UniqueConstraint(
                fields=["case", "step", "turn"], condition=~Q(step=""), name="subtask_step_once"
            ),
            models.CheckConstraint(
                condition=~Q(step="") | Q(asked_by__isnull=False), name="subtask_by_hand_has_asker"
            ),
            models.CheckConstraint(
                condition=Q(doer="outside", party__isnull=False)
                | Q(~Q(doer="outside"), party__isnull=True, party_day__isnull=True),
                name="subtask_outside_names_party",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["in_work", "done"])
                | Q(officer__isnull=False)
                | ~Q(doer__in=["officer", "department"])
                | Q(kind="inform"),
                name="subtask_in_work_has_officer",
            ),
            models.CheckConstraint(
                condition=Q(state__in=["asked", "in_work"], ended_at__isnull=True)
                | Q(~Q(state__in=["asked", "in_work"]), ended_at__isnull=False),
                name="subtask_ended_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["refused", "returned"])
                & ~(Q(state="done", step="") & ~Q(kind="approve"))
                | ~Q(result=""),
                name="subtask_answer_has_words",
            ),
            models.CheckConstraint(
                condition=Q(proposal__isnull=True) | Q(kind="approve"), name="subtask_of_proposal_approves"
            ),
            models.UniqueConstraint(
                fields=["proposal"],
                condition=Q(state__in=["asked", "in_work"]),
                name="subtask_one_open_approval",
            ),
        ]
        indexes = [
            models.Index(
                fields=["department", "state"], name="subtask_department", condition=Q(doer="department")
            ),
            models.Index(
                fields=["doer", "department"],
                name="subtask_decided",
                condition=Q(state="asked", doer__in=["head", "clerk", "executive"]),
            ),
            models.Index(fields=["officer"], name="subtask_officer", condition=Q(state="in_work")),
            models.Index(
                fields=["party"],
                name="subtask_party",
                condition=Q(state__in=["asked", "in_work"], party__isnull=False),
            ),
            models.Index(fields=["due_on"], name="subtask_due", condition=Q(state__in=["asked", "in_work"])),
        ]

    def __str__(self) -> str:
        return f"{self.case_id}: {self.helper}"

    @property
    def helper(self) -> str:
        """The name of the outside party that does it, or else of the department."""
        return self.party.name if self.party else self.department.name

    @property
    def is_planned(self) -> bool:
        """Whether the work plan asks for it."""
        return bool(self.step)

    @property
    def approves_result(self) -> bool:
        """Whether it is about a proposed result."""
        return self.proposal_id is not None

    @transition(
        state,
        source=[State.ASKED, State.IN_WORK],
        target=State.IN_WORK,
        conditions=[_is_for(Doer.DEPARTMENT)],
    )
    def assign(self) -> None:
        """The department's head takes it on and names an officer, or another one."""

    @transition(
        state, source=[State.ASKED, State.IN_WORK], target=State.IN_WORK, conditions=[_is_for(Doer.OFFICER)]
    )
    def follow(self) -> None:
        """The case has an officer, or another one: so has the step."""

    @transition(state, source=State.IN_WORK, target=State.ASKED)
    def hand_back(self) -> None:
        """The officer has left: the department's head names another one."""

    @transition(state, source=State.IN_WORK, target=State.DONE)
    @transition(
        state,
        source=State.ASKED,
        target=State.DONE,
        conditions=[_is_for(*DECIDERS, Doer.CITIZEN, Doer.OUTSIDE)],
    )
    def finish(self) -> None:
        """It is done."""

    @transition(
        state,
        source=[State.ASKED, State.IN_WORK],
        target=State.REFUSED,
        conditions=[_is_for(Doer.DEPARTMENT, Doer.OUTSIDE)],
    )
    def refuse(self) -> None:
        """Who was asked cannot or may not do it, with a reason."""

    @transition(
        state,
        source=State.ASKED,
        target=State.RETURNED,
        conditions=[_approves],
    )
    def send_back(self) -> None:
        """Whoever should approve wants an earlier step done again, with a reason."""

    @transition(
        state,
        source=[State.ASKED, State.IN_WORK, State.REFUSED],
        target=State.SKIPPED,
        conditions=[_of_plan],
    )
    def skip(self) -> None:
        """The plan goes on without it, with a reason."""

    @transition(state, source=[State.ASKED, State.IN_WORK], target=State.CANCELLED)
    def cancel(self) -> None:
        """It is not needed any more: the asker says so, or the case has ended."""

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to do it."""
        return self.state in (self.State.ASKED, self.State.IN_WORK)

    @property
    def is_shared(self) -> bool:
        """Whether its department may read the case: while it does the subtask, and after it has done it; of
        what a head decides, until that is done."""
        shared = {Doer.HEAD: (self.State.ASKED,), Doer.DEPARTMENT: self.SHARED_WHILE}
        return self.state in shared.get(Doer(self.doer), ())

    @property
    def is_late(self) -> bool:
        """Whether it is open past its due date."""
        return self.is_open and self.due_on < timezone.localdate()


class Finding(models.Model):
    """What staff have filled in at a step of a plan: one value of the step's findings, with its words in both
    languages, who wrote it and when."""

    subtask = models.ForeignKey(
        Subtask, on_delete=models.CASCADE, related_name="findings", verbose_name=_("subtask")
    )
    key = models.SlugField(_("short name"), max_length=40)
    value = models.JSONField(_("value"))
    text_th = models.TextField(_("finding in Thai"))
    text_en = models.TextField(_("finding in English"))
    attachment = models.ForeignKey(
        Attachment,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="findings",
        verbose_name=_("photo"),
    )
    # Whoever of the staff has written it, or somebody of the outside party.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    person = models.ForeignKey(
        OutsidePerson,
        db_index=False,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("person of an outside party"),
    )
    at = models.DateTimeField(_("time"))

    class Meta:
        ordering = ["pk"]
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        constraints = [
            models.UniqueConstraint(fields=["subtask", "key"], name="finding_once"),
            models.CheckConstraint(
                condition=Q(by__isnull=False, person__isnull=True) | Q(by__isnull=True, person__isnull=False),
                name="finding_names_its_author",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subtask_id} {self.key}"

    @property
    def author(self) -> User | OutsidePerson | None:
        """Who has written it."""
        return self.by or self.person

    @property
    def text(self) -> str:
        """The finding in the reader's language."""
        return in_reader_language(self.text_th, self.text_en)
