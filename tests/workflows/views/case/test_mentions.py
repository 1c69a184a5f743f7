"""Mentions on the staff's pages: picked or typed, wrong ones said beside the field, found in the inbox."""

import datetime

import pytest
from django.utils import timezone

from cases import actions
from cases.models import Case, CaseEvent, Department, User
from tests.factories import CaseFactory, RequestTypeFactory
from tests.workflows.views.conftest import Seat, text
from workflows.rights.catalogue import Verb
from workflows.steps import bulk

pytestmark = pytest.mark.django_db


def test_a_person_is_picked_from_the_list(desk: Seat, case: Case, head: User, officer: User) -> None:
    seat = desk(head)
    assert f"{officer} (@officer)" in text(seat.page("step", case.number, "note"))
    seat.do(case, "note", text="ดูด้วย", mentioned=officer.pk)
    assert CaseEvent.objects.latest("pk").mentions.get().user == officer


def test_a_wrong_name_is_said_and_the_note_stays(desk: Seat, case: Case, head: User, stranger: User) -> None:
    page = text(desk(head).do(case, "note", text="@stranger ดูด้วย"))
    assert "may not read this case" in page
    assert "@stranger ดูด้วย" in page
    assert not case.events.filter(kind="noted").exists()


def test_somebody_outside_the_list_cannot_be_picked(
    desk: Seat, case: Case, head: User, stranger: User
) -> None:
    response = desk(head).do(case, "note", text="ดูด้วย", mentioned=stranger.pk)
    assert response.status_code == 409
    assert not case.events.filter(kind="noted").exists()


def test_a_double_click_mentions_once(desk: Seat, case: Case, head: User, officer: User) -> None:
    seat = desk(head)
    for _ in range(2):
        seat.do(case, "note", text="ดูด้วย", mentioned=officer.pk, after=0)
    assert case.events.filter(kind="noted").count() == 1


def test_the_inbox_has_the_cases_that_mention_me(desk: Seat, case: Case, head: User, officer: User) -> None:
    actions.note(case, by=head, text="@officer", mentioned=[officer])
    rows = desk(officer).page("inbox", view="mentions").context["page"].rows
    assert [row.case for row in rows] == [case]
    assert not desk(head).page("inbox", view="mentions").context["page"].rows


def test_old_mentions_are_not_shown(desk: Seat, case: Case, head: User, officer: User) -> None:
    long_ago = timezone.now() - datetime.timedelta(days=31)
    actions.note(case, by=head, text="@officer", mentioned=[officer], now=long_ago)
    assert not desk(officer).page("inbox", view="mentions").context["page"].rows


def test_a_mention_shows_no_case_that_may_not_be_read_any_more(
    desk: Seat, case: Case, head: User, officer: User
) -> None:
    actions.note(case, by=head, text="@officer", mentioned=[officer])
    officer.memberships.all().delete()
    assert not desk(officer).page("inbox", view="mentions").context["page"].rows


def test_a_note_on_many_cases_is_refused_where_the_named_may_not_read(
    department: Department, head: User, officer: User, colleague: User
) -> None:
    secret = RequestTypeFactory(department=department, restricted=True)
    cases = [
        CaseFactory(request_type=request_type)
        for request_type in (RequestTypeFactory(department=department), secret)
    ]
    outcome = bulk.perform(Verb.NOTE, bulk.chosen(cases), by=head, text="@colleague ดูด้วย")
    assert outcome.done == cases[:1]
    assert str(colleague) in outcome.refused[0][1]
