"""The security log and the record of who has read a citizen's person; neither is ever changed.

Their rows name people and cases without a foreign key in the database: writing one never waits for a step
that holds the case or the person, and nothing can be removed or changed by way of them.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.case.case import Case


def loose(to: Any, name: Any, *, null: bool = True, db_index: bool = False) -> Any:
    """Return a pointer that no constraint holds."""
    options: dict[str, Any] = {"on_delete": models.DO_NOTHING, "db_constraint": False, "related_name": "+"}
    return models.ForeignKey(to, verbose_name=name, null=null, db_index=db_index, **options)


class SecurityEvent(models.Model):
    """One thing that an auditor asks about: `by` did it, `about` is whom it concerns, where that is another.

    A trigger refuses every change, and lets rows go after 90 days to a retention job that names itself.
    The network is a prefix, the device a family of browsers; what a stranger typed is a fingerprint."""

    class Kind(models.TextChoices):
        LOGGED_IN = "logged_in", _("Logged in")
        LOG_IN_FAILED = "log_in_failed", _("Log-in failed")
        LOGGED_OUT = "logged_out", _("Logged out")
        SESSION_ENDED = "session_ended", _("Session ended by the clock")
        LOG_INS_ENDED = "log_ins_ended", _("Other log-ins ended")
        FACTOR_USED = "factor_used", _("Second factor shown")
        FACTOR_FAILED = "factor_failed", _("Second factor wrong")
        FACTOR_ADDED = "factor_added", _("Second factor added")
        FACTOR_REMOVED = "factor_removed", _("Second factor removed")
        CODES_MADE = "codes_made", _("Spare codes made")
        CODE_USED = "code_used", _("Spare code used up")
        PROVED = "proved", _("Password or passkey shown again")
        PROOF_FAILED = "proof_failed", _("Password or passkey wrong, asked again")
        IDENTITY_LINKED = "identity_linked", _("Account for single sign-on linked")
        IDENTITY_REMOVED = "identity_removed", _("Account for single sign-on taken away")
        PASSWORD_CHANGED = "password_changed", _("Own password changed")
        PASSWORD_SET = "password_set", _("Password set by an administrator")
        PEOPLE_CHANGED = "people_changed", _("People changed")
        RIGHTS_CHANGED = "rights_changed", _("Rights changed")
        SETUP_CHANGED = "setup_changed", _("Set-up changed")
        SETUP_IMPORTED = "setup_imported", _("Set-up imported")
        SETUP_EXPORTED = "setup_exported", _("Set-up exported")
        LIST_EXPORTED = "list_exported", _("List or figures exported")
        CALENDAR_MADE = "calendar_made", _("Address of one's own calendar made")
        CALENDAR_ENDED = "calendar_ended", _("Address of one's own calendar withdrawn")
        CASE_OPENED = "case_opened", _("Citizen logged in to a case")
        CASE_REFUSED = "case_refused", _("Citizen's log-in failed")
        CASE_LEFT = "case_left", _("Citizen logged out")

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("time"), default=timezone.now, editable=False)
    kind = models.CharField(_("what"), max_length=20, choices=Kind.choices)
    by = loose(settings.AUTH_USER_MODEL, _("by"))
    about = loose(settings.AUTH_USER_MODEL, _("about"))
    case = loose(Case, _("case"), db_index=True)
    network = models.CharField(_("network"), max_length=50, blank=True)
    device = models.CharField(_("device"), max_length=60, blank=True)
    # A word of ours (which factor, which list), or the fingerprint of a name that nobody has.
    subject = models.CharField(_("details"), max_length=60, blank=True)
    # The lines of the change log that say what was changed (`SetupChange.batch`).
    batch = models.UUIDField(_("together"), null=True, editable=False)

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("security event")
        verbose_name_plural = _("security events")
        default_permissions = ()
        indexes = [
            models.Index(fields=["-at", "-id"], name="security_latest"),
            models.Index(fields=["kind", "-at", "-id"], name="security_of_kind"),
            models.Index(fields=["by", "-at", "-id"], name="security_by"),
            models.Index(fields=["about", "-at", "-id"], name="security_about"),
            models.Index(fields=["network", "-at", "-id"], name="security_network"),
        ]
        constraints = [
            models.CheckConstraint(condition=~models.Q(kind=""), name="security_has_kind"),
            models.UniqueConstraint(
                fields=["batch", "kind", "about"],
                name="security_batch_once",
                condition=models.Q(batch__isnull=False),
                nulls_distinct=False,
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"


class Reading(models.Model):
    """Somebody of the staff was shown who a citizen is: one row for each reader, case, way and hour.

    `own` says whether the case was the reader's at that moment: in charge, standing in, or deciding. A
    trigger refuses every change, and removal within a year."""

    class Context(models.TextChoices):
        PAGE = "page", _("on the page of the case")
        SEARCH = "search", _("found by a search")
        PAPER = "paper", _("as a PDF")
        SLIP = "slip", _("for a new password at the counter")
        LETTER = "letter", _("in a letter")
        LIST = "list", _("in a list")

    id = models.BigAutoField(primary_key=True)
    at = models.DateTimeField(_("time"), default=timezone.now, editable=False)
    reader = loose(settings.AUTH_USER_MODEL, _("reader"), null=False)
    case = loose(Case, _("case"), null=False)
    hour = models.DateTimeField(_("hour"))
    way = models.CharField(_("how"), max_length=10, choices=Context.choices)
    own = models.BooleanField(_("own case"))

    class Meta:
        ordering = ["-at", "-pk"]
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        default_permissions = ()
        indexes = [
            models.Index(fields=["case", "-at", "-id"], name="reading_of_case"),
            models.Index(fields=["-at", "-id"], name="reading_latest"),
        ]
        constraints = [
            # Also the index by which the cases of a reader are counted.
            models.UniqueConstraint(fields=["reader", "hour", "case", "way"], name="reading_once_an_hour")
        ]

    def __str__(self) -> str:
        return f"{self.reader_id} {self.case_id} {self.way}"
