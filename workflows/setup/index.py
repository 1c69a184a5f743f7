"""The first page of the set-up: everything that can be changed, in plain words, and what needs care now."""

import datetime
from collections.abc import Iterator
from dataclasses import dataclass

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from cases.intake import routing
from cases.models import Holiday, Municipality, RequestType, User
from cases.setup.holidays import years_without
from cases.setup.left_to_nobody import LeftToNobody, all_left
from cases.text.dates import BUDDHIST_ERA, long_date, speaks_thai
from cases.views.staff_pages import StaffRequest
from workflows.setup.decorators import setup_page
from workflows.setup.lists.tables import BY_NAME
from workflows.setup.people import directory

Text = str | Promise
# So long before its end the contact for security reports is to be confirmed.
REMINDED = datetime.timedelta(days=30)
KINDS, PEOPLE = "cases.view_requesttype", "cases.view_user"


@dataclass(frozen=True)
class Item:
    """One thing that can be set up: its name, what it decides, and the page for it."""

    label: Text
    hint: Text
    page: str
    # What the page asks for.
    permission: str = ""


def of_list(name: str) -> Item:
    """One of the small lists."""
    one = BY_NAME[name]
    return Item(one.title, one.hint, one.address, one.permission)


@dataclass(frozen=True)
class Warned:
    """What needs the administrator's care, and the page for it."""

    text: str
    page: str


