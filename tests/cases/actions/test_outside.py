"""Outside parties: asked by hand or by the plan, reminded, ended, and what refuses to be given to them."""

import datetime
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from cases import actions
from cases.actions import lifecycle, outside, party_reminders, stages, subtasks
from cases.deadlines.work_calendar import WorkCalendar
from cases.errors import AlreadyDone, Refused
from cases.models import (
    Case,
    CaseEvent,
    EscalationRule,
    OutsideLink,
    OutsideParty,
    OutsidePerson,
    RequestType,
    Subtask,
    User,
    WorkPlan,
)
from cases.work_plans import checks
from cases.work_plans.document import Plan
from notifications.letters.catalogue import CATALOGUE
from notifications.models import Letter, Notice
from tests.cases.actions.test_stages import filed, published, stage, step
from tests.factories import (
    CaseFactory,
    ExternalAgencyFactory,
    OutsidePartyFactory,
    OutsidePersonFactory,
    RequestTypeFactory,
    ResultCodeFactory,
)
from workflows.consistency import disagreements
from workflows.forms.outside import AskOutsideForm
from workflows.jobs import case_jobs, department_jobs

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("in_english")]
DAY = datetime.timedelta(days=1)


@pytest.fixture
def person() -> OutsidePerson:
    return OutsidePersonFactory()


@pytest.fixture
def request_type(department: object) -> RequestType:
    return RequestTypeFactory(code="tree", department=department, target_working_days=30)


@pytest.fixture
def in_progress(request_type: RequestType, head: User, officer: User) -> Case:
    return CaseFactory(request_type=request_type, in_progress=True, head=head, officer=officer)


def due_on(days: int = 3) -> datetime.date:
    return WorkCalendar.load().shift(timezone.localdate(), days)


def ask(case: Case, party: OutsideParty, by: User, **more: Any) -> Subtask:
    outside.ask_outside(case, to=party, by=by, **{"what": "ดับไฟ", "due_on": due_on(), **more})
    return Subtask.objects.latest("pk")


def test_a_result_waits_for_the_party(in_progress: Case, person: OutsidePerson, officer: User) -> None:
    """The case cannot be resolved before; the party's answer lets it go on, and everything agrees."""
    subtask = ask(in_progress, person.party, officer)
    result = ResultCodeFactory()
    with pytest.raises(Refused, match="Provincial Electricity Authority still does"):
        lifecycle.resolve(in_progress, by=officer, result=result, details="-")
    assert not list(disagreements())
    subtasks.finish_subtask(subtask, person=person, result="ดับแล้ว")
    lifecycle.resolve(in_progress, by=officer, result=result, details="-")
    assert not list(disagreements())
    shown = CaseEvent.objects.get(kind="outside_asked")
    assert shown.citizen_words == "We have asked Provincial Electricity Authority to do its part"
    assert shown.citizen_message == ""


@pytest.mark.parametrize("wrong", ["restricted", "nobody", "ended", "day", "twice", "received", "many"])
def test_what_cannot_be_asked(
    in_progress: Case, person: OutsidePerson, officer: User, request_type: RequestType, wrong: str
) -> None:
    case, said = in_progress, dict[str, Any]()
    refusal: type[Refused] = Refused
    words = {
        "restricted": "not shown to anybody outside",
        "nobody": "Nobody of this outside party",
        "ended": "Nobody of this outside party",
        "day": "Choose a working day",
        "twice": "already done",
        "received": "while the department works",
        "many": "Ten subtasks",
    }
    if wrong == "restricted":
        RequestType.objects.update(restricted=True)
    elif wrong == "nobody":
        person.active = False
        person.save()
    elif wrong == "ended":
        person.party.active = False
        person.party.save()
    elif wrong == "day":
        said = {"due_on": timezone.localdate() - DAY}
    elif wrong == "twice":
        ask(case, person.party, officer)
        refusal = AlreadyDone
    elif wrong == "received":
        case = CaseFactory(request_type=request_type)
    else:
        for number in range(10):
            ask(case, person.party, officer, what=f"งานที่ {number}")
    before = Subtask.objects.count()
    with pytest.raises(refusal, match=words[wrong]):
        ask(case, person.party, officer, **said)
    assert Subtask.objects.count() == before


