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


class Watched(models.Model):
    """How a check stood when it was last looked at, and since when it stands like that. Of the certificate
    the figure is when it ends, in seconds since 1970."""

    name = models.CharField(_("check"), max_length=40, primary_key=True)
    measured_at = models.DateTimeField(_("measured"))
    # Infinite for what has never happened.
    figure = models.FloatField(_("figure"), null=True)
    wrong = models.BooleanField(_("wrong"), default=False)
    since = models.DateTimeField(_("since"))

    class Meta:
        verbose_name = _("state of a check")
        verbose_name_plural = _("states of the checks")

    def __str__(self) -> str:
        return self.name


class Trouble(models.Model):
    """How many answers of an hour went wrong, in all processes together."""

    what = models.CharField(_("kind of trouble"), max_length=10)
    hour = models.DateTimeField(_("hour"))
    number = models.PositiveIntegerField(_("number"))

    class Meta:
        verbose_name = _("trouble of an hour")
        verbose_name_plural = _("troubles by the hour")
        constraints = [
            models.UniqueConstraint(fields=["what", "hour"], name="trouble_once_an_hour"),
            models.CheckConstraint(condition=models.Q(what__in=["error", "shed"]), name="trouble_known"),
        ]

    def __str__(self) -> str:
        return f"{self.what} {self.hour}"
