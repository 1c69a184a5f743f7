"""Which open subtasks are a person's own to do: `subtask_rights.is_own` as a condition of the database. One
test holds the two together."""

from django.db.models import F, Q, QuerySet

from cases.models import Doer, Subtask, User
from workflows.rights.rules import subtask_officer


def own_steps(user: User) -> QuerySet[Subtask]:
    """The open subtasks that this person does, decides about, or names an officer for."""
    helping = Q(department__in=user.headed) | subtask_officer(user)
    helped = Q(doer=Doer.DEPARTMENT) & helping & _unrestricted(user)
    return Subtask.objects.open().filter(helped | _in_charge(user) | _offices(user))


def decided_by(user: User) -> QuerySet[Subtask]:
    """The open steps that wait for an office of this person's: a head's, the clerk's or an executive's."""
    return Subtask.objects.decided().filter(_offices(user))


def _in_charge(user: User) -> Q:
    standing_in = Q(case__officer__in=user.acting_for, case__department__in=list(user.roles))
    return Q(doer=Doer.OFFICER) & (Q(case__officer=user) | standing_in & _unrestricted(user))


def _offices(user: User) -> Q:
    profile = user.access_profile
    decides = Q(department__in=user.headed) & ~Q(case__request_type__in=sorted(profile.closed))
    decides |= Q(case__request_type__in=sorted(profile.named_for))
    is_own = Q(department=F("case__department"))
    elsewhere = ~is_own & Q(department__in=user.headed) & _unrestricted(user)
    found = Q(doer=Doer.HEAD) & (is_own & decides | elsewhere)
    if user.has_perm("cases.view_every_case"):
        doer = Doer.CLERK if user.has_perm("cases.route_case") else Doer.EXECUTIVE
        found |= Q(doer=doer) & _unrestricted(user)
    return found


def _unrestricted(user: User) -> Q:
    return ~Q(case__request_type__in=sorted(user.access_profile.restricted))
