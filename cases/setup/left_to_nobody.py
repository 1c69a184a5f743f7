"""What nobody would do as the set-up is now: departments without a head, what a closed one still has, and
plans that cannot be finished. The set-up's first page warns of it; an import asks before it makes more."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import Model
from django.utils.translation import gettext as _

from cases.intake.succession import left_in
from cases.models import Department, Membership, WorkPlan
from cases.work_plans import checks


@dataclass(frozen=True)
class LeftToNobody:
    """One thing in a sentence, and what it is about: a department, or a plan, and `why`, whatever the two are
    called."""

    text: str
    why: str
    department: Department | None = None
    plan: WorkPlan | None = None

    @property
    def key(self) -> tuple[Model | None, str]:
        """What makes it the same thing as before."""
        return self.department or self.plan, self.why


def all_left() -> Iterator[LeftToNobody]:
    """Return everything that is left to nobody; at most thirteen SQL statements."""
    yield from _without_head()
    yield from _in_closed()
    yield from _unfinishable()


def _without_head() -> Iterator[LeftToNobody]:
    headed = Membership.objects.filter(role=Membership.Role.HEAD, user__is_active=True).values("department")
    for department in Department.objects.filter(active=True).exclude(pk__in=headed):
        text = _("%(department)s has no head: nobody gets its new cases.") % {"department": department.name}
        yield LeftToNobody(text, "no head", department=department)


def _in_closed() -> Iterator[LeftToNobody]:
    for department, left in left_in(Department.objects.filter(active=False)).items():
        text = _("%(department)s is switched off, but this is left in it: %(left)s.")
        names = {"department": f"{department.name} ({department.code})", "left": left}
        yield LeftToNobody(text % names, str(left), department=department)


def _unfinishable() -> Iterator[LeftToNobody]:
    for plan, problem in checks.unfinishable().items():
        text = _("Nobody can finish the plan “%(plan)s”. %(reason)s")
        yield LeftToNobody(text % {"plan": plan.name, "reason": problem.text}, problem.text, plan=plan)
