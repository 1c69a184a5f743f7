"""The security log: what the database refuses, what a line says, and that it holds nothing personal."""

import datetime
import logging
from typing import Any

import pytest
from django.contrib.auth import user_login_failed
from django.core.management import call_command
from django.db import IntegrityError, connection, transaction
from django.test import RequestFactory
from django.utils import timezone

from cases.audit import security_log
from cases.audit.request_origin import answering
from cases.audit.security_log import Kind
from cases.models import Case, Reading, SecurityEvent, User
from workflows.jobs.case_jobs import purge_logs

pytestmark = pytest.mark.django_db
JOB = "SET LOCAL raprueang.retention_job = 'forget'"
DAY = datetime.timedelta(days=1)
TABLES = ("cases_securityevent", "cases_reading")


def ago(days: int, user: User, case: Case) -> None:
    """One event and one reading of so many days ago."""
    at = timezone.now() - days * DAY
    SecurityEvent.objects.create(kind=Kind.LOGGED_IN, by=user, at=at)
    Reading.objects.create(reader=user, case=case, at=at, hour=at, way="page", own=True)


def run(*statements: str) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


@pytest.mark.parametrize("table", TABLES)
@pytest.mark.parametrize("change", ["UPDATE {} SET at = now()", "DELETE FROM {}"])
def test_nobody_changes_a_line(officer: User, case: Case, table: str, change: str) -> None:
    ago(1000, officer, case)
    with pytest.raises(IntegrityError, match="append-only"):
        run(change.format(table))


@pytest.mark.parametrize(("table", "days"), [("cases_securityevent", 729), ("cases_reading", 364)])
def test_not_even_the_retention_job_removes_what_is_young(
    officer: User, case: Case, table: str, days: int
) -> None:
    ago(days, officer, case)
    with pytest.raises(IntegrityError, match="append-only"):
        run(JOB, f"DELETE FROM {table}")  # noqa: S608


@pytest.mark.parametrize("table", TABLES)
def test_the_retention_job_changes_no_line_either(officer: User, case: Case, table: str) -> None:
    ago(1000, officer, case)
    with pytest.raises(IntegrityError, match="append-only"):
        run(JOB, f"UPDATE {table} SET at = now()")  # noqa: S608


@pytest.mark.parametrize("table", TABLES)
def test_a_table_is_not_emptied_at_once(table: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgtype & 32 > 0 FROM pg_trigger WHERE tgrelid = %s::regclass AND tgname = 'stays_whole'",
            [table],
        )
        assert cursor.fetchone() == (True,)


def test_the_job_removes_what_is_old_and_nothing_else(officer: User, case: Case) -> None:
    for days in (364, 366, 729, 731):
        ago(days, officer, case)
    assert purge_logs() == 1 + 3
    assert (SecurityEvent.objects.count(), Reading.objects.count()) == (3, 1)
    assert purge_logs() == 0


def test_the_command_does_the_same(officer: User, case: Case, capsys: Any) -> None:
    ago(800, officer, case)
    call_command("purge_logs")
    assert capsys.readouterr().out == "2 lines removed\n"


def test_an_event_knows_network_and_device_but_no_address(officer: User) -> None:
    agent = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:128.0) Gecko/20100101 Firefox/128.0"
    request = RequestFactory(REMOTE_ADDR="203.0.113.77", headers={"user-agent": agent}).get("/")
    with answering(request):
        security_log.record(Kind.LOGGED_IN, by=officer)
    event = SecurityEvent.objects.get()
    assert (event.network, event.device) == ("203.0.113.0/24", "Firefox, Windows")


def test_a_name_that_nobody_has_is_a_fingerprint_and_a_known_one_a_person(officer: User) -> None:
    for typed in ("my-password-by-mistake", "MY-password-by-mistake", "officer", "nul\x00"):
        user_login_failed.send(sender=None, credentials={"username": typed}, request=None)
    first, second, known, _nul = SecurityEvent.objects.order_by("pk")
    assert first.subject == second.subject == security_log.fingerprint("my-password-by-mistake")
    assert "mistake" not in first.subject
    assert (known.about, known.subject) == (officer, "")


@pytest.mark.django_db(transaction=True)
def test_the_line_in_the_log_has_numbers_alone_and_comes_with_the_commit(
    officer: User, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, logger="security")
    with transaction.atomic():
        security_log.record(Kind.LOGGED_IN, by=officer)
        transaction.set_rollback(True)
    assert caplog.messages == []
    security_log.record(Kind.PASSWORD_SET, by=officer, about=officer)
    pk = SecurityEvent.objects.get().pk
    assert caplog.messages == [f"event=password_set id={pk} by={officer.pk} about={officer.pk} case=-"]


def test_one_name_has_one_fingerprint_however_it_is_spelt() -> None:
    assert security_log.fingerprint("นํ้าใจ ๑") == security_log.fingerprint("น้ำใจ 1")
