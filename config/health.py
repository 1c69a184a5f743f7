"""Is it well: the process (`/healthz`), and all that it needs (`/readyz`).

`/readyz` answers 503 where this process cannot serve: no database, no room for photos, keys that do not open
what the database holds, static files that were not packed. A dead broker, beat
or worker delays letters but fails no citizen's request, so it says "degraded" and still 200, lest a load
balancer sends everybody away; a monitor asks `/readyz?strict=1`, which answers 503 for either.
"""

import datetime
import ipaddress
import shutil
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path

import redis
from django.conf import settings
from django.core.files.storage import FileSystemStorage, default_storage
from django.db import Error, connection, connections
from django.db.models import Count, Max, Min
from django.db.models.functions import Now
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import constant_time_compare
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from cases import key_seals
from cases.db import replica
from config import broker, static_files
from config import replica as copy
from config.models import BeatLease, JobRun
from notifications.models import UNSETTLED, Notice, State
from notifications.pages import backlog

# A sweep runs every ten seconds.
WORKER_SILENT = 120.0
LEAST_ROOM = 500 * 1024 * 1024
HURRY = 0.5
# Without these a page cannot be served, or must not be.
NEEDED = ("database", "disk", "keys", "static")
# What proxies say of whom they pass on.
PASSED_ON = ("X-Forwarded-For", "X-Forwarded-Proto", "X-Forwarded-Host", "X-Real-Ip", "Forwarded", "Via")


@dataclass(frozen=True)
class Finding:
    """One thing looked at: is it well, and its figure (seconds, or bytes free), where it has one."""

    ok: bool
    figure: float | None = None


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers; it asks nobody else."""
    return HttpResponse("ok\n", content_type="text/plain")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """Whether it is ready; what it needs, one by one, for this machine and for who shows METRICS_TOKEN."""
    found = findings()
    can_serve = all(found[name].ok for name in NEEDED)
    all_well = all(finding.ok for finding in found.values())
    status = "ok" if all_well else "degraded" if can_serve else "down"
    ready = all_well if request.GET.get("strict") else can_serve
    if not _may_know(request):
        return JsonResponse({"status": "ready" if ready else "not ready"}, status=200 if ready else 503)
    answer = {"status": status, "checks": {name: asdict(finding) for name, finding in found.items()}}
    return JsonResponse(answer, status=200 if ready else 503)


def _may_know(request: HttpRequest) -> bool:
    """Whether who asks is on this machine, or shows the token. A proxy is on this machine too: what it passes
    on comes from elsewhere, and names itself (HTTPS needs X-Forwarded-Proto)."""
    shown = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if settings.METRICS_TOKEN and constant_time_compare(shown, settings.METRICS_TOKEN):
        return True
    return not any(name in request.headers for name in PASSED_ON) and _is_loopback(request)


def _is_loopback(request: HttpRequest) -> bool:
    try:
        return ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def findings() -> dict[str, Finding]:
    """Everything that is looked at; without the database most of it cannot be known."""
    return {
        "database": _asked(_database),
        "broker": broker_finding(),
        "beat": _asked(beat_finding),
        "worker": _asked(_worker),
        "oldest_unsent": _asked(_oldest_unsent),
        "disk": disk_finding(),
        "keys": _asked(lambda: Finding(not key_seals.problem())),
        "static": _static(),
        "files": _files(),
        "replica": _replica(),
    }


def ages() -> dict[str, float]:
    """Seconds since a worker last ended a job, and the age of the oldest unsent letter; what has none is
    missing."""
    at_the_moment = now()
    found = {
        "worker": JobRun.objects.aggregate(at=Max("finished_at"))["at"],
        "oldest_unsent": Notice.objects.filter(state__in=UNSETTLED).aggregate(at=Min("created"))["at"],
    }
    return {name: max((at_the_moment - at).total_seconds(), 0.0) for name, at in found.items() if at}


def unsettled() -> dict[tuple[str, str], int]:
    """Letters on their way, by state and channel."""
    rows = Notice.objects.filter(state__in=UNSETTLED).order_by()
    found = rows.values_list("state", "channel").annotate(count=Count("pk"))
    return {(State(state), channel): count for state, channel, count in found}


def database_bytes() -> float:
    """How large the database is."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_database_size(current_database())")
        return float(cursor.fetchone()[0])


def _asked(look: Callable[[], Finding]) -> Finding:
    try:
        return look()
    except Error:
        return Finding(ok=False)


def _database() -> Finding:
    now()
    return Finding(ok=True)


def beat_finding() -> Finding:
    """Whether a beat leads."""
    return Finding(BeatLease.objects.filter(until__gt=Now()).exists())


def _worker() -> Finding:
    seconds = ages().get("worker")
    return Finding(seconds is not None and seconds < WORKER_SILENT, seconds)


def _oldest_unsent() -> Finding:
    """A letter that is meant for later, or waits for another system, is not late."""
    since = backlog.look()
    return Finding(since is None, None if since is None else (now() - since).total_seconds())


def broker_finding() -> Finding:
    """Without REDIS_URL there is none to look after: the demo, or `manage.py work`."""
    if not settings.REDIS_URL:
        return Finding(ok=True)
    try:
        with broker.client(settings.REDIS_URL, patience=HURRY) as server:
            return Finding(bool(server.ping()))
    except redis.RedisError:
        return Finding(ok=False)


def disk_finding() -> Finding:
    """Room where the photos go; with a bucket, where this machine writes."""
    in_folder = isinstance(default_storage, FileSystemStorage)
    place = Path(settings.MEDIA_ROOT if in_folder else settings.VAR_DIR).absolute()
    # Made with the first photo.
    place = next(folder for folder in (place, *place.parents) if folder.exists())
    free = shutil.disk_usage(place).free
    return Finding(free >= LEAST_ROOM, float(free))


def _static() -> Finding:
    """Every static file is packed; the figure is how many are not."""
    count = static_files.missing()
    return Finding(count == 0, float(count))


def _replica() -> Finding:
    """Without one, and while it is too far behind, the database itself is read."""
    if replica.ALIAS not in connections:
        return Finding(ok=True)
    seconds = copy.age()
    return Finding(seconds is not None and seconds <= settings.REPLICA_LAG, seconds)


def _files() -> Finding:
    """Files in a folder are on the disk, which is looked at; a bucket is asked."""
    return Finding(ok=getattr(default_storage, "answers", lambda: True)())


def now() -> datetime.datetime:
    """The database's time."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        found: datetime.datetime = cursor.fetchone()[0]
        return found
