"""Celery: the application and its habits."""

import os
from typing import Any

from celery import Celery
from celery.signals import worker_process_init
from kombu import Queue

from config import broker
from config.timetable import JOBS, TIME_ZONE

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("raprueang")
app.config_from_object(
    {
        "broker_url": os.environ.get("REDIS_URL") or "memory://localhost/",
        "broker_connection_retry_on_startup": True,
        # A wake-up that finds no broker gives up at once: the outbox still holds the letter.
        "broker_transport_options": {
            "visibility_timeout": 600,
            "socket_timeout": 5,
            "socket_connect_timeout": 1,
            "max_retries": 0,
            **broker.transport_options(),
        },
        "task_publish_retry": False,
        # Passwords and codes, letters, reminders and digests, and all other work. A worker takes from each;
        # `-Q urgent` makes one that is never busy with anything else (docs/operations.md).
        "task_queues": [Queue(name) for name in ("urgent", "letters", "bulk", "jobs")],
        "task_default_queue": "jobs",
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_ignore_result": True,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "worker_hijack_root_logger": False,
        "task_soft_time_limit": 240,
        "task_time_limit": 300,
        "timezone": TIME_ZONE,
        "beat_scheduler": "config.beat:Timetable",
        "beat_schedule": {job.name: job.entry for job in JOBS},
    }
)
app.autodiscover_tasks(["notifications", "workflows", "config.watching"])


@worker_process_init.connect
def let_people_go_first(**kwargs: Any) -> None:
    """Letters can wait for a processor that somebody who fills in a form wants too (see nice(1))."""
    os.nice(int(os.environ.get("WORKER_NICE") or 10))
