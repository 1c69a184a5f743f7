"""Which open steps wait for a person's office: `subtask_rights.is_own` as a condition of the database, where
a head, the clerk or an executive decides. One test holds the two together."""

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from cases.access.offices import office_of
from cases.actions import approvals
from cases.models import Doer, StepKind, Subtask, User
from cases.work_plans.document import NOT_WORK


def decided_by(user: User) -> QuerySet[Subtask]:
    """The open steps that wait for an office of this person's: a head's, the clerk's or an executive's."""
    return Subtask.objects.decided().filter(_offices(user) & ~_own_approvals(user))


def _offices(user: User) -> Q:
    is_own = Q(department=F("case__department"))
    elsewhere = ~is_own & (Q(department__in=user.headed) | _lent(user)) & _unrestricted(user)
    found = Q(doer=Doer.HEAD) & (is_own & _decides(user) | elsewhere)
    if office := office_of(user):
        found |= Q(doer=office) & _unrestricted(user)
    return found


def _own_approvals(user: User) -> Q:
    """The approvals of what this person has done (`cases.actions.approvals`)."""
    selves = sorted(approvals.selves(user))
    done = Subtask.objects.filter(state=Subtask.State.DONE, ended_by__in=selves)
    steps = done.filter(case=OuterRef("case")).exclude(step="").exclude(kind__in=NOT_WORK)
    given = done.filter(proposal=OuterRef("proposal"))
    result = Q(case__officer__in=selves) | Q(proposal__by__in=selves) | Exists(given)
    return Q(kind=StepKind.APPROVE) & (Exists(steps) | Q(proposal__isnull=False) & result)


def _decides(user: User) -> Q:
    """The steps whose case this person decides about: by the own office, or as a head's deputy."""
    profile = user.access_profile
    found = Q(department__in=user.headed) & ~Q(case__request_type__in=sorted(profile.closed))
    found |= Q(case__request_type__in=sorted(profile.named_for))
    for_the_named = Q(case__request_type__in=sorted(profile.named))
    own = _own_work(user, officer="case__officer", department="case__department")
    return found | _lent(user) & ~for_the_named & ~own


def _lent(user: User) -> Q:
    return Q(department__in=sorted(user.access_profile.deputised))


def _own_work(user: User, *, officer: str, department: str) -> Q:
    standing_in = Q(**{f"{officer}__in": sorted(user.acting_for), f"{department}__in": list(user.roles)})
    # Without an officer it is nobody's work.
    return Q(**{f"{officer}__isnull": False}) & (Q(**{officer: user}) | standing_in)


def _unrestricted(user: User) -> Q:
    return ~Q(case__request_type__in=sorted(user.access_profile.restricted))
