"""What no program should send: an answer in words, and never a mistake of ours."""

import pytest

from cases.models import Case

pytestmark = pytest.mark.django_db
NUMBERS = ["2569-00000", "x", "%00", "2569-0000%00", "9" * 300, "..%2f..", "2569-00001'--", "๒๕๖๙-๐๐๐๐๑"]
DEEP = "[" * 50_000
BODIES = [
    *("", "null", "[]", "{", '"x"', "1", "{}", DEEP, "[" + "9" * 5000 + "]", '{"after": NaN}'),
    *('{"after": 1, "fields": {"text": "\\u0000"}}', '{"after": 1, "fields": {"text": "\\ud800"}}'),
    *('{"after": -1}', '{"after": 99999999999999999999}', '{"after": "x", "task": []}', '{"after": true}'),
    *(
        '{"after": 1, "fields": []}',
        '{"after": 1, "fields": {"text": {"a": 1}}}',
        '{"after":1,"fields":{"":1}}',
    ),
    '{"after": 9223372036854775807, "task": 9223372036854775807, "fields": {"text": "x"}}',
    '{"kind": "road_damage", "fields": {"latitude": 1e999, "asset": 9e99, "area": ["a", 1], "details": [1]}}',
    '{"kind": ["x"]}',
]


def test_hostile_bodies_and_numbers_are_answered_in_words(program, case, head, clerk):
    for api in (program(head), program(clerk)):
        api.client.raise_request_exception = True
        for number in NUMBERS:
            for part in ("", "/events", "/photos", "/steps", "/letters"):
                assert api.get(f"/cases/{number}{part}").status_code == 404, number
        for path in (
            f"/cases/{case.number}/steps/note",
            f"/cases/{case.number}/subtasks/1/steps/finish",
            "/cases",
            "/cases/search",
        ):
            for body in BODIES:
                answer = api.post(path, body)
                assert 200 <= answer.status_code < 500, (path, body[:80])
                if answer.status_code >= 400:
                    assert answer["Content-Type"] == "application/problem+json"
                    assert answer.json()["status"] == answer.status_code
    assert Case.objects.count() == 1


def test_other_formats_methods_and_places_are_refused(program, case, head):
    api = program(head)
    path = f"/api/v1/cases/{case.number}/steps/note"
    headers = api._headers({"Idempotency-Key": "k"})
    assert api.client.post(path, "<x/>", content_type="text/xml", headers=headers).status_code == 415
    broken = {"content_type": "multipart/form-data; boundary=x", "headers": headers}
    assert api.client.post(path, b"--x\r\nnonsense", **broken).status_code in (400, 422)
    assert api.client.post(path, b"x", content_type="multipart/form-data", headers=headers).status_code == 400
    deleted = api.client.delete(f"/api/v1/cases/{case.number}", headers=headers)
    assert (deleted.status_code, deleted["Allow"]) == (405, "GET")
    assert api.get("/nothing").status_code == 404
    assert api.get(f"/cases/{case.number}/subtasks/99999999999999999999/steps/x").status_code in (404, 405)
    assert api.get("/photos/no-uuid").status_code == 404
    assert api.client.head(f"/api/v1/cases/{case.number}", headers=headers).status_code == 200


def test_hostile_filters_are_named(program, case, head):
    api = program(head)
    for query in ("view=%00", "since=99/99/9999", "officer=1e9", "box=a", "day=%F0%9F", "x=1"):
        assert api.get(f"/cases?{query}").status_code == 422, query
    assert api.get("/cases?after=9.9&view=all&rows=-1").status_code == 200
