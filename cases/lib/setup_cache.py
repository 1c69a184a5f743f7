"""What the whole city shares is read once by each process, and known until the set-up changes: the
municipality, holidays, words, questions, places, and who decides.

The set-up has a version (`cases.models.SetUpVersion`), which triggers replace in the transaction of each
change, however it is made (`cases/sql/setup_version.sql`). A request learns it with its session, or by one
statement of its own, and takes from memory only what was read at that version: a change holds for the next
request, whichever process serves it. A version never comes back, and nothing is remembered that was read
after a change of one's own: what a rollback takes back was told to nobody.

What is remembered depends on rows of tables with the trigger alone, neither on the reader nor on the day. It
is everybody's: nobody may change it.
"""

from collections.abc import Callable
from typing import Any, TypeVar, cast
from uuid import UUID

from django.conf import settings
from django.db import connection

from cases.db.replica import from_the_database_itself
from cases.lib.request_cache import current, once

T = TypeVar("T")
VERSION = "SELECT version FROM cases_setupversion"
# What the trigger says to the connection that has changed something.
NOTICE = "set-up changed"
# So many things are known at most: a town needs a few hundred.
MOST = 2000
_known: dict[str, tuple[UUID, Any]] = {}


def shared(key: str, read: Callable[[], T]) -> T:
    """Return what `read` gave under this key at the present version of the set-up, or gives now. Outside of a
    request, and after a change that this request has made itself, nothing comes from other requests."""
    kept = current()
    if kept is None:
        return read()
    if kept.changed:
        # A rollback may take back what is read within a transaction.
        return once(key, read) if connection.in_atomic_block else read()
    if not settings.SHARED_SET_UP:
        return once(key, read)
    kept.version = kept.version or _read_version()
    return _at(kept.version, key, read) if kept.version else read()


def learn(version: UUID | None) -> None:
    """Take the version that was read along with something else; what this request knows already stays."""
    kept = current()
    if kept is not None:
        kept.version = kept.version or version


def hear(connection: Any, **kwargs: Any) -> None:
    """Let a new connection say when it has changed the set-up (Django's `connection_created`)."""
    connection.connection.add_notice_handler(_heard)


def forget() -> None:
    """Forget everything, in this process."""
    _known.clear()


def _at(version: UUID, key: str, read: Callable[[], T]) -> T:
    known_at, known = _known.get(key, (None, None))
    if known_at == version:
        return cast(T, known)
    with from_the_database_itself():
        found = read()
    if len(_known) >= MOST:
        _known.clear()
    _known[key] = (version, found)
    return found


def _read_version() -> UUID | None:
    with connection.cursor() as cursor:
        cursor.execute(VERSION)
        row = cursor.fetchone()
    return row[0] if row else None


def _heard(diagnostic: Any) -> None:
    kept = current()
    if kept is not None and diagnostic.message_primary == NOTICE:
        kept.forget()
        kept.changed = True
