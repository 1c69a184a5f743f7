"""The issuer's addresses: allauth's, and one by which a test tells it what to say."""

import json
import time
from collections.abc import Callable
from typing import Any

from allauth.account.models import EmailAddress
from allauth.idp.oidc.models import Client
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.urls import include, path
from django.views.decorators.csrf import csrf_exempt

from tests.issuer import CLIENT_ID, CLIENT_SECRET, PASSWORD
from tests.issuer.program import TOLD, logout_token

SITE = "http://127.0.0.1:8000"


def make_client(more: list[str]) -> None:
    """The one client, who may come back to the tests' usual address and to those of a browser's test."""
    sites = [SITE, *more]
    pages = [
        f"{site}{page}"
        for site in sites
        for page in ("/staff/login/sso/back/", "/thaid/back/", "/staff/login/")
    ]
    Client.objects.update_or_create(
        id=CLIENT_ID,
        defaults={
            "name": "Rap Rueang",
            "secret": make_password(CLIENT_SECRET),
            "scopes": "openid\nprofile\nemail\npid\ntitle\ngiven_name\nfamily_name",
            "grant_types": "authorization_code",
            "redirect_uris": "\n".join(pages),
            "skip_consent": True,
        },
    )


@csrf_exempt
def control(request: HttpRequest) -> HttpResponse:
    """Take in what a test wants."""
    said: dict[str, Any] = json.loads(request.body)
    for name, email, verified in said.pop("people", []):
        person, _ = get_user_model().objects.get_or_create(username=name)
        person.set_password(PASSWORD)
        person.save()
        EmailAddress.objects.filter(user=person).delete()
        EmailAddress.objects.create(user=person, email=email, verified=verified, primary=True)
    if "redirect_uris" in said:
        make_client(said.pop("redirect_uris"))
    TOLD.update(said)
    return JsonResponse({})


@csrf_exempt
def control_logout_token(request: HttpRequest) -> HttpResponse:
    """Sign what a test wants."""
    site = f"http://{request.get_host()}"
    return JsonResponse({"token": logout_token(site, json.loads(request.body))})


def silent(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Answer after as long as was told."""

    def answer(request: HttpRequest) -> HttpResponse:
        if not request.path.startswith("/control"):
            time.sleep(TOLD.get("sleep", 0))
        return get_response(request)

    return answer


urlpatterns = [
    path("control", control),
    path("control/logout-token", control_logout_token),
    path("accounts/", include("allauth.account.urls")),
    path("", include("allauth.idp.urls")),
]
