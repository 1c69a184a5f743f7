"""Following somebody else's case: what may be known of it, the address, its code, and how to stop."""

from django.core.signing import BadSignature
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from cases.access import code_requests
from cases.forms.contact import FollowForm
from cases.forms.sent import sent
from cases.intake import followers
from cases.intake.similar_cases import area, public_status
from cases.limits import rate_limits
from cases.models import Case, Follower, OneTimeCode
from cases.views.idempotency import SentBefore, answers_again, done_once
from cases.views.tracking.next_step import public_next
from cases.views.tracking.one_time_codes import code_page, typed_code

FOLLOW = OneTimeCode.Purpose.FOLLOW
# A village can share one network.
LOOKS, TEN_MINUTES = 120, 10 * 60


def _asked(request: HttpRequest, before: SentBefore, number: str) -> HttpResponse:
    """The page of the code, which the same form has asked for."""
    return redirect("cases:follow_code", number=number)


def _follows(request: HttpRequest, before: SentBefore, number: str) -> HttpResponse:
    """The thanks; the same form has brought the code."""
    return redirect("cases:follow_done", number=number)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@done_once(_asked)
def follow(request: HttpRequest, number: str) -> HttpResponse:
    """What strangers may know of a case, and the form for an e-mail address that its letters go to."""
    case = _followable(request, number)
    form = sent(request, FollowForm)
    if form.is_valid():
        code_requests.ask(request, FOLLOW, wanted=form.cleaned_data["email"], case=case)
        return redirect("cases:follow_code", number=number)
    return render(request, "cases/follow.html", _known(case) | {"form": form})


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@answers_again(_follows)
def follow_code(request: HttpRequest, number: str) -> HttpResponse:
    """Take the code of the letter; the address follows the case then."""
    case = _followable(request, number)
    if not code_requests.is_asked(request, FOLLOW, case):
        return redirect("cases:follow", number=number)
    form, one_time_code = typed_code(request, FOLLOW)
    if one_time_code is not None:
        followers.add_follower(case, email=one_time_code.email, language=one_time_code.language)
        return redirect("cases:follow_done", number=number)
    told = _("A code is on its way to the e-mail address that you gave. It is valid for 15 minutes.")
    again = reverse("cases:follow", kwargs={"number": number})
    return code_page(request, FOLLOW, form, told=told, again=again)


@never_cache
@require_safe
def follow_done(request: HttpRequest, number: str) -> HttpResponse:
    """Thank you."""
    return render(request, "cases/follow_done.html", _known(_followable(request, number)))


# The signed address is the right to stop, and a mail program that offers to stop has no cookies
# (RFC 8058, List-Unsubscribe-Post).
@csrf_exempt
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def follow_stop(request: HttpRequest, token: str) -> HttpResponse:
    """Ask whether the letters should stop, and stop them; the same page for who has stopped before."""
    try:
        follower = followers.follower_of(token)
    except BadSignature as bad:
        raise Http404 from bad
    if request.method == "POST":
        followers.stop(follower)
    found = Follower.objects.select_related("case__request_type").filter(pk=follower).first()
    return render(request, "cases/follow_stop.html", {"case": found and found.case})


def _followable(request: HttpRequest, number: str) -> Case:
    """Return an open case about a place; everything else does not exist for strangers. Numbers follow each
    other, so nobody leafs through them: raises TooManyTries."""
    rate_limits.hit("follow_page", rate_limits.network(request), limit=LOOKS, seconds=TEN_MINUTES)
    return get_object_or_404(followers.followable().select_related("request_type"), number=number)


def _known(case: Case) -> dict[str, object]:
    return {
        "number": case.number,
        "request_type": case.request_type.name,
        "place": followers.public_place(case),
        "area": area(case),
        "received_at": case.received_at,
        "status": case.status,
        "status_words": public_status(case.status),
        "next": public_next(case),
        "followers": case.followers.count(),
    }
