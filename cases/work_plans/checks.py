"""What keeps a work plan from being published, each thing named with its step; and what should be looked at.

A plan is judged as it would be worked on: by the departments in use with their heads, and by the request
types that have it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from cases import placeholders
from cases.models import Doer, PlanVersion, QuestionKind, StepKind, WorkPlan
from cases.placeholders import FINDINGS
from cases.questionnaires.types import type_of
from cases.work_plans import asked, texts
from cases.work_plans.document import NOT_WORK, Plan, PlanStep, Shown
from cases.work_plans.office import Office

MOST_APPROVALS = 3
# Papers are the citizen's, and what is approved or asked is the city's own.
OUTSIDE_KINDS = (StepKind.DO, StepKind.INSPECT)


@dataclass(frozen=True)
class Problem:
    """One sentence, with the key of the step that it is about; a warning can be accepted. One of people, such
    as a head who is missing, and one of standard texts are put right without a change of the plan."""

    text: str
    step: str = ""
    is_warning: bool = False
    of_people: bool = False
    of_texts: bool = False


def problems(plan: Plan, work_plan: WorkPlan) -> list[Problem]:
    """Everything that is wrong with a plan, in the order of its steps; at most nine SQL statements."""
    return list(Check(plan, work_plan, Office()).all())


def unfinishable() -> dict[WorkPlan, Problem]:
    """The plans in use that nobody could finish now, each with the first reason; at most eleven SQL
    statements, however many plans there are."""
    office, found = Office(), {}
    current = PlanVersion.objects.filter(published_at__isnull=False, replaced_at__isnull=True)
    contents = dict(current.values_list("plan_id", "content"))
    for work_plan in asked.with_request_types(WorkPlan.objects.filter(active=True, pk__in=contents)):
        judged = Check(Plan.from_json(contents[work_plan.pk]), work_plan, office).of_plan()
        if first := next((one for one in judged if not one.is_warning), None):
            found[work_plan] = first
    return found


class Check:
    """One plan that is judged."""

    def __init__(self, plan: Plan, work_plan: WorkPlan, office: Office) -> None:
        self.plan, self.office = plan, office
        self.request_types = asked.request_types(work_plan)
        self.asked = asked.by_all(self.request_types)

    def all(self) -> Iterator[Problem]:
        """Everything that is wrong, also with the standard texts that use its findings."""
        yield from self.of_plan()
        for text in texts.unfound(self.plan, self.request_types):
            yield Problem(text, of_texts=True)

    def of_plan(self) -> Iterator[Problem]:
        """What is wrong with the plan itself, and with the people whom it needs."""
        yield from self._of_stages()
        for step in self.plan.steps:
            for text in self._of_step(step):
                yield Problem(_about(step, text), step.key)
            for text in self._of_people(step):
                yield Problem(_about(step, text), step.key, of_people=True)
        yield from self._of_approvals()
        yield from self._of_days()

    def _of_stages(self) -> Iterator[Problem]:
        if not self.plan.stages:
            yield Problem(_("The plan has no stage."))
        for stage in self.plan.stages:
            if not any(not step.optional for step in stage.steps):
                text = _("The stage “%(stage)s” has no step that has to be done.")
                yield Problem(text % {"stage": stage.name})
        if sum(stage.reopens for stage in self.plan.stages) > 1:
            yield Problem(_("A reopened case starts at one stage. Name one of them."))
        for key, times in Counter(step.key for step in self.plan.steps).items():
            if times > 1:
                text = _("Two steps have the short name “%(name)s”.")
                yield Problem(text % {"name": key}, key)
        findings = Counter(one.key for step in self.plan.steps for one in step.questions)
        for key, times in findings.items():
            if times > 1:
                text = _("Two findings have the short name “%(name)s”.")
                yield Problem(text % {"name": key})

    def _of_step(self, step: PlanStep) -> Iterator[str]:
        yield from self._of_doer(step)
        yield from self._of_confidence(step)
        yield from self._of_kind(step)
        yield from self._of_condition(step)
        yield from self._of_told(step)
        if step.shown != Shown.NOTHING and not step.told_th:
            yield _("The citizen is told something: write the words.")

    def _of_doer(self, step: PlanStep) -> Iterator[str]:
        if step.department and step.department not in self.office.departments:
            yield _("There is no department in use with the code %(code)s.") % {"code": step.department}
        if step.doer == Doer.DEPARTMENT:
            yield from self._of_other_department(step)
        if step.doer == Doer.OUTSIDE:
            yield from self._of_party(step)
        elif step.party:
            yield _("An outside party is named, but somebody else does it.")

    def _of_party(self, step: PlanStep) -> Iterator[str]:
        if not step.party:
            yield _("Choose the outside party that does it.")
        elif step.party not in self.office.parties:
            yield _("There is no outside party in use with the code %(code)s.") % {"code": step.party}
        if step.department:
            yield _("An outside party does it: leave the department empty.")
        if step.kind not in OUTSIDE_KINDS:
            yield _("An outside party can do something or inspect the place, nothing else.")

    def _of_people(self, step: PlanStep) -> Iterator[str]:
        codes = {step.department} if step.department else set()
        if step.doer == Doer.HEAD and not step.department:
            codes = {one.department.code for one in self.request_types}
        for code in sorted(codes & self.office.departments.keys() - self.office.heads.keys()):
            name = self.office.departments[code]
            yield _("%(department)s has no head: nobody can do it.") % {"department": name}
        known = bool(step.party) and step.party in self.office.parties
        if known and step.party not in self.office.reachable:
            text = _("Nobody of %(party)s gets letters: nobody can do it.")
            yield text % {"party": self.office.parties[step.party]}
        if step.doer == Doer.CLERK and not self.office.has_clerk:
            yield _("Nobody is a clerk: nobody can do it.")
        if step.doer == Doer.EXECUTIVE and not self.office.has_executive:
            yield _("Nobody is an executive: nobody can do it.")

    def _of_other_department(self, step: PlanStep) -> Iterator[str]:
        if not step.department:
            yield _("Choose the department that does it.")
        for one in self.request_types:
            if one.department.code == step.department and not one.restricted:
                text = _("“%(kind)s” is with this department itself: the officer in charge does it.")
                yield text % {"kind": one.name}

    def _of_confidence(self, step: PlanStep) -> Iterator[str]:
        """A confidential case is opened by nobody but its own officer and those who decide about it."""
        for one in self.request_types:
            own_head = step.doer == Doer.HEAD and step.department in ("", one.department.code)
            if one.restricted and not own_head and step.doer not in (Doer.OFFICER, Doer.CITIZEN):
                text = _("“%(kind)s” is confidential: the officer in charge or its own head does it.")
                yield text % {"kind": one.name}

    def _of_kind(self, step: PlanStep) -> Iterator[str]:
        papers = [one for one in step.questions if one.kind == QuestionKind.PAPER]
        if step.kind == StepKind.APPROVE and not step.is_decided:
            yield _("An approval is a head's, the clerk's or an executive's.")
        if step.kind == StepKind.ASK and (step.doer != Doer.CITIZEN or not step.told_th):
            yield _("A question to the citizen is the citizen's to answer, and has words.")
        if step.doer == Doer.CITIZEN and step.kind != StepKind.ASK:
            yield _("The citizen can only be asked something.")
        if step.kind == StepKind.INFORM and step.shown == Shown.NOTHING:
            yield _("It informs the citizen: choose a letter or a line in the history.")
        if step.kind == StepKind.PAPERS and not papers:
            yield _("Name the documents that are checked.")
        if step.kind != StepKind.PAPERS and papers:
            yield _("Documents are checked at a step that checks documents.")
        if step.kind in (StepKind.ASK, StepKind.INFORM, StepKind.APPROVE) and step.questions:
            yield _("This kind of step has no findings.")
        if step.of_result:
            yield from self._of_result_approval(step)
        if step.kind == StepKind.ASK and step.optional:
            yield _("The officer asks the citizen by hand at any time: it need not be an optional step.")

    def _of_result_approval(self, step: PlanStep) -> Iterator[str]:
        if step.kind != StepKind.APPROVE:
            yield _("Only an approval can be about the result.")
        if step.optional or step.may_skip or step.when:
            yield _("An approval of the result is always asked for: without a condition, and not skipped.")
        if step.shown != Shown.NOTHING:
            yield _("The citizen hears of the result itself: nothing else is told here.")
        if self.plan.stage_of[step.key] != len(self.plan.stages):
            yield _("The approvals of the result belong to the last stage.")

    def _of_condition(self, step: PlanStep) -> Iterator[str]:
        when = step.when
        if not when.question:
            return
        known = self.plan.earlier_findings(step.key) | self.asked
        asked = known.get(when.question)
        later = {one.key for other in self.plan.steps for one in other.questions}
        if asked is None and when.question in later:
            yield _("Its condition asks “%(name)s”, which is found out later.") % {"name": when.question}
        elif asked is None:
            text = _("Its condition asks “%(name)s”, which neither the form nor an earlier step asks.")
            yield text % {"name": when.question}
        elif when.answer not in dict(type_of(asked).options):
            text = _("Its condition asks for “%(answer)s”, which is no answer of “%(name)s”.")
            yield text % {"answer": when.answer, "name": when.question}

    def _of_told(self, step: PlanStep) -> Iterator[str]:
        known = set(self.plan.earlier_findings(step.key))
        if step.kind != StepKind.ASK:
            known |= {one.key for one in step.questions}
        later = {one.key for other in self.plan.steps for one in other.questions}
        for name in placeholders.names_in(f"{step.told_th}\n{step.told_en}"):
            key = name.removeprefix(FINDINGS)
            if key == name:
                text = _("What the citizen is told has {%(name)s}. Only findings can be filled in here.")
                yield text % {"name": name}
            elif key not in known and key in later:
                yield _("What the citizen is told has {%(name)s}, which is found out later.") % {"name": name}
            elif key not in known:
                yield _("What the citizen is told has {%(name)s}, which no step finds out.") % {"name": name}

    def _of_approvals(self) -> Iterator[Problem]:
        approvals = [step for step in self.plan.steps if step.kind == StepKind.APPROVE]
        if len(approvals) > MOST_APPROVALS:
            yield Problem(_("A plan has at most three approvals."))
        offices = [(step.doer, step.department) for step in approvals if step.of_result]
        if len(offices) > 1 and len(set(offices)) == 1:
            text = _("All approvals of the result are of the same office. Each needs another person.")
            yield Problem(text, is_warning=True)
        for step in approvals:
            if (
                not step.of_result
                and self.plan.stage_of[step.key] == 1
                and len(self.plan.stages[0].steps) == 1
            ):
                text = _("“%(step)s”: There is nothing yet to approve.")
                yield Problem(text % {"step": step.name}, step.key)
            elif work := self._beside(step):
                text = _(
                    "“%(step)s” stands beside “%(work)s” and can be given before that is done. Put it into a "
                    "later stage, if it is about that."
                )
                said = {"step": step.name, "work": work.name}
                yield Problem(text % said, step.key, is_warning=True)
            if self._always_the_worker(step):
                text = _("“%(step)s”: The only person who could approve has done the work.")
                yield Problem(text % {"step": step.name}, step.key, of_people=True)

    def _beside(self, step: PlanStep) -> PlanStep | None:
        """The first work of its own stage, which an approval that is not of the result does not wait for."""
        stage = self.plan.stages[self.plan.stage_of[step.key] - 1]
        work = (one for one in stage.steps if one.is_required and one.kind not in NOT_WORK)
        return None if step.of_result else next(work, None)

    def _always_the_worker(self, step: PlanStep) -> bool:
        """Whether a head alone both works and approves, and no executive could approve instead: there is
        none, or the request type is confidential."""
        if self.office.has_executive and not any(one.restricted for one in self.request_types):
            return False
        before = self.plan.stages[: self.plan.stage_of[step.key]]
        steps = [one for stage in before for one in stage.steps if one.kind not in NOT_WORK]
        workers = [one for one in steps if not one.optional and not one.when]
        same = [one for one in workers if (one.doer, one.department) == (step.doer, step.department)]
        return bool(same) and step.doer == Doer.HEAD and self._heads(step.department) == 1

    def _of_days(self) -> Iterator[Problem]:
        for one in self.request_types:
            if self.plan.days > one.target_working_days:
                text = _("The steps need %(days)s working days, “%(kind)s” promises %(promised)s.")
                said = {"days": self.plan.days, "kind": one.name, "promised": one.target_working_days}
                yield Problem(text % said, is_warning=True)

    def _heads(self, code: str) -> int:
        codes = [code] if code else [one.department.code for one in self.request_types]
        return min((self.office.heads.get(one, 0) for one in codes), default=0)


def _about(step: PlanStep, text: str) -> str:
    return _("“%(step)s”: %(text)s") % {"step": step.name, "text": text}
