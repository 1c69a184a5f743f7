"""The pages of the guide: what is done and what is left, and the choice of departments and kinds."""

from dataclasses import dataclass

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.models import Department
from cases.reference import proposals
from cases.setup import first_run
from cases.setup.first_run import Step
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import setup_page
from workflows.setup.guide.forms import DepartmentsForm, KindsForm
from workflows.setup.index import KINDS, may_open

ADDS = {"departments": "cases.add_department", "kinds": "cases.add_requesttype"}
# Of each step: its name, what it is about, and the pages for it: each what its link says, the best first.
WORDS: dict[str, tuple[Promise, Promise]] = {
    "common": (
        gettext_lazy("What every municipality has"),
        gettext_lazy(
            "The addresses of Thailand, channels, titles, results, everyday words, reminders, roles and "
            "standard texts. All of it can be changed afterwards."
        ),
    ),
    "municipality": (
        gettext_lazy("The municipality"),
        gettext_lazy("Name, address, telephone, office hours, district and the place on the map."),
    ),
    "departments": (gettext_lazy("Departments"), gettext_lazy("Who answers the requests.")),
    "people": (
        gettext_lazy("People"),
        gettext_lazy(
            "A head for each department that answers, the officers, and a clerk for the counter, each with "
            "an e-mail address."
        ),
    ),
    "kinds": (
        gettext_lazy("Kinds of request"),
        gettext_lazy("Choose from those that are usual, with department and days."),
    ),
    "holidays": (
        gettext_lazy("Holidays"),
        gettext_lazy("Have the days of the year proposed, and confirm them."),
    ),
    "mail": (
        gettext_lazy("A test letter"),
        gettext_lazy("Send one to yourself, and see whether it arrives."),
    ),
    "case": (
        gettext_lazy("The first case"),
        gettext_lazy(
            "File a request as a citizen would, with your own e-mail address: its letter comes to you."
        ),
    ),
}
# Where each step is done: the words of the link, its page, and the permission that the page asks for.
PAGES: dict[str, tuple[tuple[Promise, str, str], ...]] = {
    "municipality": ((gettext_lazy("Fill it in"), "staff:setup_office", ""),),
    "departments": (
        (gettext_lazy("Choose departments"), "staff:setup_start_departments", ""),
        (gettext_lazy("Add one by hand"), "staff:setup_departments", "cases.view_department"),
    ),
    "people": ((gettext_lazy("Add people"), "staff:setup_people", "cases.view_user"),),
    "kinds": (
        (gettext_lazy("Choose kinds"), "staff:setup_start_kinds", ""),
        (gettext_lazy("Write one by hand"), "staff:setup_kinds", KINDS),
    ),
    "holidays": ((gettext_lazy("Look at the year"), "staff:setup_holidays", ""),),
    "mail": ((gettext_lazy("Send a test"), "notifications:channels", ""),),
    "case": ((gettext_lazy("Open the citizens’ page"), "cases:home", ""),),
}


@dataclass(frozen=True)
class Shown:
    """A step as the page shows it."""

    step: Step
    title: Promise
    about: Promise
    is_done: bool
    links: list[tuple[Promise, str]]


@setup_page
def start(request: StaffRequest) -> HttpResponse:
    """Every step with its state; by POST what every municipality has is brought in."""
    if "common" in request.POST:
        proposals.take_common()
        messages.success(request, _("Done: addresses, channels, titles, results, roles and more are there."))
        return redirect("staff:setup_start")
    left = first_run.left()
    context = {
        "steps": [_shown(request, step, is_done=step not in left) for step in first_run.STEPS],
        "next": left[0].key if left else "",
        "done": len(first_run.STEPS) - len(left),
        "minutes": sum(step.minutes for step in left),
        "without_head": first_run.without_head(),
    }
    return render(request, "staff/setup/start.html", context)


@setup_page
def choose_departments(request: StaffRequest) -> HttpResponse:
    """The departments of the sample that are not there yet; by POST the ticked ones are added."""
    _need(request, "departments")
    form = DepartmentsForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        number = proposals.take_departments(form.cleaned_data["codes"])
        text = ngettext("%(number)s department is added.", "%(number)s departments are added.", number)
        messages.success(request, text % {"number": number})
        return redirect("staff:setup_start")
    return render(request, "staff/setup/start_departments.html", {"form": form})


@setup_page
def choose_kinds(request: StaffRequest) -> HttpResponse:
    """The kinds of the sample that are not there yet; by POST the ticked ones are added."""
    _need(request, "kinds")
    form = KindsForm(request.POST if request.method == "POST" else None, ticked="all" in request.GET)
    if form.is_bound and form.is_valid():
        number = proposals.take_request_types(form.taken())
        text = ngettext(
            "%(number)s kind of request is added.", "%(number)s kinds of request are added.", number
        )
        messages.success(request, text % {"number": number})
        return redirect("staff:setup_start")
    context = {"form": form, "has_departments": Department.objects.filter(active=True).exists()}
    return render(request, "staff/setup/start_kinds.html", context)


def _need(request: StaffRequest, key: str) -> None:
    if not request.user.has_perm(ADDS[key]):
        raise PermissionDenied


def _shown(request: StaffRequest, step: Step, *, is_done: bool) -> Shown:
    pages = PAGES.get(step.key, ())
    links = [(words, reverse(page)) for words, page, needs in pages if may_open(request.user, needs)]
    return Shown(step, *WORDS[step.key], is_done=is_done, links=links)
