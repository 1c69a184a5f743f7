"""The page of the file of people: what it would do, row by row, and its confirmation."""

from typing import Any

from django import forms
from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.forms import people_files
from cases.forms.people_files import Row
from cases.models import Department
from cases.setup import people_table
from cases.setup.office_tables import Unusable
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import need, setup_page_for

SALT = "people out of a file"
VALID_SECONDS = 60 * 60


class PeopleFileForm(forms.Form):
    """A table of people."""

    use_required_attribute = False

    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".csv,.txt"}),
        help_text=gettext_lazy("CSV, up to 500 rows and 1 MB. First you see what it would change."),
        error_messages={"required": gettext_lazy("Choose a file.")},
    )


@setup_page_for("user", "add")
def people_file(request: StaffRequest) -> HttpResponse:
    """A file to look at, and its confirmation."""
    need(request.user, "user", "change")
    need(request.user, "membership", "add")
    need(request.user, "membership", "change")
    if "confirmed" in request.POST:
        return _taken(request)
    sent = request.method == "POST"
    form = PeopleFileForm(request.POST if sent else None, request.FILES if sent else None, label_suffix="")
    problems: list[str] = []
    if sent and form.is_valid():
        try:
            lines = people_table.read(form.cleaned_data["file"])
        except Unusable as unusable:
            problems = unusable.problems
        else:
            return _looked_at(request, lines)
    return render(request, "staff/setup/people/file.html", {"form": form, "problems": problems, **_known()})


@setup_page_for("user", "add")
def template(request: StaffRequest) -> HttpResponse:
    """A file to fill in, with the first row and two examples."""
    response = HttpResponse(people_table.template(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="people.csv"'
    return response


def _known() -> dict[str, Any]:
    """What the columns may hold."""
    return {
        "departments": Department.objects.filter(active=True),
        "roles": people_table.ROLE_WORDS.values(),
        "columns": people_table.KNOWN.values(),
    }


def _looked_at(request: StaffRequest, lines: list[dict[str, Any]]) -> HttpResponse:
    """What the file would do, with the button that does it."""
    rows = people_files.judged(lines, by=request.user)
    sealed = signing.dumps(lines, salt=SALT, compress=True)
    return render(request, "staff/setup/people/file_look.html", {"sealed": sealed, **_counted(rows)})


def _taken(request: StaffRequest) -> HttpResponse:
    """Do what was looked at; what does not fit any more by now is said."""
    try:
        lines = signing.loads(request.POST["confirmed"], salt=SALT, max_age=VALID_SECONDS)
    except signing.BadSignature:
        messages.error(request, _("This page was open for too long. Please choose the file again."))
        return redirect("staff:setup_people_file")
    rows = people_files.take(lines, by=request.user)
    counted = _counted(rows)
    added, changed = len(counted["added"]), len(counted["changed"])
    text = ngettext("%(number)s row added somebody.", "%(number)s rows added somebody.", added)
    said = [text % {"number": added}]
    text = ngettext("%(number)s row changed somebody.", "%(number)s rows changed somebody.", changed)
    said.append(text % {"number": changed})
    messages.success(request, " ".join(said))
    if counted["refused"]:
        return render(request, "staff/setup/people/file_look.html", {"done": True, **counted})
    return redirect("staff:setup_people_passwords" if added else "staff:setup_people")


def _counted(rows: list[Row]) -> dict[str, Any]:
    states = people_files.State
    return {
        "rows": rows,
        "added": [one for one in rows if one.state == states.NEW],
        "changed": [one for one in rows if one.state == states.CHANGED],
        "same": [one for one in rows if one.state == states.SAME],
        "refused": [one for one in rows if one.state == states.REFUSED],
    }
