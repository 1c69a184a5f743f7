"""What Celery runs of the watching."""

from celery import shared_task

from config.watching import state


@shared_task(name="config.watching.tasks.watch")
def watch() -> None:
    """Look at everything, and tell the administrators of trouble that lasts."""
    state.watch()
