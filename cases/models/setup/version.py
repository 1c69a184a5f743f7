"""The version of the set-up."""

from django.db import models
from django.db.models import Q


class SetUpVersion(models.Model):
    """One row with a random value that triggers replace whenever the set-up is changed: a process that has
    read something at this version knows it still. There is no row before the first change."""

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    version = models.UUIDField()

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=Q(id=1), name="setup_version_one_row")]

    def __str__(self) -> str:
        return str(self.version)
