"""The peer's database: the cases of ours as its tickets, with the same texts, people and times."""

import os
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

import psycopg
from django.contrib.auth.hashers import PBKDF2PasswordHasher
from psycopg import sql

from tests.bench.database import ROOT

NAME = "peer"
# Of everybody of the staff there.
PASSWORD = "for-the-bench-only"
SETTINGS = {"DJANGO_SETTINGS_MODULE": "tests.bench.peers.desk.settings"}
# Open, resolved, closed.
STATUS = "CASE WHEN {0} = 'resolved' THEN 3 WHEN {0} IN ('closed', 'rejected', 'withdrawn') THEN 4 ELSE 1 END"


@dataclass(frozen=True)
class Copy:
    """Rows of a table of theirs: what each column is of ours."""

    table: str
    columns: Mapping[str, str]
    of: str

    @property
    def read(self) -> str:
        """The statement that reads them."""
        return f"COPY (SELECT {', '.join(self.columns.values())} FROM {self.of}) TO STDOUT"

    @property
    def write(self) -> str:
        """The statement that takes them in."""
        return f"COPY {self.table} ({', '.join(self.columns)}) FROM STDIN"


USERS = Copy(
    "auth_user",
    {
        "id": "id",
        "username": "username",
        "first_name": "first_name",
        "last_name": "last_name",
        "email": "email",
        "password": "'!'",
        "is_staff": "true",
        "is_active": "is_active",
        "is_superuser": "false",
        "date_joined": "date_joined",
    },
    "cases_user",
)
QUEUES = Copy(
    "helpdesk_queue",
    {
        "id": "id",
        "title": "left(name_th, 100)",
        "slug": "'d' || id",
        "allow_public_submission": "true",
        "allow_email_submission": "false",
        "enable_notifications_on_email_events": "false",
        "email_box_ssl": "false",
        "email_address": "'d' || id || '@town.example'",
    },
    "cases_department",
)
TICKETS = Copy(
    "helpdesk_ticket",
    {
        "id": "c.id",
        "title": "left(t.name_th, 200)",
        "queue_id": "c.department_id",
        "created": "c.received_at",
        "modified": "c.changed_at",
        "submitter_email": "coalesce(nullif(c.email, ''), 'c' || c.id || '@citizen.example')",
        "assigned_to_id": "c.officer_id",
        "status": STATUS.format("c.status"),
        "on_hold": "c.status = 'waiting'",
        "description": "c.details || ' ' || c.place",
        "resolution": "c.result_details",
        "priority": "CASE c.urgency WHEN 'normal' THEN 3 WHEN 'urgent' THEN 2 ELSE 1 END",
        "due_date": "c.due_on",
        "secret_key": "'key-' || c.id",
    },
    "cases_case c JOIN cases_requesttype t ON t.id = c.request_type_id",
)
FOLLOWUPS = Copy(
    "helpdesk_followup",
    {
        "id": "id",
        "ticket_id": "case_id",
        "date": "at",
        "title": "kind",
        "comment": "message",
        "public": "actor <> 'system'",
        "user_id": "by_id",
        "new_status": f"CASE WHEN from_status <> to_status THEN {STATUS.format('to_status')} END",
    },
    "cases_caseevent",
)
COPIES = (USERS, QUEUES, TICKETS, FOLLOWUPS)


def loaded(python: str, ours: str) -> str:
    """The URL of a fresh database of the peer on the same server, with a ticket for each case of `ours`."""
    theirs = urlsplit(ours)._replace(path=f"/{NAME}").geturl()
    with psycopg.connect(ours, autocommit=True) as link:
        link.execute(sql.SQL("DROP DATABASE IF EXISTS {} WITH (FORCE)").format(sql.Identifier(NAME)))
        link.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(NAME)))
    _manage(python, theirs, "migrate", "--verbosity", "0")
    with psycopg.connect(ours) as source, psycopg.connect(theirs) as target:
        for one in COPIES:
            copy(source, target, one)
        _settle(target)
    _manage(python, theirs, "create_usersettings")
    with psycopg.connect(theirs, autocommit=True) as link:
        link.execute("VACUUM (ANALYZE)")
        link.execute("CHECKPOINT")
    return theirs


def copy(source: psycopg.Connection[Any], target: psycopg.Connection[Any], one: Copy) -> None:
    """Let the rows flow from one database into the other."""
    with source.cursor().copy(one.read) as rows, target.cursor().copy(one.write) as into:
        for block in rows:
            into.write(block)


def _settle(target: psycopg.Connection[Any]) -> None:
    """What comes next is numbered after what was copied, and everybody may log in."""
    for one in COPIES:
        named = {"table": sql.Identifier(one.table), "name": sql.Literal(one.table)}
        statement = "SELECT setval(pg_get_serial_sequence({name}, 'id'), (SELECT max(id) FROM {table}))"
        target.execute(sql.SQL(statement).format(**named))
    hashed = PBKDF2PasswordHasher().encode(PASSWORD, "for-the-bench-only-salt")
    target.execute("UPDATE auth_user SET password = %s", [hashed])


def _manage(python: str, url: str, *command: str) -> None:
    environment = os.environ | SETTINGS | {"DATABASE_URL": url}
    subprocess.run(
        [python, "-m", "django", *command], env=environment, cwd=ROOT, check=True, stdout=subprocess.DEVNULL
    )
