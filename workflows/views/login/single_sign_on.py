"""The staff's way to the issuer and back: to log in, to show again who it is, to link an account; and out."""

import time
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, translate_url
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import get_language_from_request, override
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from cases.access import attempts, openid_connect, session_limits, staff_sessions
from cases.access.openid_connect import Proof, Started
from cases.access.openid_refusals import NotProved
from cases.access.two_factor import factors
from cases.audit import security_log
from cases.audit.security_log import Kind
from cases.db.encryption import InvalidToken, decrypt, encrypt
from cases.errors import TooManyTries
from cases.models import StaffIdentity, User
from cases.views.staff_pages import StaffRequest, staff_page
from workflows.login import single_sign_on as sso
from workflows.login.single_sign_on import Named, NotLetIn
from workflows.views.login import second_step
from workflows.views.login.words import wait_in_words

LOG_IN, PROVE, LINK = "log-in", "prove", "link"
# In the session: an account that waits for its person's yes.
LINKING = "single_sign_on_link"
SECONDS = 10 * 60
BACKEND = "django.contrib.auth.backends.ModelBackend"
EVENT = "http://schemas.openid.net/event/backchannel-logout"


@never_cache
@require_safe
def sso_begin(request: HttpRequest) -> HttpResponse:
    """To the issuer; `for` says what for. Where it is away, its person is told so."""
    named = _named()
    purpose = request.GET.get("for", LOG_IN)
    if purpose not in (LOG_IN, PROVE, LINK) or (purpose != LOG_IN and not request.user.is_authenticated):
        purpose = LOG_IN
    wanted = _within(request, request.GET.get("next", ""))
    try:
        way = openid_connect.begin(
            request, named.issuer, purpose=purpose, wanted=wanted, again=purpose == PROVE
        )
    except NotProved as refused:
        return _refused(request, refused.words(named.name), purpose, wanted)
    return redirect(way)


@never_cache
@require_safe
def sso_back(request: HttpRequest) -> HttpResponse:
    """Back from the issuer: let in whom it knows, or say why not."""
    named = _named()
    try:
        started = openid_connect.take(request, named.issuer)
    except NotProved as refused:
        # A tab that the browser opened again, whose person is in by now.
        if request.user.is_authenticated:
            return redirect(settings.LOGIN_REDIRECT_URL)
        with override(get_language_from_request(request)):
            return _refused(request, refused.words(named.name), LOG_IN, "")
    with override(started.language):
        return _came_back(request, named, started)


@require_POST
@staff_page
def sso_link(request: StaffRequest) -> HttpResponse:
    """Link the account that waits, as its person has said."""
    held, named = request.session.pop(LINKING, None), _named()
    if "link" not in request.POST:
        return redirect("staff:security")
    if not held or held["user"] != request.user.pk or time.time() - held["at"] > SECONDS:
        messages.error(request, _("This took too long. Please begin again."))
        return redirect("staff:security")
    proof = Proof(held["issuer"], {"sub": held["sub"]})
    try:
        sso.link(request.user, proof)
    except NotLetIn as refused:
        messages.error(request, refused.words(named.name))
        return redirect("staff:security")
    messages.success(request, _("Your account at %(issuer)s is linked.") % {"issuer": named.name})
    return redirect("staff:security")


@never_cache
@require_safe
def sso_out(request: HttpRequest) -> HttpResponse:
    """After the own log-out: the way out of the issuer as well. It asks the person, since it is not told who
    it is: an ID token in an address would be the person's name in one, and by a form cookies stay behind."""
    named = sso.configured()
    if named is None:
        return redirect(settings.LOGIN_URL)
    try:
        leave = openid_connect.metadata(named.issuer).end_session
    except NotProved:
        leave = ""
    if leave:
        back = openid_connect.own_address("staff:login")
        said = urlencode({"client_id": named.issuer.client_id, "post_logout_redirect_uri": back})
        leave += f"{'&' if urlsplit(leave).query else '?'}{said}"
    return render(request, "staff/sso_out.html", {"leave": leave, "issuer": named.name})


@csrf_exempt
@never_cache
@require_POST
def sso_logout(request: HttpRequest) -> HttpResponse:
    """The issuer says that somebody has logged out there (OpenID Connect Back-Channel Logout 1.0): the
    person's log-ins end here too."""
    named = _named()
    try:
        attempt = attempts.begin(attempts.SINGLE_SIGN_ON, request, "back-channel")
    except TooManyTries as closed:
        return HttpResponse(status=429, headers={"Retry-After": str(closed.wait)})
    try:
        claims = openid_connect.verified(
            named.issuer, request.POST.get("logout_token", "")[:20_000], needed=("events", "jti")
        )
        # An ID token is none, and neither is one that names a session alone: no list of those is kept.
        fits = isinstance(claims["events"], dict) and EVENT in claims["events"] and "nonce" not in claims
        is_one = fits and isinstance(claims.get("sub"), str)
        issuer = openid_connect.metadata(named.issuer).issuer
    except NotProved:
        is_one, claims, issuer = False, {}, ""
    if not is_one or time.time() - claims["iat"] > openid_connect.FRESH:
        attempt.failed()
        return HttpResponse(status=400)
    attempt.succeeded()
    known = StaffIdentity.objects.select_related("user").filter(issuer=issuer, sub=claims["sub"]).first()
    if known:
        staff_sessions.end_all(known.user)
        security_log.record(Kind.LOGGED_OUT, about=known.user, subject=sso.SUBJECT)
    return HttpResponse(status=200)


