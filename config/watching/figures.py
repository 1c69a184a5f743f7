"""What is measured: each figure by one small statement, a file or a look at a disk; none of it personal."""

import datetime
import json
import math
import shutil
from contextlib import suppress
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import Error
from django.db.models import F, Q, Sum
from django.utils import timezone

from cases.models import Case, SecurityEvent
from config import health
from config.models import JobRun, Trouble, Watched
from config.timetable import JOBS
from config.watching.troubles import What
from notifications.models import ChannelHealth, DeliveryChannel, Notice, State, WebhookEndpoint
from notifications.pages import backlog

HOUR = datetime.timedelta(hours=1)
# A webhook may fail for a while: its messages are tried again.
PATIENT = HOUR
# Fewer late cases than this are no trouble of the whole town, whatever their share.
FEW = 10
# A clock may be so far ahead; a backup from tomorrow is none.
AHEAD = 3600.0
Off, Kind = WebhookEndpoint.Off, SecurityEvent.Kind


def database() -> float:
    """Whether it answers."""
    try:
        health.now()
    except Error:
        return 0.0
    return 1.0


def broker() -> float:
    """Whether Redis answers, where there is one."""
    return float(health.broker_finding().ok)


def beat() -> float:
    """Whether one leads."""
    return float(health.beat_finding().ok)


def worker() -> float:
    """Seconds since a worker last ended a job."""
    return health.ages().get("worker", math.inf)


def watch() -> float:
    """Seconds since everything was last looked at."""
    row = JobRun.objects.filter(name="watch").first()
    at = row and (row.finished_at or row.started_at)
    return _since(at) if at else math.inf


def jobs() -> float:
    """How many jobs of the timetable ended badly. One that is not in the timetable any more never runs
    again, and is no trouble."""
    names = [job.name for job in JOBS]
    return float(JobRun.objects.filter(name__in=names, succeeded=False).count())


def outbox() -> float:
    """How long the oldest letter waits that is late; 0 while none is."""
    late_since = backlog.look()
    return _since(late_since) if late_since else 0.0


def letters_waiting() -> float:
    """Letters on their way; what waits for another system is that one's affair."""
    return float(Notice.objects.unsettled().exclude(channel=DeliveryChannel.WEBHOOK).count())


def letters_failed() -> float:
    """Letters of the last day that were refused for good."""
    since = timezone.now() - 24 * HOUR
    failed = Notice.objects.filter(state=State.FAILED, created__gt=since).order_by()
    return float(failed.exclude(channel=DeliveryChannel.WEBHOOK).count())


def ways() -> float:
    """Channels whose last letter was not accepted."""
    failing = Q(failed_at__isnull=False) & (Q(worked_at=None) | Q(failed_at__gt=F("worked_at")))
    return float(ChannelHealth.objects.exclude(channel=DeliveryChannel.WEBHOOK).filter(failing).count())


def webhooks() -> float:
    """Endpoints that do not get through, or were switched off since they did not."""
    failing = Q(active=True, health__failing_since__lt=timezone.now() - PATIENT)
    return float(WebhookEndpoint.objects.filter(failing | Q(off_because__in=[Off.FAILING, Off.GONE])).count())


def disk_files() -> float | None:
    """Bytes that are free where the photos go."""
    return health.disk_finding().figure


def disk_database() -> float | None:
    """Bytes that are free where the database lies, if that is known here."""
    place = settings.DATABASE_DISK
    with suppress(OSError):
        return float(shutil.disk_usage(place).free) if place else None
    return None


def backup() -> float | None:
    """How old the last backup is; infinite without any: no stamp, one that says nothing, one of nothing, one
    of the future."""
    if not settings.BACKUP_STAMP:
        return None
    stamp = _stamp(Path(settings.BACKUP_STAMP))
    try:
        at = datetime.datetime.fromisoformat(stamp["at"])
        if not int(stamp["bytes"]) > 0:
            return math.inf
    except (KeyError, TypeError, ValueError, OverflowError):
        return math.inf
    age = _since(at if at.tzinfo else at.replace(tzinfo=datetime.UTC), least=-math.inf)
    return math.inf if age < -AHEAD else max(age, 0.0)


def _stamp(path: Path) -> Any:
    try:
        return json.loads(path.read_text("utf-8"))
    except (OSError, ValueError, RecursionError):
        return {}


def certificate() -> float | None:
    """Seconds that it still holds, as it was last asked for; less than nothing once it has ended."""
    row = Watched.objects.filter(name="certificate").first()
    return None if row is None or row.figure is None else row.figure - timezone.now().timestamp()


def server_errors() -> float:
    """Answers of 500 and above in this hour and the one before."""
    return _troubles(What.ERROR)


def shed() -> float:
    """Requests that were refused in a rush in this hour and the one before."""
    return _troubles(What.SHED)


def log_ins() -> float:
    """Tries of the staff to log in that failed in the last hour."""
    return _events(Kind.LOG_IN_FAILED, Kind.FACTOR_FAILED, Kind.PROOF_FAILED)


def citizen_log_ins() -> float:
    """The same of citizens."""
    return _events(Kind.CASE_REFUSED)


def late_cases() -> float:
    """The share of open cases that are late, in percent; 0 where they are few."""
    late = Case.objects.late().count()
    return 100.0 * late / Case.objects.open().count() if late >= FEW else 0.0


def _events(*kinds: SecurityEvent.Kind) -> float:
    return float(SecurityEvent.objects.filter(kind__in=kinds, at__gt=timezone.now() - HOUR).count())


def _troubles(what: What) -> float:
    this_hour = timezone.now().replace(minute=0, second=0, microsecond=0)
    found = Trouble.objects.filter(what=what, hour__gte=this_hour - HOUR)
    return float(found.aggregate(number=Sum("number"))["number"] or 0)


def _since(at: datetime.datetime, *, least: float = 0.0) -> float:
    return max((timezone.now() - at).total_seconds(), least)
