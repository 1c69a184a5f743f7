"""Waking delivery after a commit: a hint to the broker, never a source of truth."""

import logging
import time
from collections.abc import Sequence
from uuid import UUID

from django.db import connection
from kombu.exceptions import OperationalError
from redis.exceptions import RedisError

from notifications.models import Notice
from notifications.models.states import QUEUES, Priority
from notifications.tasks import deliver

log = logging.getLogger(__name__)
# After a failure the broker is left alone for so many seconds: a dead Redis must not slow every request.
QUIET = 10.0
# A Redis that accepts and never answers costs a request this much at most, in seconds, and once in QUIET.
HURRY = {"socket_connect_timeout": 0.3, "socket_timeout": 0.3}
# A worker that was woken so recently, and has not begun with its letter, will find these too.
FRESH = 2.0
# By the statement's own time, which an index can be asked for: all that waits would be read otherwise.
STAMP = """
UPDATE notifications_notice SET woken_at = clock_timestamp()
WHERE id = ANY(%(ids)s) AND NOT EXISTS (
  SELECT FROM notifications_notice WHERE state = 'pending' AND due_at <= statement_timestamp()
  AND priority >= %(least)s AND woken_at > statement_timestamp() - %(fresh)s * interval '1 second'
  AND id <> ALL(%(ids)s))
"""


class _Broker:
    quiet_until = 0.0


def wake_for(notices: Sequence[Notice]) -> None:
    """Wake a worker for new notices, in the queue of the most urgent of them, unless one is on its way that
    will send them all. Call it after the commit."""
    if time.monotonic() < _Broker.quiet_until:
        return
    priorities = [notice.priority for notice in notices]
    if _stamped([notice.pk for notice in notices], least=max(priorities)):
        wake(QUEUES[Priority(min(priorities))], upto=max(priorities))


def wake(queue: str = QUEUES[Priority.URGENT], *, upto: int = Priority.URGENT) -> None:
    """Wake a worker of this queue to send what is at least as urgent as `upto`, with one attempt; without a
    broker the next sweep does the work."""
    if time.monotonic() < _Broker.quiet_until:
        return
    try:
        with deliver.app.connection_for_write(transport_options=HURRY) as broker:
            deliver.apply_async(
                (int(upto),),
                queue=queue,
                producer=deliver.app.amqp.Producer(broker, auto_declare=False),
                retry=False,
            )
    except (OperationalError, RedisError, OSError) as error:
        _Broker.quiet_until = time.monotonic() + QUIET
        log.warning("No wake-up sent, the sweep will deliver: %s", type(error).__name__)


def _stamped(ids: list[UUID], *, least: int) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(STAMP, {"ids": ids, "fresh": FRESH, "least": least})
        return bool(cursor.rowcount)
