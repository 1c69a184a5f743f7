"""Who may do what with a case: the table verb × role, and the role a person has for one case."""

from django.db.models import Q, QuerySet

from cases.access.decision_makers import decides, decides_by_office, delegation_for, is_own_work
from cases.actions import approvals
from cases.actions.duplicates import main_of
from cases.actions.proposal_state import open_proposal
from cases.actions.publication import publishable
from cases.actions.transfer_state import unanswered_transfer
from cases.models import Case, Doer, Membership, Subtask, User
from cases.models.staff.access_profile import EVERY_CASE, DelegatedRights
from workflows.rights import approvers
from workflows.rights.approvers import oversees
from workflows.rights.catalogue import STEPS, Verb
from workflows.rights.spec import Role, StepSpec, When


def codename(verb: Verb) -> str:
    """The permission of a verb, on cases: `cases.assign_case`."""
    return f"{verb}_case"


def granted(user: User, verb: Verb) -> frozenset[Role]:
    """The roles that have the verb in their set; read with the person's memberships."""
    sets, wanted = user.access_profile.sets, codename(verb)
    return frozenset(role for role in Role if wanted in sets.get(role, ()))


def roles(user: User, case: Case) -> frozenset[Role]:
    """What this person is to the case, by the own office or as a deputy; empty for a stranger."""
    return _own_roles(user, case) | lent_roles(user, case).keys()


def lent_roles(user: User, case: Case) -> dict[Role, DelegatedRights]:
    """What this person is to the case as a deputy alone, and by what; nothing in the own work."""
    handed = user.access_profile.delegated
    if not handed or is_own_work(user, case.department_id, officer=case.officer_id):
        return {}
    found = {}
    if (head := delegation_for(user, case)) and not decides_by_office(user, case):
        found[Role.HEAD] = head
    executive = next((one for one in handed if one.oversees), None)
    if executive and EVERY_CASE in user.access_profile.lent and not case.request_type.restricted:
        found[Role.READER] = executive
    return found


def _own_roles(user: User, case: Case) -> frozenset[Role]:
    found = set()
    if decides_by_office(user, case):
        found.add(Role.HEAD)
    restricted = case.request_type.restricted
    if case.officer_id == user.pk or (stands_in(user, case) and not restricted):
        found.add(Role.OFFICER)
    if user.roles.get(case.department_id) == Membership.Role.OFFICER and not restricted:
        found.add(Role.COLLEAGUE)
    if oversees(user) and not restricted:
        found.add(Role.CLERK if user.has_perm("cases.route_case") else Role.READER)
    if user.departments and not restricted and not found & {Role.HEAD, Role.OFFICER, Role.CLERK}:
        found |= _helping(user, case)
    return frozenset(found)


def _helping(user: User, case: Case) -> set[Role]:
    """What this person is to the case by a subtask of it; no statement where the page has read the
    subtasks."""
    shared = [
        subtask
        for subtask in case.subtasks.all()
        if subtask.is_shared and subtask.department_id in user.departments
    ]
    found = {Role.HELPER} if shared else set()
    if any(is_subtask_officer(user, subtask) and subtask.is_open for subtask in shared):
        found.add(Role.SUBTASK_OFFICER)
    return found


def stands_in(user: User, case: Case) -> bool:
    """Whether this person does the work of the officer in charge, who is away today, and works in the
    department too. It opens no restricted case."""
    return case.officer_id in user.acting_for and case.department_id in user.roles


def standing_in(user: User) -> Q:
    """`stands_in` as a condition on cases, without those that it does not open."""
    cases = Q(officer__in=user.acting_for, department__in=user.roles) & user.unrestricted
    return cases if user.acting_for else Q(pk__in=[])


def in_charge(user: User) -> Q:
    """The cases whose officer this person is, or stands in for."""
    return Q(officer=user) | standing_in(user)


def is_subtask_officer(user: User, subtask: Subtask) -> bool:
    """Whether this person does the subtask for another department, or stands in for who does, in a department
    of both."""
    if subtask.doer != Doer.DEPARTMENT:
        return False
    return subtask.department_id in user.roles and subtask.officer_id in {user.pk, *user.acting_for}


