"""A choice that a form offers is accepted by its step: the choices of each form are walked."""

from collections.abc import Callable
from typing import Any

import pytest
from django.db import transaction
from django.forms import ChoiceField, ModelChoiceField
from django.utils import timezone

from cases import actions
from cases.access import absences
from cases.actions import duplicates, subtasks
from cases.deadlines.work_calendar import WorkCalendar
from cases.errors import Refused
from cases.models import Case, Department, Membership, RequestType, ResultCode, Subtask, User
from tests.cases.actions.test_result_approvals import propose, worked, yes
from tests.cases.actions.test_stages import published, stage, step
from tests.factories import (
    CaseFactory,
    DepartmentFactory,
    ExternalAgencyFactory,
    OfficerFactory,
    OutsidePartyFactory,
    OutsidePersonFactory,
    RequestTypeFactory,
    ResultCodeFactory,
)
from workflows import engine, rights
from workflows.forms.absence import AbsenceForm
from workflows.forms.bulk import FORMS as MANY
from workflows.forms.departments import SUBTASK_FORMS
from workflows.forms.registry import FORMS
from workflows.rights.catalogue import Verb
from workflows.rights.subtask_rights import SubtaskVerb
from workflows.steps import bulk, execution, mentions, notes

pytestmark = pytest.mark.django_db
# What each step needs besides the choice.
BESIDES: dict[Verb, dict[str, Any]] = {
    Verb.ASSIGN: {"note": ""},
    Verb.TRANSFER: {"reason": "-"},
    Verb.PLACE: {"reason": "-"},
    Verb.ASK_SUBTASK: {"what": "-"},
    Verb.ASK_OUTSIDE: {"what": "-"},
    Verb.ADD_STEP: {},
    Verb.REJECT: {"reason": "-"},
    Verb.MARK_DUPLICATE: {"reason": "-"},
    Verb.RESOLVE: {"details": "-"},
    Verb.PROPOSE: {"details": "-"},
    Verb.RETURN_RESULT: {"reason": "-"},
    Verb.CORRECT_TYPE: {"reason": "-"},
    Verb.GRANT_REOPENING: {"reason": "-"},
    Verb.REFUSE_REOPENING: {"reason": "-"},
    Verb.CORRECT_DETAILS: {"place": "-", "latitude": None, "longitude": None, "reason": "-"},
}
# The name of the choice in the step, where it is another one than in the form.
MEANS = {(Verb.MARK_DUPLICATE, "suggested"): "of", (Verb.REJECT, "agency"): "agency"}
# What is no argument of the step: photos of before, and people, which are tried below.
ASIDE = {(Verb.PROPOSE, "again"), (Verb.RESOLVE, "again"), (Verb.NOTE, "mentioned")}


class Undone(Exception):
    """Takes a step back."""


def accepted(step: Callable[[], Any]) -> str:
    """Nothing, or why it was refused; nothing of it stays."""
    try:
        with transaction.atomic():
            step()
            raise Undone
    except Undone:
        return ""
    except Refused as refusal:
        return str(refusal) or type(refusal).__name__


def choices(form):
    """Each choice of each field that offers some."""
    for name, field in form.fields.items():
        if isinstance(field, ModelChoiceField):
            yield from ((name, one) for one in field.queryset)
        elif isinstance(field, ChoiceField):
            yield from ((name, field.clean(key)) for key, _label in field.choices if key != "")


@pytest.fixture
def town(department: Department, head: User, officer: User, colleague: User) -> Department:
    """Other departments, one switched off; people who left, one of them the case's own officer before."""
    for active in (True, True, False):
        DepartmentFactory(active=active)
    OfficerFactory(department=department, is_active=False)
    OutsidePersonFactory()
    OutsidePersonFactory(active=False, party=OutsidePartyFactory(code="pwa"))
    RequestTypeFactory(code="lamp", department=department)
    for active in (True, False):
        ResultCodeFactory(code=f"result{active}", active=active)
        ExternalAgencyFactory(code=f"agency{active}", active=active)
    return department