def _came_back(request: HttpRequest, named: Named, started: Started) -> HttpResponse:
    try:
        attempt = attempts.begin(attempts.SINGLE_SIGN_ON, request, "")
    except TooManyTries as closed:
        return _refused(request, wait_in_words(closed.wait), started.purpose, started.wanted)
    try:
        proof = openid_connect.prove(request, named.issuer, started)
        if started.purpose == PROVE:
            answer = _proved(request, started, proof)
        elif started.purpose == LINK:
            answer = _to_link(request, proof)
        else:
            answer = _let_in(request, named, started, proof)
    except (NotProved, NotLetIn) as refused:
        attempt.failed()
        person = refused.person if isinstance(refused, NotLetIn) else None
        subject = f"{sso.SUBJECT}: {refused.why}"
        security_log.record(Kind.LOG_IN_FAILED, about=person, subject=subject)
        return _refused(request, refused.words(named.name), started.purpose, started.wanted)
    attempt.succeeded()
    return answer


def _let_in(request: HttpRequest, named: Named, started: Started, proof: Proof) -> HttpResponse:
    """In, or on to the own second factor. Raises NotLetIn and NotProved."""
    person = sso.person_of(named.issuer, proof)
    wanted = _within(request, started.wanted) or translate_url(
        reverse(settings.LOGIN_REDIRECT_URL), started.language
    )
    person.backend = BACKEND
    kept = {sso.MARK: True}
    trusted = sso.shows_second_factor(proof)
    if not trusted and factors(person).exists():
        return second_step.begin(request, person, wanted, also=kept)
    login(request, person, backend=BACKEND)
    request.session.update(kept)
    if trusted:
        request.session[second_step.MARK] = True
        security_log.record(Kind.FACTOR_USED, by=person, subject=sso.SUBJECT)
    account = attempts.staff_account(person.get_username())
    return attempts.remember(redirect(wanted), request, attempts.STAFF, account)


def _proved(request: HttpRequest, started: Started, proof: Proof) -> HttpResponse:
    """The person has shown again who it is. Raises NotLetIn."""
    person = request.user
    if not isinstance(person, User) or not sso.belongs_to(person, proof):
        raise NotLetIn(sso.WhyNot.OTHER_PERSON, person if isinstance(person, User) else None)
    if not openid_connect.is_fresh(proof):
        raise NotLetIn(sso.WhyNot.NOT_FRESH, person)
    session_limits.prove(request)
    security_log.record(Kind.PROVED, by=person, subject=sso.SUBJECT)
    return redirect(_within(request, started.wanted) or settings.LOGIN_REDIRECT_URL)


def _to_link(request: HttpRequest, proof: Proof) -> HttpResponse:
    """Ask the person who is logged in whether this is the account: another site may have sent the browser."""
    if not isinstance(request.user, User):
        return redirect(settings.LOGIN_URL)
    said = next((proof.claims[name] for name in ("email", "name") if proof.claims.get(name)), "")
    request.session[LINKING] = {
        "user": request.user.pk,
        "issuer": proof.issuer,
        "sub": proof.sub,
        "shown": encrypt(str(said)[:200]),
        "at": time.time(),
    }
    return redirect("staff:security")


def waiting_link(request: HttpRequest) -> str | None:
    """How the account is called that waits for its person's yes; None where none does."""
    held = request.session.get(LINKING)
    if not held or time.time() - held["at"] > SECONDS:
        return None
    try:
        return decrypt(held["shown"])
    except InvalidToken:
        return ""


def _refused(request: HttpRequest, words: str, purpose: str, wanted: str) -> HttpResponse:
    """To the page from which the person went, which says why it did not work; the code does not stay in the
    address."""
    messages.error(request, words)
    if purpose == LINK and request.user.is_authenticated:
        return redirect("staff:security")
    page = reverse("staff:again" if purpose == PROVE and request.user.is_authenticated else "staff:login")
    return redirect(f"{page}?{urlencode({'next': wanted})}" if wanted else page)


def _named() -> Named:
    """The issuer; raises Http404 where there is none."""
    if found := sso.configured():
        return found
    raise Http404


def _within(request: HttpRequest, wanted: str) -> str:
    """A page of this site that was wanted; empty for none."""
    allowed = url_has_allowed_host_and_scheme(wanted, {request.get_host()}, require_https=request.is_secure())
    return wanted if allowed else ""
