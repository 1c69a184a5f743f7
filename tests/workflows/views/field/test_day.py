"""The day of an officer: which cards, whose telephone, how many statements; what a telephone is told."""

import json
import uuid

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from cases import actions
from cases.actions import subtasks
from cases.models import Case, IdempotencyKey, Reading, RequestType, User
from tests.factories import CaseFactory, OfficerFactory, RequestTypeFactory
from tests.once import department as department
from tests.once import head as head
from tests.once import made as made
from tests.once import officer as officer
from tests.pictures import photo
from tests.workflows.views.conftest import Desk, Seat, address, text
from workflows.inbox import field_day

pytestmark = pytest.mark.django_db
MOST = 14


@pytest.fixture
def request_type(head: User) -> RequestType:
    return RequestTypeFactory(code="lamp", department=head.memberships.get().department)


def case_of(request_type: RequestType, head: User, officer: User, **more: object) -> Case:
    state = more.pop("state", "assigned")
    case = CaseFactory(request_type=request_type, head=head, officer=officer, **{str(state): True})
    Case.objects.filter(pk=case.pk).update(**more)
    return Case.objects.get(pk=case.pk)


def test_the_day_holds_what_can_be_done_on_the_spot_the_most_pressing_first(
    request_type: RequestType, head: User, officer: User, colleague: User
) -> None:
    today = timezone.localdate()
    later = case_of(request_type, head, officer)
    late = case_of(
        request_type, head, officer, state="in_progress", due_on=today.replace(year=today.year - 1)
    )
    waits = case_of(request_type, head, officer, state="waiting")
    asked = case_of(request_type, head, officer, state="in_progress")
    helper = OfficerFactory(department__code="PHE")
    there = helper.memberships.get().department
    subtasks.ask_subtask(asked, to=there, by=head, what="ตัดกิ่งไม้", due_on=asked.due_on)
    case_of(request_type, head, colleague)
    found = field_day.cards(officer)
    # One waits for the citizen, one for the other department, one is a colleague's.
    assert [card.case.pk for card in found] == [late.pk, later.pk]
    assert found[0].days_late > 300
    assert waits.pk not in {card.case.pk for card in found}
    boss = User.objects.get(pk=helper.pk)
    part = asked.subtasks.get()
    subtasks.assign_subtask(part, to=helper, by=head)
    (own,) = field_day.cards(boss)
    assert (own.subtask, own.task, own.knows_citizen) == (part, "ตัดกิ่งไม้", True)


def test_the_telephone_is_there_for_who_may_know_it_and_its_reading_is_noted(
    desk: Seat, request_type: RequestType, head: User, officer: User
) -> None:
    case = case_of(request_type, head, officer, phone="+66812345678", latitude="17.41", longitude="102.78")
    page = text(desk(officer).page("field"))
    assert 'href="tel:+66-81-234-5678"' in page
    assert "geo:17.41" in page
    assert Reading.objects.filter(reader=officer, case=case).count() == 1
    Case.objects.update(hide_identity=True)
    assert "tel:+66-81" not in text(desk(officer).page("field"))
    assert "tel:+66-81" not in text(desk(officer).page("field_case", case.number))


def test_twice_as_many_cards_take_no_statement_more(
    desk: Seat, request_type: RequestType, head: User, officer: User
) -> None:
    seat = desk(officer)
    for _ in range(2):
        actions.note(case_of(request_type, head, officer), by=officer, text="x", photos=[photo()])
    seat.page("field")
    few = statements(seat)
    for _ in range(3):
        case_of(request_type, head, officer)
    assert statements(seat) == few <= MOST


def statements(seat: Desk) -> int:
    with CaptureQueriesContext(connection) as caught:
        assert seat.page("field").status_code == 200
    return len(caught)


def test_a_telephone_asks_what_was_done_and_a_stranger_is_told_nothing(desk: Seat, officer: User) -> None:
    done, other = uuid.uuid4(), uuid.uuid4()
    IdempotencyKey.objects.create(key=done, digest="x")
    seat = desk(officer)
    answer = seat.get(address("field_sent"), {"key": [str(done), str(other), "x", "\x00"]})
    told = json.loads(answer.content)
    assert (told["done"], bool(told["csrf"])) == ([str(done)], True)
    assert "no-store" in answer["Cache-Control"]
    assert json.loads(seat.get(address("field_sent")).content)["done"] == []
    for name in ("field", "field_sent"):
        assert Client().get(address(name)).status_code == 302
        assert seat.post(address(name)).status_code == 405


def test_the_page_without_a_line_says_nothing_of_anybody(desk: Seat, officer: User, client: Client) -> None:
    seat = desk(officer)
    mine, nobodys = text(seat.page("field_offline")), text(client.get(address("field_offline")))
    assert mine == nobodys
    assert str(officer) not in mine
    assert "csrfmiddlewaretoken" not in mine


def test_a_telephone_can_install_it(client: Client) -> None:
    told = json.loads(client.get(address("field_manifest")).content)
    assert (told["start_url"], told["scope"], told["display"]) == (
        address("field"),
        address("field"),
        "standalone",
    )
    assert {icon["sizes"] for icon in told["icons"]} == {"192x192", "512x512"}
    worker = client.get("/telephone/worker.js")
    assert worker["Service-Worker-Allowed"] == "/"
    assert "field-worker" in text(worker)
