"""The page of single sign-on: what the settings say, what the issuer has to know, whether it answers, and who
would be found by it."""

from typing import Any

from django.conf import settings
from django.db.models import Count, Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse

from cases.access import openid_connect
from cases.access.emergency_account import emergency_account, passwords_are_closed
from cases.access.openid_refusals import NotProved
from cases.models import StaffIdentity, User
from cases.views.staff_pages import StaffRequest
from workflows.login import single_sign_on
from workflows.setup.decorators import setup_page

SHOWN = 50


@setup_page
def sign_on(request: StaffRequest) -> HttpResponse:
    """What is set up; by POST the issuer is asked."""
    named = single_sign_on.configured()
    context: dict[str, Any] = {
        "named": named,
        "redirect_uri": openid_connect.own_address(single_sign_on.PAGE),
        "out_uri": openid_connect.own_address("staff:login"),
        "hook_uri": f"{settings.SITE_URL}{reverse('sso_logout')}",
        "factors": settings.STAFF_SSO_SECOND_FACTOR,
        "only": settings.STAFF_SSO_ONLY,
        "closed": passwords_are_closed(),
        "emergency": emergency_account(),
    }
    if named:
        context |= _people()
    if named and request.method == "POST":
        try:
            context["answered"] = openid_connect.metadata(named.issuer)
        except NotProved as refused:
            context["problem"] = refused.words(named.name)
    return render(request, "staff/setup/sign_on.html", context)


def _people() -> dict[str, Any]:
    """How many are linked, and who cannot be found by an address of their own."""
    active = User.objects.filter(is_active=True)
    known = StaffIdentity.objects.filter(user=OuterRef("pk"))
    waiting = active.filter(~Exists(known)).order_by("first_name", "last_name", "pk")
    twice = (
        active.exclude(email="")
        .annotate(address=Lower("email"))
        .order_by()
        .values("address")
        .annotate(people=Count("pk"))
        .filter(people__gt=1)
    )
    nowhere = waiting.annotate(address=Lower("email")).filter(
        Q(email="") | Q(address__in=twice.values("address"))
    )
    return {
        "linked": active.filter(Exists(known)).count(),
        "waiting": waiting.count(),
        "nowhere": nowhere[:SHOWN],
        "more": max(nowhere.count() - SHOWN, 0),
    }
