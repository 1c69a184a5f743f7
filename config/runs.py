"""When each job of the timetable ran last: kept by whoever runs it, worker or command."""

import datetime
import logging
from typing import Any

from celery.signals import task_postrun, task_prerun
from django.apps import apps
from django.db import Error
from django.db.models.functions import Now
from django.utils import timezone

from cases.db.insert_once import put
from config.timetable import JOBS, Job

log = logging.getLogger(__name__)
BY_TASK = {(job.task, job.args): job for job in JOBS}
# Celery's signals come before Django has loaded the models.
MODEL = ("config", "JobRun")


def last_runs() -> dict[str, datetime.datetime]:
    """When each job began last, by its name; those that never ran are missing."""
    return dict(apps.get_model(*MODEL).objects.values_list("name", "started_at"))


def due(job: Job, last: datetime.datetime | None) -> bool:
    """Whether a job's turn has come, or was missed; one that never ran is due."""
    return last is None or bool(job.schedule.is_due(timezone.localtime(last)).is_due)


@task_prerun.connect(dispatch_uid="config.began")
def began(task: Any = None, args: Any = (), **kwargs: Any) -> None:
    """Note that a job has begun."""
    _note(task, args, started_at=Now(), finished_at=None, succeeded=None)


@task_postrun.connect(dispatch_uid="config.ended")
def ended(task: Any = None, args: Any = (), state: str = "", **kwargs: Any) -> None:
    """Note that a job has ended, and how."""
    _note(task, args, finished_at=Now(), succeeded=state == "SUCCESS")


def _note(task: Any, args: Any, **values: Any) -> None:
    """Keep it; a job whose run cannot be noted runs all the same."""
    job = BY_TASK.get((getattr(task, "name", ""), tuple(args or ())))
    if job is None:
        return
    try:
        put(apps.get_model(*MODEL)(name=job.name, **values), key=["name"], update=list(values))
    except Error as error:
        log.warning("The run of %s was not noted: %s", job.name, type(error).__name__)