def subtasks_of(user: User) -> QuerySet[Subtask]:
    """`is_subtask_officer` as a condition on the subtasks that are in work."""
    in_work = Subtask.objects.filter(state=Subtask.State.IN_WORK, doer=Doer.DEPARTMENT)
    return in_work.filter(subtask_officer(user))


def subtask_officer(user: User) -> Q:
    """The subtasks, of whatever state, whose officer this person is or stands in for."""
    return Q(officer__in=[user.pk, *user.acting_for], department__in=list(user.roles))


def may(user: User, verb: Verb, case: Case) -> bool:
    """Whether this person has the right. The clerk re-routes and joins only what has no officer yet. Where
    results are approved, an officer proposes; the head's own needs nobody's approval, unless the plan asks
    for it; and what an officer has proposed, the head alone sends away, rejects or joins. Who approves is
    said by the approval itself."""
    if STEPS[verb].of_approval:
        return approvers.may_approve_result(user, case)
    return _holds(user, verb, case, _own_roles(user, case) | _lent_for(user, verb, case).keys())


def delegated(user: User, verb: Verb, case: Case) -> DelegatedRights | None:
    """Return by what a deputy has the right to a step; None where the own office gives it, or nothing."""
    if STEPS[verb].of_approval:
        return approvers.delegated_approval(user, case)
    lent = _lent_for(user, verb, case)
    if not lent or _holds(user, verb, case, _own_roles(user, case)):
        return None
    return next((by for role, by in lent.items() if role in granted(user, verb)), None)


def _lent_for(user: User, verb: Verb, case: Case) -> dict[Role, DelegatedRights]:
    """What a deputy's right to a step may rest on. Two people stand behind each result that is approved: a
    deputy reports none, and ends neither the own proposal nor the principal's."""
    lent, step = lent_roles(user, case), STEPS[verb]
    if verb == Verb.RESOLVE and case.request_type.needs_approval:
        return {}
    proposal = open_proposal(case) if lent and step.ends_proposal else None
    if proposal is None:
        return lent
    own = {user.pk, *user.acting_for}
    return {role: by for role, by in lent.items() if proposal.by_id not in own | {by.principal}}


def _holds(user: User, verb: Verb, case: Case, held: frozenset[Role]) -> bool:
    """Whether these roles give the right to a step of the case."""
    step = STEPS[verb]
    allowed = held & granted(user, verb)
    if not allowed:
        return False
    if step.clerk_before_officer and case.officer_id is not None:
        allowed -= {Role.CLERK}
    if verb == Verb.RESOLVE and approvals.needed(case):
        allowed = frozenset() if approvals.planned(case) else allowed - {Role.OFFICER}
    if verb == Verb.PROPOSE and Role.HEAD in held and not approvals.planned(case):
        return False
    if step.ends_proposal and Role.OFFICER in allowed and open_proposal(case):
        allowed -= {Role.OFFICER}
    return bool(allowed)


def meant(user: User, verb: Verb, case: Case) -> Verb:
    """The verb that this person means: an officer whose results are approved proposes them."""
    if verb == Verb.RESOLVE and not may(user, verb, case) and may(user, Verb.PROPOSE, case):
        return Verb.PROPOSE
    return verb


def offered(user: User, case: Case) -> list[Verb]:
    """The verbs that have a button on the case's page: right and state both fit."""
    return [verb for verb in Verb if may(user, verb, case) and fits(verb, case)]


def fits(verb: Verb, case: Case) -> bool:
    """Whether the case as it stands now allows the step; a duplicate waits for its main case."""
    step = STEPS[verb]
    if not step.fits_state(case) or (step.needs_officer and case.officer_id is None):
        return False
    if case.is_open and not step.with_main_case.holds(main_of(case) is not None):
        return False
    if step.condition and not step.condition(case):
        return False
    if step.with_main_case is not When.WITHOUT:
        return True
    return _fits_proposal(step, case) and _fits_transfer(step, case)


def _fits_proposal(step: StepSpec, case: Case) -> bool:
    """Whether the step fits the proposed result that waits for the head, or that none does."""
    return step.with_proposal is When.EITHER or step.with_proposal.holds(open_proposal(case) is not None)


