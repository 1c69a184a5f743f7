"""News of a case becomes letters, in the same transaction; the commit wakes a worker."""

from functools import partial
from typing import Any

from django.db import transaction
from django.db.models.signals import post_delete, post_save
from django.dispatch import receiver

from cases.models import CaseEvent, OneTimeCode, PushKeys
from cases.signals import address_confirmed, recorded
from notifications.feedback import tracking  # noqa: F401  (connects its receiver)
from notifications.letters import outbox, traffy, unreached_citizens, webhooks
from notifications.letters.catalogue import letters_for
from notifications.letters.holds import unconfirmed, undoable
from notifications.mail_in import post  # noqa: F401  (connects its receiver)
from notifications.models import StaffBrowser
from notifications.wake import wake, wake_for


@receiver(recorded, dispatch_uid="notifications.tell")
def tell(event: CaseEvent, secret: str = "", **kwargs: Any) -> None:
    """Write the letters about an event and the messages to other systems, and withdraw those of a step that
    it undoes; without them the event does not happen either. Raises Refused where one of that step has
    gone."""
    undoable.withdraw(event)
    letters = letters_for(event)
    notices = outbox.write(event, letters, secret=secret)
    unreached_citizens.note(event, letters, notices)
    messages = [*webhooks.write(event), *traffy.write(event)]
    if undoable.wait(event):
        return
    # Each by itself: no letter waits in the queue of what may take its time.
    for some in (notices, messages):
        if some:
            # Robust: a dead broker fails no request.
            transaction.on_commit(partial(wake_for, some), robust=True)


@receiver(post_save, sender=OneTimeCode, dispatch_uid="notifications.look_up")
def look_up_soon(created: bool, raw: bool = False, **kwargs: Any) -> None:
    """Wake a worker for a new request for a password."""
    if created and not raw:
        transaction.on_commit(wake, robust=True)


@receiver(address_confirmed, dispatch_uid="notifications.release")
def release(address: str, **kwargs: Any) -> None:
    """The letters that have waited for this address are due now."""
    if notices := unconfirmed.release(address):
        transaction.on_commit(lambda: wake_for(notices), robust=True)


@receiver(post_delete, sender=PushKeys, dispatch_uid="notifications.new_keys")
def forget_staff_browsers(**kwargs: Any) -> None:
    """The staff's browsers are bound to the keys that are gone."""
    StaffBrowser.objects.all().delete()
