"""Tokens: what each opens, for whom, from where and until when; and what becomes of wrong ones."""

import datetime

import pytest
from django.utils import timezone

from cases.access import access_tokens
from cases.models import AccessToken, SetupChange, User
from tests.factories import ChannelFactory, RequestTypeFactory
from tests.workflows.api.conftest import Program, token_for
from workflows.rights.catalogue import Verb

pytestmark = pytest.mark.django_db
# Each address with the scope that it needs; `None` where any token will do.
ADDRESSES = {
    ("get", "/cases"): "read",
    ("post", "/cases/search"): "read",
    ("get", "/cases/{number}"): "read",
    ("get", "/cases/{number}/events"): "read",
    ("get", "/cases/{number}/photos"): "read",
    ("get", "/cases/{number}/letters"): "read",
    ("get", "/cases/{number}/steps"): "read",
    ("post", "/cases/{number}/steps/note"): "act",
    ("post", "/cases/{number}/subtasks/1/steps/finish"): "act",
    ("get", "/photos/00000000-0000-0000-0000-000000000000"): "read",
    ("get", "/photos/00000000-0000-0000-0000-000000000000/thumbnail"): "read",
    ("get", "/figures"): "read",
    ("get", "/kinds"): None,
    ("get", "/kinds/road_damage"): None,
    ("get", "/departments"): None,
    ("post", "/cases"): "file",
}


def asked(api: Program, method: str, path: str, number: str) -> int:
    path = path.format(number=number)
    return (api.get(path) if method == "get" else api.post(path, {})).status_code


def test_each_address_needs_its_scope_and_no_address_opens_without_a_token(program, case, head):
    nobody = Program("rr_wrong")
    callers = {scope: program(head, scope) for scope in ("read", "file", "act")}
    for (method, path), needed in ADDRESSES.items():
        assert asked(nobody, method, path, case.number) == 401, path
        for scope, api in callers.items():
            found = asked(api, method, path, case.number)
            assert (found not in (401, 403)) is (needed in (None, scope)), (path, scope, found)


def test_the_addresses_of_the_matrix_are_those_of_the_description():
    from config.rest.service import openapi  # noqa: PLC0415 — loads the service

    paths = {(method, path) for path, one in openapi()["paths"].items() for method in one}
    assert len(paths) == len(ADDRESSES)


def test_a_token_dies_with_its_day_its_person_and_its_withdrawal_and_opens_from_its_networks_alone(
    program, officer, case
):
    api = program(officer, networks=["127.0.0.0/8"])
    assert api.get("/departments").status_code == 200
    used = AccessToken.objects.get(pk=api.token.pk)
    assert used.last_used_at is not None
    assert api.shown not in str(vars(used))

    over = {"expires_at": timezone.now() - datetime.timedelta(seconds=1)}
    elsewhere = {"networks": ["192.0.2.0/24"]}
    for fields in (over, elsewhere, {"withdrawn_at": timezone.now()}):
        answer = Program(*token_for(officer, **fields)).get("/departments")
        assert (answer.status_code, answer["WWW-Authenticate"]) == (401, 'Bearer realm="api"'), fields
    User.objects.filter(pk=officer.pk).update(is_active=False)
    assert api.get("/departments").status_code == 401


def test_wrong_tokens_of_one_network_are_throttled_and_a_good_one_is_not(program, officer, monkeypatch):
    monkeypatch.setattr(access_tokens, "WRONG", 2)
    monkeypatch.setattr(access_tokens, "REQUESTS", 3)
    api = program(officer)
    answers = [Program("rr_guess").get("/departments") for _ in range(3)]
    assert [one.status_code for one in answers] == [401, 401, 429]
    assert int(answers[-1]["Retry-After"]) > 0
    assert answers[-1]["Content-Type"] == "application/problem+json"
    assert [api.get("/departments").status_code for _ in range(4)] == [200, 200, 200, 429]


def test_a_session_of_the_pages_opens_nothing(client, officer):
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/api/v1/departments").status_code == 401


def test_the_administrator_makes_a_token_which_is_shown_once_and_withdraws_it(client, administrator, officer):
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    day = timezone.localdate() + datetime.timedelta(days=20)
    typed = {"name": "Website", "person": officer.pk, "scopes": ["read"], "networks": "192.0.2.0/24"}
    typed |= {"until_day": day.day, "until_month": day.month, "until_year": day.year}
    refused = client.post("/en/staff/setup/tokens/new/", typed | {"networks": "here", "scopes": []})
    assert "no network" in refused.content.decode()
    assert not AccessToken.objects.exists()
    answer = client.post("/en/staff/setup/tokens/new/", typed)
    token = AccessToken.objects.get()
    page = answer.content.decode()
    shown = page[page.index("rr_") :].split("<")[0]
    assert access_tokens._hashed(shown) == token.digest
    assert (token.networks, token.last_day) == (["192.0.2.0/24"], day)
    listed = client.get("/en/staff/setup/tokens/").content.decode()
    assert "Website" in listed
    assert shown not in listed
    change = SetupChange.objects.get(table="cases.accesstoken")
    assert (change.by, change.fields["digest"][1]) == (administrator, "•••")
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    assert "Website" in client.get("/en/staff/security/").content.decode()
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    client.post(f"/en/staff/setup/tokens/{token.pk}/withdraw/")
    token.refresh_from_db()
    assert token.withdrawn_at is not None
    assert SetupChange.objects.filter(table="cases.accesstoken").count() == 2


def test_the_administrator_keeps_partners_and_others_see_none_of_it(client, administrator, officer):
    kind, channel = RequestTypeFactory(code="lamp"), ChannelFactory(code="app")
    client.force_login(officer, backend="django.contrib.auth.backends.ModelBackend")
    assert client.get("/en/staff/setup/tokens/").status_code == 403
    client.force_login(administrator, backend="django.contrib.auth.backends.ModelBackend")
    typed = {"name_th": "แอป", "name_en": "App", "channel": channel.pk, "kinds": [kind.pk]}
    assert client.post("/en/staff/setup/tokens/partners/new/", typed).status_code == 302
    assert "App" in client.get("/en/staff/setup/tokens/").content.decode()
    assert client.get("/en/staff/setup/tokens/partners/app/").status_code == 200


def test_every_verb_of_the_pages_has_a_form_over_the_api():
    from workflows.forms.registry import FORMS  # noqa: PLC0415

    assert set(Verb) == set(FORMS)
