"""Nobody can lock everybody out of the set-up."""

import pytest

from cases.models import User
from tests.cases.admin.test_set_up import address, at, fields_of
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def switch_off(person: User, *fields: str) -> str:
    client, url = at(person), address("cases_user_change", person.pk)
    typed = fields_of(client.get(url))
    for field in fields:
        typed.pop(field)
    return client.post(url, typed, follow=True).content.decode()


@pytest.mark.parametrize("field", ["is_active", "is_staff", "groups"])
def test_the_last_administrator_does_not_leave(administrator, field):
    assert "name another one first" in switch_off(administrator, field)
    assert User.objects.get(pk=administrator.pk).groups.exists()
    assert User.objects.filter(pk=administrator.pk, is_active=True, is_staff=True).exists()


def test_with_a_second_one_the_first_may_leave(administrator):
    UserFactory(username="second", group="administrator", is_staff=True)
    switch_off(administrator, "is_active")
    assert not User.objects.get(pk=administrator.pk).is_active


def test_a_second_one_who_has_left_does_not_count(administrator):
    UserFactory(username="root", is_superuser=True, is_staff=True, is_active=False)
    assert "name another one first" in switch_off(administrator, "is_active")


def test_other_people_come_and_go_without_a_superuser(administrator, officer):
    client, url = at(administrator), address("cases_user_change", officer.pk)
    typed = fields_of(client.get(url))
    typed.pop("is_active")
    client.post(url, typed)
    assert not User.objects.get(pk=officer.pk).is_active
