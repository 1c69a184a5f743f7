"""The description of the API: up to date, kept to what was promised, and drawn as a page without a script."""

import copy
import json
import subprocess
import sys
from pathlib import Path

import pytest

from config.rest.documentation import written
from config.rest.openapi import FILE, RELEASED, broken
from config.rest.service import openapi


def test_the_file_says_what_the_api_does():
    assert Path(FILE).read_text(encoding="utf-8") == written(openapi()), "run manage.py write_openapi"


def test_no_program_of_the_last_release_is_broken():
    assert broken(json.loads(Path(RELEASED).read_text(encoding="utf-8")), openapi()) == []


def test_a_change_that_breaks_a_program_is_named():
    before = openapi()
    after = copy.deepcopy(before)
    del after["paths"]["/api/v1/figures"]
    after["paths"]["/api/v1/cases"]["get"]["parameters"][0] |= {"required": True}
    del after["components"]["schemas"]["Case"]["properties"]["details"]
    after["components"]["schemas"]["Case"]["properties"]["number"] = {"type": "integer"}
    step = after["paths"]["/api/v1/cases/{number}/steps/{verb}"]["post"]["requestBody"]["content"]
    step["application/json"]["schema"]["required"].append("task")
    assert broken(before, before) == []
    assert sorted(broken(before, after)) == [
        "Case.details is gone",
        "Case.number is of another type",
        "GET /api/v1/cases: the parameter view is needed",
        "GET /api/v1/figures is gone",
        "POST /api/v1/cases/{number}/steps/{verb}: task is needed in the body",
    ]


def test_a_process_that_writes_addresses_alone_does_not_load_the_api():
    program = """
import sys, django
django.setup()
from django.urls import reverse
assert reverse("api", args=["docs"]) == "/api/v1/docs"
assert "ninja" not in sys.modules
"""
    subprocess.run([sys.executable, "-c", program], check=True)


@pytest.mark.django_db
def test_the_page_of_documentation_fits_the_policy_and_both_languages(client):
    for language, title in (("th", "สำหรับโปรแกรม"), ("en", "Interface for programs")):
        page = client.get("/api/v1/docs", headers={"Accept-Language": language})
        text = page.content.decode()
        assert (page.status_code, title in text) == (200, True)
        assert "/api/v1/cases/{number}/steps/{verb}" in text
        assert "style=" not in text
        assert "<script>" not in text
    assert client.get("/api/v1/openapi.json").json()["openapi"] == "3.1.0"
