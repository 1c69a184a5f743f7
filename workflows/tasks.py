"""What Celery's beat runs; the timetable is in `config.celery`."""

import time

from celery import shared_task

from cases.audit import daily_heads
from cases.intake.finding import training
from cases.opendata import making
from cases.statistics import public_sums
from workflows.figures import sums
from workflows.jobs import case_jobs, department_jobs, monthly_report
from workflows.rehearsal import runs

# A turn that waited this long is left out: the next one does its work.
EXPIRES = 900
# Seconds. Only what was loaded past the verbs lacks its words; to see that nothing does, all have to be read.
INDEXING = 300.0
# Seconds: a million cases are replayed in some minutes.
REHEARSING = 1800


@shared_task(name="workflows.tasks.escalate", expires=EXPIRES)
def escalate() -> None:
    """Tell of cases as the administrator's table says."""
    case_jobs.escalate()


@shared_task(name="workflows.tasks.remind_of_delays", expires=EXPIRES)
def remind_of_delays() -> None:
    """Ask for explanations of late licences."""
    case_jobs.remind_of_delays()


@shared_task(name="workflows.tasks.purge_logs", expires=EXPIRES)
def purge_logs() -> None:
    """Remove what the logs have kept for long enough."""
    case_jobs.purge_logs()


@shared_task(name="workflows.tasks.recount_due_dates", expires=EXPIRES)
def recount_due_dates() -> None:
    """Move due dates with the holidays."""
    case_jobs.recount_due_dates()


@shared_task(name="workflows.tasks.call_clerk", expires=EXPIRES)
def call_clerk() -> None:
    """Tell the clerk of transfers that were not answered in time."""
    department_jobs.call_clerk()


@shared_task(name="workflows.tasks.remind_of_subtasks", expires=EXPIRES)
def remind_of_subtasks() -> None:
    """Tell of subtasks that have become late."""
    department_jobs.remind_of_subtasks()


@shared_task(name="workflows.tasks.sign_history", expires=EXPIRES)
def sign_history() -> None:
    """Sign the head of yesterday, once."""
    daily_heads.take()


@shared_task(name="workflows.tasks.make_open_data", expires=EXPIRES)
def make_open_data() -> None:
    """The tables for everybody."""
    making.make()


@shared_task(name="workflows.tasks.make_monthly_report", expires=EXPIRES)
def make_monthly_report() -> None:
    """The page of the last month, for the council."""
    monthly_report.make()


@shared_task(name="workflows.tasks.close_resolved", expires=EXPIRES)
def close_resolved() -> None:
    """Close resolved cases after 14 days of silence."""
    case_jobs.close_resolved()


@shared_task(name="workflows.tasks.open_unanswered", expires=EXPIRES)
def open_unanswered() -> None:
    """Open the cases whose head has not answered “still not fixed” in time."""
    case_jobs.open_unanswered()


@shared_task(name="workflows.tasks.return_left", expires=EXPIRES)
def return_left() -> None:
    """Take back the open cases of those who have left."""
    case_jobs.return_left()


@shared_task(name="workflows.tasks.purge_drafts", expires=EXPIRES)
def purge_drafts() -> None:
    """Remove what was never sent and is no longer needed."""
    case_jobs.purge_drafts()


@shared_task(name="workflows.tasks.remove_unnamed_files", expires=EXPIRES)
def remove_unnamed_files() -> None:
    """Remove stored files that no row names."""
    case_jobs.remove_unnamed_files()


@shared_task(name="workflows.tasks.scan_files", expires=EXPIRES)
def scan_files() -> None:
    """Ask the virus scanner about the files that wait."""
    case_jobs.scan_files()


@shared_task(name="workflows.tasks.measure_photos", expires=EXPIRES)
def measure_photos() -> None:
    """Work out the fingerprints that photos of before do not have yet."""
    case_jobs.measure_photos()


@shared_task(name="workflows.tasks.find_areas", expires=EXPIRES)
def find_areas() -> None:
    """Give cases from before the town had its areas the one in which their point lies."""
    case_jobs.find_areas()


@shared_task(name="workflows.tasks.index_cases", expires=EXPIRES)
def index_cases() -> None:
    """Make cases findable whose words are not written yet, for some minutes."""
    until = time.monotonic() + INDEXING
    while case_jobs.index_cases() and time.monotonic() < until:
        pass


@shared_task(name="workflows.tasks.learn_words", expires=EXPIRES)
def learn_words() -> None:
    """Learn from the closed cases what people call things."""
    training.learn()


@shared_task(
    name="workflows.tasks.rehearse", expires=EXPIRES, soft_time_limit=REHEARSING, time_limit=REHEARSING + 60
)
def rehearse() -> None:
    """Replay the past for those who have asked for it."""
    runs.carry_out_waiting()


@shared_task(name="workflows.tasks.purge_rehearsals", expires=EXPIRES)
def purge_rehearsals() -> None:
    """Remove rehearsals of some weeks ago."""
    runs.purge()


@shared_task(name="workflows.tasks.sum_figures", expires=EXPIRES)
def sum_figures() -> None:
    """Bring the sums of figures up to date, those of the staff and those of the public."""
    sums.sum_up()
    public_sums.keep()
