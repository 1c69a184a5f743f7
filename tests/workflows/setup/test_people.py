"""The pages of the people: who may, what is shown before it is saved, what is refused, who comes and goes."""

import re
from typing import Any

import pytest
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group
from django.core.files.uploadedfile import SimpleUploadedFile

from cases.models import Case, Department, Membership, SecurityEvent, SetupChange, Unit, User
from tests.factories import (
    CaseFactory,
    DepartmentFactory,
    HeadFactory,
    OfficerFactory,
    RequestTypeFactory,
    UserFactory,
)
from tests.workflows.views.conftest import Desk, Seat, address, text

pytestmark = pytest.mark.django_db
PAGES = "setup_people setup_person_new setup_people_passwords setup_people_file setup_people_template"
OF_ONE = "setup_person setup_person_password setup_person_leave setup_person_back setup_person_factor"


@pytest.fixture
def root(db: None) -> User:
    return UserFactory(username="root", is_staff=True, is_superuser=True)


@pytest.fixture
def in_work(department: Department, head: User, officer: User) -> Case:
    """A case in the name of the officer."""
    kind = RequestTypeFactory(department=department)
    made: Case = CaseFactory(request_type=kind, assigned=True, head=head, officer=officer)
    return made


def fields(page: Any) -> dict[str, Any]:
    """What the sheet of a person would send as it stands."""
    sheet = page.context["sheet"]
    forms = [sheet.form, *([sheet.places.management_form, *sheet.places.forms] if sheet.places else [])]
    values = {bound.html_name: bound.value() for form in forms for bound in form}
    plain = {name: _keys(value) if isinstance(value, list) else value for name, value in values.items()}
    found = {name: value for name, value in plain.items() if value is not None and value is not False}
    return {**found, "seen": page.context["seen"], "sure": page.context.get("sure", "")}


def _keys(rows: list[Any]) -> list[Any]:
    return [getattr(row, "pk", row) for row in rows]


def change(seat: Desk, person: User, **typed: Any) -> Any:
    """Send a person's page as it stands but for what is typed; None takes a field away."""
    data = {**fields(seat.page("setup_person", person.pk)), **typed}
    page = address("setup_person", person.pk)
    return seat.post(page, {name: value for name, value in data.items() if value is not None})


def save(seat: Desk, person: User, **typed: Any) -> str:
    """The same, and confirm what it changes about rights."""
    answer = change(seat, person, **typed)
    if answer.status_code == 200 and answer.context.get("sure"):
        answer = seat.post(address("setup_person", person.pk), fields(answer))
    return text(seat.get(answer["Location"]) if answer.status_code == 302 else answer)


@pytest.mark.parametrize("who", ["head", "officer", "clerk", "executive"])
def test_who_may_not_change_people_gets_a_403(desk: Seat, request: Any, who: str) -> None:
    person = request.getfixturevalue(who)
    for name in PAGES.split():
        assert desk(person).page(name).status_code == 403, name
    for name in OF_ONE.split():
        for answer in (desk(person).page(name, person.pk), desk(person).post(address(name, person.pk))):
            assert answer.status_code == 403, name


def test_who_may_only_look_sees_and_changes_nothing(desk: Seat, administrator: User, officer: User) -> None:
    group = Group.objects.get(name="administrator")
    group.permissions.remove(*group.permissions.filter(codename__in=["change_user", "add_user"]))
    seat = desk(administrator)
    page = seat.page("setup_person", officer.pk)
    assert (page.status_code, page.context["sheet"], "User name" in text(page)) == (200, None, True)
    assert "New member of staff" not in text(seat.page("setup_people"))
    for name in OF_ONE.split():
        assert seat.post(address(name, officer.pk)).status_code == 403, name
    for name in ("setup_person_new", "setup_people_file", "setup_people_passwords"):
        assert seat.page(name).status_code == 403, name


def test_a_superuser_is_changed_by_a_superuser_alone(desk: Seat, administrator: User, root: User) -> None:
    seat, other = desk(administrator), UserFactory(is_superuser=True)
    assert "Only a superuser changes this person" in text(seat.page("setup_person", root.pk))
    for name in OF_ONE.split():
        assert seat.post(address(name, root.pk)).status_code == 403, name
    assert "Has every right" in text(desk(root).page("setup_person", other.pk))
    assert "Has every right" not in text(seat.page("setup_person", administrator.pk))
    # A field that the page does not show is not taken.
    change(seat, administrator, is_superuser="on")
    assert not User.objects.get(pk=administrator.pk).is_superuser


