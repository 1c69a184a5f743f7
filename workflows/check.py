"""Do the flow and the cases agree? The proof that `check_workflow` and the tests run."""

from collections.abc import Iterator

from viewflow.workflow.models import Process, Task
from viewflow.workflow.status import PROCESS

from cases.models import ENDED, Case, Duplicate, Status
from workflows.engine import UNFINISHED
from workflows.flows import CaseFlow


def disagreements() -> Iterator[str]:
    """One sentence for each case whose processes or open tasks do not fit it; nothing where all is well."""
    processes, tasks = _unfinished_processes(), _open_tasks()
    joined = set(Duplicate.objects.values_list("case", flat=True))
    for case in Case.objects.only("number", "status", "officer", "process").iterator(chunk_size=2000):
        running = processes.pop(case.pk, [])
        if running != ([case.process_id] if case.is_open else []):
            yield f"{case.number} ({case.status}) has the unfinished processes {running}"
        if tasks.get(case.pk, []) != expected_tasks(case, joined=case.pk in joined):
            yield f"{case.number} ({case.status}) has the open tasks {tasks.get(case.pk, [])}"
    for case_id, running in processes.items():
        yield f"The processes {running} belong to no case ({case_id})"


def expected_tasks(case: Case, *, joined: bool = False) -> list[str]:
    """The names of the nodes that must stand open for this case: one, or none where it has ended."""
    if case.status in ENDED:
        return []
    if joined:
        return [CaseFlow.follow.name]
    if case.status == Status.WAITING:
        return [CaseFlow.wait.name]
    return [CaseFlow.work.name if case.officer_id else CaseFlow.assign.name]


def _unfinished_processes() -> dict[int | None, list[int]]:
    found: dict[int | None, list[int]] = {}
    rows = Process.objects.exclude(status__in=[PROCESS.DONE, PROCESS.CANCELED]).order_by("pk")
    for process, case in rows.values_list("pk", "artifact_object_id"):
        found.setdefault(case, []).append(process)
    return found


def _open_tasks() -> dict[int | None, list[str]]:
    found: dict[int | None, list[str]] = {}
    rows = Task.objects.filter(status__in=UNFINISHED).order_by("pk")
    for case, node in rows.values_list("process__artifact_object_id", "flow_task"):
        found.setdefault(case, []).append(node.name if node else "?")
    return found
