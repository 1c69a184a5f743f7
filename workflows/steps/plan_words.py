"""Whose a step of the work plan is, in words."""

from django.utils.translation import gettext as _

from cases.actions import stages
from cases.models import DECIDERS, Case, Doer, Subtask


def who(subtask: Subtask) -> str:
    """Whose a subtask is, in words."""
    if subtask.officer:
        return str(subtask.officer)
    if subtask.doer == Doer.HEAD:
        return _("The head of %(department)s") % {"department": subtask.department.name}
    if subtask.doer in (Doer.DEPARTMENT, Doer.OUTSIDE):
        return subtask.helper
    return str(Doer(subtask.doer).label)


def whose_turn(case: Case) -> str:
    """Who does the open steps of the plan, in one sentence each; empty where none is open."""
    rows = stages.rows(case).values() if case.plan_version_id else ()
    return " ".join(filter(None, (_turn(one) for one in rows)))


def _turn(row: Subtask) -> str:
    words = {"step": stages.step_name(row), "who": who(row)}
    if row.state == Subtask.State.REFUSED and stages.stands_at(row):
        return _("“%(step)s” was refused: ask once more, or skip it.") % words
    if not row.is_open:
        return ""
    if row.doer in DECIDERS:
        return _("“%(step)s”: %(who)s decides.") % words
    return _("“%(step)s” is with: %(who)s.") % words