def test_people_are_found_by_name_department_and_what_is_missing(
    desk: Seat, administrator: User, officer: User, head: User, department: Department
) -> None:
    seat = desk(administrator)

    def found(**typed: Any) -> list[str]:
        page = seat.post(address("setup_people"), {"state": "here", **typed})
        return sorted(row.username for row, _offices in page.context["rows"])

    gone = UserFactory(username="gone", is_active=False)
    fresh = UserFactory(username="fresh", first_name="สดใส", password="!")
    assert found(department=department.pk) == ["head", "officer"]
    assert found(q="สดใส ใจดี") == ["fresh"]
    assert found(q="OFFICER@office") == ["officer"]
    assert found(state="new") == found(state="nowhere") == [fresh.username]
    assert found(state="left") == [gone.username]
    assert found(q="nobody", state="all") == []
    assert "Nobody fits" in text(seat.post(address("setup_people"), {"q": "x\0y", "department": "99999"}))
    page = seat.page("setup_people", department=department.pk)
    assert page.context["number"] == 2
    assert "1 person has no password yet" in text(page)


def test_the_list_costs_at_most_16_statements(
    desk: Seat, administrator: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        OfficerFactory(department__code=f"D{number}")
    seat = desk(administrator)
    seat.page("setup_people")
    with django_assert_max_num_queries(16):
        seat.page("setup_people")


def test_the_page_of_one_costs_at_most_40_statements(
    desk: Seat, administrator: User, officer: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        DepartmentFactory(code=f"D{number}")
    Membership.objects.create(user=officer, department=DepartmentFactory(code="D1"), role="head")
    seat = desk(administrator)
    seat.page("setup_person", officer.pk)
    with django_assert_max_num_queries(40):
        seat.page("setup_person", officer.pk)


def test_a_new_name_is_saved_at_once(desk: Seat, administrator: User, officer: User) -> None:
    page = save(desk(administrator), officer, first_name="มาลี", email="Malee@Office.Example")
    assert "“มาลี ใจดี” is saved." in page
    assert User.objects.get(pk=officer.pk).email == "Malee@office.example"
    assert SetupChange.objects.get().fields.keys() == {"first_name", "email"}
    assert SecurityEvent.objects.filter(kind="people_changed", by=administrator, about=officer).exists()


def test_what_a_change_adds_and_takes_is_shown_before(
    desk: Seat, administrator: User, officer: User, department: Department, head: User
) -> None:
    answer = change(desk(administrator), officer, **{"places-0-role": "head"})
    page = text(answer)
    assert "It would add:" in page
    assert "Bureau of Public Works: as its head" in page
    assert "Assign an officer" in page.split("It would take away:")[0].split("It would add:")[1]
    assert "Bureau of Public Works: in the own cases" in page.split("It would take away:")[1]
    assert Membership.objects.get(user=officer).role == "officer"
    # Another change than the one that was shown is shown anew.
    other = {**fields(answer), "places-0-DELETE": "on"}
    assert "It would take away:" in text(desk(administrator).post(address("setup_person", officer.pk), other))
    assert Membership.objects.get(user=officer).role == "officer"
    save(desk(administrator), officer, **{"places-0-role": "head"})
    assert Membership.objects.get(user=officer).role == "head"


def test_what_somebody_else_saved_meanwhile_is_not_overwritten(
    desk: Seat, administrator: User, officer: User
) -> None:
    seat = desk(administrator)
    typed = fields(seat.page("setup_person", officer.pk)) | {"first_name": "ใหม่"}
    Membership.objects.filter(user=officer).update(role="head")
    answer = seat.post(address("setup_person", officer.pk), typed)
    assert (answer.status_code, "Somebody else has changed this meanwhile" in text(answer)) == (409, True)
    assert 'value="ใหม่"' in text(answer)
    assert User.objects.get(pk=officer.pk).first_name != "ใหม่"


def test_nobody_raises_the_own_rights_here_or_in_the_admin(
    desk: Seat, administrator: User, department: Department, root: User
) -> None:
    for person in (administrator, root):
        Group.objects.get_or_create(name="clerk")
        clerk = UserFactory(group="clerk").groups.get()
        groups = [*person.groups.values_list("pk", flat=True), clerk.pk]
        place = {"places-0-department": department.pk, "places-0-role": "head"}
        for typed in ({"groups": groups}, place):
            assert "Nobody raises their own rights" in text(change(desk(person), person, **typed))
        page = desk(person).get(f"/en/admin/cases/user/{person.pk}/change/")
        inlines = {f"memberships-{name}": "0" for name in ("INITIAL_FORMS", "MIN_NUM_FORMS")}
        row = {"memberships-0-department": department.pk, "memberships-0-role": "head"}
        plain = {"username": person.username, "language": "th", "is_active": "on", "is_staff": "on"}
        sent = {**plain, **inlines, "memberships-TOTAL_FORMS": "1", **row, "groups": groups}
        if person.is_superuser:
            sent["is_superuser"] = "on"
        assert page.status_code == 200
        answer = desk(person).post(f"/en/admin/cases/user/{person.pk}/change/", sent)
        assert "Nobody raises their own rights" in text(answer)
    assert not Membership.objects.filter(user__in=[administrator, root]).exists()
    # To lower them, and to change the own name, is nobody's harm.
    UserFactory(group="administrator", is_staff=True)
    assert "is saved" in save(desk(administrator), administrator, first_name="ก", is_staff=None)


def test_the_last_head_the_last_administrator_and_a_unit_elsewhere_are_refused(
    desk: Seat, administrator: User, head: User, department: Department
) -> None:
    seat = desk(administrator)
    for typed in ({"places-0-role": "officer"}, {"places-0-DELETE": "on"}):
        assert "nobody would head Bureau of Public Works" in save(seat, head, **typed)
    assert "last person who can change people" in save(seat, administrator, is_staff=None)
    there = Unit.objects.create(code="X", name_th="อื่น", name_en="Else", department=DepartmentFactory())
    assert "belongs to another department" in save(seat, head, **{"places-0-unit": there.pk})
    assert "not a valid" in save(seat, head, email="nowhere").replace("This is not an e-mail", "not a valid")
    assert Membership.objects.get(user=head).role == "head"


def test_a_person_who_changes_departments_gives_the_cases_back(
    desk: Seat, administrator: User, in_work: Case, officer: User
) -> None:
    page = save(desk(administrator), officer, **{"places-0-DELETE": "on"})
    assert "1 open case went back to the head" in page
    assert Case.objects.get(pk=in_work.pk).officer is None


def test_a_new_person_gets_a_place_and_a_password_that_is_shown_once(
    desk: Seat, administrator: User, department: Department, client: Any
) -> None:
    seat = desk(administrator)
    typed = {
        **fields(seat.page("setup_person_new")),
        "username": "malee",
        "first_name": "มาลี",
        "language": "th",
        "places-0-department": department.pk,
        "places-0-role": "officer",
    }
    shown = seat.post(address("setup_person_new"), typed)
    assert "It would add:" in text(shown)
    assert not User.objects.filter(username="malee").exists()
    answer = seat.post(address("setup_person_new"), fields(shown))
    person = User.objects.get(username="malee")
    assert answer["Location"] == address("setup_person_password", person.pk)
    assert (person.has_usable_password(), person.must_change_password) == (False, True)
    assert "already exists" in text(seat.post(address("setup_person_new"), typed))
    slips = text(seat.post(answer["Location"], {"make": "1"}))
    made = re.search(r"<code>([a-z0-9-]{14})</code>", slips)
    assert made
    assert User.objects.get(pk=person.pk).check_password(made[1])
    client.post(address("login"), {"username": "malee", "password": made[1]})
    assert client.get(address("inbox"))["Location"] == address("password")
    assert made[1] not in str(list(SetupChange.objects.values_list("fields", flat=True)))
    assert SecurityEvent.objects.filter(kind="password_set", by=administrator, about=person).exists()


def test_a_password_can_be_typed_and_the_own_one_has_its_page(
    desk: Seat, administrator: User, officer: User
) -> None:
    seat, page = desk(administrator), address("setup_person_password", officer.pk)
    assert "too common" in text(seat.post(page, {"password1": "password", "password2": "password"}))
    seat.post(page, {"password1": "given-at-the-desk-7", "password2": "given-at-the-desk-7"})
    found = User.objects.get(pk=officer.pk)
    assert (found.check_password("given-at-the-desk-7"), found.must_change_password) == (True, True)
    assert seat.page("setup_person_password", administrator.pk)["Location"] == address("password")


def test_those_without_a_password_get_theirs_together_and_once(desk: Seat, administrator: User) -> None:
    people = [UserFactory(password="!") for _ in range(2)]
    UserFactory(password="!", is_superuser=True)
    seat, page = desk(administrator), address("setup_people_passwords")
    assert seat.get(page).context["people"].count() == 2
    answer = seat.post(page, {"person": [people[0].pk, "x", administrator.pk]})
    assert [slip.person for slip in answer.context["slips"]] == [people[0]]
    assert User.objects.get(pk=people[0].pk).check_password(answer.context["slips"][0].password)
    again = seat.post(page, {"person": [people[0].pk]}, follow=True)
    assert "Nobody was chosen" in text(again)


def test_the_second_factor_is_reset(desk: Seat, administrator: User, officer: User) -> None:
    Authenticator.objects.create(user=officer, type=Authenticator.Type.TOTP, data={})
    seat, page = desk(administrator), address("setup_person_factor", officer.pk)
    assert "set up" in text(seat.page("setup_person", officer.pk))
    assert "sets up a new factor" in text(seat.post(page, follow=True))
    assert "has no second factor" in text(seat.post(page, follow=True))
    assert SecurityEvent.objects.filter(kind="factor_removed", about=officer).count() == 1


def test_somebody_leaves_and_comes_back(
    desk: Seat, administrator: User, in_work: Case, officer: User
) -> None:
    seat = desk(administrator)
    page = text(seat.page("setup_person_leave", officer.pk))
    assert "1 open case is in this person" in page
    assert User.objects.get(pk=officer.pk).is_active
    page = text(seat.post(address("setup_person_leave", officer.pk), follow=True))
    assert "has left and cannot log in any more" in page
    assert "1 open case went back to the head" in page
    assert not User.objects.get(pk=officer.pk).is_active
    assert "Nothing: no department" in page
    assert "has left already" in text(seat.post(address("setup_person_leave", officer.pk), follow=True))
    assert "in the own cases" in text(seat.page("setup_person_back", officer.pk))
    assert "works here again" in text(seat.post(address("setup_person_back", officer.pk), follow=True))
    assert User.objects.get(pk=officer.pk).is_active


def test_the_last_head_does_not_leave_and_the_page_says_why(
    desk: Seat, administrator: User, head: User
) -> None:
    seat, page = desk(administrator), address("setup_person_leave", head.pk)
    for answer, status in ((seat.get(page), 200), (seat.post(page), 409)):
        assert answer.status_code == status
        assert "nobody would head Bureau of Public Works" in text(answer)
    assert User.objects.get(pk=head.pk).is_active
    assert "last person who can change people" in text(seat.page("setup_person_leave", administrator.pk))
    HeadFactory(department=head.memberships.get().department)
    seat.post(page)
    assert not User.objects.get(pk=head.pk).is_active


def test_a_file_is_looked_at_and_then_taken(desk: Seat, administrator: User, department: Department) -> None:
    seat, page = desk(administrator), address("setup_people_file")

    def chosen(rows: str) -> Any:
        content = f"username,first_name,last_name,department,role\n{rows}".encode("cp874")
        return seat.post(page, {"file": SimpleUploadedFile("people.csv", content)})

    UserFactory(group="executive")
    look = chosen("malee,มาลี,สุขใจ,ENG,officer\nking,A,B,ENG,king\n")
    assert "New: 1. Changed: 0. As before: 0. Refused: 1." in text(look)
    assert not User.objects.filter(username="malee").exists()
    answer = seat.post(page, {"confirmed": look.context["sealed"]})
    assert "What was not taken" in text(answer)
    assert "role “king” is not known" in text(answer)
    assert User.objects.filter(username="malee").exists()
    again = chosen("malee,มาลี,สุขใจ,ENG,officer\n")
    assert "There is nothing to take" in text(again)
    assert "open for too long" in text(seat.post(page, {"confirmed": "x"}, follow=True))
    assert "Choose a file" in text(seat.post(page, {}))
    assert "Download a file to fill in" in text(seat.get(page))
    assert "ชื่อผู้ใช้" in seat.page("setup_people_template").content.decode("utf-8-sig")