def test_the_plan_asks_and_goes_on(
    request_type: RequestType, person: OutsidePerson, head: User, officer: User
) -> None:
    """A step that the citizen is not told of is opened without a line; a refused one is asked again or
    skipped; one that is done can be asked for once more by who approves."""
    published(
        request_type,
        stage("Off", step("off", doer="outside", party="pea")),
        stage("Yes", step("yes", kind="approve", doer="head")),
    )
    case = filed(request_type, head, officer)
    row = Subtask.objects.get(step="off")
    assert (row.party, row.state, row.officer) == (person.party, "asked", None)
    assert CaseEvent.objects.filter(subtask=row).values_list("kind", flat=True)[0] == "step_opened"
    subtasks.refuse_subtask(row, person=person, reason="ไม่ใช่สายของเรา")
    assert not list(disagreements())
    again = subtasks.repeat_step(Subtask.objects.get(pk=row.pk), by=head)
    assert (again.turn, again.party, again.state) == (2, person.party, "asked")
    subtasks.finish_subtask(again, person=person, result="ดับแล้ว")
    case = Case.objects.get(pk=case.pk)
    assert [one.key for one in stages.returnable(case)] == ["off"]
    subtasks.return_step(Subtask.objects.get(step="yes"), to="off", by=head, reason="ยังไม่ดับ")
    third = Subtask.objects.get(step="off", turn=3)
    subtasks.refuse_subtask(third, by=officer, reason="โทรแล้ว ไม่ว่าง")
    subtasks.skip_step(Subtask.objects.get(pk=third.pk), by=officer, reason="ตัดโดยไม่ดับ")
    assert Case.objects.get(pk=case.pk).stage == 2
    assert not list(disagreements())


def test_a_case_in_another_department_keeps_what_was_asked_by_hand(
    in_progress: Case, person: OutsidePerson, head: User, stranger: User, officer: User
) -> None:
    """The plan's own steps move with the case; what was asked by hand stays with its party."""
    subtask = ask(in_progress, person.party, officer)
    there = stranger.memberships.get().department
    actions.transfer(Case.objects.get(pk=in_progress.pk), to=there, by=head, reason="ไม่ใช่งานเรา")
    assert Subtask.objects.get(pk=subtask.pk).is_open
    assert not list(disagreements())


def test_what_is_said_by_telephone_is_recorded_by_the_officer(
    in_progress: Case, person: OutsidePerson, officer: User
) -> None:
    subtask = ask(in_progress, person.party, officer)
    outside.answer(subtask, text="โทรแล้ว", day=due_on(5), by=officer)
    event = CaseEvent.objects.latest("pk")
    assert (event.kind, event.actor, event.by) == ("outside_promised", "staff", officer)
    subtasks.finish_subtask(subtask, by=officer, result="โทรยืนยันแล้ว")
    with pytest.raises(Refused, match="has ended"):
        outside.answer(subtask, text="อีกครั้ง", by=officer)


def test_the_party_is_reminded_as_the_table_says(
    in_progress: Case, person: OutsidePerson, officer: User
) -> None:
    """By each rule once for each step and day, with a link of its own; rules about the case count apart, what
    was asked today is not reminded of, nor what has ended."""
    rows = [("outside_due", 1, "outside"), ("outside_late", 1, "outside"), ("outside_late", 2, "officer")]
    for when, days, to in [*rows, ("late", 1, "officer")]:
        EscalationRule.objects.create(when=when, days=days, to=to)
    ended = ask(in_progress, person.party, officer, what="ปลดสาย")
    for what in ("ดับไฟ", "ต่อสาย"):
        ask(in_progress, person.party, officer, what=what)
    subtasks.finish_subtask(ended, person=person, result="-")

    def told(days: int) -> int:
        at = timezone.make_aware(datetime.datetime.combine(due_on(days), datetime.time(10)))
        before = CaseEvent.objects.filter(kind="outside_reminder").count()
        case_jobs.escalate(now=at)
        case_jobs.escalate(now=at)
        assert department_jobs.remind_of_subtasks(now=at) == 0
        return CaseEvent.objects.filter(kind="outside_reminder").count() - before

    assert [told(days) for days in range(7)] == [0, 0, 2, 0, 2, 2, 0]
    letters = Notice.objects.filter(person=person).order_by("created", "pk").values_list("kind", flat=True)
    assert list(letters) == ["outside_asked"] * 3 + ["outside_due"] * 2 + ["outside_late"] * 2
    assert OutsideLink.objects.filter(person=person).count() == 7
    assert Notice.objects.filter(kind="outside_waited", recipient=officer).count() == 2
    assert not CaseEvent.objects.filter(kind__in=["subtask_late", "outside_due"]).exists()


