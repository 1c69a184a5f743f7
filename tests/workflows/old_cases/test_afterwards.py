"""Old cases live on like any other: repeated, killed, found, worked on, opened by their citizen."""

import datetime

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.urls import reverse
from django.utils import timezone

from cases import actions
from cases.actions import corrections
from cases.models import Case, ImportedCase, RequestType, ResultCode, User, YearCounter
from notifications.models import Notice
from tests.factories import HeadFactory, OfficerFactory
from tests.servers import Program, wait_for
from tests.workflows.old_cases.files import as_csv, bring, reasons, saved, simple
from workflows.consistency import disagreements
from workflows.figures.sums import differences
from workflows.jobs import case_jobs
from workflows.old_cases import mapping
from workflows.old_cases.importing import AT_ONCE, LOCK, Import

HEADS = ["no", "at", "kind", "status", "done", "text", "officer", "phone"]
OLD = (timezone.localdate() - datetime.timedelta(days=400)).isoformat()


def row(number: str, status: str = "received", **cells: str) -> list[str]:
    done = OLD if status in ("closed", "rejected", "withdrawn") else ""
    known = {"no": number, "at": OLD, "kind": "road_damage", "status": status, "done": done, "text": "Hole"}
    return [(known | cells).get(name, "") for name in HEADS]


def wanted(**more):
    fields = {"officer": "officer", "phone": "phone", "reason": {"constant": "ไม่ใช่ของเรา"}}
    return simple(fields=fields | more.pop("fields", {}), **more)


@pytest.fixture
def staff(sample_municipality) -> tuple[User, User]:
    department = RequestType.objects.get(code="road_damage").department
    return HeadFactory(department=department), OfficerFactory(username="chang", department=department)


@pytest.mark.django_db
def test_open_ones_have_their_tasks_and_go_on_and_ended_ones_are_in_their_months(staff, tmp_path):
    head, officer = staff
    states = ["received", "assigned", "in_progress", "waiting", "resolved", "closed", "rejected", "withdrawn"]
    rows = [row(f"A{n}", state) for n, state in enumerate(states)]
    rows[4][4] = OLD
    rows.append(row("B1", "in_progress", officer="chang", phone="081 234 5678"))
    said = bring(tmp_path, as_csv(HEADS, *rows), saved(tmp_path, wanted()))
    assert said.startswith("9 taken over"), reasons(tmp_path)
    assert list(disagreements()) == []
    assert list(differences()) == []
    call_command("check_workflow", verbosity=0)
    call_command("check_figures", verbosity=0)
    cases = {case.channel_reference: case for case in Case.objects.all()}
    assert [cases[f"A{n}"].status for n in range(8)] == [
        *("received", "assigned", "assigned", "assigned", "closed", "closed", "rejected", "withdrawn")
    ]
    # Nothing goes out: not at once, and not because a date of the other system is past.
    for job in (case_jobs.escalate, case_jobs.close_resolved, case_jobs.remind_of_delays):
        job()
    assert not Notice.objects.exists()
    assert all(case.due_on > timezone.localdate() for case in cases.values() if case.is_open)
    # The head assigns, the officer begins and finishes, a closed one is taken up again.
    case = actions.assign(cases["A0"], to=officer, by=head)
    case = actions.start(case, by=officer)
    actions.resolve(case, by=officer, result=ResultCode.objects.get(code="advice"), details="ซ่อมแล้ว")
    actions.resolve(cases["B1"], by=officer, result=ResultCode.objects.get(code="advice"), details="ซ่อมแล้ว")
    corrections.take_up_again(cases["A5"], by=head, reason="ยังไม่เรียบร้อย")
    assert list(disagreements()) == []
    # B1 has a telephone and no letters; the head's work is an ordinary case now.
    assert Notice.objects.exists()


@pytest.mark.django_db
def test_the_old_number_finds_the_case_and_is_shown_and_the_own_one_is_kept_where_it_fits(
    staff, client, tmp_path
):
    year = int(OLD[:4]) + 543
    numbers = [f"14/{year}", f"{year}-00003", "14/2500", "EL-77/ก", f"3/{year}"]
    said = bring(tmp_path, as_csv(HEADS, *map(row, numbers)), saved(tmp_path, wanted(numbers="keep")))
    assert said.startswith("5 taken over"), reasons(tmp_path)
    found = {case.channel_reference: case.number for case in Case.objects.all()}
    assert [found[number] for number in numbers] == [
        *(f"{year}-00014", f"{year}-00003", f"{year}-00015", f"{year}-00016", f"{year}-00017")
    ]
    assert YearCounter.objects.get(year=year).last == 17
    client.force_login(staff[0])
    page = client.get(reverse("staff:inbox"), {"view": "all", "q": "EL-77"}).content.decode()
    assert f"{year}-00016" in page
    page = client.get(reverse("staff:case", args=[f"{year}-00016"])).content.decode()
    assert "Register · EL-77/ก" in page
    # Where its words are written anew, it is found all the same.
    call_command("index_cases", all=True, verbosity=0)
    assert (
        f"{year}-00016" in client.get(reverse("staff:inbox"), {"view": "all", "q": "EL-77"}).content.decode()
    )


