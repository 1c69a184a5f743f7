"""Who has the office that decides a step: a head, the clerk or an executive. For approvals this is the one
question that the pages, the verbs and the inbox ask."""

from cases.access.decision_makers import decides, decides_by_office, delegation_for, delegation_in
from cases.access.offices import office_of
from cases.actions import approvals, proposal_state
from cases.models import Case, Doer, Subtask, User
from cases.models.staff.access_profile import EVERY_CASE, DelegatedRights


def oversees(user: User) -> bool:
    """Whether this person looks over all departments by the own office; a deputy of such a person only
    reads."""
    return user.has_perm(EVERY_CASE) and EVERY_CASE not in user.access_profile.lent


def has_office(user: User, subtask: Subtask, case: Case) -> bool:
    """Whether this person decides the step by the own office. A restricted case is opened by nobody but its
    own heads."""
    if is_of_own_head(subtask, case):
        return decides_by_office(user, case)
    if case.request_type.restricted:
        return False
    if subtask.doer == Doer.HEAD:
        return user.heads(subtask.department_id)
    return bool(subtask.doer == office_of(user))


def lent_office(user: User, subtask: Subtask, case: Case) -> DelegatedRights | None:
    """Return by what a deputy decides the step; None where nothing is lent."""
    if is_of_own_head(subtask, case):
        return delegation_for(user, case)
    if subtask.doer != Doer.HEAD or case.request_type.restricted:
        return None
    return delegation_in(user, subtask.department_id, officer=subtask.officer_id)


def is_of_own_head(subtask: Subtask, case: Case) -> bool:
    """Whether the heads of the case's own department do it."""
    return subtask.doer == Doer.HEAD and subtask.department_id == case.department_id


def may_approve_result(user: User, case: Case) -> bool:
    """Whether the proposed result is this person's to approve, which is nobody's own work."""
    return has_office_for_result(user, case) and not is_own_result(user, case)


def has_office_for_result(user: User, case: Case) -> bool:
    """Whether this person has the office that approves the proposed result, or the last that was proposed,
    the own one or as a deputy. Where none ever was, whether this person decides about the case."""
    row = next(iter(proposal_state.approvals(case)), None)
    if row is None:
        return decides(user, case)
    return has_office(user, row, case) or lent_office(user, row, case) is not None


def delegated_approval(user: User, case: Case) -> DelegatedRights | None:
    """Return by what a deputy approves the proposed result; None where the own office does, or nothing."""
    row = proposal_state.open_approval(case)
    return None if row is None or has_office(user, row, case) else lent_office(user, row, case)


def is_own_result(user: User, case: Case) -> bool:
    """Whether the result that waits is this person's own work."""
    row = proposal_state.open_approval(case)
    return row is not None and approvals.is_own_work(row, user)