def test_a_reminder_waits_no_longer_once_the_step_has_ended(
    in_progress: Case, person: OutsidePerson, officer: User, head: User
) -> None:
    """And a rule for outside parties speaks of nothing else; executives hear of no confidential case."""
    subtask, calendar = ask(in_progress, person.party, officer), WorkCalendar.load()
    late = timezone.make_aware(datetime.datetime.combine(due_on(4), datetime.time(10)))
    rule = EscalationRule.objects.create(when="outside_late", days=1, to="executive")
    assert list(party_reminders.candidates(rule, calendar=calendar, now=late)) == [subtask]
    RequestType.objects.update(restricted=True)
    assert not party_reminders.candidates(rule, calendar=calendar, now=late)
    RequestType.objects.update(restricted=False)
    rule.to = "head"
    assert party_reminders.remind(subtask, rule, calendar=calendar, now=late)
    letter = Notice.objects.get(kind="outside_waited", recipient=head)
    assert not CATALOGUE[Letter(letter.kind)].is_stale(letter)
    subtasks.finish_subtask(subtask, person=person, result="-")
    assert CATALOGUE[Letter(letter.kind)].is_stale(Notice.objects.get(pk=letter.pk))
    assert party_reminders.remind(subtask, rule, calendar=calendar, now=late) is None
    with pytest.raises(ValidationError, match="its own steps alone"):
        EscalationRule(when="late", days=1, to="outside").full_clean()


def test_a_party_that_something_waits_for_cannot_be_ended(
    in_progress: Case, request_type: RequestType, person: OutsidePerson, officer: User
) -> None:
    """It says which cases and plans; then its links end with it."""
    subtask = ask(in_progress, person.party, officer)
    party = OutsideParty.objects.get()
    party.active = False
    with pytest.raises(Refused, match=in_progress.number):
        party.save()
    subtasks.cancel_subtask(subtask, by=officer, reason="-")
    published(request_type, stage("Off", step("off", doer="outside", party="pea")))
    with pytest.raises(Refused, match="The work plan “Tree” asks"):
        party.save()
    WorkPlan.objects.update(active=False)
    party.save()
    assert not OutsideLink.objects.filter(withdrawn_at=None).exists()


def test_a_person_who_has_left_loses_the_links_at_once(
    in_progress: Case, person: OutsidePerson, officer: User
) -> None:
    """They stay lost when the person comes back; new ones are sent from the step."""
    subtask = ask(in_progress, person.party, officer)
    for active in (False, True):
        person.active = active
        person.save()
    assert not OutsideLink.objects.good().exists()
    outside.send_links(subtask, by=officer)
    assert OutsideLink.objects.good().count() == 1
    outside.withdraw_links(subtask, by=officer)
    with pytest.raises(Refused, match="No link"):
        outside.withdraw_links(subtask, by=officer)


WRONG = [
    ({"doer": "outside"}, "Choose the outside party"),
    ({"doer": "outside", "party": "gone"}, "There is no outside party in use with the code gone."),
    ({"doer": "outside", "party": "ended"}, "There is no outside party in use with the code ended."),
    ({"doer": "outside", "party": "nobody"}, "Nobody of Name of nobody"),
    ({"doer": "outside", "party": "pea", "department": "ENG"}, "leave the department empty"),
    ({"doer": "outside", "party": "pea", "kind": "approve"}, "can do something or inspect the place"),
    ({"doer": "officer", "party": "pea"}, "but somebody else does it"),
]


@pytest.mark.parametrize(("said", "words"), WRONG)
def test_a_plan_that_no_party_could_do_is_not_published(
    request_type: RequestType, person: OutsidePerson, said: dict[str, Any], words: str
) -> None:
    OutsidePartyFactory(code="ended", active=False)
    OutsidePartyFactory(code="nobody", name_th="ข", name_en="Name of nobody")
    published(request_type, stage("a", step("look")))
    content = {"stages": [stage("a", step("look")), stage("b", step("off", **said))]}
    found = [one.text for one in checks.problems(Plan.from_json(content), WorkPlan.objects.get())]
    assert any(words in one for one in found), found


def test_a_confidential_kind_has_no_step_outside(request_type: RequestType, person: OutsidePerson) -> None:
    published(request_type, stage("a", step("look")))
    RequestType.objects.update(restricted=True)
    content = {"stages": [stage("a", step("off", doer="outside", party="pea"))]}
    found = checks.problems(Plan.from_json(content), WorkPlan.objects.get())
    assert any("is confidential" in one.text for one in found)


def test_the_form_proposes_the_agency_in_charge(
    in_progress: Case, person: OutsidePerson, officer: User
) -> None:
    agency = ExternalAgencyFactory()
    OutsidePartyFactory(code="nobody")
    party = OutsideParty.objects.get(code="pea")
    party.agency = agency
    party.save()
    form = AskOutsideForm(case=in_progress, by=officer)
    offered: Any = form.fields["to"]
    assert list(offered.queryset) == [party]
    form.take_over({"reason": "เป็นสายของการไฟฟ้า", "agency": str(agency.pk)})
    assert form.initial == {"to": party.pk, "what": "เป็นสายของการไฟฟ้า"}
