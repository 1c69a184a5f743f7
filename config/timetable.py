"""The timetable, which is code so that nobody has to set it up: what runs, how often, in which queue."""

from dataclasses import dataclass
from typing import Any

from celery.schedules import BaseSchedule, crontab, schedule

TIME_ZONE = "Asia/Bangkok"


@dataclass(frozen=True)
class Job:
    """A task that runs by the clock. It is safe to run at any time, twice, or several at once."""

    name: str
    task: str
    schedule: BaseSchedule
    queue: str = "jobs"
    args: tuple[int, ...] = ()

    @property
    def entry(self) -> dict[str, Any]:
        """The job as Celery's beat wants it."""
        options = {"queue": self.queue}
        return {"task": self.task, "schedule": self.schedule, "args": self.args, "options": options}


SWEEPS = tuple(
    Job(f"sweep_{queue}", "notifications.tasks.sweep_notices", schedule(10), queue, (upto,))
    for upto, queue in enumerate(("urgent", "letters", "bulk"))
)
JOBS = (
    *SWEEPS,
    Job("recount_due_dates", "workflows.tasks.recount_due_dates", crontab()),
    Job("escalate", "workflows.tasks.escalate", crontab(minute="*/15")),
    Job("call_clerk", "workflows.tasks.call_clerk", crontab(minute="*/15")),
    Job("remind_of_subtasks", "workflows.tasks.remind_of_subtasks", crontab(minute="*/15")),
    Job("remind_of_delays", "workflows.tasks.remind_of_delays", crontab(minute="30")),
    Job("return_left", "workflows.tasks.return_left", crontab(minute="10")),
    Job("close_resolved", "workflows.tasks.close_resolved", crontab(minute="20")),
    Job("open_unanswered", "workflows.tasks.open_unanswered", crontab(minute="25")),
    Job("index_cases", "workflows.tasks.index_cases", crontab(minute="50")),
    Job("sum_figures", "workflows.tasks.sum_figures", crontab(minute="*/5")),
    Job("measure_photos", "workflows.tasks.measure_photos", crontab()),
    Job("scan_files", "workflows.tasks.scan_files", schedule(10)),
    Job("remove_unnamed_files", "workflows.tasks.remove_unnamed_files", crontab(hour="3", minute="45")),
    Job("collect_mail", "notifications.tasks.collect_mail", crontab()),
    Job("look_at_traffy", "notifications.tasks.look_at_traffy", crontab()),
    Job("write_digests", "notifications.tasks.write_digests", crontab(hour="7", minute="30")),
    Job("make_monthly_report", "workflows.tasks.make_monthly_report", crontab(hour="7-16", minute="5")),
    Job(
        "write_monthly_letters",
        "notifications.tasks.write_monthly_letters",
        crontab(hour="7-16", minute="15"),
    ),
    Job("write_area_letters", "notifications.tasks.write_area_letters", crontab(hour="8", minute="0")),
    Job("let_go_of_html", "notifications.tasks.let_go_of_html", crontab(hour="3", minute="15")),
    Job("rekey_suppressed", "notifications.tasks.rekey_suppressed", crontab(hour="3", minute="20")),
    Job("learn_words", "workflows.tasks.learn_words", crontab(hour="2", minute="30")),
    Job("make_open_data", "workflows.tasks.make_open_data", crontab(hour="2", minute="15")),
    Job("sign_history", "workflows.tasks.sign_history", crontab(minute="35")),
    Job("find_areas", "workflows.tasks.find_areas", crontab(hour="2", minute="45")),
    Job("rehearse", "workflows.tasks.rehearse", schedule(10)),
    Job("purge_rehearsals", "workflows.tasks.purge_rehearsals", crontab(hour="3", minute="50")),
    Job("purge_logs", "workflows.tasks.purge_logs", crontab(hour="3", minute="45")),
    Job("purge_drafts", "workflows.tasks.purge_drafts", crontab(minute="40")),
)
