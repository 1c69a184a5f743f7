"""A step of somebody of an outside party: lock, ask again whether the link is good, call the verb; the flow
follows."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils.translation import gettext as _

from cases.actions import findings, outside, subtasks
from cases.actions.step import holding, locked
from cases.errors import Refused
from cases.models import OutsideLink, Subtask
from cases.views.idempotency import NOT_SENT, Sent
from workflows.rights.subtask_rights import SubtaskVerb

# What a link lets its person do.
VERBS: dict[SubtaskVerb, Callable[..., Subtask]] = {
    SubtaskVerb.FINISH: subtasks.finish_subtask,
    SubtaskVerb.ANSWER: outside.answer,
    SubtaskVerb.REFUSE: subtasks.refuse_subtask,
}


@transaction.atomic
def perform(verb: SubtaskVerb, link: OutsideLink, *, sent: Sent = NOT_SENT, **data: Any) -> Subtask:
    """Answer, finish or refuse as the person of the link. Raises SentBefore where this form was done,
    PermissionDenied where the link is not good any more, Refused where the step has ended."""
    sent.use()
    with _held(link) as now:
        return VERBS[verb](now.subtask, person=now.person, **data)


@transaction.atomic
def keep_findings(link: OutsideLink, values: Mapping[str, Any]) -> None:
    """Keep findings of a step of the plan, line by line. Raises as `perform`."""
    with _held(link) as now:
        findings.keep(now.subtask, values, person=now.person)


@contextmanager
def _held(link: OutsideLink) -> Iterator[OutsideLink]:
    """The link as it is now, with its case locked."""
    case = locked(link.subtask.case)
    related = ("person__party", "subtask__department", "subtask__party")
    found = OutsideLink.objects.standing().select_related(*related).filter(pk=link.pk).first()
    if found is None:
        raise PermissionDenied
    if not found.subtask.is_open:
        raise Refused(_("This step has ended. Nothing can be changed in it any more."))
    found.subtask.case = case
    with holding(case):
        yield found
