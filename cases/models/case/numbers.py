"""The counter of the cases' numbers, without gaps."""

from django.db import models


class YearCounter(models.Model):
    """The last running number of a Buddhist year; one UPDATE takes the next, without gaps."""

    year = models.PositiveSmallIntegerField(primary_key=True)
    last = models.PositiveIntegerField()

    def __str__(self) -> str:
        return f"{self.last}/{self.year}"
