"""Every change of the set-up, with before and after; never changed afterwards."""

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class SetupChange(models.Model):
    """One row of one table that was added, changed or removed; a trigger refuses update and delete.

    `fields` maps the name of each field to [before, after], as the export writes them. What one press of a
    button did shares its `batch`."""

    class Action(models.TextChoices):
        ADDED = "added", _("Added")
        CHANGED = "changed", _("Changed")
        REMOVED = "removed", _("Removed")

    class Via(models.TextChoices):
        PAGE = "page", _("on a page")
        IMPORT = "import", _("by an import")
        COMMAND = "command", _("by a command")

    at = models.DateTimeField(_("time"), default=timezone.now, editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    via = models.CharField(_("how"), max_length=10, choices=Via.choices)
    batch = models.UUIDField(_("together"), editable=False)
    # The label of the model in small letters, as `cases.holiday`, and the row's primary key as text.
    table = models.CharField(_("what"), max_length=60)
    row = models.CharField(_("row"), max_length=60)
    # What the row was called then, in the municipality's language.
    title = models.CharField(_("name"), max_length=300)
    action = models.CharField(_("change"), max_length=10, choices=Action.choices)
    fields = models.JSONField(_("before and after"), default=dict)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("change of the set-up")
        verbose_name_plural = _("changes of the set-up")
        default_permissions = ()
        permissions = [("set_up", _("Can set up the e-service"))]
        indexes = [
            models.Index(fields=["-at", "-id"], name="setup_change_latest"),
            models.Index(fields=["table", "row"], name="setup_change_row"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(action__in=["added", "changed", "removed"]),
                name="setup_change_action_known",
            ),
            models.CheckConstraint(
                condition=models.Q(via="page", by__isnull=False) | models.Q(via__in=["import", "command"]),
                name="setup_change_names_its_author",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.title} {self.action}"
