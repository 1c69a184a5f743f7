"""Do the flow and the cases agree? The proof that `check_workflow` and the tests run."""

from collections import Counter
from collections.abc import Iterator
from typing import Any

from django.db.models import Exists, OuterRef, Prefetch, Q, Subquery
from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS

from cases.actions import stages
from cases.models import Case, CaseEvent, Duplicate, Proposal, Status, Subtask, Transfer
from workflows import flows, subtask_flow
from workflows.engine import UNFINISHED
from workflows.flows import CaseFlow
from workflows.subtask_flow import SubtaskFlow

Kind = CaseEvent.Kind
Found = dict[int | None, list[int]]
Named = dict[int | None, list[str]]
# What is read of a row; most columns are words.
OF_ITS_CASE = ("case__number", "case__status")
OF_SUBTASK = ("state", "doer", "kind", "officer", "process", *OF_ITS_CASE)
OF_STEP = ("case", "step", "turn", "state", "kind", "doer", "asked_at")
# Where a process has ended, no task stands open.
END = CaseFlow.end.name


def disagreements() -> Iterator[str]:
    """One sentence for each case and each subtask whose processes or open tasks do not fit it; nothing where
    all is well."""
    yield from _of_cases()
    yield from _of_subtasks()
    yield from _of_transfers()
    yield from _of_proposals()
    yield from _of_plans()
    yield from _of_looks()


def _of_cases() -> Iterator[str]:
    processes, tasks = _unfinished_processes(CaseFlow), _open_tasks(CaseFlow)
    joined = set(Duplicate.objects.values_list("case", flat=True))
    desk = set(Transfer.objects.filter(state=Transfer.State.DESK).values_list("case", flat=True))
    proposed = set(Proposal.objects.filter(state=Proposal.State.OPEN).values_list("case", flat=True))
    for case in Case.objects.only("number", "status", "officer", "process").iterator(chunk_size=2000):
        running = processes.pop(case.pk, [])
        if running != ([case.process_id] if case.is_open else []):
            yield f"{case.number} ({case.status}) has the unfinished processes {running}"
        if case.pk in proposed and (case.status != Status.IN_PROGRESS or case.pk in joined):
            yield f"{case.number} ({case.status}) has a proposed result that nobody can approve"
        expected = flows.next_node(
            case,
            joined=lambda case: case.pk in joined,
            at_desk=lambda case: case.pk in desk,
        )
        if tasks.get(case.pk, [END]) != [expected]:
            yield f"{case.number} ({case.status}) has the open tasks {tasks.get(case.pk, [])}"
    for case_id, running in processes.items():
        yield f"The processes {running} belong to no case ({case_id})"


def _of_subtasks() -> Iterator[str]:
    processes, tasks = _unfinished_processes(SubtaskFlow), _open_tasks(SubtaskFlow)
    for subtask in Subtask.objects.select_related("case").only(*OF_SUBTASK).iterator(chunk_size=2000):
        running, name = (
            processes.pop(subtask.pk, []),
            f"The subtask {subtask.pk} of {subtask.case.number} ({subtask.state})",
        )
        if running != ([subtask.process_id] if subtask.is_open else []):
            yield f"{name} has the unfinished processes {running}"
        if tasks.get(subtask.pk, [END]) != [subtask_flow.next_node(subtask)]:
            yield f"{name} has the open tasks {tasks.get(subtask.pk, [])}"
        if subtask.is_open and not subtask.case.is_open:
            yield f"{name} is open, but its case has ended"
    for subtask_id, running in processes.items():
        yield f"The processes {running} belong to no subtask ({subtask_id})"


def _of_transfers() -> Iterator[str]:
    """A transfer waits for its answer only while the case has no officer and nobody has begun."""
    waiting = Transfer.objects.unanswered().select_related("case").only(*OF_ITS_CASE, "case__officer")
    for row in waiting.iterator(chunk_size=2000):
        if row.case.officer_id or row.case.status not in (Status.RECEIVED, Status.ASSIGNED):
            yield f"{row.case.number} ({row.case.status}) has a transfer that waits for an answer"


