"""What goes to Traffy Fondue: steps with words and photos, and cases of ours; never a citizen's own words."""

import json
from urllib.parse import urlsplit

import pytest
from django.test import Client
from django.utils import timezone

from cases import actions
from cases.errors import Refused
from cases.lib.request_cache import one_request
from cases.models import Case, CaseEvent, Municipality, RequestType, User
from notifications.letters import traffy as letters
from notifications.models import ChannelHealth, Notice, State, TraffyBridge, TraffyReport
from notifications.traffy import filing
from tests.factories import CaseFactory, ResultCodeFactory
from tests.notifications.traffy.conftest import look, sent
from tests.pictures import photo

pytestmark = pytest.mark.django_db
PLACE = {"latitude": "17.415123", "longitude": "102.787321"}


@pytest.fixture
def ours(road: RequestType) -> Case:
    """A case of a citizen of ours, with a place."""
    case = CaseFactory(request_type=road, **PLACE)
    Notice.objects.all().delete()
    return case


def send(case: Case, by: User) -> None:
    filing.send_case(case, by=by, words="เสาไฟเอียง ขอให้ตรวจสอบ", reason="เป็นงานของการไฟฟ้า")


def last() -> Notice:
    return Notice.objects.filter(channel="traffy").latest("created")


def test_steps_go_with_state_words_and_photos(there, came, head, officer):
    case = actions.start(actions.assign(came, to=officer, by=head), by=officer)
    actions.resolve(case, result=ResultCodeFactory(), details="ซ่อมผิวถนนแล้ว", by=officer, photos=[photo()])
    sent()
    # All happened in one moment here: which goes first is open.
    order = ["รอรับเรื่อง", "กำลังดำเนินการ", "เสร็จสิ้น"]
    told = sorted(there.asked("/update-issue/v1"), key=lambda one: order.index(one["state_name"]))
    assert [one["state_name"] for one in told] == order
    assert "ซ่อมผิวถนนแล้ว" in told[-1]["note"]
    (picture,) = told[-1]["photos"]
    address = urlsplit(picture["url"]).path
    answer = Client().get(address)
    assert (answer.status_code, answer["Content-Type"]) == (200, "image/jpeg")
    assert b"".join(answer.streaming_content).startswith(b"\xff\xd8")
    assert Client().get(address.replace("/photos/", "/photos/x")).status_code == 404
    # What the citizen sent is not given out again.
    own = came.attachments.get(event__kind="submitted")
    assert str(own.pk) not in json.dumps(told)
    RequestType.objects.filter(pk=case.request_type_id).update(restricted=True)
    assert Client().get(address).status_code == 404


def test_a_case_that_is_not_there_tells_nothing_and_an_event_costs_no_statement_while_it_is_off(
    there, ours, head, officer, django_assert_num_queries
):
    actions.assign(ours, to=officer, by=head)
    assert not Notice.objects.filter(channel="traffy").exists()
    event = ours.events.latest("pk")
    event.kind = CaseEvent.Kind.STARTED
    Municipality.objects.update(traffy=False)
    with one_request():
        Municipality.current()
        with django_assert_num_queries(0):
            assert letters.write(event) == []


def test_a_case_of_ours_goes_without_its_citizen_and_is_not_taken_in_as_new(there, ours, head):
    send(ours, head)
    (said,) = ours.events.filter(kind=CaseEvent.Kind.NOTED)
    assert "เป็นงานของการไฟฟ้า" in said.message
    sent()
    (told,) = there.asked("/new-issue/v1")
    assert told["client_ticket_id"] == ours.number
    assert told["description"].startswith("เสาไฟเอียง")
    assert "category_name_th" in told
    for typed in (ours.details, ours.first_name, ours.last_name, ours.email, str(ours.phone), "reason"):
        assert not typed or typed not in json.dumps(told, ensure_ascii=False)
    report = TraffyReport.objects.get()
    assert (report.case, report.ours, report.ticket) == (ours, True, "2026-NEW0")
    look()
    assert not Case.objects.filter(channel__code="traffy").exists()
    with pytest.raises(Refused):
        send(ours, head)
    # What others do there is read here, once.
    there.issues["2026-NEW0"]["status"] = "กำลังดำเนินการ"
    look()
    look()
    assert ours.events.filter(message__contains="กำลังดำเนินการ").count() == 1


def test_one_that_was_not_answered_is_not_sent_twice_and_is_known_when_it_comes(there, ours, head):
    send(ours, head)
    there.answers["/new-issue/v1"] = None
    sent()
    assert last().state == State.FAILED
    sent()
    assert len(there.asked("/new-issue/v1")) == 1
    there.report("2026-LOST11", description=f"เสาไฟเอียง\n({ours.number})")
    look()
    assert TraffyReport.objects.get().ticket == "2026-LOST11"
    assert not Case.objects.filter(channel__code="traffy").exists()


@pytest.mark.parametrize("wrong", [{"latitude": None, "longitude": None}, {"restricted": True}])
def test_without_a_place_or_of_a_restricted_kind_nothing_goes(there, ours, head, wrong):
    kinds = RequestType.objects.filter(pk=ours.request_type_id)
    (kinds if "restricted" in wrong else Case.objects.filter(pk=ours.pk)).update(**wrong)
    with pytest.raises(Refused):
        send(Case.objects.get(pk=ours.pk), head)
    assert not TraffyReport.objects.exists()


def test_one_of_a_kind_that_has_become_restricted_does_not_leave(there, ours, head):
    send(ours, head)
    RequestType.objects.filter(pk=ours.request_type_id).update(restricted=True)
    sent()
    assert there.asked("/new-issue/v1") == []
    assert last().state == State.FAILED


@pytest.mark.parametrize(
    ("status", "state"), [(400, State.FAILED), (429, State.PENDING), (503, State.PENDING)]
)
def test_a_no_is_for_good_and_trouble_comes_again(there, came, status, state):
    there.answers["/update-issue/v1"] = (status, {"message": "ผู้แจ้งชื่อสมชาย"})
    sent()
    assert (last().state, last().last_error) == (state, str(status))


def test_without_calls_nothing_goes_and_nothing_is_lost(there, came):
    TraffyBridge.objects.update(credit=10, quota=1000, credit_of=timezone.localdate().replace(day=1))
    sent()
    assert there.asked("/update-issue/v1") == []
    assert last().state == State.PENDING
    # When the calls are counted anew.
    assert timezone.localdate(last().due_at).day == 1
    TraffyBridge.objects.update(credit=900)
    ChannelHealth.objects.all().delete()
    sent()
    assert last().state == State.SENT