SECTIONS: tuple[tuple[Text, tuple[Item, ...]], ...] = (
    (
        gettext_lazy("The municipality"),
        (
            Item(
                gettext_lazy("First steps"),
                gettext_lazy("From an empty installation to the first case, and what of it is left to do."),
                "staff:setup_start",
            ),
            Item(
                gettext_lazy("Name, logo, colour, telephone, place on the map"),
                gettext_lazy(
                    "What stands on every page, the office hours, and the area that it answers for."
                ),
                "staff:setup_office",
            ),
            Item(
                gettext_lazy("Street map"),
                gettext_lazy("A file with the town's streets, on which citizens and staff find a place."),
                "staff:setup_map",
            ),
            Item(
                gettext_lazy("Areas"),
                gettext_lazy("Communities, subdistricts or wards with their borders, out of a file."),
                "staff:setup_areas",
            ),
            Item(
                gettext_lazy("Landmarks"),
                gettext_lazy("Names by which people say where something is, out of a table."),
                "staff:setup_landmarks",
            ),
            Item(
                gettext_lazy("Things on the map"),
                gettext_lazy("Lamp posts, bins, hydrants and trees with their numbers, out of a file."),
                "staff:setup_assets",
            ),
            Item(
                gettext_lazy("Holidays"),
                gettext_lazy("Days on which no deadline runs: proposed for a year, confirmed, added."),
                "staff:setup_holidays",
            ),
        ),
    ),
    (
        gettext_lazy("Who answers"),
        (
            Item(
                gettext_lazy("Departments"),
                gettext_lazy("Names, titles of the heads, the order in lists."),
                "staff:setup_departments",
                "cases.view_department",
            ),
            Item(
                gettext_lazy("Units"),
                gettext_lazy("The teams within a department, on its page."),
                "staff:setup_departments",
                "cases.view_unit",
            ),
            Item(
                gettext_lazy("Routing rules"),
                gettext_lazy("Which cases go elsewhere than to their kind's own department."),
                "staff:setup_routing",
            ),
            Item(
                gettext_lazy("People"),
                gettext_lazy("Who works where and may do what, who comes, who leaves."),
                "staff:setup_people",
                "cases.view_user",
            ),
            Item(
                gettext_lazy("Outside parties"),
                gettext_lazy(
                    "Authorities, contractors, volunteers that do steps of cases, and their people."
                ),
                "staff:setup_outside",
            ),
            Item(
                gettext_lazy("Rights of the roles"),
                gettext_lazy("Which steps of a case each role may do."),
                "staff:role_rights",
                "cases.change_rolepermission",
            ),
            of_list("roles"),
        ),
    ),
    (
        gettext_lazy("What can be asked for"),
        (
            Item(
                gettext_lazy("Kinds of request"),
                gettext_lazy("Names, department, deadline, what the form needs, who may read."),
                "staff:setup_kinds",
                "cases.view_requesttype",
            ),
            Item(
                gettext_lazy("Questions of the kinds"),
                gettext_lazy("What the form asks besides, with conditions."),
                "staff:setup_questions",
                "cases.view_questionset",
            ),
            Item(
                gettext_lazy("Blocks of questions"),
                gettext_lazy("Questions that several kinds ask in the same words."),
                "staff:setup_blocks",
                "cases.view_questionset",
            ),
            Item(
                gettext_lazy("Questions after the result"),
                gettext_lazy("What citizens are asked about a result, and which answers reopen or alert."),
                "staff:setup_after_result",
                "cases.view_questionset",
            ),
            Item(
                gettext_lazy("Work plans"),
                gettext_lazy("How a kind is worked on: stages, steps, approvals; drawn, checked, tried."),
                "staff:setup_plans",
            ),
            of_list("categories"),
            of_list("words"),
            Item(
                gettext_lazy("Suggested kinds"),
                gettext_lazy(
                    "What closed requests teach about words, how often it is right, and its switch."
                ),
                "staff:setup_suggestions",
            ),
        ),
    ),
    (
        gettext_lazy("Words and letters"),
        (
            of_list("texts"),
            Item(
                gettext_lazy("Letters"),
                gettext_lazy("What the letters to citizens and staff say."),
                "notifications:letters",
                "notifications.change_lettertext",
            ),
            Item(
                gettext_lazy("Ways of letters"),
                gettext_lazy("E-mail, LINE and SMS: what is set up, how it does, and a test."),
                "notifications:channels",
            ),
            Item(
                gettext_lazy("The month for the council"),
                gettext_lazy("The goal of the mayor's page, and who gets it by e-mail each month."),
                "staff:setup_monthly",
            ),
            Item(
                gettext_lazy("On the town's website"),
                gettext_lazy(
                    "Our page within the town's, and links into the form with kind and place filled in."
                ),
                "staff:setup_embedding",
            ),
            Item(
                gettext_lazy("Notifications on telephones"),
                gettext_lazy("Whether citizens can have a browser told that there is news."),
                "staff:setup_web_push",
            ),
            Item(
                gettext_lazy("Webhooks"),
                gettext_lazy("Other systems that are told of events of cases, and what came of it."),
                "webhooks:webhooks",
            ),
            of_list("results"),
            of_list("channels"),
            of_list("titles"),
            of_list("agencies"),
        ),
    ),
    (
        gettext_lazy("Other systems"),
        (
            Item(
                gettext_lazy("Open311 for other systems"),
                gettext_lazy("Other apps and sites read what the public map shows, and file with a key."),
                "staff:setup_open311",
            ),
            Item(
                gettext_lazy("Traffy Fondue"),
                gettext_lazy("Reports of the national platform come in as cases, and our steps go back."),
                "traffy:bridge",
            ),
            Item(
                gettext_lazy("Open data"),
                gettext_lazy("Tables for everybody, made each night, and their licence."),
                "staff:setup_open_data",
            ),
        ),
    ),
    (
        gettext_lazy("Time"),
        (
            of_list("reminders"),
            Item(
                gettext_lazy("What would have happened?"),
                gettext_lazy("Other targets, holidays, hours or rules, tried on the cases of the past."),
                "staff:setup_rehearse",
            ),
            Item(
                gettext_lazy("Absences"),
                gettext_lazy("Who is away, and who does the work meanwhile."),
                "staff:absence",
            ),
            Item(
                gettext_lazy("Deputies for decisions"),
                gettext_lazy("Who decides for a head or an executive, from when to when, by which order."),
                "staff:deputies",
            ),
        ),
    ),
    (
        gettext_lazy("All of it"),
        (
            Item(
                gettext_lazy("Export and import"),
                gettext_lazy("The whole set-up as one file, without people and citizens."),
                "staff:setup_file",
            ),
            Item(
                gettext_lazy("Tokens for programs"),
                gettext_lazy("Which programs read, file and work over the interface (API), and partners."),
                "staff:setup_tokens",
            ),
            Item(
                gettext_lazy("Single sign-on"),
                gettext_lazy("The staff's log-in with the account of the municipality, and who is linked."),
                "staff:setup_sign_on",
            ),
            Item(
                gettext_lazy("Change log"),
                gettext_lazy("Who changed what and when, with before and after."),
                "staff:setup_changes",
            ),
            Item(
                gettext_lazy("Security log"),
                gettext_lazy("Log-ins, second factors, rights, exports: who, when, from where."),
                "staff:setup_security",
            ),
            Item(
                gettext_lazy("Who has read personal details"),
                gettext_lazy("Which citizens' names and contacts were read by whom, and what was unusual."),
                "staff:setup_readings",
            ),
        ),
    ),
)


