"""The databases as the environment names them."""

from typing import Any

import environ
import psycopg
import pytest
from django.db import NotSupportedError, connection, transaction

from config.databases import databases
from config.errors import is_away

MAIN, COPY = "postgresql://raprueang@db.example/raprueang", "postgresql://raprueang@copy.example/raprueang"


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The databases of these settings and no others."""

    def read(**settings: str) -> dict[str, dict[str, Any]]:
        for name in ("DATABASE_URL", "REPLICA_URL", "PGBOUNCER", "CONN_MAX_AGE", "PREPARED_STATEMENTS"):
            monkeypatch.delenv(name, raising=False)
        for name, value in settings.items():
            monkeypatch.setenv(name, value)
        return databases(environ.Env())

    return read


def test_a_connection_of_our_own_brings_its_patience(named: Any) -> None:
    found = named(DATABASE_URL=MAIN)
    assert list(found) == ["default"]
    assert "lock_timeout=5000" in found["default"]["OPTIONS"]["options"]
    assert not found["default"].get("DISABLE_SERVER_SIDE_CURSORS")


def test_pgbouncer_gets_no_parameter_that_it_refuses_and_no_long_cursor(named: Any) -> None:
    found = named(DATABASE_URL=MAIN, PGBOUNCER="1")["default"]
    assert "options" not in found.get("OPTIONS", {})
    assert found["DISABLE_SERVER_SIDE_CURSORS"]


def test_what_the_address_says_itself_is_kept(named: Any) -> None:
    for pooled in ("0", "1"):
        found = named(DATABASE_URL=f"{MAIN}?sslmode=require", PGBOUNCER=pooled)["default"]
        assert found["OPTIONS"]["sslmode"] == "require"


def test_a_replica_cannot_be_written_and_is_reached_without_pgbouncer(named: Any) -> None:
    found = named(DATABASE_URL=MAIN, PGBOUNCER="1", REPLICA_URL=COPY)["replica"]
    assert found["HOST"] == "copy.example"
    assert "default_transaction_read_only=on" in found["OPTIONS"]["options"]
    assert not found.get("DISABLE_SERVER_SIDE_CURSORS")


def test_a_connection_of_our_own_prepares_what_it_asks_again_and_one_of_pgbouncer_does_not(
    named: Any,
) -> None:
    found = named(DATABASE_URL=MAIN, REPLICA_URL=COPY)
    assert [found[alias]["OPTIONS"]["prepare_threshold"] for alias in ("default", "replica")] == [2, 2]
    pooled = named(DATABASE_URL=MAIN, REPLICA_URL=COPY, PGBOUNCER="1")
    assert "prepare_threshold" not in pooled["default"].get("OPTIONS", {})
    assert pooled["replica"]["OPTIONS"]["prepare_threshold"] == 2


def test_prepared_statements_can_be_switched_off_for_comparison(named: Any) -> None:
    found = named(DATABASE_URL=MAIN, PREPARED_STATEMENTS="0")
    assert found["default"]["OPTIONS"].keys() == {"options"}


@pytest.fixture
def widened(transactional_db: None) -> Any:
    """A statement that this connection has prepared; called, it reads, after a migration by somebody else."""
    settings = connection.get_connection_params()
    address = {
        name: settings[name] for name in ("host", "port", "dbname", "user", "password") if name in settings
    }
    with psycopg.connect(**address, autocommit=True) as other:
        other.execute("CREATE TABLE widened (name varchar(10))")
        other.execute("INSERT INTO widened VALUES ('lamp')")

        def read() -> Any:
            with connection.cursor() as cursor:
                cursor.execute("SELECT name FROM widened WHERE name = %s", ["lamp"])
                return cursor.fetchone()

        for _once in range(4):
            read()
        other.execute("ALTER TABLE widened ALTER COLUMN name TYPE varchar(40)")
        yield read
        other.execute("DROP TABLE widened")


def test_what_was_prepared_before_a_migration_is_prepared_anew(widened: Any) -> None:
    assert widened() == ("lamp",)


def test_a_transaction_that_met_a_migration_is_to_be_sent_again_and_the_next_one_goes_through(
    widened: Any,
) -> None:
    with pytest.raises(NotSupportedError) as refused, transaction.atomic():
        widened()
    assert is_away(refused.value)
    assert widened() == ("lamp",)
