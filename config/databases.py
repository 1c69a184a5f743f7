"""Which databases the product speaks to, and how, from the environment."""

from typing import Any

import environ

# A step that waits for another person's step gives up after 5 s: the page then says so (409). A page takes no
# second processor away from the others, and no time to compile a statement that runs once.
SESSION = "-c lock_timeout=5000 -c timezone=UTC -c max_parallel_workers_per_gather=0 -c jit=off"
# Behind PgBouncer a session is not ours: the role has to bring its patience along.
FOR_THE_ROLE = "ALTER ROLE <role> IN DATABASE <database> SET lock_timeout = '5s'"


def databases(env: environ.Env) -> dict[str, dict[str, Any]]:
    """Django's DATABASES. The demo, development and the tests start the embedded server and set DATABASE_URL;
    without it there is none: what needs no database runs, everything else is refused by Django."""
    if not env.str("DATABASE_URL", default=""):
        return {"default": {"ENGINE": "django.db.backends.dummy"}}
    main = env.db_url("DATABASE_URL")
    pooled = env.bool("PGBOUNCER", default=False)
    age = env.int("CONN_MAX_AGE", default=600)
    found = {"default": _pooled(main) if pooled else _direct(main, age=age)}
    if env.str("REPLICA_URL", default=""):
        found["replica"] = _copy(env.db_url("REPLICA_URL"), age=age)
    return found


def _direct(database: dict[str, Any], *, age: int) -> dict[str, Any]:
    """A connection of our own, kept for `age` seconds."""
    options = {**database.get("OPTIONS", {}), "options": SESSION}
    return {**database, "CONN_MAX_AGE": age, "CONN_HEALTH_CHECKS": True, "OPTIONS": options}


def _pooled(database: dict[str, Any]) -> dict[str, Any]:
    """PgBouncer in transaction mode: no parameter that it refuses, no cursor that outlives a transaction.
    Django prepares no statement of its own accord. Kept for good: PgBouncer gives connections away."""
    kept = {"CONN_MAX_AGE": None, "CONN_HEALTH_CHECKS": True}
    return {**database, **kept, "DISABLE_SERVER_SIDE_CURSORS": True}


def _copy(database: dict[str, Any], *, age: int) -> dict[str, Any]:
    """The read replica: reached without PgBouncer, so that long tables are read by a cursor; nothing can be
    written by mistake, and one that is away is noticed soon."""
    found = _direct(database, age=age)
    found["OPTIONS"] |= {
        "options": f"{SESSION} -c default_transaction_read_only=on",
        "connect_timeout": 2,
        "tcp_user_timeout": 5000,
    }
    return {**found, "TEST": {"MIRROR": "default"}}
