"""What Celery's beat runs; the timetable is in `config.celery`."""

from celery import shared_task

from workflows import jobs

# A turn that waited this long is left out: the next one does its work.
EXPIRES = 900


@shared_task(name="workflows.tasks.remind_due", expires=EXPIRES)
def remind_due() -> None:
    """Remind of cases that are due soon."""
    jobs.remind_due()


@shared_task(name="workflows.tasks.notify_late", expires=EXPIRES)
def notify_late() -> None:
    """Tell of cases that have become late."""
    jobs.notify_late()


@shared_task(name="workflows.tasks.close_resolved", expires=EXPIRES)
def close_resolved() -> None:
    """Close resolved cases after 14 days of silence."""
    jobs.close_resolved()


@shared_task(name="workflows.tasks.return_left", expires=EXPIRES)
def return_left() -> None:
    """Take back the open cases of those who have left."""
    jobs.return_left()


@shared_task(name="workflows.tasks.purge_drafts", expires=EXPIRES)
def purge_drafts() -> None:
    """Remove what was never sent and is no longer needed."""
    jobs.purge_drafts()


@shared_task(name="workflows.tasks.index_cases", expires=EXPIRES)
def index_cases() -> None:
    """Make cases findable whose words are not written yet."""
    jobs.index_cases()
