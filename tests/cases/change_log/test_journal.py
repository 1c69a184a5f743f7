"""The change log: every change of the set-up with before and after, by whom; nothing else, no secrets."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.db import DatabaseError, transaction

from cases.change_log.journal import Via, journal
from cases.change_log.values import HIDDEN
from cases.models import Holiday, Municipality, RequestType, SetupChange, User
from cases.questionnaires.versions import publish
from tests.cases.questions import question
from tests.factories import DepartmentFactory, RequestTypeFactory, UserFactory

pytestmark = pytest.mark.django_db


def lines() -> list[tuple[str, str, dict[str, Any]]]:
    found = SetupChange.objects.order_by("pk")
    return [(one.table, one.action, one.fields) for one in found]


def test_a_change_is_written_down_with_before_and_after(administrator: User) -> None:
    request_type = RequestTypeFactory(target_working_days=7)
    with journal(lambda: administrator):
        request_type.target_working_days = 5
        request_type.save()
    assert lines() == [("cases.requesttype", "changed", {"target_working_days": [7, 5]})]
    assert SetupChange.objects.get().by == administrator


def test_what_is_saved_as_it_was_is_no_change(administrator: User) -> None:
    request_type = RequestTypeFactory()
    with journal(lambda: administrator):
        request_type.save()
    assert lines() == []


def test_outside_a_journal_nothing_is_written(administrator: User) -> None:
    RequestTypeFactory()
    assert lines() == []


def test_what_nobody_of_the_staff_does_is_not_written() -> None:
    with journal(lambda: object()):
        DepartmentFactory()
    assert lines() == []


def test_a_command_needs_no_person() -> None:
    with journal(lambda: None, Via.COMMAND):
        DepartmentFactory(code="NEW")
    assert [(one.action, one.by, one.title) for one in SetupChange.objects.all()] == [
        ("added", None, "ชื่อ NEW")
    ]


def test_a_row_that_goes_leaves_what_it_was(administrator: User) -> None:
    holiday = Holiday.objects.create(day="2026-12-10", name_th="วันรัฐธรรมนูญ")
    with journal(lambda: administrator):
        holiday.delete()
    [(table, action, fields)] = lines()
    assert (table, action, fields["day"]) == ("cases.holiday", "removed", ["2026-12-10", None])


def test_what_a_row_points_to_is_named_by_its_code(administrator: User) -> None:
    request_type = RequestTypeFactory(department__code="ENG")
    with journal(lambda: administrator):
        request_type.department = DepartmentFactory(code="PHE")
        request_type.save()
    assert ("cases.requesttype", "changed", {"department": ["ENG", "PHE"]}) in lines()


def test_a_password_is_never_written_but_its_change_is(administrator: User) -> None:
    person = UserFactory()
    with journal(lambda: administrator):
        person.set_password("something-else-2569")
        person.save()
    assert lines() == [("cases.user", "changed", {"password": [HIDDEN, HIDDEN]})]


def test_roles_and_rights_are_written_down(administrator: User) -> None:
    person, group = UserFactory(), Group.objects.get(name="administrator")
    with journal(lambda: administrator):
        person.groups.set([group])
        group.permissions.remove(group.permissions.get(codename="set_up"))
    (table, _action, fields), (other, _changed, rights) = lines()
    assert (table, fields) == ("cases.user", {"groups": [[], ["administrator"]]})
    assert (other, "cases.set_up" in rights["permissions"][0]) == ("auth.group", True)


def test_a_log_in_is_no_change_of_the_set_up(administrator: User) -> None:
    with journal(lambda: administrator):
        administrator.save(update_fields=["last_login"])
    assert lines() == []


def test_new_questions_are_written_down_once(administrator: User) -> None:
    request_type = RequestTypeFactory()
    with journal(lambda: administrator):
        publish(request_type, [question("since")])
        publish(request_type, [question("since"), question("size")])
    assert [(table, action) for table, action, _fields in lines()] == [
        ("cases.questionset", "added"),
        ("cases.questionset", "changed"),
    ]
    before, after = lines()[1][2]["questions"]
    assert ([one["key"] for one in before], len(after)) == (["since"], 2)


def test_what_is_rolled_back_is_not_written(administrator: User) -> None:
    with journal(lambda: administrator), transaction.atomic():
        DepartmentFactory()
        transaction.set_rollback(True)
    assert lines() == []


@pytest.mark.parametrize("change", ["update", "delete"])
def test_the_log_cannot_be_changed(administrator: User, change: str) -> None:
    with journal(lambda: administrator):
        DepartmentFactory()
    rows = SetupChange.objects.all()
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        rows.update(title="x") if change == "update" else rows.delete()


def test_the_municipality_has_no_picture_in_the_log(
    administrator: User, tmp_path: Any, settings: Any
) -> None:
    settings.MEDIA_ROOT = tmp_path
    (tmp_path / "logo.png").write_bytes(b"x" * 100_000)
    with journal(lambda: administrator):
        Municipality.objects.create(code="city", name_th="เทศบาล", name_en="City", logo="logo.png")
    assert len(lines()[0][2]["logo"][1]) == 12


def test_confirming_kinds_in_the_list_is_written_down(administrator: User, client: Any) -> None:
    request_type = RequestTypeFactory(confirmed=False)
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    client.post("/en/admin/cases/requesttype/", {"action": "confirm", "_selected_action": [request_type.pk]})
    assert RequestType.objects.get(pk=request_type.pk).confirmed
    assert lines() == [("cases.requesttype", "changed", {"confirmed": [False, True]})]
