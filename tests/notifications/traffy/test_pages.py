"""The pages of the bridge: set up, switched, tried; what waits is filed or put aside; a case is sent."""

import pytest
from django.test import Client

from cases.models import Case, CaseEvent, Municipality, SetupChange
from notifications.models import Notice, State, TraffyBridge, TraffyKind, TraffyReport
from tests.factories import CaseFactory
from tests.notifications.traffy.conftest import look, sent

pytestmark = pytest.mark.django_db
PAGE = "/en/staff/setup/traffy/"
TYPED = {"organisation": "org-udon", "user": "udon", "password": "secret", "every": "30", "networks": ""}


@pytest.fixture
def desk(client: Client, administrator) -> Client:
    client.force_login(administrator)
    return client


@pytest.fixture
def waits(there, road) -> TraffyReport:
    there.report("2026-B9WGC7", type="น้ำท่วม")
    look()
    return TraffyReport.objects.get()


def test_the_bridge_is_set_up_tried_and_switched_on_and_the_password_is_sealed(desk, there):
    Municipality.objects.create(code="x", name_th="เทศบาล", name_en="City")
    assert "Enter how Traffy" in desk.post(f"{PAGE}switch/", {"on": "1"}, follow=True).text
    assert "Enter the password." in desk.post(PAGE, TYPED | {"password": ""}).text
    assert "is no network" in desk.post(PAGE, TYPED | {"networks": "here"}).text
    assert not TraffyBridge.objects.exists()
    page = desk.post(PAGE, TYPED, follow=True).text
    row = TraffyBridge.objects.get()
    assert row.hook in page
    assert "secret" not in page.replace(row.hook, "").replace("It is secret", "")
    assert "secret" not in str(list(SetupChange.objects.values()))
    page = desk.post(f"{PAGE}test/", follow=True).text
    assert "has let us in" in page
    assert "แสงสว่าง" in page
    assert "1000" in page
    desk.post(f"{PAGE}switch/", {"on": "1"})
    assert Municipality.objects.get().traffy
    # An empty password leaves the one of before.
    desk.post(PAGE, TYPED | {"password": "", "every": "60"})
    assert (TraffyBridge.objects.get().password, TraffyBridge.objects.get().every) == ("secret", 60)
    desk.post(f"{PAGE}address/")
    assert TraffyBridge.objects.get().hook != row.hook
    desk.post(PAGE, TYPED | {"password": "wrong"})
    assert "did not let us in: 401" in desk.post(f"{PAGE}test/", follow=True).text


def test_the_table_says_which_type_is_which_kind(desk, road):
    row = TraffyKind.objects.get()
    desk.post(PAGE, {"kinds": "1", f"type_{row.pk}": ""})
    assert TraffyKind.objects.get().request_type is None
    desk.post(PAGE, {"kinds": "1", f"type_{row.pk}": str(road.pk)})
    assert TraffyKind.objects.get().request_type == road
    assert desk.post(PAGE, {"kinds": "1", f"type_{row.pk}": "99999"}).status_code == 200


@pytest.mark.parametrize("name", ["head", "officer", "executive"])
def test_others_have_none_of_these_pages(client, waits, name, request):
    client.force_login(request.getfixturevalue(name))
    for page in ("", "reports/", f"reports/{waits.pk}/"):
        assert client.get(PAGE + page).status_code == 403, page


def test_the_clerk_files_what_waits_or_puts_it_aside(client, clerk, waits, road):
    client.force_login(clerk)
    assert client.get(PAGE).status_code == 403
    assert "1 new" in client.get("/en/staff/file/").text
    page = client.get(f"{PAGE}reports/").text
    assert "2026-B9WGC7" in page
    one = f"{PAGE}reports/{waits.pk}/"
    assert "ถนนเป็นหลุมลึก" in client.get(one).text
    assert "Choose the kind" in client.post(f"{one}file/", {"kind": ""}).text
    client.post(f"{one}file/", {"kind": str(road.pk)})
    case = TraffyReport.objects.get().case
    assert case.channel_reference == "2026-B9WGC7"
    assert case.events.get(kind=CaseEvent.Kind.SUBMITTED).by == clerk
    client.post(f"{one}file/", {"kind": str(road.pk)})
    assert Case.objects.filter(channel__code="traffy").count() == 1
    assert case.number in client.get(f"{PAGE}reports/?show=came").text
    assert "everybody" in client.get(f"/en/staff/cases/{case.number}/").text


def test_what_is_put_aside_needs_a_reason_and_stays_aside(client, clerk, waits, road):
    client.force_login(clerk)
    one = f"{PAGE}reports/{waits.pk}/"
    assert "Write the reason." in client.post(f"{one}aside/", {"reason": ""}).text
    client.post(f"{one}aside/", {"reason": "ไม่ใช่งานของเทศบาล"})
    assert client.post(f"{one}aside/", {"reason": "again"}).status_code == 409
    TraffyKind.objects.update(request_type=road)
    look()
    row = TraffyReport.objects.get()
    assert (row.state, row.said) == ("aside", "")
    assert "ไม่ใช่งานของเทศบาล" in client.get(one).text


def test_what_failed_goes_again_by_a_button(client, clerk, there, road):
    there.report("2026-B9WGC7")
    look()
    there.answers["/update-issue/v1"] = (400, {})
    sent()
    client.force_login(clerk)
    page = client.get(f"{PAGE}reports/?show=went").text
    assert "Send again" in page
    failed = Notice.objects.get(channel="traffy", state=State.FAILED)
    client.post(f"{PAGE}messages/{failed.pk}/again/")
    sent()
    assert there.issues["2026-B9WGC7"]["timeline"]
    assert "Send again</button>" not in client.get(f"{PAGE}reports/?show=went").text


def test_who_decides_about_a_case_sends_it_by_a_button(client, head, colleague, there, road):
    case = CaseFactory(request_type=road, latitude="17.4", longitude="102.7")
    page = f"{PAGE}send/{case.number}/"
    client.force_login(colleague)
    assert page not in client.get(f"/en/staff/cases/{case.number}/").text
    assert client.get(page).status_code == 404
    client.force_login(head)
    assert page in client.get(f"/en/staff/cases/{case.number}/").text
    typed = {"words": "เสาไฟเอียง", "organisation": "", "reason": ""}
    assert "เสาไฟเอียง" in client.post(page, typed).text
    assert not TraffyReport.objects.exists()
    client.post(page, typed | {"reason": "งานของการไฟฟ้า"})
    assert TraffyReport.objects.get().case == case
    assert "already" in client.post(page, typed | {"reason": "อีกครั้ง"}).text
    sent()
    assert "2026-NEW0" in client.get(f"/en/staff/cases/{case.number}/").text
