"""A step of a case: the lock with which each begins, and the event with which it ends.

Every verb reads the same: lock, change, commit.

    case, step = lock_for_step(case, now)
    case.start()
    return step.commit(Kind.STARTED, by=by)
"""

import datetime
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from viewflow.workflow.models import Process

from cases.actions import proposal_state
from cases.errors import Refused
from cases.events import record
from cases.models import Attachment, Case, CaseEvent, Status, User

_held: ContextVar[Case | None] = ContextVar("held_case", default=None)


class Step:
    """One step of a locked case: when it happens, and the status from which it starts."""

    def __init__(self, case: Case, now: datetime.datetime) -> None:
        self.case, self.now, self.before = case, now, case.status

    @property
    def today(self) -> datetime.date:
        """The day on which it happens, in the city."""
        return timezone.localdate(self.now)

    def record(self, kind: CaseEvent.Kind, **said: Any) -> CaseEvent:
        """Record what happened, `said` as in `build_event`, without saving the case."""
        return record(self.case, kind, now=self.now, before=self.before, **said)

    def commit(
        self,
        kind: CaseEvent.Kind,
        *,
        by: User | None = None,
        letter_words: str = "",
        photos: Sequence[Attachment] = (),
        **said: Any,
    ) -> Case:
        """Save the case, record the event and keep its photos. A proposed result does not outlive the work in
        progress. Raises Refused for words added to a letter of a request type that does not allow it."""
        case = self.case
        if letter_words and not case.request_type.letter_editable:
            raise Refused(_("Nothing can be added to the letters about this kind of request."))
        case.changed_at = self.now
        case.save()
        if self.before == Status.IN_PROGRESS != case.status:
            proposal_state.overtaken(case, by=by, now=self.now)
        self.record(kind, by=by, letter_words=letter_words, photos=photos, **said)
        return case


def lock_for_step(case: Case, now: datetime.datetime | None) -> tuple[Case, Step]:
    """Lock the case, unless the caller is `holding` it, and begin a step of it, now or at another moment.
    Call it in a transaction."""
    held = _held.get()
    case = held if held is not None and held.pk == case.pk else locked(case)
    return case, Step(case, now or timezone.now())


@contextmanager
def holding(case: Case) -> Iterator[None]:
    """Let the verb that is called in this block take the case as it is, instead of locking and reading it
    again. The caller has just `locked` it in the same transaction, and has changed nothing of it since."""
    token = _held.set(case)
    try:
        yield
    finally:
        _held.reset(token)


def locked(case: Case) -> Case:
    """The case as it is now, locked until the commit: its process row first, then its own row, in this
    order everywhere, so that two people never wait for each other. Read with it is what changes under this
    lock alone: the citizen's choice of a way, and the main case."""
    list(
        Process.objects.filter(cases=case.pk)
        .select_for_update(of=("self",), no_key=True)
        .values_list("pk", flat=True)
    )
    related = ("request_type", "department", "officer", "contact", "duplicate")
    cases = Case.objects.select_related(*related)
    found: Case = cases.select_for_update(of=("self",), no_key=True).get(pk=case.pk)
    return found
