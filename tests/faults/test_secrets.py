"""After everything: no password, code or token in clear, but in the letter itself."""

import subprocess

import pytest
import redis
from django.db import connection

from cases.models import OneTimeCode
from notifications.models import Notice, State
from tests.factories import FiledFactory
from tests.faults.conftest import PASSWORD, OddMailServer, Write, wait_until_settled
from tests.servers import RedisServer, Worker, wait_for

pytestmark = pytest.mark.django_db(transaction=True)


def test_secrets_are_nowhere_in_clear(
    workers: list[Worker], write: Write, mail: OddMailServer, redis_server: RedisServer
) -> None:
    case, password = FiledFactory(email="somchai@citizen.example")
    write(20)
    OneTimeCode.objects.create(wanted=case.number)
    wait_for(lambda: Notice.objects.filter(kind="recovery_code", state=State.SENT), what="the code")
    wait_until_settled()
    code = next(
        line.split(": ")[1]
        for letter in mail.sent_to("somchai@citizen.example")
        for line in letter.get_body(("plain",)).get_content().splitlines()  # type: ignore[union-attr]
        if line.startswith(("รหัสยืนยัน: ", "รหัส: ", "Code: "))
    )
    secrets = {password, password.replace(" ", ""), PASSWORD, PASSWORD.replace(" ", "")}
    everything = database() + broker(redis_server) + logs(workers) + headers(mail)
    assert len(everything) > 10_000, "there was something to look through"
    assert not [one for one in secrets if one in everything]
    assert f" {code}" not in logs(workers) + broker(redis_server) + headers(mail)
    assert all(one in bodies(mail) for one in (password, PASSWORD, code)), "the letters themselves have them"


def database() -> str:
    """Every row of every table, as text."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT relname FROM pg_stat_user_tables WHERE schemaname = 'public'")
        tables = [name for (name,) in cursor.fetchall()]
        rows = []
        for table in tables:
            cursor.execute(f"SELECT t::text FROM {connection.ops.quote_name(table)} t")  # noqa: S608
            rows += [row for (row,) in cursor.fetchall()]
    return "\n".join(rows)


def broker(server: RedisServer) -> str:
    """Every value that Redis holds."""
    with redis.Redis.from_url(server.url) as client:
        return "".join(repr(client.dump(key)) + repr(key) for key in client.scan_iter())


def logs(workers: list[Worker]) -> str:
    """What the workers wrote, and the environment that anybody can see of them."""
    running = [str(worker.process.pid) for worker in workers if worker.process]
    seen = subprocess.run(["ps", "-o", "args=", "-p", ",".join(running)], capture_output=True, check=True)
    return "".join(worker.log.read_text() for worker in workers) + seen.stdout.decode()


def headers(mail: OddMailServer) -> str:
    """The headers of every letter that arrived."""
    return "\n".join(f"{name}: {value}" for letter in mail.messages for name, value in letter.items())


def bodies(mail: OddMailServer) -> str:
    """The text of every letter that arrived."""
    parts = [letter.get_body(("plain",)) for letter in mail.messages]
    return "\n".join(part.get_content() for part in parts if part)
