"""`/.well-known/security.txt` (RFC 9116): to whom a weakness of the e-service is reported."""

import datetime

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_safe

from cases.models import Municipality
from cases.models.setup.municipality import as_contact


@require_safe
def security_txt(request: HttpRequest) -> HttpResponse:
    """The contact of the set-up, until the end of the day up to which it holds; 404 without one."""
    office = Municipality.current()
    if not office.security_contact or office.security_until is None:
        raise Http404
    until = datetime.datetime.combine(office.security_until, datetime.time(23, 59, 59))
    lines = [
        f"Contact: {as_contact(office.security_contact)}",
        f"Expires: {timezone.make_aware(until).isoformat()}",
        f"Preferred-Languages: {office.security_languages}",
        f"Canonical: {settings.SITE_URL}{reverse('security_txt')}",
    ]
    return HttpResponse("\n".join(lines) + "\n", content_type="text/plain; charset=utf-8")
