"""Steps over the API: the rights, forms and stale checks of the pages, each write once."""

import json

import pytest
from django.utils import timezone

from cases.models import Case, CaseEvent, IdempotencyKey
from tests.factories import CaseFactory, ResultCodeFactory
from tests.pictures import picture
from workflows import rights
from workflows.rights.catalogue import Verb

pytestmark = pytest.mark.django_db


def offered(api, number):
    found = api.get(f"/cases/{number}/steps").json()
    return found, {one["verb"]: one for one in found["steps"]}


def first_event(case):
    return case.events.order_by("pk")[0]


def test_the_head_assigns_and_the_officer_begins_as_on_the_pages(program, client, case, head, officer):
    api, number = program(head), case.number
    now, steps = offered(api, number)
    assert set(steps) == {str(one) for one in rights.offered(head, Case.objects.get(pk=case.pk))}
    to = next(one for one in steps["assign"]["fields"] if one["name"] == "to")
    assert str(officer.pk) in {one["value"] for one in to["choices"]}
    body = {"after": now["after"], "task": steps["assign"]["task"], "fields": {"to": officer.pk}}
    path = f"/cases/{number}/steps/assign"

    first, again = (api.post(path, body, key="k1") for _ in range(2))
    assert first.status_code == 200, first.content
    assert first.json()["status"] == "assigned"
    assert again.json() == first.json()
    assert CaseEvent.objects.filter(case=case, kind="assigned").count() == 1
    assert api.post(path, body | {"fields": {"note": "x"}}, key="k1").status_code == 422
    assert api.post(path, body, key="k2").status_code == 409
    assert api.post(path, body, key=None).status_code == 400

    begun = program(officer).post(f"/cases/{number}/steps/start", {"after": first.json()["after"]})
    assert begun.json()["status"] == "in_progress"
    started = CaseEvent.objects.get(case=case, kind="started")
    assert started.by == officer
    # The history says by which program; what is done on a page says nothing of one.
    assert (started.token.person, first_event(case).token) == (officer, None)
    client.force_login(head)
    page = client.get(f"/en/staff/cases/{number}/").content.decode()
    assert page.count("by the program") == 2
    assert f"by the program “{started.token.name}”" in page


def test_a_step_on_what_was_read_before_something_new_is_refused(program, case, head, officer):
    api, number = program(head), case.number
    old = offered(api, number)[0]["after"]
    assign = {"after": old, "fields": {"to": officer.pk}}
    assert api.post(f"/cases/{number}/steps/assign", assign).status_code == 200
    stale = api.post(f"/cases/{number}/steps/reject", {"after": old, "fields": {"reason": "No."}})
    assert stale.status_code == 409
    assert "changed since you opened it" in stale.json()["detail"]


def test_what_is_wrong_stands_beside_its_field_and_nothing_is_done(program, case, head):
    api = program(head)
    wrong = api.post(f"/cases/{case.number}/steps/assign", {"after": 1, "fields": {}})
    assert (wrong.status_code, wrong.json()["errors"][0]["field"]) == (422, "to")
    strange = api.post(f"/cases/{case.number}/steps/assign", {"after": 1, "fields": {"colour": 1}})
    assert strange.json()["errors"][0]["field"] == "colour"
    assert not IdempotencyKey.objects.exists()


def test_each_verb_is_its_roles_as_on_the_pages(
    program, case, head, officer, colleague, stranger, clerk, executive
):
    for person in (head, officer, colleague, stranger, clerk, executive):
        api, fresh = program(person), Case.objects.get(pk=case.pk)
        readable = Case.objects.visible_to(person).filter(pk=case.pk).exists()
        for verb in Verb:
            answer = api.post(f"/cases/{case.number}/steps/{verb}", {"after": 1, "fields": {"x": 1}})
            if not readable:
                assert answer.status_code == 404, (person, verb)
            elif not rights.may(person, rights.meant(person, verb, fresh), fresh):
                assert answer.status_code == 403, (person, verb)
            else:
                # The right is there: the state refuses it, or the field that no form has.
                assert answer.status_code in (409, 422), (person, verb, answer.content)


def test_a_result_comes_with_its_photo_and_day(program):
    case = CaseFactory(in_progress=True)
    result = ResultCodeFactory(code="done")
    api = program(case.officer)
    now, steps = offered(api, case.number)
    assert {"date", "photos"} <= {one["type"] for one in steps["resolve"]["fields"]}
    fields = {"result": result.pk, "details": "ซ่อมแล้ว", "on": timezone.localdate().isoformat()}
    body = {"after": now["after"], "fields": fields}
    answer = api.client.post(
        f"/api/v1/cases/{case.number}/steps/resolve",
        {"body": json.dumps(body), "photos": picture()},
        headers=api._headers({"Idempotency-Key": "r"}),
    )
    assert (answer.status_code, answer.json().get("status")) == (200, "resolved"), answer.content
    photo = api.get(f"/cases/{case.number}/photos").json()[0]
    file = api.get(photo["file"].removeprefix("/api/v1"))
    assert (file.status_code, file["Content-Type"]) == (200, "image/jpeg")
    # Read to its end, it is closed.
    assert b"".join(file.streaming_content)
    assert not answer.cookies
