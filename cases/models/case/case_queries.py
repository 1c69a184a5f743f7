"""Which cases there are to read: open ones, late ones, those of a member of staff."""

import datetime
from typing import TYPE_CHECKING

from django.apps import apps
from django.db import models
from django.db.models import Q
from django.utils import timezone

from cases.db.lookups import any_of
from cases.models.case.status import OPEN, RUNNING, Status
from cases.models.staff.organisation import User
from cases.text.dates import before_promise

if TYPE_CHECKING:
    from cases.models.case.case import Case  # noqa: F401

# For so long the citizen may say that it is not fixed; then a resolved case closes by itself.
REOPEN_DAYS = 14


class CaseQuerySet(models.QuerySet["Case"]):
    """Reads, as adjectives."""

    def open(self) -> "CaseQuerySet":
        """Cases that somebody still has to act on."""
        return self.filter(status__in=OPEN)

    def late(self, today: datetime.date | None = None) -> "CaseQuerySet":
        """Open cases past their due date; what waits for the citizen, or as a duplicate for its main case, is
        not late."""
        late = Q(status__in=RUNNING, due_on__lt=today or timezone.localdate())
        return self.filter(late, duplicate__isnull=True)

    def belonging_to(self, user: User) -> "CaseQuerySet":
        """What this member of staff answers for or looks over: the own departments', the own, or all;
        restricted request types only as the officer in charge, or as somebody who was named for them (the
        heads, while nobody is)."""
        return self.filter(user.belonging)

    def visible_to(self, user: User) -> "CaseQuerySet":
        """What this member of staff may read: what belongs to them, and cases of other departments on which
        the own ones do a subtask, or did, or decide at this moment."""
        if not user.departments or user.has_perm("cases.view_every_case"):
            return self.belonging_to(user)
        subtasks = apps.get_model("cases", "Subtask").objects.shared()
        helped = subtasks.filter(department__in=user.departments)
        return self.filter(user.belonging | any_of(helped.values("case")) & user.unrestricted)

    def to_close(self, now: datetime.datetime) -> "CaseQuerySet":
        """Resolved cases whose citizen has been silent for REOPEN_DAYS; none that the head looks at again."""
        silent = Q(status=Status.RESOLVED, resolved_at__lte=before_promise(now, REOPEN_DAYS))
        return self.filter(silent, look_again_by=None)
