"""The tables of the workflow: the processes of cases and subtasks, how a case is found, what a person keeps,
what is counted and rehearsed."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVectorField
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from viewflow.workflow.models import Process

from cases.models import Case, Department, Subtask
from cases.text.collation import ThaiOrder


class CaseProcess(Process):
    """A run of CaseFlow; `artifact` is the case, `Case.process` points back and can be joined."""

    class Meta:
        proxy = True

    @property
    def case(self) -> Case:
        """The case that this run is about."""
        case: Case = self.artifact
        return case


class SubtaskProcess(Process):
    """A run of SubtaskFlow; `artifact` is the subtask, `Subtask.process` points back."""

    class Meta:
        proxy = True

    @property
    def subtask(self) -> Subtask:
        """The subtask that this run is about."""
        subtask: Subtask = self.artifact
        return subtask


class CaseSearch(models.Model):
    """The words under which a case is found, written by `workflows.inbox.search_index` alone; `person` is
    asked only for those who may see the citizen's name and contact."""

    case = models.OneToOneField(
        Case, on_delete=models.CASCADE, primary_key=True, related_name="search", verbose_name=_("case")
    )
    words = SearchVectorField()
    person = SearchVectorField()

    class Meta:
        indexes = [
            GinIndex(fields=["words"], name="case_search_words"),
            GinIndex(fields=["person"], name="case_search_person"),
        ]

    def __str__(self) -> str:
        return str(self.case_id)


class SavedView(models.Model):
    """An address of the inbox under a name: for its owner alone, or for a department too. What it shows is
    what its reader may see."""

    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="saved_views",
        verbose_name=_("owner"),
    )
    name = models.CharField(_("name"), max_length=40)
    query = models.CharField(max_length=1000)
    department = models.ForeignKey(
        Department,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("shared with"),
    )

    class Meta:
        ordering = [ThaiOrder("name"), "pk"]
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        constraints = [models.UniqueConstraint(fields=["owner", "name"], name="saved_view_name_once")]

    def __str__(self) -> str:
        return self.name


class Preference(models.Model):
    """How a person wants the inbox to look and to behave."""

    class Look(models.TextChoices):
        LIST = "list", pgettext_lazy("look", "List")
        BOARD = "board", pgettext_lazy("look", "Board")
        MAP = "map", pgettext_lazy("look", "Map")
        CALENDAR = "calendar", pgettext_lazy("look", "Calendar")

    class Density(models.TextChoices):
        COMFORTABLE = "comfortable", _("With picture and words")
        COMPACT = "compact", _("Compact")

    class Columns(models.TextChoices):
        STATUS = "status", _("Status")
        STAGE = "stage", _("Stage")
        OFFICER = "officer", _("Officer")

    class AfterStep(models.TextChoices):
        STAY = "stay", _("stay on the page of the case")
        NEXT = "next", _("go to the next case")
        LIST = "list", _("go back to the list")

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="preference",
        verbose_name=_("person"),
    )

    shortcuts = models.BooleanField(_("keyboard shortcuts"), default=True)
    look = models.CharField(
        _("look of the inbox"), max_length=10, choices=Look.choices, default=Look.LIST, db_default="list"
    )
    density = models.CharField(
        _("rows of the list"),
        max_length=12,
        choices=Density.choices,
        default=Density.COMFORTABLE,
        db_default="comfortable",
    )
    columns = models.CharField(
        _("columns of the board"),
        max_length=10,
        choices=Columns.choices,
        default=Columns.STATUS,
        db_default="status",
    )
    after_step = models.CharField(
        _("after a step"),
        max_length=4,
        choices=AfterStep.choices,
        default=AfterStep.STAY,
        db_default=AfterStep.STAY,
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(look__in=["list", "board", "map", "calendar"]), name="inbox_look_known"
            ),
            models.CheckConstraint(
                condition=models.Q(density__in=["comfortable", "compact"]), name="inbox_density_known"
            ),
            models.CheckConstraint(
                condition=models.Q(columns__in=["status", "stage", "officer"]), name="inbox_columns_known"
            ),
            models.CheckConstraint(
                condition=models.Q(after_step__in=["stay", "next", "list"]),
                name="preference_after_step_known",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user_id)


class CalendarAddress(models.Model):
    """The secret address at which a person's calendar program fetches the own due dates. Only the SHA-256 of
    its token is kept; the row goes when it is withdrawn, and with the person's leaving."""

    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        primary_key=True,
        related_name="+",
        verbose_name=_("person"),
    )
    digest = models.CharField(_("digest"), max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    # To the hour: not every request writes it.
    last_read_at = models.DateTimeField(_("last fetched"), null=True, editable=False)

    class Meta:
        verbose_name = _("address of a calendar")
        verbose_name_plural = _("addresses of calendars")
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.user_id)


