-- Open tasks are found by their process and in their order, without the finished million.
CREATE INDEX IF NOT EXISTS viewflow_task_open ON viewflow_task (process_id)
    WHERE status IN ('NEW', 'ASSIGNED', 'STARTED');
CREATE INDEX IF NOT EXISTS viewflow_task_new_human ON viewflow_task (created)
    WHERE status = 'NEW' AND flow_task_type = 'HUMAN';