def _of_proposals() -> Iterator[str]:
    """A proposed result waits for exactly one approval, and no approval is open without it."""
    waiting = Subtask.objects.open().filter(proposal__isnull=False).select_related("proposal__case")
    waiting = waiting.only("case", "proposal__state", "proposal__case__number", "proposal__case__status")
    asked: Counter[int | None] = Counter()
    for row in waiting.iterator(chunk_size=2000):
        asked[row.proposal_id] += 1
        if row.proposal and (
            row.proposal.state != Proposal.State.OPEN or row.case_id != row.proposal.case_id
        ):
            yield f"{row.proposal.case.number} has the open approval {row.pk} of a result that does not wait"
    proposals = Proposal.objects.filter(state=Proposal.State.OPEN).select_related("case")
    for proposal in proposals.only(*OF_ITS_CASE):
        if asked[proposal.pk] != 1:
            yield f"{proposal.case.number} has a proposed result with {asked[proposal.pk]} open approvals"


def _of_plans() -> Iterator[str]:
    """A case in work stands at one stage of its version, each required step of which was opened, and at least
    one of which is not over; nothing of another stage is open."""
    joined = set(Duplicate.objects.values_list("case", flat=True))
    cases = Case.objects.filter(plan_version__isnull=False).only("number", "status", "stage", "plan_version")
    cases = cases.prefetch_related(Prefetch("subtasks", Subtask.objects.only(*OF_STEP)))
    for case in cases.iterator(chunk_size=2000):
        for text in _of_plan(case, is_joined=case.pk in joined):
            yield f"{case.number} ({case.status}) {text}"


def _of_looks() -> Iterator[str]:
    """The head has a day to answer “still not fixed” exactly where the citizen said so last."""
    looked = (Kind.REOPEN_ASKED, Kind.REOPEN_REFUSED, Kind.REOPENED)
    asked = CaseEvent.objects.filter(case=OuterRef("pk"), kind=Kind.REOPEN_ASKED)
    last = CaseEvent.objects.filter(case=OuterRef("pk"), kind__in=looked).order_by("-pk").values("kind")[:1]
    cases = Case.objects.filter(Q(look_again_by__isnull=False) | Exists(asked)).annotate(last=Subquery(last))
    for number, status, day, kind in cases.values_list("number", "status", "look_again_by", "last"):
        if (day is not None) != (kind == Kind.REOPEN_ASKED):
            yield f"{number} ({status}) is to be looked at again by {day}, after the event {kind}"


def _of_plan(case: Case, *, is_joined: bool) -> Iterator[str]:
    plan, rows = stages.plan(case), stages.rows(case)
    assert plan is not None
    if case.status in (Status.IN_PROGRESS, Status.WAITING) and case.stage == 0 and not _asked_early(case):
        yield "is in work and at no stage of its plan"
    if case.stage > len(plan.stages) + 1:
        yield f"is at stage {case.stage} of {len(plan.stages)}"
    open_steps = [row.step for row in rows.values() if row.is_open]
    if elsewhere := [key for key in open_steps if plan.stage_of.get(key) != case.stage]:
        yield f"has the open steps {elsewhere}, which are of another stage than {case.stage}"
    if not case.is_open or is_joined or not 0 < case.stage <= len(plan.stages):
        return
    required = [step for step in plan.stages[case.stage - 1].steps if step.is_required]
    if never := [step.key for step in required if step.key not in rows]:
        yield f"is at stage {case.stage}, whose steps {never} were never opened"
    elif not stages.is_under_way(plan.stages[case.stage - 1], rows):
        yield f"is at stage {case.stage}, all of whose steps are over"


def _asked_early(case: Case) -> bool:
    """The citizen was asked before the work began."""
    return bool(case.status == Status.WAITING)


def _unfinished_processes(flow: Any) -> Found:
    found: Found = {}
    rows = Process.objects.filter(flow_class=flow).exclude(status__in=[PROCESS.DONE, PROCESS.CANCELED])
    for process, subject in rows.order_by("pk").values_list("pk", "artifact_object_id"):
        found.setdefault(subject, []).append(process)
    return found


def _open_tasks(flow: Any) -> Named:
    found: Named = {}
    rows = Task.objects.filter(status__in=UNFINISHED, process__flow_class=flow).order_by("pk")
    for subject, node in rows.values_list("process__artifact_object_id", "flow_task"):
        found.setdefault(subject, []).append(node.name if node else "?")
    return found
