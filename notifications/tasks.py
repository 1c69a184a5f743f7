"""What Celery runs: thin, without personal data, each safe to run twice or at once."""

from celery import shared_task

from notifications.channels import webhook_health
from notifications.delivery import retention, worker
from notifications.letters import area_letters, digest, monthly_letters, one_time_codes
from notifications.letters.holds import suppression
from notifications.mail_in import mailbox
from notifications.models.states import Priority
from notifications.traffy import incoming

# A wake-up that waited longer than this is worth nothing: a sweep has come since. So none pile up.
EXPIRES = 30


@shared_task(name="notifications.tasks.deliver", expires=EXPIRES)
def deliver(upto: int = Priority.BULK) -> None:
    """Look up the new wishes for a code and send what is due, down to this priority."""
    try:
        one_time_codes.look_up()
    finally:
        worker.deliver(upto=Priority(upto))


@shared_task(name="notifications.tasks.sweep_notices", expires=EXPIRES)
def sweep_notices(upto: int = Priority.BULK) -> None:
    """The same on a timer, for wake-ups that were lost; forget old wishes."""
    one_time_codes.purge()
    deliver(upto)


@shared_task(name="notifications.tasks.collect_mail", expires=EXPIRES)
def collect_mail() -> None:
    """Take the e-mails that stand in the town's mailbox."""
    mailbox.collect()


@shared_task(name="notifications.tasks.look_at_traffy", expires=EXPIRES)
def look_at_traffy() -> None:
    """Read what Traffy Fondue has called about, and whether there is anything new."""
    incoming.work()


@shared_task(name="notifications.tasks.write_digests")
def write_digests() -> None:
    """The morning letters of the staff."""
    digest.write()


@shared_task(name="notifications.tasks.write_area_letters")
def write_area_letters() -> None:
    """The letters to people who hear of an area."""
    area_letters.write()


@shared_task(name="notifications.tasks.write_monthly_letters")
def write_monthly_letters() -> None:
    """The letters to the council."""
    monthly_letters.write()


@shared_task(name="notifications.tasks.rekey_suppressed")
def rekey_suppressed() -> None:
    """Have suppressed addresses known by the newest key."""
    suppression.rekey()


@shared_task(name="notifications.tasks.let_go_of_html")
def let_go_of_html() -> None:
    """Keep of old letters their words alone, and forget old attempts at other systems."""
    retention.let_go_of_html()
    webhook_health.forget_attempts()
