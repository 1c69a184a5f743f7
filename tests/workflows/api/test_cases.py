"""Reading over the API: the inbox, one case, its events and photos, as their pages show them to the person."""

import pytest


pytestmark = pytest.mark.django_db


def test_the_officer_reads_the_inbox_and_the_case(program, case, officer):
    api = program(officer)
    found = api.get("/cases", {"view": "all"})
    assert found.status_code == 200, found.content
    number = case.number
    assert [one["number"] for one in found.json()["cases"]] == [number]
    whole = api.get(f"/cases/{number}").json()
    assert whole["details"] == case.details
    events = api.get(f"/cases/{number}/events").json()
    assert events[-1]["kind"] == "submitted"
    assert whole["after"] == events[0]["id"]
    assert api.get(f"/cases/{number}/photos").json() == []
    assert api.get(f"/cases/{number}/letters").status_code == 200
    assert api.get(f"/cases/{number}/steps").status_code == 200
