"""Which databases the product speaks to, and how, from the environment."""

from collections.abc import Callable
from typing import Any

import environ
from django.db import Error, NotSupportedError
from psycopg.errors import FeatureNotSupported

# A step that waits for another person's step gives up after 5 s: the page then says so (409). A page takes no
# second processor away from the others, and no time to compile a statement that runs once.
SESSION = "-c lock_timeout=5000 -c timezone=UTC -c max_parallel_workers_per_gather=0 -c jit=off"
# What a connection asks for the third time is prepared: PostgreSQL reads and plans it once. What should be
# planned for its own values says so where it is written (cases.db.planning).
PREPARED = {"server_side_binding": True, "prepare_threshold": 2}
# A connection keeps so many; psycopg's own 100 are fewer than the statements of a day's pages.
MOST_PREPARED = 400
# Behind PgBouncer a session is not ours: the role has to bring its patience along.
FOR_THE_ROLE = "ALTER ROLE <role> IN DATABASE <database> SET lock_timeout = '5s'"


def databases(env: environ.Env) -> dict[str, dict[str, Any]]:
    """Django's DATABASES. The demo, development and the tests start the embedded server and set DATABASE_URL;
    without it there is none: what needs no database runs, everything else is refused by Django."""
    if not env.str("DATABASE_URL", default=""):
        return {"default": {"ENGINE": "django.db.backends.dummy"}}
    main = env.db_url("DATABASE_URL")
    pooled = env.bool("PGBOUNCER", default=False)
    kept: dict[str, Any] = {
        "age": env.int("CONN_MAX_AGE", default=600),
        "prepared": env.bool("PREPARED_STATEMENTS", default=True),
    }
    found = {"default": _pooled(main) if pooled else _direct(main, **kept)}
    if env.str("REPLICA_URL", default=""):
        found["replica"] = _copy(env.db_url("REPLICA_URL"), **kept)
    return found


def _direct(database: dict[str, Any], *, age: int, prepared: bool) -> dict[str, Any]:
    """A connection of our own, kept for `age` seconds; what it asks again is prepared, if wanted."""
    options = {**database.get("OPTIONS", {}), "options": SESSION, **(PREPARED if prepared else {})}
    return {**database, "CONN_MAX_AGE": age, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


def keep_more_plans(connection: Any, **kwargs: Any) -> None:
    """Let a new connection keep MOST_PREPARED statements (Django's `connection_created`)."""
    connection.connection.prepared_max = MOST_PREPARED


def ask_again_after_a_migration(connection: Any, **kwargs: Any) -> None:
    """Have a new connection prepare anew what a migration beside it has made useless, where that is possible
    (Django's `connection_created`)."""
    if _asked_anew not in connection.execute_wrappers:
        connection.execute_wrappers.append(_asked_anew)


def is_outdated(error: BaseException | None) -> bool:
    """Say whether a statement was prepared before a migration changed the type of a column that it reads."""
    cause = error.__cause__ if isinstance(error, Error) else None
    return isinstance(cause, FeatureNotSupported) and "cached plan" in str(cause)


def _asked_anew(execute: Callable[..., Any], sql: Any, params: Any, many: bool, context: Any) -> Any:
    """Run a statement. In a transaction the caller hears of it; the rollback forgets the plans."""
    try:
        return execute(sql, params, many, context)
    except NotSupportedError as error:
        connection = context["connection"]
        if connection.in_atomic_block or not is_outdated(error):
            raise
        connection.connection.execute("DEALLOCATE ALL")
        return execute(sql, params, many, context)


def _pooled(database: dict[str, Any]) -> dict[str, Any]:
    """PgBouncer in transaction mode: no parameter that it refuses, no cursor that outlives a transaction.
    Nothing is prepared: the next statement may go to another one. Kept for good: PgBouncer gives it away."""
    kept = {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
    return {**database, **kept, "DISABLE_SERVER_SIDE_CURSORS": True}


def _copy(database: dict[str, Any], *, age: int, prepared: bool) -> dict[str, Any]:
    """The read replica: reached without PgBouncer, so that long tables are read by a cursor; nothing can be
    written by mistake, and one that is away is noticed soon."""
    found = _direct(database, age=age, prepared=prepared)
    found["OPTIONS"] |= {
        "options": f"{SESSION} -c default_transaction_read_only=on",
        "connect_timeout": 2,
        "tcp_user_timeout": 5000,
    }
    return {**found, "TEST": {"MIRROR": "default"}}
