"""Who has an office above the departments: asked about one person, and as a list."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from cases.access import delegations
from cases.access.offices import clerks, executives, office_of
from cases.models import Doer, User
from tests.factories import UserFactory

pytestmark = pytest.mark.django_db


def test_a_person_has_the_office_in_whose_list_they_are(clerk: User, executive: User, head: User) -> None:
    """Not a superuser, who was given none; nor a deputy, nor somebody who is switched off."""
    UserFactory(username="root", is_superuser=True)
    UserFactory(username="left", group="clerk", is_active=False)
    by_hand = UserFactory(username="by_hand", is_superuser=True)
    by_hand.user_permissions.set(Permission.objects.filter(codename__in=["view_every_case", "route_case"]))
    today = timezone.localdate()
    delegations.enter(executive, deputy=head, since=today, until=today, order_number="1", by=executive)
    found = {one.username: office_of(one) for one in User.objects.all()}
    given = {name: office for name, office in found.items() if office}
    assert given == {clerk.username: Doer.CLERK, "by_hand": Doer.CLERK, executive.username: Doer.EXECUTIVE}
    assert set(clerks().values_list("username", flat=True)) == {clerk.username, "by_hand"}
    assert list(executives()) == [executive]
