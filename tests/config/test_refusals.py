"""Pages of refusals carry the menu of their reader, and the log a line without a traceback."""

import logging

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.test import Client

from config.logs import PlainRefusals
from tests.workflows.views.conftest import desk as desk

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("path", ["/en/staff/nowhere/", "/en/staff/cases/2569-99999/"])
def test_a_missing_page_inside_shows_the_staffs_menu(desk, officer, path):
    page = desk(officer).get(path)
    assert (page.status_code, "Inbox" in page.content.decode()) == (404, True)
    assert "Track a request" not in page.content.decode()


def test_a_missing_page_outside_shows_the_citizens_menu(client):
    assert "Track a request" in client.get("/en/nowhere/").content.decode()


def test_a_refused_page_inside_shows_the_staffs_menu(desk, officer):
    page = desk(officer).get("/en/staff/rights/")
    assert (page.status_code, "Inbox" in page.content.decode()) == (403, True)


def test_an_expired_form_inside_shows_the_staffs_menu(officer):
    browser = Client(enforce_csrf_checks=True)
    page = browser.post("/en/staff/login/", {"username": "officer"})
    assert (page.status_code, "Track a request" in page.content.decode()) == (403, False)


def record_of(error: Exception) -> logging.LogRecord:
    found = logging.LogRecord(
        "django.request", 30, "", 0, "Forbidden: %s", ("/x/",), (type(error), error, None)
    )
    assert PlainRefusals().filter(found)
    return found


def test_a_refusal_is_logged_without_its_traceback():
    assert record_of(PermissionDenied("somchai")).exc_info is None


def test_a_fault_is_logged_with_its_traceback():
    assert record_of(ValueError()).exc_info


def test_the_log_uses_it():
    assert "refusals" in settings.LOGGING["handlers"]["console"]["filters"]
