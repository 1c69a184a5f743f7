"""The directory of the municipality: who is gone is switched off and hands the cases back; a file that is
implausible changes nobody."""

import io
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from cases.models import Case, DirectoryRun, SetupChange, Status, User
from tests.factories import HeadFactory, OfficerFactory, UserFactory
from tests.workflows.views.conftest import Desk, text

pytestmark = pytest.mark.django_db
Seat = Callable[[User], Desk]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path


@pytest.fixture
def staff(officer: User, head: User, administrator: User) -> list[User]:
    """Officer, head, administrator and a colleague who leaves."""
    leaver = OfficerFactory(
        username="leaver", email="Leaver@example.go.th", department=officer.memberships.get().department
    )
    return [officer, head, administrator, leaver]


def run(folder: Path, content: str | bytes, *options: str) -> str:
    file, said = folder / "directory", io.StringIO()
    file.write_bytes(content if isinstance(content, bytes) else content.encode())
    call_command("import_directory", str(file), *options, stdout=said, stderr=said)
    return said.getvalue()


def csv_of(*people: User) -> str:
    return "\n".join(["username;mail", *(f"{one.username.upper()};{one.email}" for one in people)])


def scim_of(*people: User, **more: Any) -> str:
    users = [
        {"userName": f"{one.username}@city", "emails": [{"value": one.email or one.username}]}
        for one in people
    ]
    return json.dumps({"totalResults": len(users), "Resources": users, **more})


def is_active(person: User) -> bool:
    return User.objects.get(pk=person.pk).is_active


@pytest.fixture
def assigned(staff: list[User], case: Case) -> Case:
    """The case is in the name of who leaves."""
    Case.objects.filter(pk=case.pk).update(officer=staff[-1], status=Status.ASSIGNED)
    return case


def test_who_is_gone_is_switched_off_and_hands_the_cases_back(
    folder: Path, staff: list[User], assigned: Case
) -> None:
    *stay, leaver = staff
    said = run(folder, csv_of(*stay), "--dry-run")
    assert "would go: leaver" in said
    assert is_active(leaver)
    assert Case.objects.get(pk=assigned.pk).officer == leaver
    said = run(folder, csv_of(*stay))
    assert "gone: leaver" in said
    assert "Leaver@" not in said
    assert not is_active(leaver)
    assert all(map(is_active, stay))
    assert Case.objects.get(pk=assigned.pk).officer is None
    last = DirectoryRun.objects.filter(dry=False).get()
    assert (last.here, last.gone, last.cases_back) == (3, [leaver.pk], 1)
    assert SetupChange.objects.filter(via=SetupChange.Via.COMMAND).exists()
    # The next night nothing is left to do.
    assert "0 gone" in run(folder, csv_of(*stay))
    assert DirectoryRun.objects.filter(dry=False).count() == 2


def test_scim_is_read_and_who_is_switched_off_there_is_gone(folder: Path, staff: list[User]) -> None:
    *stay, leaver = staff
    users = json.loads(scim_of(*stay))["Resources"]
    users.append({"userName": "leaver", "emails": [{"value": leaver.email}], "active": False})
    assert "gone: leaver" in run(folder, json.dumps({"Resources": users}))
    assert not is_active(leaver)


def test_a_directory_brings_nobody_in_or_back(folder: Path, staff: list[User]) -> None:
    gone = UserFactory(username="before", email="before@example.go.th", is_active=False)
    before = User.objects.count()
    run(folder, csv_of(*staff, gone) + "\nnew.person;new@example.go.th")
    assert User.objects.count() == before
    assert not is_active(gone)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        (b"", "columns are missing"),
        (b"username;mail\n", "nobody in this file"),
        (b"\x00\x01\x02", "missing"),
        (b"name;room\nsomebody;4", "columns are missing"),
        (b"{", "cannot be read"),
        (b"[1, 2]", "no list of users"),
        (b'{"Resources": [{"userName": "a"}], "totalResults": 4000}', "one page of several"),
        (b'{"Resources": []}', "nobody in this file"),
        (b"[" * 100_000, "cannot be read"),
        (b"username\nsomebody.else", "another directory"),
    ],
)
def test_a_file_that_cannot_be_a_directory_changes_nobody(
    folder: Path, staff: list[User], content: bytes, words: str
) -> None:
    with pytest.raises(CommandError, match=words):
        run(folder, content)
    assert all(map(is_active, staff))
    assert DirectoryRun.objects.get().doubt


def test_a_file_that_is_not_there_is_a_night_without_directory(folder: Path, staff: list[User]) -> None:
    with pytest.raises(CommandError):
        call_command("import_directory", str(folder / "none"), stderr=io.StringIO())
    assert DirectoryRun.objects.get().doubt


def test_more_than_a_share_missing_is_not_believed(folder: Path, staff: list[User]) -> None:
    many = [UserFactory(username=f"many{number}") for number in range(4)]
    with pytest.raises(CommandError, match="More of our people"):
        run(folder, csv_of(*staff))
    assert all(map(is_active, many))
    assert DirectoryRun.objects.get().doubt == DirectoryRun.Doubt.TOO_MANY
    run(folder, csv_of(*staff), "--most", "60")
    assert not any(map(is_active, many))


def test_of_a_small_office_not_most_are_gone_at_once(folder: Path, staff: list[User]) -> None:
    with pytest.raises(CommandError, match="3 of 4 are missing"):
        run(folder, csv_of(staff[0]))
    assert all(map(is_active, staff))


def test_the_last_head_stays_and_is_told_of(folder: Path, staff: list[User], desk: Seat) -> None:
    officer, head, administrator, leaver = staff
    assert "stays: head: " in run(folder, csv_of(officer, administrator, leaver))
    assert is_active(head)
    seat = desk(administrator)
    page = text(seat.page("setup_people_directory"))
    assert "Gone, but still here" in page
    assert "Name another head first" in page
    assert "could not be switched off" in text(seat.page("setup"))
    HeadFactory(username="second", department=head.memberships.get().department)
    assert "the next import switches the person off" in text(seat.page("setup_people_directory"))


def test_who_is_spared_and_the_emergency_account_stay(folder: Path, staff: list[User], settings: Any) -> None:
    officer, head, administrator, leaver = staff
    settings.STAFF_SSO_ISSUER = settings.STAFF_SSO_CLIENT_ID = settings.STAFF_SSO_CLIENT_SECRET = "https://x"
    settings.STAFF_SSO_ONLY, settings.STAFF_SSO_EMERGENCY_ACCOUNT = True, "administrator"
    run(folder, csv_of(officer, head), "--spare", "Leaver")
    assert is_active(leaver)
    assert is_active(administrator)


def test_the_page_shows_what_the_runs_found(folder: Path, staff: list[User], desk: Seat, clerk: User) -> None:
    *stay, leaver = staff
    seat = desk(staff[2])
    assert "No directory was imported yet" in text(seat.page("setup_people_directory"))
    run(folder, csv_of(*stay, clerk))
    with pytest.raises(CommandError):
        run(folder, "")
    page = text(seat.page("setup_people_directory"))
    assert str(leaver) in page
    assert "could not be read" in page
    assert "was not believed" in text(seat.page("setup"))
    assert desk(clerk).page("setup_people_directory").status_code == 403
