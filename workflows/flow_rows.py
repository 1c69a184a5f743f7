"""The rows of a flow, as viewflow writes them: each move of a process is one statement.

viewflow stores a task when it begins and again when it ends, each by a statement of its own; it takes nine to
start a process. Here the graph of the flow says which tasks a move has, and one statement writes them all.
The rows are the same: `tests/workflows/test_flow_rows.py` holds them against those of viewflow's own moves.

Call each in the transaction of the step, with the subject locked.
"""

import datetime
from dataclasses import dataclass
from typing import Any

from django.contrib.contenttypes.models import ContentType
from django.db import connection
from django.utils import timezone
from viewflow.workflow.fields import get_flow_ref, get_task_ref
from viewflow.workflow.models import Task
from viewflow.workflow.nodes import End
from viewflow.workflow.status import STATUS

from cases.models import Case, Subtask, User
from workflows.nodes import StaffTask

Flow = type[Any]
Subject = Case | Subtask
# The new tasks in their order, each linked to the one before it. They are sorted by when they were created: a
# microsecond lies between two of them.
TASKS = """
tasks AS (
  INSERT INTO viewflow_task
    (process_id, flow_task, flow_task_type, status, owner_id, created, started, finished, token, data)
  SELECT process.id, node, type, status, owner, at, CASE WHEN begun THEN at END,
    CASE WHEN status = 'DONE' THEN at END, 'start', '{}'
  FROM process, (
    SELECT *, %(at)s::timestamptz + place * interval '1 microsecond' AS at
    FROM unnest(%(nodes)s::text[], %(types)s::text[], %(states)s::text[], %(owners)s::int[],
      %(begun)s::bool[]) WITH ORDINALITY AS task (node, type, status, owner, begun, place)
  ) AS task ORDER BY place RETURNING id
), links AS (
  INSERT INTO viewflow_task_previous (from_task_id, to_task_id)
  SELECT id, previous FROM (
    SELECT id, lag(id) OVER (ORDER BY id) AS previous
    FROM (SELECT id FROM finished UNION ALL SELECT id FROM tasks) AS every
  ) AS pairs WHERE previous IS NOT NULL
)"""
START = """
WITH process AS (
  INSERT INTO viewflow_process
    (flow_class, status, created, data, artifact_content_type_id, artifact_object_id)
  VALUES (%(flow)s, 'NEW', %(at)s, '{{}}', %(type)s, %(subject)s) RETURNING id
), finished AS (SELECT NULL::bigint AS id WHERE false), {tasks}, pointed AS (
  UPDATE {subjects} SET process_id = process.id FROM process WHERE {subjects}.id = %(subject)s
)
SELECT id FROM process
"""
# The process first, as every step locks it (workflows.locks).
LOCKED = "WITH process AS (SELECT id FROM viewflow_process WHERE id = %(process)s FOR NO KEY UPDATE)"
# Who does a task that was nobody's own becomes its owner; what nobody has begun begins now.
BEGUN = """
  owner_id = CASE WHEN status = 'NEW' AND flow_task_type = 'HUMAN' THEN %(by)s ELSE owner_id END,
  started = CASE WHEN status = 'STARTED' THEN started ELSE %(at)s END
  FROM process WHERE process_id = process.id"""
FINISH = f"""
{LOCKED}, finished AS (
  UPDATE viewflow_task SET status = 'DONE', finished = %(at)s, {BEGUN}
  AND status IN ('NEW', 'ASSIGNED', 'STARTED') RETURNING viewflow_task.id
), {TASKS}, ended AS (
  UPDATE viewflow_process SET status = 'DONE', finished = %(at)s
  FROM process WHERE viewflow_process.id = process.id AND %(ends)s
)
SELECT count(*) FROM finished
"""  # noqa: S608
BEGIN = f"""
{LOCKED}, begun AS (
  UPDATE viewflow_task SET status = 'STARTED', {BEGUN} AND status = ANY(%(states)s) RETURNING viewflow_task.id
)
SELECT count(*) FROM begun
"""  # noqa: S608


@dataclass(frozen=True)
class NewTask:
    """A task of a move: the node of the flow, and what is known of it at once."""

    node: Any
    status: STATUS
    owner: int | None = None
    begun: bool = False


def start(flow: Flow, subject: Subject) -> None:
    """Store a new process of the flow with its first tasks; the subject points to it from now on."""
    tasks = [NewTask(flow.start, STATUS.DONE, begun=True), *_routed(flow, subject)]
    sql = START.format(tasks=TASKS, subjects=connection.ops.quote_name(subject._meta.db_table))
    kind = ContentType.objects.get_for_model(subject)
    values = {"flow": get_flow_ref(flow), "type": kind.pk, "subject": subject.pk, **_columns(tasks)}
    subject.process_id = _one(sql, values)


def finish(flow: Flow, subject: Subject, *, by: User | None) -> None:
    """Finish the open task of the subject, in the name of who did it, and store the next one, to which the
    flow's route leads for the subject as it is now; at the end the process is finished too. Raises
    Task.DoesNotExist or Task.MultipleObjectsReturned where not one task stands open."""
    tasks = _routed(flow, subject)
    ends = isinstance(tasks[-1].node, End)
    values = {"process": subject.process_id, "by": by and by.pk, "ends": ends, **_columns(tasks)}
    _refuse_unless_one(_one(FINISH, values))


def begin(subject: Subject, *, by: User | None, states: tuple[STATUS, ...]) -> None:
    """Mark the open task, which is in one of these states, as begun by this person. Raises what `finish`
    raises."""
    values = {"process": subject.process_id, "by": by and by.pk, "at": timezone.now()}
    _refuse_unless_one(_one(BEGIN, {**values, "states": [str(one) for one in states]}))


def _routed(flow: Flow, subject: Subject) -> list[NewTask]:
    """The route, which is done at once, and the task to which it leads."""
    node = flow.instance.node(flow.route.question(subject))
    return [NewTask(flow.route, STATUS.DONE), _opened(node, subject)]


def _opened(node: Any, subject: Subject) -> NewTask:
    if isinstance(node, End):
        return NewTask(node, STATUS.DONE, begun=True)
    owner = node.owner(subject) if isinstance(node, StaffTask) else None
    return NewTask(node, STATUS.ASSIGNED, owner.pk) if owner else NewTask(node, STATUS.NEW)


def _columns(tasks: list[NewTask]) -> dict[str, list[Any] | datetime.datetime]:
    return {
        "at": timezone.now(),
        "nodes": [get_task_ref(task.node) for task in tasks],
        "types": [task.node.task_type for task in tasks],
        "states": [str(task.status) for task in tasks],
        "owners": [task.owner for task in tasks],
        "begun": [task.begun for task in tasks],
    }


def _one(sql: str, values: dict[str, Any]) -> int:
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return int(cursor.fetchone()[0])


def _refuse_unless_one(found: int) -> None:
    if found != 1:
        raise Task.MultipleObjectsReturned if found else Task.DoesNotExist
