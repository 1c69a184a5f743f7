"""The security log: log-ins, factors, rights, set-up and exports are written down where they happen.

Each event is a row that nobody can change and, once its transaction is through, a line in the log of the
process with numbers of rows alone: no name, no address, nothing that was typed.
"""

import datetime
import logging
import uuid
from typing import Any

from django.contrib.auth import user_logged_in, user_logged_out, user_login_failed
from django.db import connection, transaction
from django.dispatch import receiver
from django.utils import timezone
from django.utils.crypto import salted_hmac

from cases.audit.request_origin import origin
from cases.models import Case, SecurityEvent, User
from cases.text.normalization import compared

log = logging.getLogger("security")
Kind = SecurityEvent.Kind
KEPT = datetime.timedelta(days=2 * 365)
AT_ONCE = 10_000
LONGEST_SUBJECT = 60
ONCE = """
INSERT INTO cases_securityevent (at, kind, by_id, about_id, network, device, subject, batch)
VALUES (%s, %s, %s, %s, %s, %s, %s, %s) ON CONFLICT DO NOTHING RETURNING id
"""
# The trigger lets a job remove old rows that says what it does.
JOB = "SELECT set_config('raprueang.retention_job', %s, true)"


def record(
    kind: SecurityEvent.Kind,
    *,
    by: User | None = None,
    about: User | None = None,
    case: Case | int | None = None,
    subject: str = "",
) -> None:
    """Write an event down, in the transaction that is open. `subject` is a word of ours or a `fingerprint`,
    never what somebody typed; one that is too long ends with an ellipsis."""
    event = _event(kind, by, about, subject)
    event.case_id = case.pk if isinstance(case, Case) else case  # type: ignore[assignment]
    event.save(force_insert=True)
    transaction.on_commit(lambda: _tell(event))


def record_batch(
    kind: SecurityEvent.Kind, *, by: User | None, about: User | None, batch: uuid.UUID, subject: str
) -> None:
    """Write down that the set-up was changed: once for all changes that share a batch, a kind and a person.
    The database knows whether it has been: a part of what was changed may have been rolled back."""
    event = _event(kind, by, about, subject)
    event.batch = batch
    columns = ("at", "kind", "by_id", "about_id", "network", "device", "subject", "batch")
    values = [getattr(event, column) for column in columns]
    with connection.cursor() as cursor:
        cursor.execute(ONCE, values)
        row = cursor.fetchone()
    if row is not None:
        event.pk = row[0]
        transaction.on_commit(lambda: _tell(event))


def fingerprint(typed: str) -> str:
    """Return what a name that nobody has is known by: the same for the same name, and no way back to it."""
    known = salted_hmac("cases.audit.security_log", compared(typed), algorithm="sha256")
    return f"#{known.hexdigest()[:12]}"


def purge(*, now: datetime.datetime | None = None) -> int:
    """Remove the events that are older than two years; return how many."""
    return forget(SecurityEvent, (now or timezone.now()) - KEPT)


def forget(model: type[Any], before: datetime.datetime) -> int:
    """Remove the rows of a log from before a moment, some thousands at a time; return how many."""
    removed = 0
    while True:
        with transaction.atomic():
            with connection.cursor() as cursor:
                cursor.execute(JOB, [f"forget {model._meta.label}"])
            old = model.objects.filter(at__lt=before).order_by("at").values_list("pk", flat=True)[:AT_ONCE]
            gone = int(model.objects.filter(pk__in=list(old))._raw_delete("default") or 0)
        removed += gone
        if gone < AT_ONCE:
            return removed


def _event(kind: SecurityEvent.Kind, by: User | None, about: User | None, subject: str) -> SecurityEvent:
    here = origin()
    said = subject if len(subject) <= LONGEST_SUBJECT else f"{subject[: LONGEST_SUBJECT - 1]}…"
    return SecurityEvent(
        kind=kind, by=by, about=about, subject=said, network=here.network, device=here.device
    )


def _tell(event: SecurityEvent) -> None:
    log.info(
        "event=%s id=%s by=%s about=%s case=%s",
        event.kind,
        event.pk or "-",
        event.by_id or "-",
        event.about_id or "-",
        event.case_id or "-",
    )


@receiver(user_logged_in, dispatch_uid="cases.audit.security_log.in")
def _logged_in(user: User, **kwargs: Any) -> None:
    record(Kind.LOGGED_IN, by=user)


@receiver(user_logged_out, dispatch_uid="cases.audit.security_log.out")
def _logged_out(user: Any, **kwargs: Any) -> None:
    if isinstance(user, User):
        record(Kind.LOGGED_OUT, by=user)


@receiver(user_login_failed, dispatch_uid="cases.audit.security_log.failed")
def _failed(credentials: dict[str, Any], **kwargs: Any) -> None:
    """A wrong password of somebody we know is about that person; a name that nobody has is a fingerprint."""
    typed = str(credentials.get("username", ""))
    person = User.objects.filter(username=typed).first() if "\x00" not in typed else None
    record(Kind.LOG_IN_FAILED, about=person, subject="" if person else fingerprint(typed))
