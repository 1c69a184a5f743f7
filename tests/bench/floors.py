"""The least that Django can do on this machine, under the same middleware: the measure of pages."""

import uuid

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from cases.access import case_passwords
from cases.models import Case, RateCounter

PAGE = 50


def empty(request: HttpRequest) -> HttpResponse:
    """Nothing."""
    return HttpResponse()


@require_POST
def insert(request: HttpRequest) -> HttpResponse:
    """One row, in a transaction that is really written to the disk; then a redirect, as after every form."""
    with transaction.atomic():
        RateCounter.objects.create(key=uuid.uuid4().hex, since=timezone.now(), count=1)
    return redirect("/bench/empty/")


def hashed(request: HttpRequest) -> HttpResponse:
    """One password's hash, and nothing else."""
    case_passwords.hashed("a password of four words")
    return HttpResponse()


def rows(request: HttpRequest) -> HttpResponse:
    """Fifty cases by their key, in a table with nothing around it."""
    after = int(request.GET.get("after", 2**31 - 1))
    found = Case.objects.filter(pk__lt=after).order_by("-pk")
    found = found.select_related("request_type", "department", "officer")[:PAGE]
    return render(request, "bench_rows.html", {"rows": found})