@pytest.fixture
def filed(town: Department, head: User, officer: User) -> Callable[..., Case]:
    request_type = RequestTypeFactory(department=town)
    return lambda **state: CaseFactory(request_type=request_type, head=head, officer=officer, **state)


def planned() -> RequestType:
    """The request type of the cases; the lamp is what one can be corrected to."""
    return RequestType.objects.exclude(code="lamp").get()


WHO: dict[Verb, str] = {Verb.PLACE: "clerk", Verb.PROPOSE: "officer"}


@pytest.mark.parametrize("state", ["received", "assigned", "in_progress"])
@pytest.mark.parametrize("verb", BESIDES)
def test_each_choice_of_a_step_is_accepted(filed, head, officer, clerk, request, verb, state):
    if verb == Verb.ADD_STEP:
        published(planned(), stage("a", step("look"), step("more", optional=True)))
    case, by = filed(**{state: True}), request.getfixturevalue(WHO.get(verb, "head"))
    filed()
    if verb == Verb.RETURN_RESULT and state == "in_progress":
        case = propose(worked(planned(), head, officer, yes("yes", "head")), officer)
    if verb in (Verb.GRANT_REOPENING, Verb.REFUSE_REOPENING) and state == "in_progress":
        RequestType.objects.update(look_again_days=3)
        case = actions.resolve(case, by=officer, result=ResultCode.objects.get(active=True), details="-")
        case = actions.reopen(Case.objects.get(pk=case.pk), reason="-")
    if verb == Verb.PROPOSE:
        type(case.request_type).objects.filter(pk=case.request_type_id).update(needs_approval=True)
    if verb == Verb.PLACE and state == "assigned":
        for _ in range(3):
            to = Department.objects.filter(active=True).exclude(pk=case.department_id).first()
            case = actions.transfer(case, to=to, by=officer, reason="-")
    case = Case.objects.select_related("request_type").get(pk=case.pk)
    form = FORMS[verb](case=case, by=by)
    besides = dict(BESIDES[verb])
    if verb in (Verb.ASK_SUBTASK, Verb.ASK_OUTSIDE):
        besides["due_on"] = WorkCalendar.load().shift(timezone.localdate(), 3)
    if verb == Verb.REJECT:
        besides["agency"] = None
    if not _fits(by, verb, case):
        return
    task = engine.open_task(execution.task_holder(verb, case)).pk if case.is_open else 0
    refused = {
        (name, str(one)): why
        for name, one in choices(form)
        if (verb, name) not in ASIDE
        if (
            why := accepted(
                lambda name=name, one=one: execution.perform(
                    verb,
                    case,
                    task=task,
                    by=by,
                    **besides | {MEANS.get((verb, name), name): one},
                )
            )
        )
    }
    assert refused == {}


def _fits(by: User, verb: Verb, case: Case) -> bool:
    return rights.may(by, verb, case) and rights.fits(verb, case)


def test_every_form_that_offers_something_is_walked(filed):
    case = filed(in_progress=True)
    offering = {
        verb
        for verb, form in FORMS.items()
        if any(isinstance(field, ChoiceField) for field in form.base_fields.values())
    }
    assert offering - {Verb.NOTE} <= set(BESIDES)
    assert case.is_open


def test_each_person_that_a_note_offers_can_be_named(filed, head, officer, clerk, town):
    """Former officers of other departments were involved in the case, and may not read it any more; who
    helps, and who reads every case, may."""
    far, helping = (Department.objects.filter(active=True).exclude(pk=town.pk)[n] for n in (0, 1))
    former, helper = OfficerFactory(department=far), OfficerFactory(department=helping)
    reader = clerk
    case = filed(assigned=True)
    for person in (former, helper, reader):
        actions.note(case, by=person, text="-")
    moved = OfficerFactory(department=town)
    actions.note(case, by=moved, text="-")
    Membership.objects.filter(user=moved).delete()
    due = WorkCalendar.load().shift(timezone.localdate(), 3)
    subtasks.ask_subtask(case, to=helping, what="-", due_on=due, by=head)
    offered = list(mentions.proposed(case))
    assert {helper, reader} <= set(offered)
    assert not {former, moved} & set(offered)
    refused = {
        str(one): why
        for one in offered
        if (why := accepted(lambda one=one: notes.write(case, by=head, text="-", after=0, mentioned=[one])))
    }
    assert refused == {}


