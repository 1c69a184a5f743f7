"""Settling the letters of the demo's past: they count as sent, and one of them came back."""

import datetime

from django.core.management import call_command
from django.utils import timezone

from cases.models import Case, User
from notifications.models import Notice, Suppression, Unreached
from tests.factories import CaseFactory, RequestTypeFactory


def test_one_letter_of_the_past_came_back(head: User) -> None:
    then = timezone.now() - datetime.timedelta(days=3)
    request_type = RequestTypeFactory(department=head.memberships.get().department)
    case: Case = CaseFactory(request_type=request_type, now=then)
    CaseFactory(request_type=request_type, now=then, email="other@citizen.example")
    call_command("settle_notices", sent=True)
    assert Notice.objects.get(state="bounced").case == case
    assert (Unreached.objects.get().case, Suppression.objects.get().reason) == (case, "bounced")


def test_nothing_comes_back_where_nothing_was_sent(db: None) -> None:
    call_command("settle_notices", sent=True)
    assert not Suppression.objects.exists()