@setup_page
def index(request: StaffRequest) -> HttpResponse:
    """Everything that this person may set up; a page that is not installed is not offered."""
    sections = [(title, list(offered(request.user, items))) for title, items in SECTIONS]
    context = {"sections": [pair for pair in sections if pair[1]], "warnings": list(_warnings(request.user))}
    return render(request, "staff/setup/index.html", context)


def offered(user: User, items: tuple[Item, ...]) -> Iterator[tuple[Item, str]]:
    """Return those of the items that this person may open, each with the address of its page."""
    for item in items:
        if may_open(user, item.permission):
            yield item, reverse(item.page)


def may_open(user: User, permission: str) -> bool:
    """Whether a page that asks for this permission opens to them; who may change something looks at it."""
    app, _dot, name = permission.partition(".")
    either = (permission, f"{app}.{name.replace('view_', 'change_', 1)}")
    return not permission or any(user.has_perm(one) for one in either)


def _warnings(user: User) -> Iterator[Warned]:
    yield from _about_rules()
    yield from _about_holidays()
    yield from _about_reports()
    if may_open(user, PEOPLE) and (text := directory.warning()):
        yield Warned(text, reverse("staff:setup_people_directory"))
    for left in all_left():
        yield Warned(left.text, _page_of(user, left))
    if number := RequestType.objects.filter(active=True, confirmed=False).count():
        text = ngettext(
            "%(number)s kind of request is our proposal. Confirm its deadline and department.",
            "%(number)s kinds of request are our proposals. Confirm their deadlines and departments.",
            number,
        )
        page = f"{reverse('staff:setup_kinds')}?proposals=1" if may_open(user, KINDS) else ""
        yield Warned(text % {"number": number}, page)


def _page_of(user: User, left: LeftToNobody) -> str:
    """The page on which somebody is found for it, for those who may open it."""
    if left.plan:
        return reverse("staff:setup_plan", args=[left.plan.code])
    if left.department is None or not user.has_perm("cases.view_department"):
        return ""
    return reverse("staff:setup_department", args=[left.department.code])


def _about_rules() -> Iterator[Warned]:
    if number := routing.number_broken():
        text = ngettext("%(number)s rule cannot be applied.", "%(number)s rules cannot be applied.", number)
        yield Warned(text % {"number": number}, reverse("staff:setup_routing"))
    if number := routing.without_officer().count():
        text = ngettext(
            "%(number)s routing rule names an officer who does not work in its department any more.",
            "%(number)s routing rules name officers who do not work in their departments any more.",
            number,
        )
        yield Warned(text % {"number": number}, reverse("staff:setup_routing"))


def _about_reports() -> Iterator[Warned]:
    """Whoever finds a weakness knows whom to tell, and for how long."""
    office, page = Municipality.current(), reverse("staff:setup_office")
    if not office.security_contact:
        yield Warned(_("Nobody is named for security reports (security.txt)."), page)
    elif office.security_until and office.security_until < timezone.localdate() + REMINDED:
        text = _("The contact for security reports holds until %(date)s: confirm it for another year.")
        yield Warned(text % {"date": long_date(office.security_until)}, page)


def _about_holidays() -> Iterator[Warned]:
    page = reverse("staff:setup_holidays")
    for year in years_without():
        text = _("No holiday of %(year)s is known: deadlines would run on them.")
        yield Warned(text % {"year": year_in_words(year)}, f"{page}?year={year}")
    if number := Holiday.objects.filter(confirmed=False).count():
        text = ngettext(
            "%(number)s proposed holiday waits for your confirmation.",
            "%(number)s proposed holidays wait for your confirmation.",
            number,
        )
        yield Warned(text % {"number": number}, page)


def year_in_words(year: int) -> int:
    """A year in the reader's era."""
    return year + BUDDHIST_ERA if speaks_thai() else year
