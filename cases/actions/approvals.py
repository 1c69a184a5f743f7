"""Who may not approve: nobody approves own work, nor for the one who did it, as substitute or deputy."""

from django.utils.translation import gettext as _

from cases.errors import Refused
from cases.models import Subtask, User


def refuse_own_work(subtask: Subtask, by: User) -> None:
    """Raise Refused where this person, or somebody for whom they stand in or decide today, has done a step
    that the approval is about: one of the plan that was done before."""
    principals = {one.principal for one in by.access_profile.delegated}
    if workers(subtask) & {by.pk, *by.acting_for, *principals}:
        raise Refused(_("You have done a part of this work yourself. Somebody else has to approve it."))


def workers(subtask: Subtask) -> set[int]:
    """Who has done the steps of the case's plan so far, approvals left out. One SQL statement."""
    done = Subtask.objects.filter(case=subtask.case_id, state=Subtask.State.DONE).exclude(step="")
    people = done.exclude(kind=subtask.kind).values_list("ended_by", flat=True)
    return {one for one in people if one is not None}
