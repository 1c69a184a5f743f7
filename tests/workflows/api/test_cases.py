"""Reading over the API: the inbox, one case, its events and photos, as the pages show them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from cases.models import Case, Reading
from tests.factories import CaseFactory, RequestTypeFactory

pytestmark = pytest.mark.django_db


def test_the_officer_reads_the_inbox_and_the_case(program, case, officer, clerk):
    api, number = program(officer), case.number
    found = api.get("/cases", {"view": "all"}).json()
    assert [one["number"] for one in found["cases"]] == [number]
    whole = api.get(f"/cases/{number}").json()
    assert (whole["details"], whole["citizen"]) == (case.details, None)
    assert not Reading.objects.exists()
    told = program(clerk).get(f"/cases/{number}", **{"Accept-Language": "th"}).json()
    assert told["citizen"]["name"] == case.applicant_name
    assert [(one.reader, one.case) for one in Reading.objects.all()] == [(clerk, case)]
    events = api.get(f"/cases/{number}/events").json()
    assert events[-1]["kind"] == "submitted"
    assert whole["after"] == events[0]["id"]
    assert api.get(f"/cases/{number}/photos").json() == []


def test_words_are_looked_for_in_a_body_and_never_in_an_address(program, case, clerk):
    api = program(clerk)
    assert api.get("/cases", {"q": "สมชาย"}).status_code == 422
    found = api.post("/cases/search", {"words": "หลุม", "filters": {"view": "all"}}, key=None).json()
    assert [one["number"] for one in found["cases"]] == [case.number]
    assert api.get("/cases", {"status": "nothing"}).status_code == 422
    assert api.get("/cases", {"before": "x"}).status_code == 422
    assert api.get("/cases", {"colour": "red"}).status_code == 422


def test_what_a_person_cannot_read_on_a_page_is_not_there(
    program, case, officer, stranger, clerk, department
):
    secret = RequestTypeFactory(code="corruption", restricted=True, department=department)
    hidden = CaseFactory(request_type=secret)
    for reader, seen in ((stranger, set()), (officer, {case.number}), (clerk, {case.number})):
        api = program(reader)
        listed = api.get("/cases", {"view": "all"}).json()["cases"]
        assert {one["number"] for one in listed} == seen, reader
        visible = set(Case.objects.visible_to(reader).values_list("number", flat=True))
        for one in (case, hidden):
            answers = {
                api.get(f"/cases/{one.number}{part}").status_code
                for part in ("", "/events", "/photos", "/letters", "/steps")
            }
            assert answers == ({200} if one.number in visible else {404}), (reader, one)


def test_a_list_takes_ten_statements_and_a_case_fourteen(program, case, head):
    api = program(head)
    for path, most in (("/cases?view=all", 10), (f"/cases/{case.number}", 14)):
        api.get(path)
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert api.get(path).status_code == 200
        assert len(asked) <= most, [one["sql"][:120] for one in asked]


def test_a_reader_who_has_the_answer_is_told_so_in_the_own_language(program, case, officer):
    api, path = program(officer), f"/cases/{case.number}"
    first = api.get(path)
    assert (first["Content-Language"], first.json()["status_words"]) == ("en", "Received")
    again = api.get(path, **{"If-None-Match": first["ETag"]})
    assert (again.status_code, again.content) == (304, b"")
    thai = api.get(path, **{"Accept-Language": "th", "If-None-Match": first["ETag"]})
    assert (thai.status_code, thai["Content-Language"]) == (200, "th")
    missing = api.get("/cases/2569-99999", **{"Accept-Language": "th"})
    assert (missing.status_code, missing["Content-Type"]) == (404, "application/problem+json")
    assert missing.json()["title"] == "ไม่พบ"


def test_kinds_departments_and_figures_are_told(program, case, head, officer):
    api = program(head)
    kind = api.get("/kinds/road_damage").json()
    assert {"details", "phone", "channel"} <= {one["name"] for one in kind["fields"]}
    assert [one["code"] for one in api.get("/kinds").json()] == ["road_damage"]
    assert "ENG" in {one["code"] for one in api.get("/departments").json()}
    assert api.get("/figures").json()["total"]["received"] == 1
    assert api.get("/figures", {"period": "x"}).status_code == 422
    assert program(officer).get("/figures").status_code == 403