class Presence(models.Model):
    """Somebody has a case open, as that person's page said last; after a minute it counts no more. The table
    is not logged: a crash forgets it, and nobody misses it. It has no foreign keys in the database: with
    them a look at a case would wait for whoever is changing it."""

    case = models.ForeignKey(
        Case, on_delete=models.CASCADE, db_constraint=False, related_name="+", verbose_name=_("case")
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        db_constraint=False,
        related_name="+",
        verbose_name=_("person"),
    )
    since = models.DateTimeField(_("since"))
    seen_at = models.DateTimeField(_("seen"))

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "user"], name="presence_once")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.case_id}"


class ChangedDay(models.Model):
    """A day whose figures may have changed since they were summed up; written by triggers alone, as often as
    something changes."""

    id = models.BigAutoField(primary_key=True)
    day = models.DateField(_("day"))

    class Meta:
        verbose_name = _("changed day")
        verbose_name_plural = _("changed days")

    def __str__(self) -> str:
        return self.day.isoformat()


class FigureSum(models.Model):
    """What was counted of the cases that are not restricted: of a day, a month, now, or the last evening of a
    month; of a department or all (0), told apart in one way. `cells` holds counts by name for each key
    (workflows.figures.cells); those of the process map are named in `workflows.process_map.counting`."""

    id = models.BigAutoField(primary_key=True)

    class Scale(models.TextChoices):
        DAY = "day", _("Day")
        MONTH = "month", _("Month")
        NOW = "now", _("Now")
        END = "end", _("End of a month")

    scale = models.CharField(_("of a"), max_length=5, choices=Scale.choices)
    day = models.DateField(_("day"), help_text=_("Of a month the first one, of its end the last."))
    department = models.PositiveIntegerField(_("department"))
    by = models.CharField(_("told apart by"), max_length=10)
    cells = models.JSONField(_("counts"))

    class Meta:
        verbose_name = _("sum of figures")
        verbose_name_plural = _("sums of figures")
        constraints = [
            models.UniqueConstraint(fields=["by", "scale", "department", "day"], name="figures_once"),
            models.CheckConstraint(
                condition=models.Q(scale__in=["day", "month", "now", "end"]), name="figures_scale_known"
            ),
        ]
        indexes = [models.Index(fields=["day"], name="figures_by_day")]

    def __str__(self) -> str:
        return f"{self.scale} {self.day} {self.department} {self.by}"


class FigureState(models.Model):
    """How new the sums of figures are: one row, and the lock of those who write them. No time, as long as the
    first sums are not complete. `restricted` are the request types that they leave out, `calendar` is the one
    by which they count working time."""

    as_of = models.DateTimeField(_("as of"), null=True)
    restricted = ArrayField(models.IntegerField(), verbose_name=_("restricted kinds"), default=list)
    calendar = models.JSONField(_("calendar"), default=dict, db_default={})

    class Meta:
        verbose_name = _("state of the figures")
        verbose_name_plural = _("state of the figures")
        constraints = [models.CheckConstraint(condition=models.Q(pk=1), name="figures_state_once")]

    def __str__(self) -> str:
        return str(self.as_of)


class RehearsalRun(models.Model):
    """A rehearsal that somebody has asked for: the changes to be tried, how far the worker is, and what was
    found (`workflows.rehearsal`). It is removed after some weeks."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        RUNNING = "running", _("Running")
        DONE = "done", pgettext_lazy("rehearsal", "Done")
        FAILED = "failed", _("Failed")

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+", verbose_name=_("by")
    )
    asked_at = models.DateTimeField(_("asked"))
    months = models.PositiveSmallIntegerField(_("months"))
    changes = models.JSONField(_("changes"))
    state = models.CharField(_("state"), max_length=10, choices=State.choices, default=State.WAITING)
    done = models.PositiveIntegerField(_("cases replayed"), default=0)
    total = models.PositiveIntegerField(_("cases"), default=0)
    report = models.JSONField(_("report"), null=True)

    class Meta:
        ordering = ["-asked_at"]
        verbose_name = _("rehearsal")
        verbose_name_plural = _("rehearsals")
        constraints = [
            models.CheckConstraint(
                condition=models.Q(state__in=["waiting", "running", "done", "failed"]),
                name="rehearsal_state_known",
            ),
            models.CheckConstraint(
                condition=~models.Q(state="done") | models.Q(report__isnull=False),
                name="rehearsal_done_has_report",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.pk} {self.state}"

    @property
    def is_over(self) -> bool:
        """Whether the worker has done with it."""
        return self.state in (self.State.DONE, self.State.FAILED)

    @property
    def percent(self) -> int:
        """How much of it is done."""
        return 100 * self.done // self.total if self.total else 0