@pytest.mark.parametrize("restricted", [False, True])
def test_whom_a_note_offers_are_those_who_may_read(filed, head, clerk, stranger, restricted):
    case = filed(assigned=True)
    actions.note(case, by=stranger, text="-")
    actions.note(case, by=clerk, text="-")
    type(case.request_type).objects.filter(pk=case.request_type_id).update(restricted=restricted)
    case = Case.objects.select_related("request_type").get(pk=case.pk)
    assert [one for one in mentions.proposed(case) if not mentions.may_read(one, case)] == []


@pytest.mark.parametrize("state", [Subtask.State.ASKED, Subtask.State.IN_WORK])
def test_each_officer_of_a_part_is_accepted(filed, head, town, state):
    far = DepartmentFactory()
    people = [OfficerFactory(department=far) for _ in range(2)]
    OfficerFactory(department=far, is_active=False)
    Membership.objects.create(user=head, department=far, role=Membership.Role.HEAD)
    case = filed(assigned=True)
    due = WorkCalendar.load().shift(timezone.localdate(), 3)
    subtasks.ask_subtask(case, to=far, what="-", due_on=due, by=head)
    subtask = case.subtasks.get()
    if state == Subtask.State.IN_WORK:
        subtask = subtasks.assign_subtask(subtask, to=people[0], by=head)
    form = SUBTASK_FORMS[SubtaskVerb.ASSIGN](case=case, subtask=subtask)
    offered = [one for _name, one in choices(form)]
    assert offered
    refused = [
        why
        for one in offered
        if (why := accepted(lambda one=one: subtasks.assign_subtask(subtask, to=one, by=head, note="")))
    ]
    assert refused == []


@pytest.mark.parametrize("verb", [Verb.ASSIGN, Verb.TRANSFER])
def test_each_choice_for_many_is_accepted_for_one_of_them(filed, head, town, verb):
    elsewhere = DepartmentFactory()
    OfficerFactory(department=elsewhere)
    Membership.objects.create(user=head, department=elsewhere, role=Membership.Role.HEAD)
    head = User.objects.get(pk=head.pk)
    rows = bulk.chosen([filed(), filed()])
    form = MANY[verb](by=head, departments=bulk.departments(rows, by=head))

    def step(one):
        outcome = bulk.perform(verb, rows, by=head, to=one, **BESIDES[verb])
        if not outcome.done:
            raise Refused(outcome.refused[0][1])

    assert [why for _name, one in choices(form) if (why := accepted(lambda one=one: step(one)))] == []


@pytest.mark.parametrize("who", ["head", "officer"])
def test_each_choice_of_an_absence_is_accepted_with_another_one(town, request, who):
    """Two people are chosen, and nobody stands in for oneself."""
    by, day = request.getfixturevalue(who), timezone.localdate()
    form = AbsenceForm(by=by)
    people = list(form.fields["user"].queryset) if "user" in form.fields else [by]
    substitutes = list(form.fields["substitute"].queryset)

    def fits(user, substitute):
        enter = lambda: absences.enter(user, substitute=substitute, since=day, until=day, by=by)  # noqa: E731
        return accepted(enter) == ""

    assert [one for one in people if not any(fits(one, other) for other in substitutes)] == []
    assert [other for other in substitutes if not any(fits(one, other) for one in people)] == []


def test_a_suggested_main_case_can_be_joined(filed, head):
    case, other, third = filed(), filed(), filed()
    duplicates.mark_duplicate(third, of=other, by=head, reason="-")
    form = FORMS[Verb.MARK_DUPLICATE](case=case, by=head)
    assert [one for _name, one in choices(form)] == [other]
