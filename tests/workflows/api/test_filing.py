"""Filing over the API, by a clerk and by a partner, who reads its own cases as their citizens may."""

import pytest

from cases.actions import note
from cases.models import Case, Partner, PartnerCase
from tests.factories import ChannelFactory, RequestTypeFactory

pytestmark = pytest.mark.django_db
FIELDS = {
    "details": "ไฟถนนดับทั้งซอยตั้งแต่เมื่อวาน",
    "urgency": "normal",
    "first_name": "สมชาย",
    "last_name": "ใจดี",
    "phone": "081 234 5678",
    "place": "ซอย 3",
    "language": "th",
    "channel_reference": "APP-1",
}


@pytest.fixture
def lamp(department):
    return RequestTypeFactory(code="lamp", department=department, person_fields="name", needs_map=False)


@pytest.fixture
def partner(lamp, administrator):
    made = Partner.objects.create(
        code="app", name_th="แอป", name_en="App", channel=ChannelFactory(code="app_channel")
    )
    made.kinds.add(lamp)
    return made


def test_a_partner_files_its_kinds_once_and_reads_what_its_citizen_may_read(program, partner, case, officer):
    api = program(partner)
    assert [one["code"] for one in api.get("/kinds").json()] == ["lamp"]
    assert "channel" not in {one["name"] for one in api.get("/kinds/lamp").json()["fields"]}
    body = {"kind": "lamp", "fields": FIELDS}
    first, again = (api.post("/cases", body, key="one") for _ in range(2))
    assert (first.status_code, first.json()) == (201, again.json()), first.content
    filed = Case.objects.get(number=first.json()["number"])
    assert (filed.channel.code, filed.channel_reference) == ("app_channel", "APP-1")
    assert Case.objects.count() == 2
    assert PartnerCase.objects.get().case == filed
    assert "password" not in first.content.decode()

    note(filed, by=officer, text="ดูแล้วพรุ่งนี้ไป")
    assert [one["number"] for one in api.get("/cases").json()["cases"]] == [filed.number]
    whole = api.get(f"/cases/{filed.number}").json()
    assert (whole["details"], whole["citizen"], whole["officer"]) == (FIELDS["details"], None, None)
    events = api.get(f"/cases/{filed.number}/events").json()
    assert [one["kind"] for one in events] == ["submitted"]
    assert api.get(f"/cases/{case.number}").status_code == 404
    assert api.get(f"/cases/{filed.number}/letters").status_code == 403
    assert api.get(f"/cases/{filed.number}/steps").status_code == 403


def test_a_partner_files_no_other_kind_and_what_is_wrong_stands_beside_its_field(program, partner, case):
    api = program(partner)
    other = api.post("/cases", {"kind": "road_damage", "fields": FIELDS})
    assert (other.status_code, other.json()["errors"][0]["field"]) == (422, "kind")
    short = api.post("/cases", {"kind": "lamp", "fields": FIELDS | {"details": "x", "phone": "1"}})
    assert {"details", "phone"} <= {one["field"] for one in short.json()["errors"]}
    other_channel = api.post("/cases", {"kind": "lamp", "fields": FIELDS | {"channel": 1}}).json()
    assert Case.objects.get(number=other_channel["number"]).channel.code == "app_channel"
    Partner.objects.update(active=False)
    assert api.get("/kinds").status_code == 401


def test_a_clerk_files_for_a_caller_and_an_officer_does_not(program, lamp, clerk, officer):
    channel = ChannelFactory(code="phone")
    body = {"kind": "lamp", "fields": FIELDS | {"channel": channel.pk}}
    assert program(officer).post("/cases", body).status_code == 403
    answer = program(clerk).post("/cases", body)
    assert answer.status_code == 201, answer.content
    filed = Case.objects.get(number=answer.json()["number"])
    assert filed.events.get().by == clerk
