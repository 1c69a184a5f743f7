"""Indexes on viewflow's tables: open tasks by process and in order, without the finished million."""

from django.db import migrations

INDEX = """
CREATE INDEX viewflow_task_open ON viewflow_task (process_id)
    WHERE status IN ('NEW', 'ASSIGNED', 'STARTED');
CREATE INDEX viewflow_task_new_human ON viewflow_task (created)
    WHERE status = 'NEW' AND flow_task_type = 'HUMAN';
"""
UNINDEX = "DROP INDEX viewflow_task_open; DROP INDEX viewflow_task_new_human;"


class Migration(migrations.Migration):
    dependencies = [("workflows", "0001_case_process"), ("viewflow", "0015_task_scheduled")]

    operations = [migrations.RunSQL(INDEX, UNINDEX)]
