"""Celery: the application, its habits, and the timetable, which is code so that nobody has to set it up."""

import os

from celery import Celery
from celery.schedules import crontab

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
        },
        "task_publish_retry": False,
        "task_serializer": "json",
        "accept_content": ["json"],
        "task_ignore_result": True,
        "task_acks_late": True,
        "task_reject_on_worker_lost": True,
        "worker_prefetch_multiplier": 1,
        "worker_hijack_root_logger": False,
        "task_soft_time_limit": 240,
        "task_time_limit": 300,
        "timezone": "Asia/Bangkok",
        "beat_schedule": {
            "sweep_notices": {"task": "notifications.tasks.sweep_notices", "schedule": 10.0},
            "remind_due": {"task": "workflows.tasks.remind_due", "schedule": crontab(minute="*/15")},
            "notify_late": {"task": "workflows.tasks.notify_late", "schedule": crontab(minute="*/15")},
            "close_resolved": {"task": "workflows.tasks.close_resolved", "schedule": crontab(minute=20)},
            "index_cases": {"task": "workflows.tasks.index_cases", "schedule": crontab()},
            "return_left": {"task": "workflows.tasks.return_left", "schedule": crontab(minute=10)},
            "purge_drafts": {"task": "workflows.tasks.purge_drafts", "schedule": crontab(minute=40)},
        },
    }
)
app.autodiscover_tasks(["notifications", "workflows"])
