"""The gate of the staff's rooms: a log-in ends by the clock, a password that somebody else set is changed, a
second factor is there, and before what is dangerous the password or a passkey is shown again.

What was typed waits meanwhile: the words of a step for its page, any other form as a whole (`staff:resend`).
"""

from collections.abc import Callable

from django.contrib import messages
from django.contrib.auth import logout
from django.contrib.auth.models import AnonymousUser
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import ResolverMatch, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from cases.access import session_limits, two_factor
from cases.drafts import typed_forms
from cases.models import User
from workflows.login import single_sign_on
from workflows.views.login.second_step import MARK
from workflows.views.login.single_sign_on import LINK

# The staff's rooms; the citizens' pages ask nobody, but for their photos, which the staff sees too.
INSIDE, PHOTOS = ("staff", "notifications", "webhooks", "traffy", "admin"), ("cases:photo", "cases:thumbnail")
# What somebody may open who has to set something up first, or whose log-in is being ended.
ALWAYS = frozenset(
    f"staff:{name}" for name in "login second_step logout password sso sso_back sso_out".split()
) | {
    "admin:jsi18n",
    "admin:logout",
}
BEFORE_FACTOR = ALWAYS | frozenset(
    f"staff:{name}"
    for name in (
        "security add_app add_passkey spare_codes end_session end_sessions again resend sso_link".split()
    )
)
# What a page asks for by itself is no sign of its person.
BY_ITSELF = frozenset({"staff:present", "staff:field_sent", "admin:jsi18n", *PHOTOS})
# Before these the password or a passkey is shown again: rights, people, the whole set-up, letters' words. The
# pages of the second factors and of the own password ask for the password each time.
DANGEROUS = frozenset(
    {
        "staff:role_rights",
        "staff:setup_file",
        "staff:setup_export",
        "staff:setup_token_new",
        "staff:setup_partner",
        "staff:setup_partner_new",
        "staff:setup_list_roles_new",
        "staff:setup_list_roles_row",
        "staff:setup_person",
        "staff:setup_person_new",
        "staff:setup_person_password",
        "staff:setup_person_leave",
        "staff:setup_person_back",
        "staff:setup_person_factor",
        "staff:setup_person_sso",
        "staff:setup_people_file",
        "staff:setup_people_passwords",
        "notifications:words",
        "notifications:restore",
        "admin:cases_user_add",
        "admin:cases_user_change",
        "admin:cases_user_delete",
        "admin:auth_user_password_change",
        "admin:auth_group_add",
        "admin:auth_group_change",
        "admin:auth_group_delete",
    }
)
# These ask for the password each time; who has none, and comes from an issuer, shows that again instead.
FOR_PASSWORDS = frozenset(f"staff:{name}" for name in "add_app add_passkey spare_codes remove_factor".split())
# Of these only what is sent: they are looked at all day, or have a small part that gives rights.
DANGEROUS_SENT = frozenset(
    {
        "admin:cases_user_changelist",
        "admin:auth_group_changelist",
        "admin:cases_requesttype_add",
        "admin:cases_requesttype_change",
        "staff:setup_kind",
        "staff:setup_kind_new",
    }
)
READS = ("GET", "HEAD", "OPTIONS")


class StaffGateMiddleware:
    """Asks whoever is logged in, page by page; strangers are the pages' own matter."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Nothing to do on the way in: which page it is, is not known yet."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: object, args: object, kwargs: dict[str, object]
    ) -> HttpResponse | None:
        """The page that comes first, or None."""
        match = request.resolver_match
        if match is None or not _is_inside(match) or not isinstance(request.user, User):
            return None
        user, name = request.user, match.view_name
        if why := session_limits.why_over(request, user):
            return _over(request, user, match, why)
        if name not in BY_ITSELF:
            session_limits.visit(request)
        if name not in ALWAYS and user.must_change_password and not single_sign_on.came_by(request):
            return _to_change(request)
        if name not in BEFORE_FACTOR and (answer := _factor(request, user)):
            return answer
        if _is_dangerous(request, user, name) and not session_limits.is_proved(request):
            return _to_prove(request, user)
        typed_forms.arrived(request)
        return None


def _is_inside(match: ResolverMatch) -> bool:
    return match.view_name in PHOTOS or match.namespaces[:1] in [[room] for room in INSIDE]


def _is_dangerous(request: HttpRequest, user: User, name: str) -> bool:
    if name in FOR_PASSWORDS:
        return single_sign_on.asks_no_password(request, user)
    if name == "staff:sso":
        return request.GET.get("for") == LINK
    return name in DANGEROUS or (name in DANGEROUS_SENT and request.method not in READS)


def _over(request: HttpRequest, user: User, match: ResolverMatch, why: str) -> HttpResponse | None:
    """End a log-in whose time is over; the page then treats its reader as a stranger."""
    if match.view_name in PHOTOS:
        # The browser may belong to the photo's citizen as well.
        request.user = AnonymousUser()
        return None
    if match.view_name in BY_ITSELF:
        # Only a person ends it, with what was typed.
        return HttpResponse(status=204)
    session_limits.end(request, user, why=why)
    if match.view_name in ALWAYS:
        return None
    messages.info(request, _("Your log-in has ended by the clock. Please log in again."))
    if request.method in READS or typed_forms.has_own_page(match):
        return None
    typed_forms.keep(request, user)
    return redirect_to_login(reverse("staff:resend"))


def _to_change(request: HttpRequest) -> HttpResponse:
    text = _("Somebody else has set your password. Please choose one of your own; then you can go on.")
    messages.warning(request, text)
    return redirect("staff:password")


def _factor(request: HttpRequest, user: User) -> HttpResponse | None:
    """To the page of the second factor, where this log-in had none and needs one by now."""
    if request.session.get(MARK) or not two_factor.is_needed(user):
        return None
    if two_factor.factors(user).exists():
        # Logged in before the factor was there: the next log-in asks for it.
        logout(request)
        return redirect_to_login(request.get_full_path())
    until = two_factor.due(user)
    if until is None:
        return redirect("staff:security")
    # The pages say until when.
    request.factor_until = until  # type: ignore[attr-defined]
    return None


def _to_prove(request: HttpRequest, user: User) -> HttpResponse:
    """Ask for the password or a passkey, and come back to the page, or to what was sent."""
    if request.method in READS:
        wanted = request.get_full_path()
    else:
        typed_forms.keep(request, user)
        wanted = reverse("staff:resend")
    return redirect(f"{reverse('staff:again')}?{urlencode({'next': wanted})}")
