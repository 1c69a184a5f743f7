"""Who undoes a step has the right to it, judged by the case as it was before."""

import pytest
from django.conf import LazySettings
from django.core.exceptions import PermissionDenied

from cases import actions
from cases.actions import extension
from cases.deadlines.work_calendar import WorkCalendar
from cases.models import Case, Membership, User
from workflows.steps import undo

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def thirty_seconds(settings: LazySettings) -> None:
    settings.UNDO_SECONDS = 30


def undone(case: Case, by: User) -> Case:
    return undo.perform(case, event=case.events.latest("pk").pk, by=by)


def test_an_officer_who_gave_the_case_back_undoes_it_without_being_in_charge(
    case: Case, head: User, officer: User
) -> None:
    case = actions.assign(case, to=officer, by=head)
    assert undone(actions.hand_back(case, by=officer, reason="ลาพัก"), officer).officer == officer


def test_whoever_has_lost_the_right_since_changes_nothing(case: Case, head: User) -> None:
    to = WorkCalendar.load().shift(case.due_on, 1)
    case = extension.extend(case, to=to, by=head, reason="รออะไหล่")
    Membership.objects.filter(user=head).update(role="officer")
    with pytest.raises(PermissionDenied):
        undone(case, User.objects.get(pk=head.pk))
    assert Case.objects.get(pk=case.pk).due_on == to
