"""The work plan of a case as its page shows it: the stages with their steps, what became of each, and what
this reader can do with it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from cases.actions import stages
from cases.models import Attachment, Case, CaseEvent, Finding, OutsideParty, Question, Subtask, User
from cases.models.case.event_content import PlanMoved
from cases.work_plans import conditions
from cases.work_plans.document import NOT_WORK, Plan, PlanStep
from cases.work_plans.versions import plan_of
from workflows.rights import subtask_rights
from workflows.rights.subtask_rights import SubtaskVerb
from workflows.steps.plan_words import who

Steps = list[tuple[SubtaskVerb, str]]


@dataclass
class SubtaskRow:
    """A subtask as the page shows it: what this person can do with it, and its photos."""

    subtask: Subtask
    steps: Steps
    photos: list[Attachment]
    # Whether it is this person's to do.
    is_own: bool = False


@dataclass
class StepRow:
    """A step of the plan: its last turn, if it was opened, and what was found. `condition` says in words when
    it is done."""

    planned: PlanStep
    row: SubtaskRow | None
    kept: dict[str, Finding] = field(default_factory=dict)
    condition: str = ""

    @property
    def subtask(self) -> Subtask | None:
        """The last turn."""
        return self.row.subtask if self.row else None

    @property
    def state_words(self) -> str:
        """Where it stands."""
        if self.subtask is not None:
            return str(self.subtask.get_state_display())
        return _("Where it is needed") if self.planned.optional else _("To come")

    @property
    def findings(self) -> list[tuple[str, Finding]]:
        """What was filled in, each with what was asked."""
        return [(one.text, self.kept[one.key]) for one in self.planned.questions if one.key in self.kept]

    @property
    def whose(self) -> str:
        """Who does it, or has it to do."""
        if self.subtask:
            return who(self.subtask)
        parties = {one.code: one.name for one in OutsideParty.in_use()} if self.planned.party else {}
        return parties.get(self.planned.party, self.planned.doer_words)

    @property
    def why_skipped(self) -> str:
        """Why the plan went on without it."""
        if self.subtask is None or self.subtask.state != Subtask.State.SKIPPED or self.subtask.result:
            return ""
        return _("It is done only where this holds: %(condition)s") % {"condition": self.condition}


@dataclass
class StageRow:
    """A stage with its steps; `number` counts from 1, `now` is the stage at which the case stands."""

    number: int
    name: str
    now: int
    steps: list[StepRow]

    @property
    def is_now(self) -> bool:
        """Whether it is under way."""
        return self.number == self.now

    @property
    def is_over(self) -> bool:
        """Whether the case has passed it."""
        return self.number < self.now


@dataclass
class PlanCard:
    """The plan of a case, for its page. `earlier` are steps of versions which the case has left, and are not
    in its own."""

    stages: list[StageRow]
    now: int
    earlier: list[StepRow] = field(default_factory=list)

    @property
    def own(self) -> list[StepRow]:
        """The open steps that are this reader's to do, each with what can be done, the likeliest first."""
        rows = [step for stage in self.stages for step in stage.steps]
        return [one for one in rows if one.row and one.row.is_own and one.row.steps]

    @property
    def all_stages(self) -> list[StageRow]:
        """The stages, after the steps of earlier versions."""
        if not self.earlier:
            return self.stages
        before = StageRow(-1, _("Steps of an earlier version of the plan"), self.now, self.earlier)
        return [before, *self.stages]

    @property
    def where(self) -> str:
        """Which stage the case is at, in words."""
        if self.now == 0:
            return _("The first stage begins with the work.")
        if self.now > len(self.stages):
            return _("All stages are over: the result can be reported.")
        words = {"number": self.now, "count": len(self.stages), "name": self.stages[self.now - 1].name}
        return _("Stage %(number)s of %(count)s: %(name)s") % words


def plan_card(user: User, case: Case, events: list[CaseEvent]) -> PlanCard | None:
    """The plan of a case; None without one. At most two SQL statements where the subtasks are read,
    and one for each version that the case has left."""
    found = stages.plan(case)
    if found is None:
        return None
    opened, kept, asked = stages.rows(case), _findings(case), _asked(case, found)
    shown = {one.subtask.step: one for one in subtask_rows(user, case, opened.values(), events)}

    def steps(of: Iterable[PlanStep], plan: Plan) -> Iterator[StepRow]:
        for step in of:
            row = shown.get(step.key)
            filled = kept.get(row.subtask.pk, {}) if row else {}
            yield StepRow(step, row, filled, conditions.in_words(step, plan, asked))

    rows = [
        StageRow(number, stage.name, case.stage, list(steps(stage.steps, found)))
        for number, stage in enumerate(found.stages, start=1)
    ]
    gone, earlier = [key for key in opened if key not in found.by_key], list[StepRow]()
    for plan in _left(events) if gone else ():
        earlier += steps([plan.by_key[key] for key in gone if key in plan.by_key], plan)
        gone = [key for key in gone if key not in plan.by_key]
    return PlanCard(rows, case.stage, earlier)


def done_so_far(user: User, case: Case) -> list[StepRow]:
    """The steps that were done, with what was found and said at each: what an approver has to know. At most
    four SQL statements where the subtasks are read."""
    done = case.events.filter(kind=CaseEvent.Kind.SUBTASK_DONE).prefetch_related("attachments")
    card = plan_card(user, case, list(done))
    rows = [step for stage in card.all_stages for step in stage.steps] if card else []
    state = Subtask.State.DONE
    return [
        one for one in rows if one.planned.kind not in NOT_WORK and one.subtask and one.subtask.state == state
    ]


def _left(events: list[CaseEvent]) -> Iterator[Plan]:
    """The versions that the case has left, the last one first."""
    for event in reversed(events):
        if isinstance(content := event.content, PlanMoved):
            yield plan_of(content.was)


def subtask_rows(
    user: User, case: Case, subtasks: Iterable[Subtask], events: list[CaseEvent]
) -> list[SubtaskRow]:
    """Subtasks with what this person can do; the photos are in the history already."""
    photos: dict[int | None, list[Attachment]] = {}
    for event in events:
        if event.kind == CaseEvent.Kind.SUBTASK_DONE:
            photos.setdefault(event.subtask_id, []).extend(event.attachments.all())
    return [
        SubtaskRow(
            one,
            _offered(user, one, case),
            photos.get(one.pk, []),
            is_own=subtask_rights.is_own(user, one, case),
        )
        for one in subtasks
    ]


def _offered(user: User, subtask: Subtask, case: Case) -> Steps:
    offered = subtask_rights.offered(user, subtask, case)
    return [(verb, subtask_rights.name(verb, subtask)) for verb in offered]


def _findings(case: Case) -> dict[int, dict[str, Finding]]:
    kept: dict[int, dict[str, Finding]] = {}
    rows = Finding.objects.filter(subtask__case=case).select_related("by", "person__party", "attachment")
    for one in rows.defer("attachment__thumbnail"):
        kept.setdefault(one.subtask_id, {})[one.key] = one
    return kept


def _asked(case: Case, plan: Plan) -> dict[str, Question]:
    """The questions of the form, where a condition of the plan may ask for one."""
    if case.question_set is None or not any(step.when.question for step in plan.steps):
        return {}
    return {one.key: one for one in case.question_set.in_order}
