"""Personal links of outside parties: one opens one step to one person."""

import datetime
import uuid
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from cases.models.case.subtasks import Subtask
from cases.models.setup.outside import OutsidePerson

# A step that takes longer than that sends its link again, with its reminders.
VALID = datetime.timedelta(days=180)


class OutsideLinkQuerySet(models.QuerySet["OutsideLink"]):
    """Reads, as adjectives."""

    def good(self) -> Self:
        """Those that open their step: not withdrawn, not too old, of somebody who is still there, about a
        step that is open and may be shown."""
        return self.standing().filter(subtask__state__in=[Subtask.State.ASKED, Subtask.State.IN_WORK])

    def standing(self) -> Self:
        """The same, whether the step is open or has ended since."""
        return self.filter(
            withdrawn_at__isnull=True,
            expires_at__gt=Now(),
            person__active=True,
            person__party__active=True,
            person__party=F("subtask__party"),
            subtask__case__request_type__restricted=False,
        )


class OutsideLink(models.Model):
    """The right of one person to one step. Of the token that the letter carries only a hash is stored."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    subtask = models.ForeignKey(
        Subtask, on_delete=models.CASCADE, related_name="links", verbose_name=_("subtask")
    )
    person = models.ForeignKey(
        OutsidePerson, on_delete=models.PROTECT, related_name="links", verbose_name=_("person")
    )
    token = models.CharField(_("hash of the token"), max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("valid until"))
    opened_at = models.DateTimeField(_("opened"), null=True, blank=True)
    withdrawn_at = models.DateTimeField(_("withdrawn"), null=True, blank=True)

    objects = OutsideLinkQuerySet.as_manager()

    class Meta:
        ordering = ["made_at", "pk"]
        verbose_name = _("personal link")
        verbose_name_plural = _("personal links")
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=F("made_at")), name="outside_link_ends_after_it_begins"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)

    @property
    def is_standing(self) -> bool:
        """Whether nothing but the end of its step keeps it from opening the step."""
        return self.withdrawn_at is None and self.expires_at > timezone.now()
