"""What the factories have made comes back as it was, and only where nothing else was done."""

from collections.abc import Callable
from typing import Any

import pytest
from django.apps import apps
from django.db import transaction

from cases.models import Case, User
from tests import kept
from tests.factories import CaseFactory, DepartmentFactory, UserFactory

pytestmark = pytest.mark.django_db


def thrice(make: Callable[[], Any], patches: pytest.MonkeyPatch) -> list[Any]:
    """What three tests get, one after the other."""
    found = []
    for _ in range(3):
        kept.begin_test(patches)
        with transaction.atomic():
            found.append(make())
            transaction.set_rollback(True)
    return found


def everything() -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables."""
    return {
        model._meta.label: list(model._base_manager.order_by("pk").values()) for model in apps.get_models()
    }


def test_a_case_is_copied_in_with_all_that_belongs_to_it(monkeypatch):
    def resolved() -> tuple[Any, ...]:
        case = CaseFactory(resolved=True, details="เสาไฟเอน")
        fields = {field.attname: field.value_from_object(case) for field in case._meta.concrete_fields}
        return case.pk, fields, everything()

    walked, recorded, copied = thrice(resolved, monkeypatch)
    assert walked[0] < recorded[0]
    assert recorded == copied


def test_what_follows_an_insert_of_the_tests_own_is_made(monkeypatch):
    def after_another() -> int:
        DepartmentFactory(code="INSERTED")
        User.objects.create(username="inserted")
        return CaseFactory(details="ท่อแตก").pk

    assert len(set(thrice(after_another, monkeypatch))) == 3


def test_what_follows_a_change_of_the_tests_own_is_of_that_change(monkeypatch):
    names = iter(["ก", "ก", "ข"])

    def after_a_change() -> str:
        person, name = UserFactory(username="changed"), next(names)
        User.objects.filter(pk=person.pk).update(last_name=name)
        UserFactory(username="later")
        return User.objects.get(username="changed").last_name

    assert thrice(after_a_change, monkeypatch) == ["ก", "ก", "ข"]


def test_what_is_patched_is_not_passed_over(monkeypatch):
    monkeypatch.setattr(kept, "SECONDS", kept.SECONDS)
    assert len(set(thrice(lambda: CaseFactory(details="ไฟดับ").pk, monkeypatch))) == 3


def test_what_is_undone_is_made_again(monkeypatch):
    def after_a_rollback() -> bool:
        with transaction.atomic():
            DepartmentFactory(code="UNDONE")
            transaction.set_rollback(True)
        return Case.objects.filter(pk=CaseFactory(details="น้ำท่วม").pk).exists()

    assert all(thrice(after_a_rollback, monkeypatch))