@pytest.mark.django_db
def test_a_citizen_has_no_password_until_the_counter_gives_one(staff, client, tmp_path):
    bring(tmp_path, as_csv(HEADS, row("1", phone="081 234 5678")), saved(tmp_path, wanted()))
    case = Case.objects.get()
    for typed in ("", "!", case.password, "0000 0000 0000"):
        answer = client.post("/track/", {"user_id": case.number, "password": typed})
        assert answer.status_code == 200
    case, password = actions.change_password(case, by=staff[0], checked="บัตรประชาชน")
    client.post("/track/", {"user_id": case.number, "password": password})
    answer = client.get(reverse("cases:case", args=[case.number]))
    assert "Register · 1" in answer.content.decode()


@pytest.mark.django_db
def test_the_same_file_again_brings_nothing_twice_and_a_dry_run_nothing_at_all(sample_municipality, tmp_path):
    content, how = as_csv(HEADS, *(row(str(n)) for n in range(5))), saved(tmp_path, wanted())
    assert bring(tmp_path, content, how, dry_run=True).startswith("5 could be taken over")
    assert not Case.objects.exists()
    assert not YearCounter.objects.exists()
    bring(tmp_path, content, how)
    assert bring(tmp_path, content, how).startswith("0 taken over, 5 there already, 0 refused")
    # Another source may have the same numbers.
    bring(tmp_path, content, saved(tmp_path, wanted(source="Other")))
    assert ImportedCase.objects.count() == Case.objects.count() == 10


@pytest.mark.django_db
def test_an_import_that_ended_in_the_middle_goes_on_where_it_was(sample_municipality, tmp_path):
    path, how = tmp_path / "old.csv", mapping.load(saved(tmp_path, wanted()))
    path.write_bytes(as_csv(HEADS, *(row(str(n)) for n in range(8))))
    run = Import(path, how, at_once=3).run(now=timezone.now())
    next(run)
    run.close()
    assert Case.objects.count() == 3
    assert bring(tmp_path, path.read_bytes(), saved(tmp_path, wanted())).startswith(
        "5 taken over, 3 there already"
    )
    numbers = Case.objects.order_by("running").values_list("running", flat=True)
    assert list(numbers) == list(range(1, 9))
    assert list(disagreements()) == []


@pytest.mark.django_db
def test_one_import_runs_at_a_time(sample_municipality, tmp_path):
    other = connection.get_new_connection(connection.get_connection_params())
    try:
        other.execute("SELECT pg_advisory_lock(hashtextextended(%s, 0))", [LOCK])
        with pytest.raises(CommandError, match="Another import"):
            bring(tmp_path, as_csv(HEADS, row("1")), saved(tmp_path, wanted()))
    finally:
        other.close()
    assert not Case.objects.exists()


def _locked() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM pg_locks WHERE locktype = 'advisory')")
        return bool(cursor.fetchone()[0])


@pytest.mark.timeout(600)
@pytest.mark.django_db(transaction=True)
def test_an_import_that_is_killed_is_begun_again_and_brings_each_case_once(sample_municipality, tmp_path):
    count, how = 4 * AT_ONCE, saved(tmp_path, wanted())
    content = as_csv(HEADS, *(row(str(n), "closed") for n in range(count)))
    (tmp_path / "old.csv").write_bytes(content)
    command = ["django", "import_cases", str(tmp_path / "old.csv"), "--mapping", how]
    environment = Program.environment_for(redis_url="", mail_url="consolemail://")
    killed = Program(command, folder=tmp_path / "killed", environment=environment)
    killed.start()
    try:
        wait_for(ImportedCase.objects.exists, seconds=400, what="the first batch")
    finally:
        killed.stop()
    wait_for(lambda: not _locked(), what="the end of its session")
    there = Case.objects.count()
    assert there == ImportedCase.objects.count() < count
    assert there % AT_ONCE == 0
    said = bring(tmp_path, content, how)
    assert said.startswith(f"{count - there} taken over, {there} there already, 0 refused")
    assert len(set(Case.objects.values_list("number", flat=True))) == count
    assert list(disagreements()) == []
    assert list(differences()) == []
