"""The table role × verb × state × scope: whose case it is decides before the verb does.

The rows of test_matrix say what a role may do with a case of its own department. Here the same people stand
before other people's cases, and before restricted kinds; every verb and every state is tried.
"""

import pytest

from cases.lib.request_cache import one_request
from cases.models import Case, KindReader, Status, User
from tests.factories import CaseFactory, OfficerFactory, OutsidePersonFactory, RequestTypeFactory, UserFactory
from tests.workflows.rights.test_matrix import STAFF_CELLS
from workflows import rights
from workflows.rights.catalogue import Verb

pytestmark = pytest.mark.django_db
STATES = [*Status.values, "with_head"]
# Cases of these scopes are shared with no other department, and joined with no other case.
RESTRICTED, ALONE = ("restricted", "named_kind"), {"ask_subtask", "ask_outside", "mark_duplicate"}
NOBODY_IN_CHARGE = ("received", "with_head", "rejected", "withdrawn")
# As whom of test_matrix the person acts in this scope: "-" is nobody at all, who does not even see the case.
SCOPES = """
                 own      other    restricted  named_kind

head             head     -        head        -
officer          officer  -        officer     officer
colleague        colleague -       -           -
clerk            clerk    clerk    -           -
executive        executive executive -         -
administrator    -        -        -           -
stranger         -        head     -           -
named            -        -        -           head
"""


def _read() -> dict[tuple[str, str], str]:
    top, *rows = [line.split() for line in SCOPES.splitlines() if line.strip()]
    return {(row[0], scope): cell for row in rows for scope, cell in zip(top, row[1:], strict=True)}


CELLS = _read()
NAMES = sorted({name for name, _scope in CELLS})


@pytest.fixture
def people(request, head, officer, colleague, stranger) -> dict[str, User]:
    """The people of the table."""
    named = {"named": UserFactory(username="named")}
    return {name: named.get(name) or request.getfixturevalue(name) for name in NAMES}


@pytest.fixture
def made(department, people):
    """A case of the scope in the state: of the own department, of the stranger's, of a restricted kind with
    nobody named for it, of one with somebody named."""

    # An outside party that could be asked.
    OutsidePersonFactory()

    def make(scope: str, state: str) -> Case:
        head, officer = people["head"], people["officer"]
        if scope == "other":
            head, department_ = people["stranger"], people["stranger"].memberships.get().department
            officer = OfficerFactory(department=department_)
        request_type = RequestTypeFactory(department=head.memberships.get().department)
        wish = {"assigned" if state == "with_head" else state: True}
        case = CaseFactory(request_type=request_type, head=head, officer=officer, **wish)
        if state == "with_head":
            Case.objects.filter(pk=case.pk).update(officer=None)
        request_type.restricted = scope in RESTRICTED
        request_type.save()
        if scope == "named_kind":
            KindReader.objects.create(kind=request_type, user=people["named"])
        return Case.objects.get(pk=case.pk)

    return make


def expected(name: str, state: str, scope: str) -> set[str]:
    """The verbs that test_matrix grants in its own department; before a restricted kind, an officer who is
    not in charge has no subtask."""
    role = CELLS[name, scope]
    if role == "-" or (role == "officer" and scope != "own" and state in NOBODY_IN_CHARGE):
        return set()
    done = {verb for verb, outcome in STAFF_CELLS[role, state].items() if outcome == "done"}
    return done - ALONE if scope in RESTRICTED else done


@pytest.mark.parametrize("scope", ["own", "other", "restricted", "named_kind"])
def test_each_scope(scope, people, made):
    """In each state each is offered what the table says; who has no role sees nothing and may nothing."""
    for state in STATES:
        case = made(scope, state)
        for name, found in people.items():
            person = User.objects.get(pk=found.pk)
            with one_request():
                offered = {str(verb) for verb in rights.offered(person, case)}
                visible = Case.objects.visible_to(person).filter(pk=case.pk).exists()
                has_role = bool(rights.roles(person, case))
                allowed = [verb for verb in Verb if rights.may(person, verb, case)]
            assert (state, name, offered) == (state, name, expected(name, state, scope))
            assert (state, name, visible) == (state, name, has_role)
            if CELLS[name, scope] == "-":
                assert (state, name, visible, allowed) == (state, name, False, [])
