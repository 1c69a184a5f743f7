"""What keeps a work plan from being published, each thing named with its step; and what should be looked at.

A plan is judged as it would be worked on: by the departments in use with their heads, and by the request
types that have it.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from django.utils.translation import gettext as _

from cases.models import (
    Department,
    Doer,
    Membership,
    Question,
    QuestionKind,
    RequestType,
    StepKind,
    User,
    WorkPlan,
)
from cases.questionnaires.types import type_of
from cases.work_plans.document import Plan, PlanStep, Shown

MOST_APPROVALS = 3


@dataclass(frozen=True)
class Problem:
    """One sentence, with the key of the step that it is about; a warning can be accepted."""

    text: str
    step: str = ""
    is_warning: bool = False


def problems(plan: Plan, work_plan: WorkPlan) -> list[Problem]:
    """Everything that is wrong with a plan, in the order of its steps; at most seven SQL statements."""
    return list(Check(plan, work_plan).all())


class Check:
    """One plan that is judged."""

    def __init__(self, plan: Plan, work_plan: WorkPlan) -> None:
        self.plan, self.work_plan = plan, work_plan

    def all(self) -> Iterator[Problem]:
        """Everything that is wrong."""
        yield from self._of_stages()
        for step in self.plan.steps:
            for text in self._of_step(step):
                yield Problem(_("“%(step)s”: %(text)s") % {"step": step.name, "text": text}, step.key)
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
        yield from self._of_kind(step)
        yield from self._of_condition(step)
        if step.shown != Shown.NOTHING and not step.told_th:
            yield _("The citizen is told something: write the words.")

    def _of_doer(self, step: PlanStep) -> Iterator[str]:
        if step.department and step.department not in self._departments:
            yield _("There is no department in use with the code %(code)s.") % {"code": step.department}
        elif step.department and step.department not in self._headed:
            name = self._departments[step.department]
            yield _("%(department)s has no head: nobody can do it.") % {"department": name}
        if step.doer == Doer.DEPARTMENT:
            yield from self._of_other_department(step)
        if step.doer == Doer.HEAD and not step.department:
            for name in self._unheaded:
                yield _("%(department)s has no head: nobody can do it.") % {"department": name}
        if step.doer == Doer.CLERK and not self._has("cases.route_case"):
            yield _("Nobody is a clerk: nobody can do it.")
        if step.doer == Doer.EXECUTIVE and not self._has("cases.view_every_case"):
            yield _("Nobody is an executive: nobody can do it.")

    def _of_other_department(self, step: PlanStep) -> Iterator[str]:
        if not step.department:
            yield _("Choose the department that does it.")
        for one in self._request_types:
            if one.restricted:
                text = _("“%(kind)s” is confidential, and is shared with no other department.")
                yield text % {"kind": one.name}
            elif one.department.code == step.department:
                text = _("“%(kind)s” is with this department itself: the officer in charge does it.")
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
            yield _("Name the papers that are checked.")
        if step.kind != StepKind.PAPERS and papers:
            yield _("Papers are checked at a step that checks papers.")
        if step.kind in (StepKind.ASK, StepKind.INFORM, StepKind.APPROVE) and step.questions:
            yield _("This kind of step has no findings.")
        if step.kind == StepKind.ASK and step.optional:
            yield _("The officer asks the citizen by hand at any time: it need not be an optional step.")

    def _of_condition(self, step: PlanStep) -> Iterator[str]:
        when = step.when
        if not when.question:
            return
        known = self.plan.earlier_findings(step.key) | self._asked
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

    def _of_approvals(self) -> Iterator[Problem]:
        approvals = [step for step in self.plan.steps if step.kind == StepKind.APPROVE]
        if len(approvals) > MOST_APPROVALS:
            yield Problem(_("A plan has at most three approvals."))
        for step in approvals:
            if self.plan.stage_of[step.key] == 1 and len(self.plan.stages[0].steps) == 1:
                text = _("“%(step)s”: There is nothing yet to approve.")
                yield Problem(text % {"step": step.name}, step.key)
            elif self._always_the_worker(step):
                text = _("“%(step)s”: The only person who could approve has done the work.")
                yield Problem(text % {"step": step.name}, step.key)

    def _always_the_worker(self, step: PlanStep) -> bool:
        """Whether a head alone both works and approves."""
        before = self.plan.stages[: self.plan.stage_of[step.key] - 1]
        workers = [one for stage in before for one in stage.steps if not one.optional and not one.when]
        same = [one for one in workers if (one.doer, one.department) == (step.doer, step.department)]
        return bool(same) and step.doer == Doer.HEAD and self._heads(step.department) == 1

    def _of_days(self) -> Iterator[Problem]:
        for one in self._request_types:
            if self.plan.days > one.target_working_days:
                text = _("The steps need %(days)s working days, “%(kind)s” promises %(promised)s.")
                said = {"days": self.plan.days, "kind": one.name, "promised": one.target_working_days}
                yield Problem(text % said, is_warning=True)

    def _has(self, permission: str) -> bool:
        return User.objects.with_perm(
            permission, include_superusers=False, backend="django.contrib.auth.backends.ModelBackend"
        ).exists()

    def _heads(self, code: str) -> int:
        codes = [code] if code else [one.department.code for one in self._request_types]
        return min((self._headed.get(one, 0) for one in codes), default=0)

    @cached_property
    def _departments(self) -> dict[str, str]:
        return {one.code: one.name for one in Department.objects.filter(active=True)}

    @cached_property
    def _headed(self) -> Counter[str]:
        """How many active heads each department has."""
        heads = Membership.objects.filter(role=Membership.Role.HEAD, user__is_active=True)
        return Counter(heads.values_list("department__code", flat=True))

    @cached_property
    def _request_types(self) -> list[RequestType]:
        return list(self.work_plan.kinds.filter(active=True).select_related("department"))

    @property
    def _unheaded(self) -> list[str]:
        departments = {one.department for one in self._request_types}
        return sorted(one.name for one in departments if one.code not in self._headed)

    @cached_property
    def _asked(self) -> dict[str, Question]:
        """The questions that every request type with this plan asks."""
        asked = Question.objects.filter(
            question_set__request_type__in=self._request_types, question_set__replaced_at__isnull=True
        ).select_related("question_set")
        found: dict[int, dict[str, Question]] = {one.pk: {} for one in self._request_types}
        for one in asked:
            found[one.question_set.request_type_id][one.key] = one
        shared = set.intersection(*(set(one) for one in found.values())) if found else set()
        return {key: next(one[key] for one in found.values()) for key in shared}
