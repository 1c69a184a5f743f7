"""Results that wait for approval: each gets the subtask that the head decides, with its process; the flow of
the case has no task for that any more, and the roles no right to it.

Back again, the subtask is cancelled and the case's flow waits for the head. What a release before cannot read
is a work plan with approvals of the result: there is no way back for such a plan.
"""

from django.contrib.contenttypes.models import ContentType
from django.db import migrations

CASE_FLOW = "workflows/flows.CaseFlow"
SUBTASK_FLOW = "workflows/subtask_flow.SubtaskFlow"
# The words that cases.actions.approvals stores.
WHAT = "อนุมัติผลการดำเนินการ"
RIGHTS = ("approve_case", "return_result_case")
WAITING = """
SELECT proposal.id, proposal.case_id, cases_case.process_id, cases_case.officer_id
FROM cases_proposal AS proposal JOIN cases_case ON cases_case.id = proposal.case_id
WHERE proposal.state = 'open' ORDER BY proposal.id
"""
SUBTASK = """
INSERT INTO cases_subtask
  (case_id, department_id, state, what, due_on, step, turn, kind, doer, asked_by_id, asked_at, result, proposal_id)
SELECT cases_case.id, department_id, 'asked', %(what)s, greatest(due_on, current_date), '', 1, 'approve', 'head',
  proposal.by_id, proposal.at, '', proposal.id
FROM cases_proposal AS proposal JOIN cases_case ON cases_case.id = proposal.case_id
WHERE proposal.id = %(proposal)s RETURNING id
"""
PROCESS = """
INSERT INTO viewflow_process
  (flow_class, status, created, data, artifact_content_type_id, artifact_object_id)
VALUES (%(flow)s, 'NEW', now(), '{}', %(type)s, %(subtask)s) RETURNING id
"""
POINTED = "UPDATE cases_subtask SET process_id = %(process)s WHERE id = %(subtask)s"
# A microsecond lies between two of them, as workflows.flow_rows has it.
TASK = """
INSERT INTO viewflow_task
  (process_id, flow_task, flow_task_type, status, owner_id, created, started, finished, token, data)
VALUES (%(process)s, %(node)s, %(type)s::text, %(status)s::text, %(owner)s, now() + %(place)s * interval '1 microsecond',
  CASE WHEN %(type)s::text = 'START' THEN now() END, CASE WHEN %(status)s::text = 'DONE' THEN now() END, 'start', '{}')
RETURNING id
"""
LINK = "INSERT INTO viewflow_task_previous (from_task_id, to_task_id) VALUES (%(task)s, %(before)s)"
CLOSED = """
UPDATE viewflow_task SET status = 'DONE', started = coalesce(started, now()), finished = now()
WHERE process_id = %(process)s AND status IN ('NEW', 'ASSIGNED', 'STARTED') RETURNING id
"""
ENDED = "UPDATE viewflow_process SET status = 'DONE', finished = now() WHERE id = %(process)s"
CANCELLED = """
UPDATE cases_subtask SET state = 'cancelled', ended_at = now()
WHERE proposal_id = %(proposal)s AND state = 'asked' RETURNING id, process_id
"""
# What was done by hand had words before.
WITH_WORDS = """
UPDATE cases_subtask SET result = what WHERE kind = 'approve' AND step = '' AND state = 'done' AND result = ''
"""


def forwards(apps, schema_editor):
    """Give each open proposal its approval; the officer's task stands open in the case's flow meanwhile."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(WAITING)
        waiting = cursor.fetchall()
        # The type is there as soon as there are proposals.
        kind = ContentType.objects.get_for_model(apps.get_model("cases", "Subtask")).pk if waiting else None
        for proposal, _case, process, officer in waiting:
            subtask = _one(cursor, SUBTASK, proposal=proposal, what=WHAT)
            own = _one(cursor, PROCESS, flow=SUBTASK_FLOW, type=kind, subtask=subtask)
            cursor.execute(POINTED, {"process": own, "subtask": subtask})
            first = _task(cursor, own, f"{SUBTASK_FLOW}.start", "START", "DONE")
            _go_on(cursor, own, first, f"{SUBTASK_FLOW}.route", f"{SUBTASK_FLOW}.decide")
            _move(cursor, process, "work", officer)
    apps.get_model("cases", "RolePermission").objects.filter(permission__codename__in=RIGHTS).delete()
    apps.get_model("auth", "Permission").objects.filter(codename__in=RIGHTS).delete()


def backwards(apps, schema_editor):
    """Let the case's flow wait for the head; the rights come with the next migrate."""
    with schema_editor.connection.cursor() as cursor:
        cursor.execute(WAITING)
        for proposal, _case, process, _officer in cursor.fetchall():
            cursor.execute(CANCELLED, {"proposal": proposal})
            for _subtask, own in cursor.fetchall():
                done = _one(cursor, CLOSED, process=own)
                _go_on(cursor, own, done, f"{SUBTASK_FLOW}.route", f"{SUBTASK_FLOW}.end")
                cursor.execute(ENDED, {"process": own})
            _move(cursor, process, "approve", None)
        cursor.execute(WITH_WORDS)


def _move(cursor, process, node, owner):
    """Close the open task of a case's flow and open the one of this node."""
    done = _one(cursor, CLOSED, process=process)
    _go_on(cursor, process, done, f"{CASE_FLOW}.route", f"{CASE_FLOW}.{node}", owner=owner)


def _go_on(cursor, process, before, route, node, owner=None):
    routed = _task(cursor, process, route, "SWITCH", "DONE", place=1)
    kind, status = ("END", "DONE") if node.endswith(".end") else ("HUMAN", "ASSIGNED" if owner else "NEW")
    opened = _task(cursor, process, node, kind, status, owner=owner, place=2)
    for task, previous in ((routed, before), (opened, routed)):
        cursor.execute(LINK, {"task": task, "before": previous})


def _task(cursor, process, node, kind, status, owner=None, place=0):
    values = {"process": process, "node": node, "type": kind, "status": status}
    return _one(cursor, TASK, owner=owner, place=place, **values)


def _one(cursor, sql, **values):
    cursor.execute(sql, values)
    return cursor.fetchone()[0]


class Migration(migrations.Migration):
    dependencies = [
        ("workflows", "0004_process_map"),
        ("cases", "0014_result_approvals"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("viewflow", "0015_task_scheduled"),
    ]

    operations = [migrations.RunPython(forwards, backwards)]
