"""mySociety's service request updates: what happened to requests, and what a partner tells about its own."""

import datetime
from typing import Any

import pytest
from django.utils import timezone

from cases.models import Case, CaseEvent, Open311Partner, Open311Report, RequestType
from cases.open311 import partners
from tests.cases.open311.conftest import Call
from tests.cases.open311.test_reading import AT
from tests.factories import CaseFactory
from tests.pictures import picture

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.fixture
def own(hole: RequestType, partner: tuple[Open311Partner, str]) -> Any:
    """Make a case of the partner's, in some state."""

    def make(state: str = "received", **columns: Any) -> Case:
        case: Case = CaseFactory(request_type=hole, **AT, **{state: True}, **columns)
        Open311Report.objects.create(case=case, partner=partner[0])
        return case

    return make


def said(case: Case, **more: str) -> dict[str, str]:
    return {"service_request_id": case.number, "description": "There are two holes now", **more}


def test_the_steps_are_told_by_status_and_time_without_a_word_of_anybody(
    read: Call, hole: RequestType
) -> None:
    case = CaseFactory(request_type=hole, **AT, resolved=True)
    found = read("servicerequestupdates.json")
    assert [one["status"] for one in found] == ["OPEN", "INVESTIGATING", "IN_PROGRESS", "FIXED"]
    assert {one["service_request_id"] for one in found} == {case.number}
    assert found[-1].keys() == {
        "update_id",
        "service_request_id",
        "status",
        "updated_datetime",
        "description",
        "media_url",
    }
    assert (found[-1]["description"], case.result_details in str(found)) == ("Done", False)
    tree = read("servicerequestupdates.xml", page="2", page_size="3")
    assert tree.tag == "service_request_updates"
    assert [one.findtext("status") for one in tree.iterfind("request_update")] == ["FIXED"]


def test_they_are_those_of_a_time_and_of_public_cases_alone(read: Call, hole: RequestType) -> None:
    case = CaseFactory(request_type=hole, **AT)
    now = timezone.now()
    ago = {"start_date": (now - 2 * DAY).isoformat(), "end_date": (now - DAY).isoformat()}
    assert read("servicerequestupdates.json", **ago) == []
    assert len(read("servicerequestupdates.json", start_date=(now - 30 * DAY).isoformat())) == 1
    read("servicerequestupdates.json", 400, start_date="2026-01-01", end_date="2026-03-01")
    Case.objects.filter(pk=case.pk).update(hide_identity=True)
    assert read("servicerequestupdates.json") == []


def test_what_a_partner_tells_is_a_message_of_the_citizen_once(post: Call, own: Any) -> None:
    case = own()
    update = said(case, update_id="77", status="OPEN", updated_datetime="2026-11-30T08:00:00+07:00")
    first = post("v2/servicerequestupdates.json", update | {"media": picture()})
    event = case.events.get(kind="message")
    assert first == [{"update_id": str(event.pk)}]
    assert (event.message, event.actor) == ("There are two holes now", "citizen")
    assert event.attachments.count() == 1
    again = post("v2/servicerequestupdates.xml", update)
    assert again.findtext("request_update/update_id") == str(event.pk)
    assert case.events.filter(kind="message").count() == 1


def test_an_answer_that_was_waited_for_lets_the_case_go_on(post: Call, own: Any) -> None:
    case = own("waiting")
    post("v2/servicerequestupdates.json", said(case))
    case.refresh_from_db()
    assert (case.status, case.events.latest("pk").kind) == ("in_progress", "answered")


def test_still_not_fixed_opens_the_case_again(post: Call, own: Any) -> None:
    case = own("resolved")
    errors = post("v2/servicerequestupdates.json", said(case, status="FIXED"), 400)
    assert "This case has ended" in errors[0]["description"]
    post("v2/servicerequestupdates.json", said(case, status="reopen"))
    case.refresh_from_db()
    assert case.status == "assigned"


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"service_request_id": ""}, 400),
        ({"service_request_id": "2569-99999"}, 404),
        ({"description": " "}, 400),
        ({"description": "x" * 4001}, 400),
        ({"status": "GONE"}, 400),
        ({"updated_datetime": "then"}, 400),
        ({"api_key": "x"}, 403),
        ({"media_url": "http://localhost/x"}, 400),
    ],
)
def test_what_is_wrong_is_refused_and_nothing_is_stored(
    post: Call, own: Any, changed: dict[str, str], status: int
) -> None:
    case = own()
    post("v2/servicerequestupdates.json", said(case) | changed, status)
    assert not CaseEvent.objects.filter(case=case, kind="message").exists()


def test_a_partner_tells_nothing_about_the_cases_of_others(post: Call, hole: RequestType) -> None:
    case = CaseFactory(request_type=hole, **AT)
    other, _key = partners.make("Other", by=None)
    Open311Report.objects.create(case=case, partner=other)
    post("v2/servicerequestupdates.json", said(case), 404)


def test_a_partner_writes_so_often_a_day_and_no_more(
    post: Call, own: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("cases.open311.updates.A_DAY", 1)
    case = own()
    post("v2/servicerequestupdates.json", said(case))
    post("v2/servicerequestupdates.json", said(case, description="Three"), 429)


def test_updates_cannot_be_tried_out(post: Call, own: Any) -> None:
    post("test/v2/servicerequestupdates.json", said(own()), 400)
