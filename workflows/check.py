"""Do the flow and the cases agree? The proof that `check_workflow` and the tests run."""

from collections.abc import Iterator

from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS

from cases.models import ENDED, Case, Proposal, Status
from workflows.engine import UNFINISHED
from workflows.flows import CaseFlow


def disagreements() -> Iterator[str]:
    """One sentence for each case whose processes or open tasks do not fit it; nothing where all is well."""
    processes, tasks, proposed = _unfinished_processes(), _open_tasks(), _proposed()
    for case in Case.objects.only("number", "status", "officer", "process").iterator(chunk_size=2000):
        running = processes.pop(case.pk, [])
        if running != ([case.process_id] if case.is_open else []):
            yield f"{case.number} ({case.status}) has the unfinished processes {running}"
        if case.pk in proposed and case.status != Status.IN_PROGRESS:
            yield f"{case.number} ({case.status}) has a proposed result that nobody can approve"
        if tasks.get(case.pk, []) != expected_tasks(case, proposed=case.pk in proposed):
            yield f"{case.number} ({case.status}) has the open tasks {tasks.get(case.pk, [])}"
    for case_id, running in processes.items():
        yield f"The processes {running} belong to no case ({case_id})"


def expected_tasks(case: Case, *, proposed: bool = False) -> list[str]:
    """The names of the nodes that must stand open for this case: one, or none where it has ended; `proposed`
    says whether a result waits for the head."""
    if case.status in ENDED:
        return []
    if case.status == Status.WAITING:
        return [CaseFlow.wait.name]
    if proposed and case.status == Status.IN_PROGRESS:
        return [CaseFlow.approve.name]
    return [CaseFlow.work.name if case.officer_id else CaseFlow.assign.name]


def _unfinished_processes() -> dict[int | None, list[int]]:
    found: dict[int | None, list[int]] = {}
    rows = Process.objects.exclude(status__in=[PROCESS.DONE, PROCESS.CANCELED]).order_by("pk")
    for process, case in rows.values_list("pk", "artifact_object_id"):
        found.setdefault(case, []).append(process)
    return found


def _proposed() -> set[int]:
    return set(Proposal.objects.filter(state=Proposal.State.OPEN).values_list("case", flat=True))


def _open_tasks() -> dict[int | None, list[str]]:
    found: dict[int | None, list[str]] = {}
    rows = Task.objects.filter(status__in=UNFINISHED).order_by("pk")
    for case, node in rows.values_list("process__artifact_object_id", "flow_task"):
        found.setdefault(case, []).append(node.name if node else "?")
    return found
