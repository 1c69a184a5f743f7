"""One's own due dates in a calendar program: the page of its address, and the file that it fetches."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import conditional_page, require_http_methods, require_safe

from cases.limits import rate_limits
from cases.views.staff_pages import StaffRequest, staff_page
from workflows.inbox import own_calendar
from workflows.models import CalendarAddress

# Wrong addresses from one network in ten minutes; a service that fetches for many has few wrong ones.
WRONG, WRONG_SECONDS = 60, 600
FRESH = 15 * 60


@staff_page
@require_http_methods(["GET", "HEAD", "POST"])
@sensitive_variables("token")
def calendar(request: StaffRequest) -> HttpResponse:
    """Whether there is an address; by POST a new one, which the page that answers shows this once, or none
    any more."""
    if request.method == "POST" and request.POST.get("end"):
        own_calendar.withdraw(request.user)
        messages.success(request, _("The address opens nothing any more."))
        return redirect("staff:calendar")
    shown = own_calendar.address(own_calendar.make(request.user)) if request.method == "POST" else ""
    kept = CalendarAddress.objects.filter(user=request.user).first()
    subscribed = shown.replace("https://", "webcal://", 1) if shown.startswith("https://") else ""
    context = {"kept": kept, "shown": shown, "subscribed": subscribed}
    return render(request, "staff/own_calendar.html", context)


@require_safe
@conditional_page
@cache_control(private=True, max_age=FRESH)
@sensitive_variables("token")
def calendar_file(request: HttpRequest, token: str) -> HttpResponse:
    """The calendar that this secret address opens; 404 for any other."""
    reader = own_calendar.reader(token)
    if reader is None:
        network = rate_limits.network(request)
        rate_limits.hit("calendar-wrong", network, limit=WRONG, seconds=WRONG_SECONDS)
        raise Http404
    headers = {"X-Robots-Tag": "noindex"}
    return HttpResponse(own_calendar.file(reader), "text/calendar; charset=utf-8", headers=headers)
