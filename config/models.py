"""What the timetable keeps: when each job ran last, and which beat leads."""

from django.db import models
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _


class JobRun(models.Model):
    """The last run of a job of the timetable; all times are the database's."""

    name = models.CharField(_("job"), max_length=40, primary_key=True)
    started_at = models.DateTimeField(_("began"), db_default=Now())
    finished_at = models.DateTimeField(_("ended"), null=True)
    succeeded = models.BooleanField(_("went well"), null=True)

    class Meta:
        verbose_name = _("run of a job")
        verbose_name_plural = _("runs of the jobs")

    def __str__(self) -> str:
        return self.name


class BeatLease(models.Model):
    """One row: the beat that leads, as long as it renews. Another one waits for the end of the lease."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    holder = models.UUIDField()
    until = models.DateTimeField()

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="beat_lease_is_one")]

    def __str__(self) -> str:
        return str(self.holder)
