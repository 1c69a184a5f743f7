"""Who was named in an internal note, to be told of it."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from cases.models.case.events import CaseEvent


class Mention(models.Model):
    """One person in one note. Written with the note, before anybody is told of it."""

    event = models.ForeignKey(
        CaseEvent,
        db_index=False,
        on_delete=models.PROTECT,
        related_name="mentions",
        verbose_name=_("note"),
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        db_index=False,
        on_delete=models.PROTECT,
        related_name="mentions",
        verbose_name=_("person"),
    )
    # The note's own: the inbox asks for the latest ones of a person, who may have thousands.
    at = models.DateTimeField(_("time"), db_default=Now())

    class Meta:
        verbose_name = _("mention")
        verbose_name_plural = _("mentions")
        constraints = [models.UniqueConstraint(fields=["event", "user"], name="mention_once")]
        indexes = [models.Index(fields=["user", "at"], name="mention_latest")]

    def __str__(self) -> str:
        return f"{self.event_id} @{self.user_id}"
