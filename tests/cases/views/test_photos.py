"""Who gets a photo, and who does not."""

import time
import uuid

import pytest
from django.test import Client

from cases.access.session_limits import KEY
from cases.models import Attachment, Case, User
from tests.cases.views.pages import log_in
from tests.factories import FiledFactory
from tests.people import Citizen
from tests.pictures import photo

pytestmark = pytest.mark.django_db


@pytest.fixture
def with_photo(case: Case) -> Citizen:
    return Citizen(*FiledFactory(request_type=case.request_type, photos=[photo()]))


def path(citizen: Citizen, small: bool = False) -> str:
    return f"/photos/{citizen.case.attachments.get().pk}/{'thumbnail/' if small else ''}"


@pytest.mark.parametrize("small", [True, False])
def test_a_citizen_sees_the_photos_of_the_own_case(client: Client, with_photo: Citizen, small: bool) -> None:
    log_in(client, with_photo.case.number, with_photo.password)
    answer = client.get(path(with_photo, small))
    assert answer.headers["Content-Type"] == "image/jpeg"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Content-Disposition"].startswith("inline")
    assert "private" in answer.headers["Cache-Control"]
    answer.close()


@pytest.mark.parametrize("small", [True, False])
def test_a_stranger_does_not_see_a_photo(client: Client, with_photo: Citizen, small: bool) -> None:
    assert client.get(path(with_photo, small)).status_code == 404


def test_another_citizen_does_not_see_a_photo(logged_in: Client, with_photo: Citizen) -> None:
    assert logged_in.get(path(with_photo)).status_code == 404


def test_the_department_sees_a_photo(client: Client, with_photo: Citizen, officer: User) -> None:
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(path(with_photo, small=True)).status_code == 200


def test_another_department_does_not_see_a_photo(client: Client, with_photo: Citizen, stranger: User) -> None:
    client.force_login(stranger, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get(path(with_photo, small=True)).status_code == 404


def test_a_draft_of_another_browser_is_not_seen(client: Client) -> None:
    draft = photo()
    draft.draft = uuid.uuid4()
    draft.save()
    assert client.get(f"/photos/{draft.pk}/").status_code == 404


def test_a_photo_whose_file_is_gone_is_not_found(client: Client, with_photo: Citizen) -> None:
    log_in(client, with_photo.case.number, with_photo.password)
    found = Attachment.objects.get()
    found.file.delete(save=False)
    assert client.get(path(with_photo)).status_code == 404


def test_an_unknown_photo_is_not_found(client: Client) -> None:
    assert client.get(f"/photos/{uuid.uuid4()}/").status_code == 404


@pytest.mark.parametrize("small", [True, False])
def test_a_log_in_of_the_staff_that_is_over_takes_no_photo_from_a_citizen_of_the_same_browser(
    client: Client, with_photo: Citizen, officer: User, small: bool
) -> None:
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    log_in(client, with_photo.case.number, with_photo.password)
    session = client.session
    session[KEY] = session[KEY] | {"seen": int(time.time()) - 61 * 60}
    session.save()
    answer = client.get(path(with_photo, small))
    assert (answer.status_code, answer.headers["Content-Type"]) == (200, "image/jpeg")
    answer.close()


def test_a_log_in_of_the_staff_that_is_over_opens_no_photo(
    client: Client, with_photo: Citizen, officer: User
) -> None:
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    session = client.session
    session[KEY] = session[KEY] | {"since": 0}
    session.save()
    assert client.get(path(with_photo)).status_code == 404
    assert KEY in client.session
