"""The page of the municipality's directory: what the last imports found, and who is still here after them."""

import datetime
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from cases.forms.directory import why_not
from cases.models import DirectoryRun, User
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import setup_page_for

SHOWN = 30
# A night may be missed.
SILENT = datetime.timedelta(days=3)


@setup_page_for("user", "view", "change")
def directory(request: StaffRequest) -> HttpResponse:
    """The last runs, and those who are gone but still here, each with why."""
    runs = list(DirectoryRun.objects.all()[:SHOWN])
    last = last_run()
    people = User.objects.in_bulk({pk for run in runs for pk in (*run.gone, *run.kept)})
    staying = [people[pk] for pk in last.kept if pk in people and people[pk].is_active] if last else []
    context: dict[str, Any] = {
        "runs": [(run, [people[pk] for pk in run.gone if pk in people]) for run in runs],
        "staying": [(person, why_not(person)) for person in staying],
        "last": last,
        "warning": warning(),
    }
    return render(request, "staff/setup/people/directory.html", context)


def last_run() -> DirectoryRun | None:
    """The last import that was not only looked at."""
    return DirectoryRun.objects.filter(dry=False).first()


def warning() -> str:
    """What needs an administrator's care; empty where nothing does, or no directory is imported."""
    last = last_run()
    if last is None:
        return ""
    if last.doubt:
        return _("The last file of the directory was not believed: nobody was switched off.")
    if timezone.now() - last.at > SILENT:
        return _("The directory was not imported for days: look at the timer on the server.")
    if User.objects.filter(pk__in=last.kept, is_active=True).exists():
        return _("Somebody is no longer in the directory and could not be switched off.")
    return ""