def _fits_transfer(step: StepSpec, case: Case) -> bool:
    """Whether the step fits the transfer that waits for its answer, or that none does: on the clerk's desk
    the decision alone."""
    waiting = unanswered_transfer(case)
    if step.at_desk or (waiting and waiting.at_desk):
        return step.at_desk and waiting is not None and waiting.at_desk
    return step.with_transfer.holds(waiting is not None)


def may_see_person(user: User, case: Case) -> bool:
    """Whether this person needs the citizen's name and contact for the task: the heads, the officer in
    charge, the officer of an open subtask (or who stands in) and the clerk do; where the citizen asked for
    secrecy, the heads of the case's department and the clerk alone."""
    needed = {Role.HEAD, Role.CLERK}
    if not case.hide_identity:
        needed |= {Role.OFFICER, Role.SUBTASK_OFFICER}
    return bool(roles(user, case) & needed)


def is_own(user: User, case: Case) -> bool:
    """Whether the case is this person's work, so that reading who asked needs no further reason."""
    return bool(roles(user, case) & {Role.HEAD, Role.OFFICER, Role.SUBTASK_OFFICER})


def may_see_readers(user: User, case: Case) -> bool:
    """Whether this person sees who has read the citizen's name and contact: the head of the case, and the
    administrators."""
    return decides(user, case) or may_set_up(user)


def person_seen_by(user: User) -> Q:
    """`may_see_person` as a condition on cases that this person may read."""
    seen = user.decides | Q(hide_identity=False) & in_charge(user)
    if user.departments:
        own = subtasks_of(user).order_by().values("case")
        seen |= Q(pk__in=own, hide_identity=False) & user.unrestricted
    if user.has_perm("cases.view_every_case") and user.has_perm("cases.route_case"):
        seen |= user.unrestricted
    return seen


def may_clear_words(user: User, case: Case) -> bool:
    """Whether this person answers for what strangers read of the case: the heads, the officer in charge (or
    who stands in) and the clerk."""
    return bool(roles(user, case) & {Role.HEAD, Role.OFFICER, Role.CLERK})


def may_publish(user: User, case: Case) -> bool:
    """Whether this person answers for what the public map shows of the case: whoever may clear its words."""
    return publishable(case) and may_clear_words(user, case)


def may_hand_out_password(user: User, case: Case) -> bool:
    """Whether this person may check a citizen at the counter and hand over a new password: the clerk, and
    the department's head. Nobody can show that a report is theirs that has no name, or has none any more."""
    return not case.unnamed and not case.contact_is_gone and bool(roles(user, case) & {Role.CLERK, Role.HEAD})


def may_file(user: User) -> bool:
    """Whether this person files requests for others: the clerk."""
    return user.has_perm("cases.route_case")


def may_see_figures(user: User) -> bool:
    """Whether this person answers for a department or looks at all of them: heads, executives, the clerk."""
    return bool(user.decided) or user.has_perm("cases.view_every_case")


def may_take_words(user: User) -> bool:
    """Whether this person takes lists of cases along with their places and words: who answers for a
    department, and the clerk; the words of each case only where the person behind it may be known."""
    return bool(user.decided) or (user.has_perm("cases.view_every_case") and may_file(user))


def may_see_town(user: User) -> bool:
    """Whether this person looks at the months of the whole town: executives and administrators."""
    executive = oversees(user) and not user.has_perm("cases.route_case")
    return executive or may_set_up(user)


def may_set_up(user: User) -> bool:
    """Whether this person changes the set-up: administrators."""
    return user.is_staff and user.has_perm("cases.set_up")


def may_hand_on(user: User) -> bool:
    """Whether this person hands decisions on: who heads a department, executives, and administrators for
    others."""
    executive = oversees(user) and not user.has_perm("cases.route_case")
    return bool(user.headed) or executive or may_set_up(user)


def may_be_away(user: User) -> bool:
    """Whether this person enters absences: who works in a department, and administrators for others."""
    return bool(user.roles) or may_set_up(user)
